// SPDX-License-Identifier: Apache-2.0
#include "cli/cli.h"
#include "record/record.h"
#include "sink/sink.h"

namespace casus::cli {
namespace {

struct Options {
  InputOptions input;
  std::string format = "jsonl";
};

int run(const Options& options, const Surroundings& surroundings) {
  int status = 0;
  const auto engine = load_engine(surroundings, options.input.model, status);
  if (engine == nullptr) return status;
  const sink::Format& format = *sink::find_format(options.format);
  std::string out;
  if (format.header != nullptr) format.header(out);
  bool is_lost = !write_out(out);
  Tally tally = run_documents(*engine, options.input, [&](Document& doc) {
    out.clear();
    format.records(doc, record::make_records(doc, engine->codebook()), engine->coder(), out);
    is_lost = !write_out(out) || is_lost;
  });
  tally.is_output_lost = is_lost;
  return exit_status_of(tally);
}

}  // namespace

void add_code(CLI::App& app, const Surroundings& surroundings, int& exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("code", "Code articles to event records");
  add_input_options(*command, options->input);
  std::vector<std::string> names;
  for (const sink::Format& format : sink::formats()) names.emplace_back(format.name);
  command->add_option("--format", options->format, "how records are written (default: jsonl)")
      ->check(CLI::IsMember(names));
  command->footer(
      "Examples:\n"
      "  casus code article.txt --published 2026-01-09 --format table\n"
      "  casus code news/ --format csv > events.csv\n"
      "  zcat feed.jsonl.gz | casus code - --input jsonl > events.jsonl\n"
      "Exit status: 0 all done; 1 a document was lost (named on standard error); 2 and more: nothing was done.");
  command->callback([options, &surroundings, &exit_status] { exit_status = run(*options, surroundings); });
}

}  // namespace casus::cli
