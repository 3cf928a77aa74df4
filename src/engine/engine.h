// SPDX-License-Identifier: Apache-2.0
// engine: everything that is loaded once, put together: the model, the dictionaries, the codebook, and the stages in
// order. `stages.cpp` is the table of contents of the whole program.
//   ASSIGN_OR_RETURN(auto engine, Engine::load("data"));
//   engine->pipeline().run(batch, workspace);
//   engine->records(doc);
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "codebook/codebook.h"
#include "coding/coding.h"
#include "ingest/ingest.h"
#include "nn/encoder.h"
#include "pipeline/pipeline.h"
#include "record/record.h"

namespace casus::engine {

/// The program's version, as in records and `--version`.
std::string_view version();

/// Threads: const after `load`, shared by all threads.
class Engine {
 public:
  /// Reads all of `data`, and of its models the one of this name. Errors: those of each part, naming the file;
  /// not_found for a name that no model has.
  static Result<std::unique_ptr<Engine>> load(const std::filesystem::path& data, const std::string& model = "base");

  const Pipeline& pipeline() const { return pipeline_; }
  const codebook::Codebook& codebook() const { return *codebook_; }
  const nn::Model& model() const { return *model_; }
  const record::Coder& coder() const { return coder_; }
  /// What ingest knows of page furniture, for `ingest::Options::lists`.
  const std::shared_ptr<const ingest::Lists>& page_lists() const { return page_lists_; }

 private:
  Engine() = default;
  std::shared_ptr<const codebook::Codebook> codebook_;
  std::shared_ptr<const nn::Model> model_;
  Pipeline pipeline_;
  record::Coder coder_;
  std::shared_ptr<const ingest::Lists> page_lists_;
};

/// The folder with dictionaries, codebook and model: $CASUS_DATA; else ../share/casus beside the program; else a folder
/// `data` with a codebook in it beside the program or in a folder above it; else the source folder's.
/// Errors: not_found, telling where it was looked for.
Result<std::filesystem::path> find_data(const std::filesystem::path& program,
                                        const std::filesystem::path& source_folder);

/// The stages in order (stages.cpp); `files` are what was chosen for the model.
Result<std::vector<std::unique_ptr<Stage>>> make_stages(const std::filesystem::path& data,
                                                        const coding::ModelFiles& files,
                                                        std::shared_ptr<const nn::Model> model,
                                                        std::shared_ptr<const codebook::Codebook> codebook);

}  // namespace casus::engine
