// SPDX-License-Identifier: Apache-2.0
#include "eval/eval.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>

#include "cli/cli.h"
#include "cli/error_page.h"
#include "record/record.h"
#include "sink/json.h"
#include "sink/sink.h"

namespace casus::cli {
namespace {

struct Options {
  InputOptions input;
  std::string gold, records, against, split, errors;
  bool is_json = false;
};

int end_with(const Error& error) {
  tell(to_string(error));
  return casus::exit_status(error.code);
}

Result<std::string> read_whole(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return fail(ErrorCode::kNotFound, path + ": no such file");
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path, error)) return fail(ErrorCode::kIo, path + ": cannot be read");
  return std::string(std::istreambuf_iterator<char>(in), {});
}

eval::Types types_of(const codebook::Codebook& codebook) {
  std::vector<eval::Type> types;
  for (const codebook::Type& type : codebook.types()) types.push_back({type.name, type.quad});
  return eval::Types(std::move(types));
}

/// Everything that is scored, from wherever it came.
struct Material {
  std::vector<eval::GoldDocument> gold;
  std::set<std::string> set_aside;  ///< gold documents of other splits
  std::vector<eval::Record> records;
  std::string records_place;                 ///< in messages
  std::map<std::string, std::string> texts;  ///< of the documents that were coded here, by their name
  Tally tally;
};

std::string last_part(const std::string& id) {
  return id.substr(id.rfind('/') + 1);
}

/// Reads the gold, and leaves of it the part that --split names.
Result<void> read_gold(const Options& options, const eval::Types& types, Material& out) {
  ASSIGN_OR_RETURN(const std::string bytes, read_whole(options.gold));
  ASSIGN_OR_RETURN(out.gold, eval::read_gold(bytes, options.gold, types));
  if (options.split.empty()) return {};
  const auto is_other = [&](const eval::GoldDocument& document) { return document.split != options.split; };
  for (const eval::GoldDocument& document : out.gold)
    if (is_other(document)) out.set_aside.insert(document.file);
  std::erase_if(out.gold, is_other);
  if (out.gold.empty())
    return fail(ErrorCode::kNotFound, options.gold + ": no gold document has the split '" + options.split + "'");
  return {};
}

/// The text of a gold document: as coded here, else as in the gold file, else the file of its name beside that.
std::optional<std::string> text_of(const eval::GoldDocument& document, const Material& material,
                                   const std::string& gold_path) {
  if (const auto found = material.texts.find(document.file); found != material.texts.end()) return found->second;
  if (material.gold.size() == 1 && material.texts.size() == 1) return material.texts.begin()->second;
  if (document.text) return document.text;
  auto file = read_whole((std::filesystem::path(gold_path).parent_path() / last_part(document.file)).string());
  return file ? std::optional(std::move(*file)) : std::nullopt;
}

/// The gold's own documents as input. Errors: not_found where a text is neither in the gold nor beside it.
Result<std::string> lines_of_gold(const Material& material, const std::string& gold_path) {
  std::string out;
  for (const eval::GoldDocument& document : material.gold) {
    auto text = text_of(document, material, gold_path);
    if (!text)
      return fail(ErrorCode::kNotFound, gold_path + ": the text of " + document.file +
                                            " is neither in it nor beside it; name --records or documents to code");
    sink::Json line = {{"id", document.file}, {"text", std::move(*text)}};
    if (!document.published.empty()) line["published"] = document.published;
    sink::append_line(line, out);
  }
  return out;
}

/// Codes the documents that the command names, else those of the gold; their records go through the same text form as
/// those of a file.
Result<void> code_documents(const Options& options, const engine::Engine& engine, const eval::Types& types,
                            Material& out) {
  std::string lines;
  const sink::Format& format = *sink::find_format("jsonl");
  const auto emit = [&](Document& doc) {
    format.records(doc, record::make_records(doc, engine.codebook()), engine.coder(), lines);
    out.texts[last_part(doc.origin.id)] = doc.text;
  };
  if (options.input.inputs.empty()) {
    ASSIGN_OR_RETURN(const std::string own, lines_of_gold(out, options.gold));
    out.tally = run_lines(engine, options.input, own, emit);
  } else {
    out.tally = run_documents(engine, options.input, emit);
  }
  out.records_place = "the documents given";
  ASSIGN_OR_RETURN(out.records, eval::read_records(lines, out.records_place, types));
  return {};
}

Result<void> write_errors(const Options& options, const Material& material,
                          const std::vector<eval::DocumentResult>& results, const eval::Report& report,
                          const eval::Types& types) {
  std::vector<std::optional<std::string>> texts;
  for (const eval::DocumentResult& result : results) texts.push_back(text_of(*result.gold, material, options.gold));
  const ErrorPage page = error_page(results, texts, report, types);
  std::ofstream out(options.errors, std::ios::binary);
  out << page.html;
  out.close();
  if (!out) return fail(ErrorCode::kIo, options.errors + " could not be written");
  tell(options.errors + ": " + std::to_string(page.cases) + " cases");
  return {};
}

