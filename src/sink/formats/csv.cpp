// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "base/day.h"
#include "sink/sink.h"

namespace casus::sink {
namespace {

/// RFC 4180: quoted where needed, quotes doubled.
std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

template <typename T, typename F>
std::string joined(const std::vector<T>& list, F each) {
  std::string out;
  for (const T& item : list) {
    const std::string part = each(item);
    if (part.empty()) continue;
    if (!out.empty()) out += "; ";
    out += part;
  }
  return out;
}

std::string same(const std::string& text) {
  return text;
}
std::string name_of(const record::Party& party) {
  return party.name.empty() ? party.words.text : party.name;
}
std::string country_of(const record::Party& party) {
  return party.country;
}
std::string sector_of(const record::Party& party) {
  return party.sector;
}
std::string number(const std::optional<double>& value) {
  if (!value) return "";
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%g", *value);
  return buffer;
}

void header(std::string& out) {
  out +=
      "id,document,published,event,mode,context,quad,plover_score,cameo,goldstein,status,historical,actor,actor_"
      "country,"
      "actor_sector,recipient,recipient_country,recipient_sector,date_start,date_end,place,source,trigger,trigger_"
      "begin,"
      "trigger_end,confidence\n";
}

void write(const Document& doc, const std::vector<record::Record>& records, const record::Coder&, std::string& out) {
  for (const record::Record& r : records) {
    const auto source =
        r.attribution.empty() || !r.attribution.back().source ? std::string() : name_of(*r.attribution.back().source);
    const std::vector<std::string> fields{
        r.id,
        doc.origin.id,
        doc.origin.published,
        r.event,
        joined(r.modes, same),
        joined(r.contexts, same),
        r.quad,
        number(r.plover_score),
        r.cameo,
        number(r.goldstein),
        r.status,
        r.is_historical ? "true" : "false",
        joined(r.actor, name_of),
        joined(r.actor, country_of),
        joined(r.actor, sector_of),
        joined(r.recipient, name_of),
        joined(r.recipient, country_of),
        joined(r.recipient, sector_of),
        r.date.start,
        r.date.end,
        joined(r.place, [](const record::Where& w) { return w.name.empty() ? w.words.text : w.name; }),
        source,
        r.trigger.text,
        std::to_string(r.trigger.span.begin),
        std::to_string(r.trigger.span.end),
        number(std::round(r.confidence * 1000) / 1000)};
    for (std::size_t i = 0; i < fields.size(); ++i) out += (i == 0 ? "" : ",") + field(fields[i]);
    out += '\n';
  }
}
}  // namespace

extern const Format kFormat_csv{"csv", "one row a record, for spreadsheets; lists joined by semicolons", header, write};

}  // namespace casus::sink
