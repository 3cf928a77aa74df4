// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/cli.h"
#include "cli/inputs.h"
#include "ingest/ingest.h"
#include "nn/peak.h"
#include "sink/sink.h"

namespace casus::cli {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

struct Options {
  std::vector<std::string> inputs;
  std::string model = "base";
  std::string format = "text";
  double seconds = 5;
};

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[values.size() / 2];
}

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

double resident_mb() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("VmHWM:")) return std::atof(line.substr(6).c_str()) / 1024;
  return 0;
}

/// `text` as one word of the shell, whatever it holds: file names are not to be trusted.
std::string shell_word(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// Milliseconds from the start of a new process to its first record; the median of five.
double start_ms(const Surroundings& surroundings, const std::string& input) {
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    const auto begin = Clock::now();
    const std::string command = shell_word(surroundings.program.string()) + " code --quiet --threads 1 -- " +
                                shell_word(input) + " 2>/dev/null";
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return 0;
    std::fgetc(pipe);
    times.push_back(1000 * seconds_since(begin));
    char rest[4096];
    while (std::fread(rest, 1, sizeof rest, pipe) > 0) continue;
    pclose(pipe);
  }
  return median(times);
}

std::size_t words_in(const std::string& text) {
  std::size_t words = 0;
  bool is_inside = false;
  for (const char c : text) {
    const bool is_space = c == ' ' || (c >= '\t' && c <= '\r');
    words += !is_space && !is_inside ? 1 : 0;
    is_inside = !is_space;
  }
  return words;
}

/// One pass over the documents: everything from text to written records.
struct Pass {
  double seconds = 0, write_seconds = 0;
  std::vector<double> stage_seconds;
  double peak_gops = 0;
  EncoderUse encoder;
};

Pass run_pass(const engine::Engine& engine, const std::vector<Document>& texts, Workspace& workspace) {
  Pass pass;
  pass.peak_gops = nn::measure_peak(engine.model().kernels(), 0.02);
  const EncoderUse before = workspace.encoder;
  const sink::Format& format = *sink::find_format("jsonl");
  std::vector<Document> batch = texts;
  const auto begin = Clock::now();
  std::string out;
  for (Document& doc : batch) {
    engine.pipeline().run({&doc, 1}, workspace, &pass.stage_seconds);
    const auto write = Clock::now();
    out.clear();
    format.records(doc, record::make_records(doc, engine.codebook()), engine.coder(), out);
    pass.write_seconds += seconds_since(write);
  }
  pass.seconds = seconds_since(begin);
  pass.encoder = {workspace.encoder.pieces - before.pieces, workspace.encoder.operations - before.operations,
                  workspace.encoder.seconds - before.seconds};
  return pass;
}