/// Leaves out the records of gold documents that are set aside.
void leave_split(const Material& material, std::vector<eval::Record>& records) {
  std::erase_if(records, [&](const eval::Record& record) { return material.set_aside.contains(record.document); });
}

Result<int> evaluate(const Options& options, Material material, const eval::Types& types) {
  leave_split(material, material.records);
  ASSIGN_OR_RETURN(const auto results,
                   eval::score(material.gold, std::move(material.records), material.records_place, types));
  eval::Report report = eval::report_on(results, types);
  if (!options.against.empty()) {
    ASSIGN_OR_RETURN(const std::string lines, read_whole(options.against));
    ASSIGN_OR_RETURN(auto others, eval::read_records(lines, options.against, types));
    leave_split(material, others);
    ASSIGN_OR_RETURN(const auto theirs, eval::score(material.gold, std::move(others), options.against, types));
    report.comparison = eval::compare(results, theirs, types);
  }
  std::string out;
  if (options.is_json)
    eval::write_json(report, results, types, out);
  else
    eval::write_table(report, types, out);
  if (!options.errors.empty()) RETURN_IF_ERROR(write_errors(options, material, results, report, types));
  material.tally.is_output_lost = !write_out(out);
  return exit_status_of(material.tally);
}

/// Scores records of a file: the codebook alone is loaded, for the event types.
Result<int> run_on_records(const Options& options, const Surroundings& surroundings) {
  ASSIGN_OR_RETURN(const auto data, engine::find_data(surroundings.program, surroundings.source_folder));
  ASSIGN_OR_RETURN(const codebook::Codebook codebook, codebook::Codebook::load(data));
  const eval::Types types = types_of(codebook);
  Material material;
  material.records_place = options.records == "-" ? "standard input" : options.records;
  RETURN_IF_ERROR(read_gold(options, types, material));
  ASSIGN_OR_RETURN(const std::string lines, read_whole(options.records));
  ASSIGN_OR_RETURN(material.records, eval::read_records(lines, material.records_place, types));
  return evaluate(options, std::move(material), types);
}

/// Codes documents and scores their records.
Result<int> run_on_documents(const Options& options, const engine::Engine& engine) {
  const eval::Types types = types_of(engine.codebook());
  Material material;
  RETURN_IF_ERROR(read_gold(options, types, material));
  RETURN_IF_ERROR(code_documents(options, engine, types, material));
  const auto is_absent = [&](const eval::GoldDocument& document) {
    return material.gold.size() > 1 && !material.texts.contains(document.file);
  };
  if (const auto absent = std::ranges::count_if(material.gold, is_absent); absent > 0)
    tell("warning: " + std::to_string(absent) + " gold documents are not among those coded; their events are missed");
  return evaluate(options, std::move(material), types);
}

int run(const Options& options, const Surroundings& surroundings) {
  if (!options.records.empty() && !options.input.inputs.empty())
    return end_with({ErrorCode::kBadInput, "expected --records or documents to code, not both", {}});
  if (!options.records.empty()) {
    const auto status = run_on_records(options, surroundings);
    return status ? *status : end_with(status.error());
  }
  int exit_status = 0;
  const auto engine = load_engine(surroundings, options.input.model, exit_status);
  if (engine == nullptr) return exit_status;
  const auto status = run_on_documents(options, *engine);
  return status ? *status : end_with(status.error());
}

}  // namespace

void add_eval(CLI::App& app, const Surroundings& surroundings, int& exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("eval", "Score event records against a gold annotation");
  add_input_options(*command, options->input);
  command->get_option("inputs")->required(false)->description(
      "documents to code and score (default, without --records: those of the gold)");
  command->add_option("--gold", options->gold, "the gold annotation (JSON, or one document a line)")->required();
  command->add_option("--records", options->records, "records as `casus code` writes them (JSONL), or -");
  command->add_option("--against", options->against, "other records of the same documents, to compare with (JSONL)");
  command->add_option("--split", options->split, "score only the gold documents of this split");
  command->add_option("--errors", options->errors,
                      "also write one self-contained page of every difference to this file");
  command->add_flag("--json", options->is_json, "print one JSON object instead of tables");
  command->footer(
      "Examples:\n"
      "  casus eval --gold gold.json --records records.jsonl\n"
      "  casus eval --gold corpus.jsonl --split dev\n"
      "  casus eval --gold gold.json documents.jsonl --errors errors.html\n"
      "  casus eval --gold gold.json --records new.jsonl --against old.jsonl\n"
      "Intervals: bootstrap over documents, 1,000 rounds, the same on every machine.");
  command->callback([options, &surroundings, &exit_status] { exit_status = run(*options, surroundings); });
}

}  // namespace casus::cli
