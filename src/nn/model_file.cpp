// SPDX-License-Identifier: Apache-2.0
#include "nn/model_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "base/sha256.h"
#include "nn/kernels/kernels.h"

namespace casus::nn {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kMagic("CASUSNN\0", 8);
constexpr std::uint32_t kVersion = 2;
constexpr std::size_t kPrefix = 64;  // magic, version, sizes, checksum, SHA-256
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kPartStep = 4096;  // parts are mapped side by side: by whole pages
constexpr std::size_t kMaxHeader = 16U << 20;
constexpr std::size_t kMaxTensors = 10000;
constexpr std::size_t kMaxDimension = 1U << 26;

template <typename T>
T read_at(std::span<const std::byte> bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

std::unexpected<Error> bad(std::string message) {
  return fail(ErrorCode::kBadData, "model file: " + std::move(message));
}

std::string hex(std::span<const std::byte> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::byte byte : bytes) {
    out.push_back(kDigits[std::to_integer<unsigned>(byte) >> 4]);
    out.push_back(kDigits[std::to_integer<unsigned>(byte) & 15]);
  }
  return out;
}

std::string shape_text(std::span<const std::size_t> shape) {
  std::string out = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) out += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  return out + "]";
}

// A whole number of `object`, between `low` and `high`.
Result<std::size_t> number(const Json& object, const char* key, std::size_t low, std::size_t high) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return bad(std::string("header lacks the number ") + key);
  const auto value = found->get<std::uint64_t>();
  if (value < low || value > high) {
    return bad(std::string("header: ") + key + " is " + std::to_string(value) + ", expected " + std::to_string(low) +
               " to " + std::to_string(high));
  }
  return static_cast<std::size_t>(value);
}

Result<std::string> text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return bad(std::string("header lacks the text ") + key);
  return found->get<std::string>();
}

Result<const Json*> list_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return bad(std::string("header lacks the list ") + key);
  return &*found;
}

Result<std::vector<std::string>> labels_of(const Json& task) {
  ASSIGN_OR_RETURN(const Json* list, list_of(task, "labels"));
  std::vector<std::string> labels;
  for (const Json& label : *list) {
    if (!label.is_string()) return bad("header: a label is not a text");
    labels.push_back(label.get<std::string>());
  }
  if (labels.empty() || labels.size() > 65536) return bad("header: a task needs 1 to 65536 labels");
  return labels;
}

}  // namespace

std::uint64_t content_checksum(std::span<const std::byte> bytes) {
  constexpr std::uint64_t kPrime = 0x100000001B3U;
  std::array<std::uint64_t, 8> lanes;
  for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i] = 0xCBF29CE484222325U + i;
  for (std::size_t at = 0; at + 64 <= bytes.size(); at += 64) {
    std::array<std::uint64_t, 8> words;
    std::memcpy(words.data(), bytes.data() + at, 64);
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      lanes[i] = (lanes[i] ^ words[i]) * kPrime;
      lanes[i] ^= lanes[i] >> 32;
    }
  }
  std::uint64_t sum = 0xCBF29CE484222325U;
  for (const std::uint64_t lane : lanes) {
    sum = (sum ^ lane) * kPrime;
    sum ^= sum >> 32;
  }
  return sum;
}

// The JSON between the prefix and the tensors.
struct ModelFile::Header {
  ModelFile& file;

