// SPDX-License-Identifier: Apache-2.0
#include "cli/error_page.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string_view>

#include "base/utf8.h"
#include "cli/page.h"

namespace casus::cli {
namespace {

using eval::DocumentResult;
using eval::Fields;
using eval::GoldEvent;
using eval::Record;

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--ink:#1c1e21;--soft:#5d636b;--line:#d9dce1;--paper:#f6f5f2;--card:#fff;--link:#0a5aa8;--gold:#8a5e00;--goldback:#fdeec2;--rec:#00569b;--recback:#d8eafa;--bad:#a02c00;--badback:#fde7dc;--miss:#b07800;--alarm:#0072b2;--wrong:#c04a00}
@media(prefers-color-scheme:dark){:root{--ink:#e4e6e9;--soft:#a0a7b0;--line:#3a3f46;--paper:#15171a;--card:#1e2125;--link:#7db9f0;--gold:#f0c45a;--goldback:#453710;--rec:#8cc4f5;--recback:#15344f;--bad:#ff9d73;--badback:#47210f;--miss:#d9a030;--alarm:#4aa3df;--wrong:#ee7a3a}}
*{box-sizing:border-box}html{scroll-padding-top:12px}
body{margin:0 auto;max-width:1120px;padding:0 24px 40px;font:14.5px/1.5 system-ui,"Segoe UI",Helvetica,Arial,sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:24px;margin:26px 0 4px}h2{font-size:19px;margin:34px 0 10px;padding-top:12px;border-top:2px solid var(--line)}h2 small,h3 small{font-weight:normal;color:var(--soft);font-size:13px}
h3{font-size:14.5px;margin:0 0 6px}p{margin:0 0 8px}.soft{color:var(--soft)}a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
table{border-collapse:collapse}.top{margin:14px 0 6px;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:6px 14px 10px;overflow-x:auto}
.top h3{margin:8px 0 4px}.top th,.top td{padding:2px 14px 2px 0;text-align:left;vertical-align:top}.top th{font-weight:600;color:var(--soft);font-size:13px}.top td.n,.top th.n{text-align:right}
.cases a{display:inline-block;padding:0 3px;font-size:12.5px}.show{margin:14px 8px 0 0}label{margin-right:18px}
.case{background:var(--card);border:1px solid var(--line);border-left:5px solid var(--soft);border-radius:5px;padding:10px 14px;margin:0 0 12px}.case:target{outline:2px solid var(--link)}
.miss{border-left-color:var(--miss)}.alarm{border-left-color:var(--alarm)}.wrong{border-left-color:var(--wrong)}
.kind{font-weight:bold}.miss .kind{color:var(--miss)}.alarm .kind{color:var(--alarm)}.wrong .kind{color:var(--wrong)}
blockquote{margin:0 0 8px;font:16px/1.55 Georgia,"Times New Roman",serif;overflow-wrap:anywhere}
.g{border-bottom:3px solid var(--gold);font-weight:bold}.r{background:var(--recback);border-radius:3px;font-weight:bold}.m{background:var(--recback);border-radius:3px}.t{text-decoration:underline dotted}
.sides{width:100%;table-layout:fixed}.sides th{width:100px;white-space:nowrap;text-align:left;font-weight:normal;color:var(--soft);vertical-align:top;padding:1px 8px 1px 0}.sides thead th{width:auto;font-weight:600}.sides thead th:first-child{width:100px}
.sides td{vertical-align:top;padding:1px 8px;overflow-wrap:anywhere;border-left:1px solid var(--line)}.sides td.bad{background:var(--badback);color:var(--bad);font-weight:600}
.sides thead .gold{color:var(--gold)}.sides thead .rec{color:var(--rec)}code{font-size:12.5px}.note{font-size:13px;color:var(--soft);margin:6px 0 0}
#show-miss:not(:checked)~main .miss,#show-alarm:not(:checked)~main .alarm,#show-wrong:not(:checked)~main .wrong{display:none}
)css";

/// What a case is counted under at the top of the page.
enum class Kind : std::uint8_t {
  kMiss,
  kAlarm,
  kTrap,
  kType,
  kActor,
  kRecipient,
  kActorSector,
  kRecipientSector,
  kStatus,
  kSource,
  kFalselyTold
};
constexpr std::array<std::string_view, 11> kKindNames{"missed",
                                                      "false alarm",
                                                      "trap",
                                                      "type",
                                                      "actor's country",
                                                      "recipient's country",
                                                      "actor's sector",
                                                      "recipient's sector",
                                                      "status",
                                                      "source",
                                                      "told as happened and did not"};
constexpr std::array<std::string_view, 11> kKindNotes{
    "a required gold event that no record found",
    "a record that no gold event answers",
    "of these, in words that the gold marks as no event",
    "found, of another type",
    "found, with other countries",
    "found, with other countries",
    "found, countries right",
    "found, countries right",
    "found, with another status",
    "found, said by somebody else",
    "records told as actual that match no event that happened; also those on optional events"};

std::size_t at(Kind kind) {
  return static_cast<std::size_t>(kind);
}

std::string number(double value) {
  std::array<char, 32> buffer;
  std::snprintf(buffer.data(), buffer.size(), "%.3f", value);
  return buffer.data();
}

std::string in_quotes(std::string_view words) {
  return words.empty() ? "" : "&ldquo;" + escape_html(words) + "&rdquo;";
}

std::string party_html(const eval::Party& party) {
  std::string out = in_quotes(party.text);
  if (!party.name.empty() && party.name != party.text) out += (out.empty() ? "" : " = ") + escape_html(party.name);
  std::string codes = party.country.value_or("");
  const auto add = [&](const std::string& sector) {
    if (!sector.empty()) codes += (codes.empty() ? "" : " ") + sector;
  };
  add(party.sector);
  std::ranges::for_each(party.other_sectors, add);
  if (out.empty() && codes.empty()) return "somebody";
  return out + (codes.empty() ? "" : (out.empty() ? "<code>" : " <code>") + escape_html(codes) + "</code>");
}

std::string parties_html(const std::vector<eval::Party>& parties) {
  if (parties.empty()) return "<span class=\"soft\">not named</span>";
  std::string out;
  for (const eval::Party& party : parties) out += (out.empty() ? "" : "<br>") + party_html(party);
  return out;
}

std::string speakers_html(const std::vector<std::string>& chain) {
  if (chain.empty()) return "<span class=\"soft\">the publisher</span>";
  std::string out;
  for (const std::string& speaker : chain) out += (out.empty() ? "" : " &rarr; ") + escape_html(speaker);
  return out;
}

/// One side of a comparison, ready to be shown.
struct Column {
  std::string trigger, type, actor, recipient, status, source;
};

/// Cases are gathered by document in the order of the text, and numbered through the page.
class Writer {
 public:
  Writer(const DocumentResult& result, const std::optional<std::string>& text, const eval::Types& types,
         std::size_t first_case)
      : result_(result), types_(types), first_(first_case) {
    if (text && is_own(*text)) text_ = *text;
  }

  void run() {
    for (std::size_t i = 0; i < result_.gold->events.size(); ++i) add_event(i);
    for (std::size_t j = 0; j < result_.records.size(); ++j)
      if (!result_.event_of[j]) add_alarm(j);
    std::ranges::stable_sort(cases_, {}, &Case::begin);
    for (std::size_t i = 0; i < cases_.size(); ++i)
      for (const Kind kind : cases_[i].kinds) of_kind[at(kind)].push_back(first_ + i);
  }

  std::size_t size() const { return cases_.size(); }
  bool has_text() const { return !text_.empty(); }

  std::string html() const {
    std::string out;
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      const std::string id = std::to_string(first_ + i);
      out += "<article class=\"case " + cases_[i].css + "\" id=\"c" + id + "\"><h3><a href=\"#c" + id + "\">" + id +
             "</a> " + cases_[i].html + "</article>\n";
    }
    return out;
  }

  std::array<std::vector<std::size_t>, kKindNames.size()> of_kind;  ///< numbers of cases
  std::map<std::pair<std::string, std::string>, std::size_t> confusions;

 private:
  struct Case {
    std::uint32_t begin = 0;
    std::string css, html;
    std::vector<Kind> kinds;
  };

  /// Whether the gold was marked in this text.
  bool is_own(const std::string& text) const {
    return std::ranges::all_of(result_.gold->events, [&](const GoldEvent& event) {
      return event.trigger.span.end <= text.size() &&
             (event.trigger.text.empty() || words_of(text, event.trigger.span) == event.trigger.text);
    });
  }

  std::string type_names(const GoldEvent& event) const {
    std::string out;
    for (const std::size_t type : event.types) out += (out.empty() ? "" : " or ") + types_.name(type);
    return out;
  }

  Column column(const GoldEvent& event) const {
    return {in_quotes(event.trigger.text),
            escape_html(type_names(event)),
            parties_html(event.actor),
            parties_html(event.recipient),
            std::string(to_string(event.status)) + (event.is_historical ? ", historical" : ""),
            speakers_html(event.attribution)};
  }
  Column column(const Record& record) const {
    return {in_quotes(record.trigger.text), escape_html(types_.name(record.type)), parties_html(record.actor),
            parties_html(record.recipient), std::string(to_string(record.status)), speakers_html(record.attribution)};
  }

  bool is_in_text(Span span) const {
    return span.end <= text_.size() && utf8::is_border(text_, span.begin) && utf8::is_border(text_, span.end);
  }

  /// The sentence with the gold trigger and the record's words marked; empty where the text is not at hand.
  std::string sentence(Span span, const GoldEvent* event, const Record* record) const {
    if (!is_in_text(span)) return "";
    std::vector<Mark> marks;
    const auto mark = [&](Span words, const char* css) {
      if (span.contains(words) && is_in_text(words))
        marks.push_back({{words.begin - span.begin, words.end - span.begin}, css, -1});
    };
    if (event != nullptr) mark(event->trigger.span, "g");
    if (record != nullptr) {
      mark(record->trigger.span, "r");
      for (const Span mention : record->mentions) mark(mention, "m");
    }
    for (const eval::Trap& trap : result_.gold->traps) mark(trap.words.span, "t");
    return "<blockquote>" + marked_html(std::string(words_of(text_, span)), marks) + "</blockquote>";
  }

  /// The sentences of both, as one where they overlap.
  std::string sentences(const GoldEvent& event, const Record& record) const {
    const Span gold = event.sentence.value_or(event.trigger.span);
    const Span own = record.sentence.value_or(record.trigger.span);
    if (!gold.overlaps(own)) return sentence(gold, &event, &record) + sentence(own, &event, &record);
    return sentence({std::min(gold.begin, own.begin), std::max(gold.end, own.end)}, &event, &record);
  }

  static std::string row(std::string_view name, const std::string& gold, const std::string& record, bool is_bad) {
    const std::string open = is_bad ? "<td class=\"bad\">" : "<td>";
    return "<tr><th>" + std::string(name) + "</th>" + open + gold + "</td>" + open + record + "</td></tr>";
  }
  static std::string sides(const std::string& gold_title, const Column& gold, const std::string& record_title,
                           const Column& record, const Fields& fields) {
    return "<table class=\"sides\"><thead><tr><th></th><th class=\"gold\">" + gold_title + "</th><th class=\"rec\">" +
           record_title + "</th></tr></thead><tbody>" + row("trigger", gold.trigger, record.trigger, false) +
           row("type", gold.type, record.type, !fields.type) +
           row("actor", gold.actor, record.actor, !fields.actor || !fields.actor_sectors) +
           row("recipient", gold.recipient, record.recipient, !fields.recipient || !fields.recipient_sectors) +
           row("status", gold.status, record.status, !fields.status) +
           row("who says so", gold.source, record.source, !fields.source) + "</tbody></table>";
  }
  /// For a miss or a false alarm, where there is nothing to compare with.
  static Fields all_right() { return {true, true, true, true, true, true, true, true}; }

  static std::string note(const std::string& html) { return html.empty() ? "" : "<p class=\"note\">" + html + "</p>"; }

  std::string gold_title(const GoldEvent& event) const {
    return "gold <small>" + escape_html(event.id) + (event.is_required ? "" : ", optional") + "</small>";
  }
  static std::string record_title(const Record& record) {
    return "record" +
           (record.confidence ? " <small>confidence " + number(*record.confidence) + "</small>" : std::string());
  }

  /// The other records in a sentence, for a reader who asks what the coder did there instead.
  std::string records_in(Span sentence) const {
    std::string out;
    for (std::size_t j = 0; j < result_.records.size(); ++j) {
      const Record& record = result_.records[j];
      if (!sentence.overlaps(record.trigger.span)) continue;
      const auto event = result_.event_of[j];
      out += (out.empty() ? "Records in this sentence: " : "; ") + escape_html(types_.name(record.type)) + " " +
             in_quotes(record.trigger.text) +
             (event ? " for " + escape_html(result_.gold->events[*event].id) : std::string(", a false alarm"));
    }
    return out.empty() ? "No record in this sentence." : out + ".";
  }
  std::string events_in(Span sentence) const {
    std::string out;
    for (std::size_t i = 0; i < result_.gold->events.size(); ++i) {
      const GoldEvent& event = result_.gold->events[i];
      if (!sentence.overlaps(event.trigger.span)) continue;
      out += (out.empty() ? "Gold events in this sentence: " : "; ") + escape_html(type_names(event)) + " " +
             in_quotes(event.trigger.text) + (event.is_required ? "" : " (optional)") +
             (result_.record_of[i] ? ", found" : ", not found");
    }
    return out.empty() ? "No gold event in this sentence." : out + ".";
  }

  void add_event(std::size_t i) {
    const GoldEvent& event = result_.gold->events[i];
    if (result_.record_of[i])
      add_pair(event, *result_.record_of[i], result_.fields[i]);
    else if (event.is_required)
      add_miss(event);
  }

  void add_miss(const GoldEvent& event) {
    const Span span = event.sentence.value_or(event.trigger.span);
    std::string html = "<span class=\"kind\">missed</span> " + escape_html(type_names(event)) + "</h3>";
    html += sentence(span, &event, nullptr);
    html += sides(gold_title(event), column(event), "no record", {}, all_right());
    html += note(records_in(span)) + note(escape_html(event.note));
    cases_.push_back({event.trigger.span.begin, "miss", std::move(html), {Kind::kMiss}});
  }

  void add_alarm(std::size_t j) {
    const Record& record = result_.records[j];
    const Span span = record.sentence.value_or(record.trigger.span);
    std::vector<Kind> kinds{Kind::kAlarm};
    std::string traps;
    for (const eval::Trap& trap : result_.gold->traps)
      if (trap.words.span.overlaps(record.trigger.span))
        traps += note("Marked as no event: " + in_quotes(trap.words.text) +
                      (trap.why.empty() ? "" : ": " + escape_html(trap.why)));
    if (!traps.empty()) kinds.push_back(Kind::kTrap);
    if (result_.is_told(j)) kinds.push_back(Kind::kFalselyTold);
    std::string html = "<span class=\"kind\">false alarm</span> " + escape_html(types_.name(record.type)) +
                       (traps.empty() ? "" : ", in a trap") + "</h3>";
    html += sentence(span, nullptr, &record);
    html += sides("no gold event", {}, record_title(record), column(record), all_right());
    html += note(events_in(span)) + traps;
    cases_.push_back({record.trigger.span.begin, "alarm", std::move(html), std::move(kinds)});
  }

  static std::vector<Kind> wrong_fields(const Fields& fields) {
    std::vector<Kind> out;
    const auto add = [&](bool is_wrong, Kind kind) {
      if (is_wrong) out.push_back(kind);
    };
    add(!fields.type, Kind::kType);
    add(!fields.actor, Kind::kActor);
    add(fields.actor && !fields.actor_sectors, Kind::kActorSector);
    add(!fields.recipient, Kind::kRecipient);
    add(fields.recipient && !fields.recipient_sectors, Kind::kRecipientSector);
    add(!fields.status, Kind::kStatus);
    add(!fields.source, Kind::kSource);
    return out;
  }

  void add_pair(const GoldEvent& event, std::size_t j, const Fields& fields) {
    const Record& record = result_.records[j];
    const bool is_falsely_told = result_.is_told(j) && !result_.is_true_telling(j);
    std::vector<Kind> kinds;
    if (event.is_required) kinds = wrong_fields(fields);
    if (is_falsely_told) kinds.push_back(Kind::kFalselyTold);
    if (kinds.empty()) return;
    if (event.is_required && !fields.type) ++confusions[{type_names(event), types_.name(record.type)}];
    std::string what;
    for (const Kind kind : kinds) what += (what.empty() ? "" : ", ") + escape_html(kKindNames[at(kind)]);
    std::string html = "<span class=\"kind\">wrong: " + what + "</span> " + escape_html(type_names(event)) +
                       (event.is_required ? "" : " <small>optional</small>") + "</h3>";
    html += sentences(event, record);
    html += sides(gold_title(event), column(event), record_title(record), column(record), fields);
    html += note(escape_html(event.note));
    cases_.push_back({event.trigger.span.begin, "wrong", std::move(html), std::move(kinds)});
  }

  const DocumentResult& result_;
  const eval::Types& types_;
  std::size_t first_;
  std::string text_;
  std::vector<Case> cases_;
};

std::string cell(const std::string& html, bool is_number) {
  return (is_number ? "<td class=\"n\">" : "<td>") + html + "</td>";
}

std::string kinds_table(const std::vector<Writer>& writers) {
  std::string out =
      "<div class=\"top\"><h3>By kind</h3><table><tr><th>what is wrong</th><th "
      "class=\"n\">cases</th><th>which</th></tr>";
  for (std::size_t kind = 0; kind < kKindNames.size(); ++kind) {
    std::string links;
    std::size_t count = 0;
    for (const Writer& writer : writers)
      for (const std::size_t number : writer.of_kind[kind]) {
        const std::string id = std::to_string(number);
        links += "<a href=\"#c" + id + "\">" + id + "</a> ";
        ++count;
      }
    out += "<tr>" + cell(escape_html(kKindNames[kind]), false) + cell(std::to_string(count), true) +
           "<td class=\"cases\"><span class=\"soft\">" + escape_html(kKindNotes[kind]) + "</span><br>" + links +
           "</td></tr>";
  }
  return out + "</table></div>\n";
}

std::string confusions_table(const std::vector<Writer>& writers) {
  std::map<std::pair<std::string, std::string>, std::size_t> sum;
  for (const Writer& writer : writers)
    for (const auto& [pair, count] : writer.confusions) sum[pair] += count;
  if (sum.empty()) return "";
  std::vector<std::pair<std::pair<std::string, std::string>, std::size_t>> rows(sum.begin(), sum.end());
  std::ranges::stable_sort(rows, std::greater{}, [](const auto& row) { return row.second; });
  std::string out = "<div class=\"top\"><h3>Types taken for others</h3><p class=\"cases\">";
  for (const auto& [pair, count] : rows)
    out += "<span style=\"white-space:nowrap;margin-right:18px\">" + escape_html(pair.first) + " &rarr; " +
           escape_html(pair.second) + " <b>" + std::to_string(count) + "</b></span> ";
  return out + "</p></div>\n";
}

std::string documents_table(const std::vector<DocumentResult>& results, const std::vector<Writer>& writers,
                            const eval::Types& types) {
  std::string out =
      "<div class=\"top\"><h3>By document</h3><table><tr><th>document</th><th class=\"n\">gold</th><th "
      "class=\"n\">records</th><th class=\"n\">all right (strict)</th><th class=\"n\">missed</th><th "
      "class=\"n\">false alarms</th><th class=\"n\">told as happened and did not</th><th class=\"n\">cases</th></tr>";
  for (std::size_t d = 0; d < results.size(); ++d) {
    const eval::Counts counts = eval::count(results[d], types);
    out += "<tr><td><a href=\"#d" + std::to_string(d + 1) + "\">" + escape_html(results[d].gold->file) + "</a></td>";
    for (const std::size_t n : {counts.gold, counts.found, counts.hits[eval::index(eval::Level::kStrict)],
                                writers[d].of_kind[at(Kind::kMiss)].size(), writers[d].of_kind[at(Kind::kAlarm)].size(),
                                counts.falsely_told, writers[d].size()})
      out += cell(std::to_string(n), true);
    out += "</tr>";
  }
  return out + "</table></div>\n";
}

std::string head(const eval::Report& report) {
  const eval::Summary& s = report.summary;
  const auto f1 = [&](eval::Level level) {
    const eval::Interval& interval = report.intervals.levels[eval::index(level)].f1;
    return "<b>" + number(s.levels[eval::index(level)].f1) + "</b> [" + number(interval.low) + ", " +
           number(interval.high) + "]";
  };
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width,initial-scale=1\"><title>Casus: what differs from the gold</title><style>" +
         std::string(kStyle) + "</style></head><body id=\"top\">\n<h1>What differs from the gold</h1><p>" +
         std::to_string(s.counts.documents) + (s.counts.documents == 1 ? " document, " : " documents, ") +
         std::to_string(s.counts.gold) + " required gold events, " + std::to_string(s.counts.found) +
         " records that count. F1: strict " + f1(eval::Level::kStrict) + ", type " + f1(eval::Level::kType) +
         ", detection " + f1(eval::Level::kDetection) + ". Told as happened and did not: <b>" +
         std::to_string(s.counts.falsely_told) + "</b> of " + std::to_string(s.counts.told) +
         ".</p><p class=\"soft\">In sentences: <span class=\"g\">trigger of the gold</span>, <span class=\"r\">trigger "
         "of the record</span>, <span class=\"m\">another mention of the record</span>, <span class=\"t\">marked as no "
         "event</span>. Shaded cells differ. A record that differs in several fields stands under each.</p>\n";
}

}  // namespace

ErrorPage error_page(const std::vector<DocumentResult>& results, const std::vector<std::optional<std::string>>& texts,
                     const eval::Report& report, const eval::Types& types) {
  std::vector<Writer> writers;
  std::size_t cases = 0;
  for (std::size_t d = 0; d < results.size(); ++d) {
    writers.emplace_back(results[d], texts[d], types, cases + 1).run();
    cases += writers.back().size();
  }
  std::string out =
      head(report) + kinds_table(writers) + confusions_table(writers) + documents_table(results, writers, types);
  out +=
      "<input type=\"checkbox\" id=\"show-miss\" class=\"show\" checked><label for=\"show-miss\">missed</label>"
      "<input type=\"checkbox\" id=\"show-alarm\" class=\"show\" checked><label for=\"show-alarm\">false alarms</label>"
      "<input type=\"checkbox\" id=\"show-wrong\" class=\"show\" checked><label for=\"show-wrong\">wrong "
      "fields</label>\n<main>\n";
  for (std::size_t d = 0; d < results.size(); ++d) {
    out += "<section><h2 id=\"d" + std::to_string(d + 1) + "\">" + escape_html(results[d].gold->file) + " <small>" +
           std::to_string(writers[d].size()) + (writers[d].size() == 1 ? " case" : " cases") +
           (writers[d].has_text() ? "" : "; its text is not at hand, so no sentences are shown") +
           " &middot; <a href=\"#top\">to the top</a></small></h2>\n" + writers[d].html() + "</section>\n";
  }
  return {out + "</main></body></html>\n", cases};
}

}  // namespace casus::cli
