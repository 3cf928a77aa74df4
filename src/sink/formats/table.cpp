// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "sink/sink.h"

namespace casus::sink {
namespace {

struct Column {
  std::string_view title;
  std::size_t width;
};
constexpr Column kColumns[]{{"event", 9},    {"status", 12}, {"actor", 30},      {"recipient", 30},
                            {"trigger", 13}, {"when", 16},   {"who says so", 22}};

std::string padded(std::string_view text, std::size_t width) {
  std::string out = fit(text, width);
  std::size_t columns = 0;
  for (std::size_t i = 0; i < out.size(); i += utf8::decode(out, i).length) ++columns;
  out.append(width - columns, ' ');
  return out;
}

std::string party(const record::Party& p) {
  std::string out = p.name.empty() ? p.words.text : p.name;
  std::string codes = p.country;
  if (!p.sector.empty()) codes += (codes.empty() ? "" : " ") + p.sector;
  return codes.empty() ? out : out + " (" + codes + ")";
}

std::string parties(const std::vector<record::Party>& list) {
  std::string out;
  for (const record::Party& p : list) out += (out.empty() ? "" : ", ") + party(p);
  return out;
}

void header(std::string& out) {
  std::string rule;
  for (const Column& column : kColumns) {
    out += padded(column.title, column.width) + "  ";
    rule += std::string(column.width, '-') + "  ";
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  rule.resize(rule.size() - 2);
  out += "\n" + rule + "\n";
}

void write(const Document& doc, const std::vector<record::Record>& records, const record::Coder&, std::string& out) {
  out += doc.origin.id + ": " + std::to_string(records.size()) + (records.size() == 1 ? " event\n" : " events\n");
  for (const record::Record& r : records) {
    const std::string source = r.attribution.empty()                       ? ""
                               : !r.attribution.back().source              ? "(not named)"
                               : r.attribution.back().source->name.empty() ? r.attribution.back().source->words.text
                                                                           : r.attribution.back().source->name;
    const std::string when = r.date.start.empty() ? (r.date.words ? r.date.words->text : "") : r.date.start;
    const std::string cells[]{
        r.event, r.status + (r.is_historical ? "*" : ""), parties(r.actor), parties(r.recipient), r.trigger.text, when,
        source};
    std::string line;
    for (std::size_t i = 0; i < std::size(kColumns); ++i) line += padded(cells[i], kColumns[i].width) + "  ";
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out += line + "\n";
  }
}
}  // namespace

extern const Format kFormat_table{"table", "a table for people", header, write};

}  // namespace casus::sink