  Result<void> read(std::string_view text, std::size_t data_begin) const {
    const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
    if (json.is_discarded() || !json.is_object()) return bad("the header is not a JSON object");
    RETURN_IF_ERROR(read_config(json));
    RETURN_IF_ERROR(read_token_tasks(json));
    RETURN_IF_ERROR(read_arc_tasks(json));
    if (const auto training = json.find("training"); training != json.end()) {
      file.training_ = training->dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    return read_tensors(json, data_begin);
  }

  Result<void> read_config(const Json& json) const {
    const auto found = json.find("config");
    if (found == json.end() || !found->is_object()) return bad("header lacks the object config");
    ModelConfig& config = file.config_;
    ASSIGN_OR_RETURN(config.hidden, number(*found, "hidden", 64, 1024));
    ASSIGN_OR_RETURN(config.layers, number(*found, "layers", 1, 48));
    ASSIGN_OR_RETURN(config.heads, number(*found, "heads", 1, 32));
    ASSIGN_OR_RETURN(config.intermediate, number(*found, "intermediate", 64, 4096));
    ASSIGN_OR_RETURN(config.max_positions, number(*found, "max_positions", 3, 4096));
    config.window = std::min(config.window, config.max_positions);
    if (found->contains("window")) {
      ASSIGN_OR_RETURN(config.window, number(*found, "window", 3, config.max_positions));
    }
    ASSIGN_OR_RETURN(config.vocabulary, number(*found, "vocabulary", 5, 1U << 20));
    ASSIGN_OR_RETURN(config.shapes, number(*found, "shapes", 1, 256));
    const auto epsilon = found->find("layer_norm_eps");
    if (epsilon == found->end() || !epsilon->is_number()) return bad("header lacks the number layer_norm_eps");
    config.epsilon = epsilon->get<float>();
    if (!(config.epsilon > 0) || config.epsilon > 1) return bad("header: layer_norm_eps must be above 0, at most 1");
    if (config.hidden % 64 != 0 || config.intermediate % 64 != 0) {
      return bad("header: hidden and intermediate must be multiples of 64");
    }
    if (config.hidden != config.heads * kHeadWidth && config.hidden != config.heads * kWideHead) {
      return bad("header: hidden must be heads times 32 or 64");
    }
    if (const auto bias = found->find("distance_bias"); bias != found->end()) {
      if (!bias->is_boolean()) return bad("header: distance_bias is neither true nor false");
      config.has_distance_bias = bias->get<bool>();
    }
    return {};
  }

  Result<void> read_token_tasks(const Json& json) const {
    ASSIGN_OR_RETURN(const Json* list, list_of(json, "token_tasks"));
    if (list->size() > 256) return bad("header: more than 256 token tasks");
    std::unordered_set<std::string> names;
    for (const Json& item : *list) {
      TokenTask task;
      ASSIGN_OR_RETURN(task.name, text_of(item, "name"));
      ASSIGN_OR_RETURN(task.labels, labels_of(item));
      if (!names.insert(task.name).second) return bad("header: token task " + task.name + " twice");
      file.token_tasks_.push_back(std::move(task));
    }
    return {};
  }

  Result<void> read_arc_tasks(const Json& json) const {
    ASSIGN_OR_RETURN(const Json* list, list_of(json, "arc_tasks"));
    if (list->size() > 256) return bad("header: more than 256 arc tasks");
    std::unordered_set<std::string> names;  // labels are looked up by name among both kinds of tasks
    for (const TokenTask& task : file.token_tasks_) names.insert(task.name);
    for (const Json& item : *list) {
      ArcTask task;
      ASSIGN_OR_RETURN(task.name, text_of(item, "name"));
      ASSIGN_OR_RETURN(task.labels, labels_of(item));
      ASSIGN_OR_RETURN(task.width, number(item, "width", 16, 1024));
      if (task.width % 16 != 0) return bad("header: width of " + task.name + " must be a multiple of 16");
      ASSIGN_OR_RETURN(const std::string form, text_of(item, "form"));
      if (form != "all" && form != "pairs" && form != "heads") return bad("header: unknown arc form " + form);
      task.form = form == "all" ? ArcForm::kAll : form == "pairs" ? ArcForm::kPairs : ArcForm::kHeads;
      if (task.form == ArcForm::kAll && task.labels.size() != 1)
        return bad("header: " + task.name + " needs one label");
      if (task.labels.size() > 1024) return bad("header: more than 1024 labels of " + task.name);
      const auto root = item.find("root");
      if (root == item.end() || !root->is_boolean()) return bad("header: arc task lacks root");
      task.has_root = root->get<bool>();
      if (!names.insert(task.name).second) return bad("header: task " + task.name + " twice");
      file.arc_tasks_.push_back(std::move(task));
    }
    return {};
  }

  Result<void> read_tensors(const Json& json, std::size_t data_begin) const {
    ASSIGN_OR_RETURN(const Json* list, list_of(json, "tensors"));
    if (list->size() > kMaxTensors) return bad("header: more than 10000 tensors");
    for (const Json& item : *list) {
      ASSIGN_OR_RETURN(std::string name, text_of(item, "name"));
      ASSIGN_OR_RETURN(Tensor tensor, read_tensor(item, name, data_begin));
      if (!file.tensors_.emplace(name, std::move(tensor)).second) return bad("tensor " + name + " twice");
    }
    return {};
  }

  Result<Tensor> read_tensor(const Json& item, const std::string& name, std::size_t data_begin) const {
    Tensor tensor;
    ASSIGN_OR_RETURN(const std::string type, text_of(item, "type"));
    if (type != "i8" && type != "i32" && type != "f32" && type != "u8") {
      return bad("tensor " + name + ": unknown type " + type);
    }
    tensor.type = type == "i8"    ? Type::kInt8
                  : type == "i32" ? Type::kInt32
                  : type == "f32" ? Type::kFloat32
                                  : Type::kBytes;
    ASSIGN_OR_RETURN(const Json* shape, list_of(item, "shape"));
    if (shape->empty() || shape->size() > 8) return bad("tensor " + name + ": needs 1 to 8 dimensions");
    std::size_t count = 1;
    for (const Json& dimension : *shape) {
      if (!dimension.is_number_unsigned()) return bad("tensor " + name + ": a dimension is no whole number");
      const auto size = dimension.get<std::uint64_t>();
      if (size == 0 || size > kMaxDimension)
        return bad("tensor " + name + ": dimension of size " + std::to_string(size));
      tensor.shape.push_back(static_cast<std::size_t>(size));
      count *= static_cast<std::size_t>(size);
      if (count > file.bytes_.size()) return bad("tensor " + name + ": shape is larger than the file");
    }
    ASSIGN_OR_RETURN(tensor.offset, number(item, "offset", 0, file.bytes_.size()));
    tensor.bytes = count * (tensor.type == Type::kInt32 || tensor.type == Type::kFloat32 ? 4 : 1);
    if (tensor.offset % kAlignment != 0 || tensor.offset < data_begin) {
      return bad("tensor " + name + ": offset " + std::to_string(tensor.offset) + " is not allowed");
    }
    if (tensor.bytes > file.bytes_.size() - tensor.offset) return bad("tensor " + name + " ends behind the file's end");
    return tensor;
  }
};

Result<ModelFile> ModelFile::parse(std::span<const std::byte> bytes) {
  if (bytes.size() < kMagic.size() || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
    return bad("not a Casus model: the first 8 bytes are not CASUSNN");
  }
  if (bytes.size() < kPrefix) return bad("truncated: " + std::to_string(bytes.size()) + " bytes, expected at least 64");
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % kAlignment != 0) {
    return fail(ErrorCode::kInternal, "model file: bytes are not aligned to 64");
  }
  const auto version = read_at<std::uint32_t>(bytes, 8);
  if (version != kVersion) {
    return bad("version " + std::to_string(version) + ", this program reads version " + std::to_string(kVersion));
  }
  const auto size = read_at<std::uint64_t>(bytes, 16);
  if (size != bytes.size() || size % kAlignment != 0) {
    return bad((bytes.size() < size ? "truncated: " : "wrong size: ") + std::to_string(bytes.size()) +
               " bytes, its header says " + std::to_string(size));
  }
  if (content_checksum(bytes.subspan(kPrefix)) != read_at<std::uint64_t>(bytes, 24)) {
    return bad("checksum differs: the file is damaged");
  }
  const std::size_t header_size = read_at<std::uint32_t>(bytes, 12);
  if (header_size > kMaxHeader || header_size > bytes.size() - kPrefix) {
    return bad("header of " + std::to_string(header_size) + " bytes does not fit");
  }
  ModelFile file;
  file.bytes_ = bytes;
  file.sha256_ = hex(bytes.subspan(32, 32));
  const std::string_view header(reinterpret_cast<const char*>(bytes.data()) + kPrefix, header_size);
  RETURN_IF_ERROR(Header{file}.read(header, kPrefix + header_size));
  return file;
}

