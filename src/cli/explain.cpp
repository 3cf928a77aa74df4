// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "cli/cli.h"
#include "cli/page.h"
#include "record/record.h"
#include "sink/sink.h"

namespace casus::cli {
namespace {

struct Options {
  InputOptions input;
  std::string html;
  std::string colour = "auto";
  bool shows_all = false;
};

/// Terminal colours by quad class; plain text where standard output is no terminal.
class Terminal {
 public:
  Terminal(bool has_colour, bool shows_all) : has_colour_(has_colour), shows_all_(shows_all) {}

  std::string explain(const Document& doc, const std::vector<record::Record>& records) const {
    std::string out = bold(doc.origin.title.empty() ? doc.origin.id : doc.origin.title) + "\n";
    for (std::size_t s = 0; s < doc.sentences.size(); ++s) {
      const Span span = doc.span_of(doc.sentences[s].tokens);
      out += "\n" + sentence(doc, span, records) + "\n";
      bool is_silent = true;
      for (const record::Record& record : records)
        if (span.contains(record.trigger.span)) {
          out += card(record);
          is_silent = false;
        } else {
          for (const Span mention : record.mentions)
            if (span.contains(mention)) {
              out += "    " +
                     dim("again: " + record.event + " of \"" + record.trigger.text + "\" at " +
                         std::to_string(record.trigger.span.begin)) +
                     "\n";
              is_silent = false;
            }
        }
      if (is_silent || shows_all_) out += silence(doc, s);
    }
    return out + "\n";
  }

 private:
  std::string paint(std::string_view code, std::string_view text) const {
    if (!has_colour_) return std::string(text);
    return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
  }
  std::string bold(std::string_view text) const { return paint("1", text); }
  std::string dim(std::string_view text) const { return paint("2", text); }
  static std::string_view colour_of(const std::string& quad) {
    if (quad == "VERBAL COOPERATION") return "1;34";
    if (quad == "MATERIAL COOPERATION") return "1;36";
    if (quad == "VERBAL CONFLICT") return "1;33";
    return "1;31";
  }

  /// The sentence on one line, its triggers painted; control characters of the text never reach the terminal.
  std::string sentence(const Document& doc, Span span, const std::vector<record::Record>& records) const {
    std::map<std::uint32_t, std::pair<std::uint32_t, std::string_view>> triggers;
    for (const record::Record& record : records)
      for (const Span mention : record.mentions)
        if (span.contains(mention)) triggers[mention.begin] = {mention.end, colour_of(record.quad)};
    std::string out;
    std::uint32_t at = span.begin;
    for (const auto& [begin, rest] : triggers) {
      if (begin < at) continue;
      out += clean(words_of(doc.text, {at, begin}));
      const std::string words = clean(words_of(doc.text, {begin, rest.first}));
      out += has_colour_ ? paint(rest.second, words) : "[" + words + "]";
      at = rest.first;
    }
    return out + clean(words_of(doc.text, {at, span.end}));
  }
  static std::string clean(std::string_view text) { return sink::fit(text, text.size() + 1); }

  static std::string party(const record::Party& p) {
    std::string out = clean(p.words.text);
    if (!p.name.empty() && p.name != p.words.text) out += " = " + clean(p.name);
    std::string codes = p.country;
    if (!p.sector.empty()) codes += (codes.empty() ? "" : " ") + p.sector;
    return codes.empty() ? out : out + " (" + codes + ")";
  }
  static std::string parties(const std::vector<record::Party>& list) {
    std::string out;
    for (const record::Party& p : list) out += (out.empty() ? "" : ", ") + party(p);
    return out.empty() ? "not named" : out;
  }

  std::string card(const record::Record& r) const {
    std::string head = r.event;
    for (const std::string& mode : r.modes) head += " " + mode;
    std::string out =
        "  " + paint(colour_of(r.quad), head) + " " + r.status + (r.is_historical ? ", historical" : "") + "\n";
    out += "    actor: " + parties(r.actor) + "\n    recipient: " + parties(r.recipient) + "\n";
    if (r.date.words)
      out +=
          "    when: " + clean(r.date.words->text) +
          (r.date.start.empty() ? "" : " = " + r.date.start + (r.date.end == r.date.start ? "" : " to " + r.date.end)) +
          "\n";
    std::string speakers;
    for (const record::Claim& claim : r.attribution)
      speakers += (speakers.empty() ? "" : " -> ") + (claim.source ? party(*claim.source) : "not named") + " (\"" +
                  clean(claim.cue.text) + "\")";
    out += "    who says so: " + (speakers.empty() ? "the publisher" : speakers) + "\n";
    for (const Reason& reason : r.reasons) out += dim("      " + reason.field + ": " + clean(reason.why)) + "\n";
    return out;
  }

  std::string silence(const Document& doc, std::size_t sentence) const {
    std::string out;
    for (const Silence& silence : doc.silences)
      if (silence.sentence.index() == sentence)
        out += dim("    no event: " + (silence.token.exists() ? "\"" + clean(doc.form(silence.token)) + "\": " : "") +
                   clean(silence.why)) +
               "\n";
    return out;
  }

  bool has_colour_;
  bool shows_all_;  // tells of every listed word why it gave no event, also in sentences that have one
};

int run(Options options, const Surroundings& surroundings) {
  int status = 0;
  const auto engine = load_engine(surroundings, options.input.model, status);
  if (engine == nullptr) return status;
  const bool has_colour = options.colour == "always" || (options.colour == "auto" && isatty(STDOUT_FILENO) != 0 &&
                                                         std::getenv("NO_COLOR") == nullptr);
  const Terminal terminal(has_colour, options.shows_all);
  std::string page =
      page_head("Casus: " + (options.input.inputs.size() == 1 ? options.input.inputs.front() : "documents"));
  int cards = 0;
  bool is_lost = false;
  Tally tally = run_documents(*engine, options.input, [&](Document& doc) {
    const auto records = record::make_records(doc, engine->codebook());
    if (options.html.empty()) {
      is_lost = !write_out(terminal.explain(doc, records)) || is_lost;
    } else {
      page += page_document(doc, records, cards);
      cards += static_cast<int>(records.size());
    }
  });
  if (!options.html.empty()) {
    std::ofstream out(options.html, std::ios::binary);
    out << page << page_foot();
    out.close();
    if (!out) {
      tell("io: " + options.html + " could not be written");
      return casus::exit_status(ErrorCode::kIo);
    }
    tell(options.html + ": " + std::to_string(cards) + " events");
  }
  tally.is_output_lost = is_lost;
  return exit_status_of(tally);
}

}  // namespace

void add_explain(CLI::App& app, const Surroundings& surroundings, int& exit_status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("explain", "Show one article as a person reads it: events, reasons, silences");
  add_input_options(*command, options->input);
  command->add_option("--html", options->html, "write one self-contained page to this file instead");
  command->add_option("--color", options->colour, "auto (default), always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command->add_flag("--all", options->shows_all, "also tell of each word that might have told an event why it did not");
  command->footer(
      "Examples:\n"
      "  casus explain article.txt --published 2026-01-09\n"
      "  casus explain article.html --html article-explained.html");
  command->callback([options, &surroundings, &exit_status] { exit_status = run(*options, surroundings); });
}

}  // namespace casus::cli
