// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace casus::nn {

/// Sizes of the encoder, as the file states them; checked against its tensors by Model.
struct ModelConfig {
  std::size_t hidden = 0;
  std::size_t layers = 0;
  std::size_t heads = 0;
  std::size_t intermediate = 0;
  std::size_t max_positions = 0;
  std::size_t window = 128;  ///< positions that are best read at once
  std::size_t vocabulary = 0;
  std::size_t shapes = 0;
  bool has_distance_bias = false;  ///< attention adds something for the distance of two pieces
  float epsilon = 0;
};

/// One set of labels on words.
struct TokenTask {
  std::string name;
  std::vector<std::string> labels;
};

/// How an arc task is scored, which decides how its product is laid out in the file (docs/format/model.md).
enum class ArcForm {
  kAll,    ///< one label, every head with every dependent
  kPairs,  ///< all labels of chosen (head, dependent) pairs
  kHeads,  ///< all labels of chosen heads with every dependent
};

/// One set of labels on pairs of words.
struct ArcTask {
  std::string name;
  std::vector<std::string> labels;
  std::size_t width = 0;
  ArcForm form = ArcForm::kAll;
  bool has_root = false;
};

/// A model file: header and tensors, looked at where they lie. Trusts none of its numbers.
/// Format: docs/format/model.md. Threads: const after loading. Owner: of the mapping, where it was opened from a path.
class ModelFile {
 public:
  /// Maps the file read-only, or its parts "path.1", "path.2", … where there are such and not the file.
  /// Errors: not_found; io where it cannot be read; bad_data as for `parse`, with the path in front, and for a part
  /// whose length is not that of whole pages.
  static Result<ModelFile> open(const std::string& path);
  /// Reads `bytes`, which must outlive the value and be aligned to 64.
  /// Errors: bad_data for a wrong magic, version, size, checksum, header or tensor table, each with what was found.
  static Result<ModelFile> parse(std::span<const std::byte> bytes);

  const ModelConfig& config() const { return config_; }
  const std::vector<TokenTask>& token_tasks() const { return token_tasks_; }
  const std::vector<ArcTask>& arc_tasks() const { return arc_tasks_; }
  /// SHA-256 of the content, as stored: the model's name in records. `verify` computes it.
  const std::string& sha256() const { return sha256_; }
  /// What the model was trained on, with licences, as JSON text.
  const std::string& training() const { return training_; }
  std::size_t bytes() const { return bytes_.size(); }

  /// Reads all bytes and compares their SHA-256 with the one stored; slower than the checksum that loading checks.
  Result<void> verify() const;

  /// The tensor `name`, which must have this type and shape. Errors: bad_data; for floats also where one is not finite.
  Result<std::span<const float>> floats(std::string_view name, std::initializer_list<std::size_t> shape) const;
  Result<std::span<const std::int32_t>> ints(std::string_view name, std::initializer_list<std::size_t> shape) const;
  Result<std::span<const std::int8_t>> weights(std::string_view name, std::initializer_list<std::size_t> shape) const;
  /// A tensor of bytes of any length, as text.
  Result<std::string_view> text(std::string_view name) const;

 private:
  enum class Type { kInt8, kInt32, kFloat32, kBytes };
  struct Tensor {
    Type type = Type::kBytes;
    std::vector<std::size_t> shape;
    std::size_t offset = 0;
    std::size_t bytes = 0;
  };
  struct Header;  // reads the JSON

  Result<const Tensor*> find(std::string_view name, Type type, std::initializer_list<std::size_t> shape) const;
  template <typename T>
  std::span<const T> values(const Tensor& tensor) const;

  std::shared_ptr<const void> mapping_;
  std::span<const std::byte> bytes_;
  ModelConfig config_;
  std::vector<TokenTask> token_tasks_;
  std::vector<ArcTask> arc_tasks_;
  std::string sha256_;
  std::string training_;
  std::unordered_map<std::string, Tensor> tensors_;  // looked up by name only, never walked
};

/// The checksum of a model file's content: 8 lanes of 64-bit words. `bytes` a multiple of 64 long.
std::uint64_t content_checksum(std::span<const std::byte> bytes);

}  // namespace casus::nn