namespace {

/// One file of a model, open.
struct Part {
  std::string path;
  int descriptor = -1;
  std::size_t size = 0;
};

struct Parts {
  std::vector<Part> list;
  Parts() = default;
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() {
    for (const Part& part : list) ::close(part.descriptor);
  }
  /// Opens one more; `errno` tells why not.
  Result<void> add(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      return fail(errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
                  "model file " + path + ": " + std::strerror(errno));
    }
    list.push_back({path, descriptor, 0});
    struct stat status{};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0) {
      return fail(ErrorCode::kIo, "model file " + path + ": not a file with bytes in it");
    }
    list.back().size = static_cast<std::size_t>(status.st_size);
    return {};
  }
};

/// Opens the file, or its parts "path.1", "path.2", … where it is cut.
Result<void> open_parts(const std::string& path, Parts& parts) {
  const auto whole = parts.add(path);
  if (whole || whole.error().code != ErrorCode::kNotFound) return whole;
  if (!parts.add(path + ".1")) return whole;
  for (std::size_t n = 2;; ++n) {
    const auto next = parts.add(path + "." + std::to_string(n));
    if (next) continue;
    if (next.error().code != ErrorCode::kNotFound) return next;
    break;
  }
  for (std::size_t i = 0; i + 1 < parts.list.size(); ++i) {
    if (parts.list[i].size % kPartStep != 0) {
      return fail(ErrorCode::kBadData, parts.list[i].path + ": " + std::to_string(parts.list[i].size) +
                                           " bytes, expected a multiple of " + std::to_string(kPartStep) +
                                           " in every part but the last");
    }
  }
  return {};
}

}  // namespace

