// SPDX-License-Identifier: Apache-2.0
#include "cli/cli.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <thread>

#include "base/day.h"
#include "cli/inputs.h"
#include "conllu/conllu.h"
#include "ingest/ingest.h"

namespace casus::cli {
namespace {

constexpr auto kProgressEvery = std::chrono::seconds(2);

/// A line on standard error every two seconds while a run lasts; on a terminal it is rewritten in place.
class Progress {
 public:
  explicit Progress(bool is_on) : is_on_(is_on), begin_(std::chrono::steady_clock::now()), last_(begin_) {}
  ~Progress() {
    if (is_shown_ && is_terminal_) std::fputs("\r\033[K", stderr);
  }
  void step(const Tally& tally, std::size_t bytes) {
    if (!is_on_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < kProgressEvery) return;
    last_ = now;
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    std::fprintf(stderr, "%scasus: %zu documents, %.1f MB, %.0f s, %zu failed%s", is_terminal_ ? "\r" : "",
                 tally.documents, static_cast<double>(bytes) / 1e6, seconds, tally.failed,
                 is_terminal_ ? "\033[K" : "\n");
    is_shown_ = true;
  }

 private:
  bool is_on_;
  bool is_shown_ = false;
  bool is_terminal_ = isatty(STDERR_FILENO) != 0;
  std::chrono::steady_clock::time_point begin_, last_;
};

void tell_failures(const Document& doc, Tally& tally) {
  for (const Failure& failure : doc.failures) {
    tell((failure.is_warning ? "warning: " : "") + doc.origin.id + ": " + failure.stage + ": " +
         (failure.is_warning ? failure.error.message : to_string(failure.error)));
    tally.warnings += failure.is_warning ? 1 : 0;
  }
}

Result<std::string> read_all(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::kIo, path + ": cannot be opened");
  return std::string(std::istreambuf_iterator<char>(in), {});
}

bool is_conllu(const std::string& path, const InputOptions& options) {
  if (!options.input_format.empty()) return options.input_format == "conllu";
  return path.ends_with(".conllu");
}

}  // namespace

void tell(std::string_view message) {
  std::fprintf(stderr, "casus: %.*s\n", static_cast<int>(message.size()), message.data());
}

void add_input_options(CLI::App& command, InputOptions& options) {
  command.add_option("inputs", options.inputs, "files, folders, globs in quotes, or - for standard input")->required();
  command.add_option("--published", options.published, "publication day (YYYY-MM-DD) of inputs that name none")
      ->check([](const std::string& day) {
        return parse_day(day) ? std::string() : "'" + day + "' is no day; expected YYYY-MM-DD";
      });
  command
      .add_option("--input", options.input_format,
                  "what the inputs are: text, html, jsonl, conllu (default: found out)")
      ->check(CLI::IsMember({"text", "html", "jsonl", "conllu"}));
  add_model_option(command, options.model);
  command.add_option("--threads", options.threads, "threads (default: one for each processor)")
      ->check(CLI::Range(1u, 256u));
  command.add_flag("--quiet", options.is_quiet, "no progress on standard error");
}

void add_model_option(CLI::App& command, std::string& model) {
  command.add_option("--model", model, "the model that reads, by its name in the data folder (default: base)");
}

std::unique_ptr<engine::Engine> load_engine(const Surroundings& surroundings, const std::string& model,
                                            int& exit_status) {
  const auto data = engine::find_data(surroundings.program, surroundings.source_folder);
  if (!data) {
    tell(to_string(data.error()));
    exit_status = casus::exit_status(data.error().code);
    return nullptr;
  }
  auto engine = engine::Engine::load(*data, model);
  if (engine) return std::move(*engine);
  tell(to_string(engine.error()));
  exit_status = casus::exit_status(engine.error().code);
  return nullptr;
}

namespace {

/// Reads the inputs that the options name, or `lines` where they are given.
Tally run_all(const engine::Engine& engine, const InputOptions& options, const std::string* lines,
              const std::function<void(Document&)>& emit) {
  Tally tally;
  Progress progress(!options.is_quiet);
  std::size_t bytes = 0;
  const auto emit_one = [&](Document doc) {
    ++tally.documents;
    bytes += doc.text.size();
    tell_failures(doc, tally);
    if (doc.has_failed())
      ++tally.failed;
    else
      emit(doc);
    progress.step(tally, bytes);
  };
  const unsigned threads = options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
  Runner runner(engine.pipeline(), threads, emit_one);
  const auto lost = [&](const Error& error) {
    ++tally.failed;
    tell(to_string(error));
  };
  ingest::Options ingest_options;
  ingest_options.published = options.published;
  ingest_options.lists = engine.page_lists();
  ingest_options.format = options.input_format == "conllu" ? "" : options.input_format;
  const auto push = [&](Result<Document> doc) {
    if (doc)
      runner.push(std::move(*doc));
    else
      lost(doc.error());
    return true;
  };
  if (lines != nullptr) {
    std::istringstream stream(*lines);
    ingest_options.format = "jsonl";
    if (const auto read = ingest::read(stream, "documents", ingest_options, push); !read) lost(read.error());
    runner.finish();
    return tally;
  }
  for_each_input(
      options.inputs,
      [&](const std::string& path) {
        if (is_conllu(path, options)) {
          auto file = read_all(path);
          auto docs = file ? conllu::read(*file) : std::unexpected(file.error());
          if (!docs) return lost({docs.error().code, path + ": " + docs.error().message, {}});
          for (Document& doc : *docs) {
            if (doc.origin.id.empty())
              doc.origin.id = path == "-" ? path : std::filesystem::path(path).filename().string();
            if (doc.origin.published.empty()) doc.origin.published = options.published;
            runner.push(std::move(doc));
          }
          return;
        }
        const auto read = path == "-" ? ingest::read(std::cin, "-", ingest_options, push)
                                      : ingest::read_file(path, ingest_options, push);
        if (!read) lost(read.error());
      },
      lost);
  runner.finish();
  return tally;
}

}  // namespace

Tally run_documents(const engine::Engine& engine, const InputOptions& options,
                    const std::function<void(Document&)>& emit) {
  return run_all(engine, options, nullptr, emit);
}

Tally run_lines(const engine::Engine& engine, const InputOptions& options, const std::string& lines,
                const std::function<void(Document&)>& emit) {
  return run_all(engine, options, &lines, emit);
}

bool write_out(std::string_view text) {
  return text.empty() || std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
}

int exit_status_of(const Tally& tally) {
  if (tally.is_output_lost || std::fflush(stdout) != 0) {
    tell("io: standard output could not be written (is the disk full?)");
    return casus::exit_status(ErrorCode::kIo);
  }
  if (tally.failed == 0) return 0;
  tell(std::to_string(tally.failed) + (tally.failed == 1 ? " input was" : " inputs were") + " lost; the rest was done");
  return 1;
}

}  // namespace casus::cli
