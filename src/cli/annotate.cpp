// SPDX-License-Identifier: Apache-2.0
#include "cli/cli.h"
#include "conllu/conllu.h"
#include "sink/sink.h"

namespace casus::cli {
namespace {

struct Options {
  InputOptions input;
  std::string format = "conllu";
};

int run(const Options& options, const Surroundings& surroundings) {
  int status = 0;
  const auto engine = load_engine(surroundings, options.input.model, status);
  if (engine == nullptr) return status;
  bool is_lost = false;
  Tally tally = run_documents(*engine, options.input, [&](Document& doc) {
    std::string out;
    if (options.format == "json")
      sink::write_annotation_json(doc, out);
    else
      conllu::write(doc, out);
    is_lost = !write_out(out) || is_lost;
  });
  tally.is_output_lost = is_lost;
  return exit_status_of(tally);
}

}  // namespace

void add_annotate(CLI::App& app, const Surroundings& surroundings, int& exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("annotate", "Print the linguistic layers: words, trees, entities, roles, times, places");
  add_input_options(*command, options->input);
  command->add_option("--format", options->format, "conllu (default), or json: one object a document with every layer")
      ->check(CLI::IsMember({"conllu", "json"}));
  command->footer(
      "Examples:\n"
      "  casus annotate article.txt > article.conllu\n"
      "  casus annotate --input conllu gold.conllu      takes tokens, sentences and marked predicates as they are\n"
      "  casus annotate article.html --format json | jq .entities");
  command->callback([options, &surroundings, &exit_status] { exit_status = run(*options, surroundings); });
}

}  // namespace casus::cli
