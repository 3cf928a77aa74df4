// SPDX-License-Identifier: Apache-2.0
// cli: the program `casus`. One file a subcommand; this header is what they share: reading the inputs that a person
// names, running them through the engine in order, and telling what went wrong.
#pragma once
#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"

namespace casus::cli {

/// What `main` knows of its surroundings.
struct Surroundings {
  std::filesystem::path program;        ///< this program's file
  std::filesystem::path source_folder;  ///< where it was built from
};

/// Options of every command that reads documents.
struct InputOptions {
  std::vector<std::string> inputs;  ///< files, folders, globs, "-" for standard input
  std::string published;            ///< publication day for inputs that name none
  std::string input_format;         ///< empty: found out; text, html, jsonl, conllu
  std::string model = "base";       ///< by name, as in the data folder
  unsigned threads = 0;             ///< 0: one for each processor
  bool is_quiet = false;            ///< no progress on standard error
};

/// Adds the options above to `command`.
void add_input_options(CLI::App& command, InputOptions& options);

/// Counts of one run, for the exit status.
struct Tally {
  std::size_t documents = 0;
  std::size_t failed = 0;
  std::size_t warnings = 0;
  bool is_output_lost = false;
};

/// Adds `--model`.
void add_model_option(CLI::App& command, std::string& model);

/// Loads the engine; on failure tells why on standard error and gives null.
std::unique_ptr<engine::Engine> load_engine(const Surroundings& surroundings, const std::string& model,
                                            int& exit_status);

/// Runs every document of the inputs through the engine and hands them on in order; failed ones are named on standard
/// error and not handed on.
Tally run_documents(const engine::Engine& engine, const InputOptions& options,
                    const std::function<void(Document&)>& emit);
/// The same for documents as JSONL in memory, in place of the inputs.
Tally run_lines(const engine::Engine& engine, const InputOptions& options, const std::string& lines,
                const std::function<void(Document&)>& emit);

/// Writes to standard output; false once that failed (a full disk, a closed pipe).
bool write_out(std::string_view text);
/// 0 if all went well, 1 if a document was lost, 4 if the output could not be written.
int exit_status_of(const Tally& tally);
/// One line on standard error: "casus: …".
void tell(std::string_view message);

/// One subcommand each: adds it to `app`; its exit status goes to `exit_status` when it was chosen.
void add_code(CLI::App& app, const Surroundings& surroundings, int& exit_status);
void add_explain(CLI::App& app, const Surroundings& surroundings, int& exit_status);
void add_annotate(CLI::App& app, const Surroundings& surroundings, int& exit_status);
void add_quotes(CLI::App& app, const Surroundings& surroundings, int& exit_status);
void add_eval(CLI::App& app, const Surroundings& surroundings, int& exit_status);
void add_bench(CLI::App& app, const Surroundings& surroundings, int& exit_status);

}  // namespace casus::cli
