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
  bool is_lost = false;
  Tally tally = run_documents(*engine, options.input, [&](Document& doc) {
    std::string out;
    const auto records = record::make_records(doc, engine->codebook());
    for (const record::Quote& quote : record::make_quotes(doc, records))
      options.format == "table" ? sink::write_quote_table(doc, quote, out) : sink::write_quote_json(doc, quote, out);
    is_lost = !write_out(out) || is_lost;
  });
  tally.is_output_lost = is_lost;
  return exit_status_of(tally);
}

}  // namespace

void add_quotes(CLI::App& app, const Surroundings& surroundings, int& exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("quotes", "List direct quotations with their speakers");
  add_input_options(*command, options->input);
  command->add_option("--format", options->format, "jsonl (default) or table")
      ->check(CLI::IsMember({"jsonl", "table"}));
  command->footer("Example:\n  casus quotes interview.html --format table");
  command->callback([options, &surroundings, &exit_status] { exit_status = run(*options, surroundings); });
}

}  // namespace casus::cli
