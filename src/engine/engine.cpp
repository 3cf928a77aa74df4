// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "base/sha256.h"

namespace casus::engine {
namespace {

/// SHA-256 over the dictionaries and lists in order of their paths: what is looked up, told by one number.
Result<std::string> hash_of_knowledge(const std::filesystem::path& data) {
  std::vector<std::filesystem::path> files;
  for (const char* folder : {"actors", "coding", "ingest", "lang", "places"}) {
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator it(data / folder, error), end; !error && it != end;
         it.increment(error))
      if (it->is_regular_file()) files.push_back(it->path());
  }
  std::ranges::sort(files);
  std::string all;
  for (const std::filesystem::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(ErrorCode::kIo, file.string() + ": cannot be read");
    all += std::filesystem::relative(file, data).generic_string() + "\n";
    all.append(std::istreambuf_iterator<char>(in), {});
    all += "\n";
  }
  return sha256_hex(all);
}

bool is_data(const std::filesystem::path& folder) {
  std::error_code error;
  return std::filesystem::is_directory(folder / "codebook" / "plover", error);
}

constexpr std::string_view kModelPrefix = "casus-";
constexpr std::string_view kModelEnd = ".model";

/// The names of the models in a folder, each of one file or of parts that end in ".1", ".2", …
std::set<std::string> models_in(const std::filesystem::path& folder) {
  std::set<std::string> out;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::string name = it->path().filename().string();
    if (name.ends_with(".1")) name.resize(name.size() - 2);
    if (name.size() > kModelPrefix.size() + kModelEnd.size() && name.starts_with(kModelPrefix) &&
        name.ends_with(kModelEnd))
      out.insert(name.substr(kModelPrefix.size(), name.size() - kModelPrefix.size() - kModelEnd.size()));
  }
  return out;
}

Result<std::filesystem::path> find_model(const std::filesystem::path& folder, const std::string& name) {
  const std::set<std::string> names = models_in(folder);
  const std::filesystem::path file = folder / (std::string(kModelPrefix) + name + std::string(kModelEnd));
  if (names.contains(name)) return file;
  std::string found;
  for (const std::string& other : names) found += (found.empty() ? "" : ", ") + other;
  return fail(ErrorCode::kNotFound,
              file.string() + ": no such model; there is " + (found.empty() ? "none in that folder" : found));
}

/// The files NAME-MODEL.tsv of a model, else NAME.tsv, which are the base model's.
coding::ModelFiles files_of(const std::filesystem::path& folder, const std::string& model_name) {
  const auto file = [&](const std::string& name) {
    const std::filesystem::path own = folder / (name + "-" + model_name + ".tsv");
    std::error_code error;
    return std::filesystem::exists(own, error) ? own : folder / (name + ".tsv");
  };
  return {file("confidence"), file("thresholds")};
}

}  // namespace

std::string_view version() {
  return "0.1.0";
}

Result<std::filesystem::path> find_data(const std::filesystem::path& program,
                                        const std::filesystem::path& source_folder) {
  if (const char* named = std::getenv("CASUS_DATA"); named != nullptr && *named != '\0') {
    if (is_data(named)) return std::filesystem::path(named);
    return fail(ErrorCode::kNotFound, "CASUS_DATA names " + std::string(named) + ", which holds no codebook/plover");
  }
  const std::filesystem::path folder = program.parent_path();
  if (is_data(folder / ".." / "share" / "casus")) return (folder / ".." / "share" / "casus").lexically_normal();
  for (std::filesystem::path at = folder; !at.empty(); at = at.parent_path()) {
    if (is_data(at / "data")) return at / "data";
    if (at == at.parent_path()) break;
  }
  if (is_data(source_folder / "data")) return source_folder / "data";
  return fail(ErrorCode::kNotFound, "no data folder: looked in ../share/casus and data/ beside and above " +
                                        program.string() +
                                        "; set CASUS_DATA to the folder that holds codebook/, lang/ and model/");
}

Result<std::unique_ptr<Engine>> Engine::load(const std::filesystem::path& data, const std::string& model_name) {
  auto engine = std::unique_ptr<Engine>(new Engine);
  ASSIGN_OR_RETURN(auto codebook, codebook::Codebook::load(data));
  engine->codebook_ = std::make_shared<const codebook::Codebook>(std::move(codebook));
  ASSIGN_OR_RETURN(const nn::Kernels* kernels, nn::select_kernels());
  ASSIGN_OR_RETURN(const std::filesystem::path model_file, find_model(data / "model", model_name));
  ASSIGN_OR_RETURN(auto model, nn::Model::load(model_file.string(), *kernels));
  engine->model_ = std::make_shared<const nn::Model>(std::move(model));
  ASSIGN_OR_RETURN(engine->page_lists_, ingest::load_lists(data));
  ASSIGN_OR_RETURN(auto stages,
                   make_stages(data, files_of(data / "coding", model_name), engine->model_, engine->codebook_));
  ASSIGN_OR_RETURN(engine->pipeline_, Pipeline::make(std::move(stages), layers(Layer::kText, Layer::kFurniture)));
  ASSIGN_OR_RETURN(const std::string knowledge, hash_of_knowledge(data));
  engine->coder_ = {std::string(version()), engine->model_->file().sha256(), knowledge, engine->codebook_->sha256()};
  return engine;
}

}  // namespace casus::engine