Result<ModelFile> ModelFile::open(const std::string& path) {
  Parts parts;
  RETURN_IF_ERROR(open_parts(path, parts));
  std::size_t size = 0;
  for (const Part& part : parts.list) size += part.size;
  // Room for all first; then each part is mapped to its place in it.
  void* const address = ::mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (address == MAP_FAILED) return fail(ErrorCode::kIo, "model file " + path + ": " + std::strerror(errno));
  std::shared_ptr<const void> mapping(address, [size](const void* at) { ::munmap(const_cast<void*>(at), size); });
  std::size_t at = 0;
  for (const Part& part : parts.list) {
    if (::mmap(static_cast<char*>(address) + at, part.size, PROT_READ, MAP_PRIVATE | MAP_FIXED | MAP_POPULATE,
               part.descriptor, 0) == MAP_FAILED) {
      return fail(ErrorCode::kIo, "model file " + part.path + ": " + std::strerror(errno));
    }
    at += part.size;
  }
  auto file = parse({static_cast<const std::byte*>(address), size});
  if (!file) return fail(file.error().code, path + ": " + file.error().message);
  file->mapping_ = std::move(mapping);
  return file;
}

Result<void> ModelFile::verify() const {
  const auto content = bytes_.subspan(kPrefix);
  const std::string found = sha256_hex({reinterpret_cast<const char*>(content.data()), content.size()});
  if (found != sha256_) return bad("SHA-256 is " + found + ", its header says " + sha256_);
  return {};
}

Result<const ModelFile::Tensor*> ModelFile::find(std::string_view name, Type type,
                                                 std::initializer_list<std::size_t> shape) const {
  const auto found = tensors_.find(std::string(name));
  if (found == tensors_.end()) return bad("tensor " + std::string(name) + " is missing");
  const Tensor& tensor = found->second;
  if (tensor.type != type) return bad("tensor " + std::string(name) + " has the wrong type");
  if (shape.size() != 0 && !std::equal(shape.begin(), shape.end(), tensor.shape.begin(), tensor.shape.end())) {
    return bad("tensor " + std::string(name) + " has shape " + shape_text(tensor.shape) + ", expected " +
               shape_text(std::vector<std::size_t>(shape)));
  }
  return &tensor;
}

template <typename T>
std::span<const T> ModelFile::values(const Tensor& tensor) const {
  return {reinterpret_cast<const T*>(bytes_.data() + tensor.offset), tensor.bytes / sizeof(T)};
}

Result<std::span<const float>> ModelFile::floats(std::string_view name,
                                                 std::initializer_list<std::size_t> shape) const {
  ASSIGN_OR_RETURN(const Tensor* tensor, find(name, Type::kFloat32, shape));
  const auto numbers = values<float>(*tensor);
  // The largest exponent is that of infinities and NaN alone.
  bool finite = true;
  for (const float x : numbers) finite &= (std::bit_cast<std::uint32_t>(x) & 0x7F800000U) != 0x7F800000U;
  if (!finite) return bad("tensor " + std::string(name) + " holds a number that is not finite");
  return numbers;
}

Result<std::span<const std::int32_t>> ModelFile::ints(std::string_view name,
                                                      std::initializer_list<std::size_t> shape) const {
  ASSIGN_OR_RETURN(const Tensor* tensor, find(name, Type::kInt32, shape));
  return values<std::int32_t>(*tensor);
}

Result<std::span<const std::int8_t>> ModelFile::weights(std::string_view name,
                                                        std::initializer_list<std::size_t> shape) const {
  ASSIGN_OR_RETURN(const Tensor* tensor, find(name, Type::kInt8, shape));
  return values<std::int8_t>(*tensor);
}

Result<std::string_view> ModelFile::text(std::string_view name) const {
  ASSIGN_OR_RETURN(const Tensor* tensor, find(name, Type::kBytes, {}));
  const auto bytes = values<char>(*tensor);
  return std::string_view(bytes.data(), bytes.size());
}

}  // namespace casus::nn