int run(const Options& options, const Surroundings& surroundings) {
  int status = 0;
  const auto engine = load_engine(surroundings, options.model, status);
  if (engine == nullptr) return status;
  const auto data = engine::find_data(surroundings.program, surroundings.source_folder);
  std::vector<std::string> inputs = options.inputs;
  if (inputs.empty()) inputs.push_back((*data / "samples").string());
  std::vector<Document> texts;
  std::string first_file;
  std::size_t words = 0;
  ingest::Options ingest_options;
  ingest_options.lists = engine->page_lists();
  const auto lost = [&](const Error& error) { tell(to_string(error)), status = 1; };
  for_each_input(
      inputs,
      [&](const std::string& path) {
        if (first_file.empty()) first_file = path;
        const auto read = ingest::read_file(path, ingest_options, [&](Result<Document> doc) {
          if (!doc)
            lost(doc.error());
          else
            words += words_in(doc->text), texts.push_back(std::move(*doc));
          return true;
        });
        if (!read) lost(read.error());
      },
      lost);
  if (words == 0) {
    tell("bad_input: nothing to measure: the inputs hold no words");
    return casus::exit_status(ErrorCode::kBadInput);
  }
  Workspace workspace;
  run_pass(*engine, texts, workspace);  // warm
  std::vector<Pass> passes;
  for (const auto begin = Clock::now(); seconds_since(begin) < options.seconds || passes.size() < 5;)
    passes.push_back(run_pass(*engine, texts, workspace));
  // The median pass by time; the peak is the best seen, since other work on the machine only takes away.
  std::ranges::sort(passes, {}, &Pass::seconds);
  const Pass& pass = passes[passes.size() / 2];
  const double peak = std::ranges::max(passes, {}, &Pass::peak_gops).peak_gops;
  Json stages = Json::array();
  const auto names = engine->pipeline().names();
  for (std::size_t i = 0; i < names.size(); ++i)
    stages.push_back(
        {{"name", names[i]}, {"seconds", pass.stage_seconds[i]}, {"share", pass.stage_seconds[i] / pass.seconds}});
  stages.push_back({{"name", "record"}, {"seconds", pass.write_seconds}, {"share", pass.write_seconds / pass.seconds}});
  const Json result = {{"cpu", processor()},
                       {"isa", engine->model().kernels().name},
                       {"words", words},
                       {"passes", passes.size()},
                       {"words_per_second", static_cast<double>(words) / pass.seconds},
                       {"words_per_second_best", static_cast<double>(words) / passes.front().seconds},
                       {"encoder",
                        {{"gops", pass.encoder.operations / pass.encoder.seconds / 1e9},
                         {"peak_gops", peak},
                         {"share_of_peak", pass.encoder.operations / pass.encoder.seconds / 1e9 / peak},
                         {"pieces_per_second", static_cast<double>(pass.encoder.pieces) / pass.encoder.seconds}}},
                       {"stages", stages},
                       {"other_share", 1 - pass.encoder.seconds / pass.seconds},
                       {"start_ms", start_ms(surroundings, first_file)},
                       {"resident_mb", resident_mb()}};
  if (options.format == "json") {
    write_out(result.dump(1) + "\n");
    return status;
  }
  std::printf("%s, %s, one core, %zu words, median of %zu passes\n", processor().c_str(),
              std::string(engine->model().kernels().name).c_str(), words, passes.size());
  std::printf("%.0f words a second (best pass %.0f)\n", result["words_per_second"].get<double>(),
              result["words_per_second_best"].get<double>());
  std::printf("encoder: %.0f GOP/s of %.0f at the peak (%.0f %%), %.0f pieces a second\n",
              result["encoder"]["gops"].get<double>(), peak, 100 * result["encoder"]["share_of_peak"].get<double>(),
              result["encoder"]["pieces_per_second"].get<double>());
  for (const Json& stage : stages)
    std::printf("  %-12s %8.4f s  %5.1f %%\n", stage["name"].get<std::string>().c_str(), stage["seconds"].get<double>(),
                100 * stage["share"].get<double>());
  std::printf("all but the encoder: %.1f %% of the time; start to first record %.0f ms; %.0f MB resident\n",
              100 * result["other_share"].get<double>(), result["start_ms"].get<double>(),
              result["resident_mb"].get<double>());
  return status;
}

}  // namespace

void add_bench(CLI::App& app, const Surroundings& surroundings, int& exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("bench", "Measure speed by stage on one core");
  command->add_option("inputs", options->inputs, "files or folders to measure on (default: the sample articles)");
  add_model_option(*command, options->model);
  command->add_option("--format", options->format, "text (default) or json")->check(CLI::IsMember({"text", "json"}));
  command->add_option("--seconds", options->seconds, "how long to measure (default: 5)")
      ->check(CLI::Range(0.1, 3600.0));
  command->footer("Example:\n  CASUS_ISA=generic casus bench --format json");
  command->callback([options, &surroundings, &exit_status] { exit_status = run(*options, surroundings); });
}

}  // namespace casus::cli
