// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "base/json_position.h"
#include "eval/data.h"

namespace casus::eval {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kOtherSectors = 2;

/// A value of JSON with the place that messages name. Absent members read as null.
class Reader {
 public:
  Reader(const Json& json, std::string place, const Types& types)
      : json_(json), place_(std::move(place)), types_(types) {}

  auto wrong(const std::string& what) const { return fail(ErrorCode::kBadInput, place_ + ": " + what); }
  const Json& at(const char* name) const { return member(json_, name); }
  static const Json& member(const Json& json, const char* name) {
    static const Json kNull;
    if (!json.is_object()) return kNull;
    const auto found = json.find(name);
    return found == json.end() ? kNull : *found;
  }

  Result<std::string> text(const Json& json, const char* name) const {
    if (json.is_null()) return std::string();
    if (!json.is_string()) return wrong("'" + std::string(name) + "' is " + json.type_name() + ", expected a string");
    return json.get<std::string>();
  }

  Result<std::size_t> type(const Json& json) const {
    if (!json.is_string()) return wrong("found no event type, expected a name");
    const auto type = types_.find(json.get_ref<const std::string&>());
    if (!type) return wrong("unknown event '" + json.get<std::string>() + "'");
    return *type;
  }

  Result<Status> status() const {
    if (!json_.contains("status")) return Status::kActual;
    const Json& json = at("status");
    for (const Status status : {Status::kActual, Status::kFuture, Status::kHypothetical, Status::kNegated})
      if (json.is_string() && json.get_ref<const std::string&>() == to_string(status)) return status;
    return wrong("unknown status " + json.dump(-1, ' ', true, Json::error_handler_t::replace));
  }

  /// [begin, end) with begin before end.
  Result<Span> span(const Json& json, const char* name) const {
    const auto is_offset = [](const Json& number) {
      return number.is_number_unsigned() && number.get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max();
    };
    if (!json.is_array() || json.size() != 2 || !is_offset(json[0]) || !is_offset(json[1]) || json[0] >= json[1])
      return wrong("the span of " + std::string(name) + " is not [begin, end)");
    return Span{json[0].get<std::uint32_t>(), json[1].get<std::uint32_t>()};
  }

  Result<Words> words(const Json& json, const char* name) const {
    Words out;
    ASSIGN_OR_RETURN(out.span, span(member(json, "span"), name));
    ASSIGN_OR_RETURN(out.text, text(member(json, "text"), name));
    return out;
  }

  Result<std::vector<Party>> parties(const char* name) const {
    std::vector<Party> out;
    const Json& list = at(name);
    if (list.is_null()) return out;
    if (!list.is_array()) return wrong("'" + std::string(name) + "' is no list");
    for (const Json& json : list) {
      if (!json.is_object()) return wrong("'" + std::string(name) + "' holds something else than objects");
      Party party;
      ASSIGN_OR_RETURN(party.text, text(member(json, "text"), name));
      ASSIGN_OR_RETURN(party.name, text(member(json, "name"), name));
      if (const Json& country = member(json, "country"); !country.is_null()) {
        ASSIGN_OR_RETURN(party.country, text(country, "country"));
      }
      ASSIGN_OR_RETURN(party.sector, text(member(json, "sector"), "sector"));
      ASSIGN_OR_RETURN(party.other_sectors, other_sectors(json));
      out.push_back(std::move(party));
    }
    return out;
  }

  /// The labels of a list, or of one.
  Result<std::vector<std::string>> labels(const char* name) const {
    std::vector<std::string> out;
    const Json& list = at(name);
    if (list.is_null()) return out;
    for (const Json& json : list.is_array() ? list : Json::array({list})) {
      ASSIGN_OR_RETURN(std::string label, text(json, name));
      if (std::ranges::find(out, label) == out.end()) out.push_back(std::move(label));
    }
    return out;
  }

 private:
  Result<std::vector<std::string>> other_sectors(const Json& party) const {
    std::vector<std::string> out;
    const Json& others = member(party, "other_sectors");
    if (!others.is_null() && !others.is_array()) return wrong("'other_sectors' is no list");
    for (std::size_t i = 0; i < std::min(others.size(), kOtherSectors); ++i) {
      ASSIGN_OR_RETURN(std::string sector, text(others[i], "other_sectors"));
      if (!sector.empty()) out.push_back(std::move(sector));
    }
    return out;
  }

  const Json& json_;
  std::string place_;
  const Types& types_;
};

Result<bool> truth(const Reader& reader, const char* name, bool otherwise) {
  const Json& json = reader.at(name);
  if (json.is_null()) return otherwise;
  if (!json.is_boolean()) return reader.wrong("'" + std::string(name) + "' is neither true nor false");
  return json.get<bool>();
}

Result<GoldEvent> gold_event(const Json& json, const std::string& place, const Types& types) {
  const Reader reader(json, place, types);
  if (!json.is_object()) return reader.wrong("an event is no object");
  GoldEvent out;
  ASSIGN_OR_RETURN(out.id, reader.text(reader.at("id"), "id"));
  const Reader named(json, place + (out.id.empty() ? "" : ": " + out.id), types);
  ASSIGN_OR_RETURN(out.note, named.text(named.at("note"), "note"));
  const Json& event = named.at("event");
  for (const Json& name : event.is_array() ? event : Json::array({event})) {
    ASSIGN_OR_RETURN(const std::size_t type, named.type(name));
    out.types.push_back(type);
  }
  if (out.types.empty()) return named.wrong("found no event type, expected a name");
  ASSIGN_OR_RETURN(out.trigger, named.words(named.at("trigger"), "the trigger"));
  if (!named.at("sentence").is_null()) {
    ASSIGN_OR_RETURN(out.sentence, named.span(named.at("sentence"), "the sentence"));
  }
  ASSIGN_OR_RETURN(out.actor, named.parties("actor"));
  ASSIGN_OR_RETURN(out.recipient, named.parties("recipient"));
  ASSIGN_OR_RETURN(out.status, named.status());
  ASSIGN_OR_RETURN(out.modes, named.labels("mode"));
  ASSIGN_OR_RETURN(out.contexts, named.labels("context"));
  ASSIGN_OR_RETURN(out.is_required, truth(named, "required", true));
  ASSIGN_OR_RETURN(out.is_historical, truth(named, "historical", false));
  if (const Json& chain = named.at("attribution"); chain.is_array()) {
    for (const Json& speaker : chain) {
      ASSIGN_OR_RETURN(std::string name, named.text(speaker, "attribution"));
      out.attribution.push_back(std::move(name));
    }
  } else if (!chain.is_null()) {
    return named.wrong("'attribution' is no list");
  }
  return out;
}

Result<GoldDocument> gold_document(const Json& json, const std::string& place, const Types& types) {
  const Reader reader(json, place, types);
  const Json& document = reader.at("document");
  GoldDocument out;
  ASSIGN_OR_RETURN(out.file, reader.text(Reader::member(document, "file"), "file"));
  if (out.file.empty() || !reader.at("events").is_array())
    return reader.wrong("no gold document; expected an object with 'document' that names its 'file', and 'events'");
  const std::string here = place + ": " + out.file;
  const Reader named(json, here, types);
  ASSIGN_OR_RETURN(out.split, named.text(Reader::member(document, "split"), "split"));
  ASSIGN_OR_RETURN(out.published, named.text(Reader::member(document, "published"), "published"));
  if (const Json& text = Reader::member(document, "text"); text.is_string()) out.text = text.get<std::string>();
  for (const Json& event : named.at("events")) {
    ASSIGN_OR_RETURN(GoldEvent read, gold_event(event, here, types));
    out.events.push_back(std::move(read));
  }
  for (const Json& trap : named.at("traps")) {
    Trap read;
    ASSIGN_OR_RETURN(read.words, named.words(trap, "a trap"));
    ASSIGN_OR_RETURN(read.why, named.text(Reader::member(trap, "why"), "why"));
    out.traps.push_back(std::move(read));
  }
  return out;
}

/// Calls `each(line, number)` with the lines that are not blank, until it fails.
template <typename Each>
Result<void> for_each_line(std::string_view lines, Each each) {
  std::size_t number = 0;
  while (!lines.empty()) {
    ++number;
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.find_first_not_of(" \t\r\f\v") == std::string_view::npos) continue;
    RETURN_IF_ERROR(each(line, number));
  }
  return {};
}

Result<Json> parse(std::string_view source, const std::string& place) {
  Json json = Json::parse(source, nullptr, false);
  if (json.is_discarded())
    return fail(ErrorCode::kBadInput, place + ": broken JSON at byte " + std::to_string(broken_json_at(source)));
  return json;
}

/// The whole as one JSON value, or each line as one.
Result<std::vector<Json>> gold_values(std::string_view bytes, const std::string& place) {
  std::vector<Json> out;
  if (Json whole = Json::parse(bytes, nullptr, false); !whole.is_discarded()) {
    if (!whole.is_array()) return std::vector<Json>{std::move(whole)};
    for (Json& document : whole) out.push_back(std::move(document));
    return out;
  }
  const auto first = bytes.substr(0, bytes.find('\n'));
  if (Json::parse(first, nullptr, false).is_discarded())
    return fail(ErrorCode::kBadInput, place + ": broken JSON at byte " + std::to_string(broken_json_at(bytes)));
  RETURN_IF_ERROR(for_each_line(bytes, [&](std::string_view line, std::size_t number) -> Result<void> {
    ASSIGN_OR_RETURN(Json document, parse(line, place + ":" + std::to_string(number)));
    out.push_back(std::move(document));
    return {};
  }));
  return out;
}

Result<void> read_speakers(const Reader& reader, Record& out) {
  const Json& chain = reader.at("attribution");
  if (!chain.is_null() && !chain.is_array()) return reader.wrong("'attribution' is no list");
  for (const Json& claim : chain) {
    if (!claim.is_object()) return reader.wrong("'attribution' holds something else than objects");
    const Json& source = Reader::member(claim, "source");
    out.source.reset();
    if (source.is_object() && !source.empty()) {
      ASSIGN_OR_RETURN(std::string name, reader.text(Reader::member(source, "name"), "name"));
      const Json& text = Reader::member(source, "text");
      if (name.empty() && !text.is_null()) {
        ASSIGN_OR_RETURN(out.source, reader.text(text, "text"));
      } else if (!name.empty()) {
        out.source = std::move(name);
      }
    } else if (!source.is_null() && !source.is_object()) {
      return reader.wrong("a source is no object");
    }
    out.attribution.push_back(out.source.value_or("(not named)"));
  }
  return {};
}

std::string document_name(const Json& id) {
  std::string name = id.is_string() ? id.get<std::string>() : id.is_null() ? "" : id.dump();
  return name.substr(name.rfind('/') + 1);
}

Result<Record> record(const Json& json, const std::string& place, const Types& types) {
  const Reader reader(json, place, types);
  if (!json.is_object()) return reader.wrong("no event record");
  Record out;
  out.document = document_name(Reader::member(reader.at("document"), "id"));
  ASSIGN_OR_RETURN(out.type, reader.type(reader.at("event")));
  ASSIGN_OR_RETURN(out.status, reader.status());
  ASSIGN_OR_RETURN(out.actor, reader.parties("actor"));
  ASSIGN_OR_RETURN(out.recipient, reader.parties("recipient"));
  ASSIGN_OR_RETURN(out.modes, reader.labels("mode"));
  ASSIGN_OR_RETURN(out.contexts, reader.labels("context"));
  RETURN_IF_ERROR(read_speakers(reader, out));
  const Json& evidence = reader.at("evidence");
  ASSIGN_OR_RETURN(out.trigger, reader.words(Reader::member(evidence, "trigger"), "the trigger"));
  const Json& mentions = Reader::member(evidence, "mentions");
  if (!mentions.is_null() && !mentions.is_array()) return reader.wrong("'mentions' is no list");
  for (const Json& mention : mentions) {
    ASSIGN_OR_RETURN(const Span span, reader.span(mention, "a mention"));
    out.mentions.push_back(span);
  }
  if (const auto sentence = reader.span(Reader::member(evidence, "sentence"), "the sentence")) out.sentence = *sentence;
  if (const Json& confidence = reader.at("confidence"); confidence.is_number())
    if (const double value = confidence.get<double>(); value >= 0 && value <= 1) out.confidence = value;
  return out;
}

}  // namespace

Result<std::vector<GoldDocument>> read_gold(std::string_view bytes, const std::string& place, const Types& types) {
  ASSIGN_OR_RETURN(const std::vector<Json> values, gold_values(bytes, place));
  std::vector<GoldDocument> out;
  std::set<std::string> names;
  for (const Json& value : values) {
    ASSIGN_OR_RETURN(GoldDocument document, gold_document(value, place, types));
    if (!names.insert(document.file).second)
      return fail(ErrorCode::kBadInput, place + ": two gold documents are named '" + document.file + "'");
    out.push_back(std::move(document));
  }
  if (out.empty()) return fail(ErrorCode::kBadInput, place + ": no gold document in it");
  return out;
}

Result<std::vector<Record>> read_records(std::string_view lines, const std::string& place, const Types& types) {
  std::vector<Record> out;
  RETURN_IF_ERROR(for_each_line(lines, [&](std::string_view line, std::size_t number) -> Result<void> {
    const std::string here = place + ":" + std::to_string(number);
    ASSIGN_OR_RETURN(const Json json, parse(line, here));
    ASSIGN_OR_RETURN(Record read, record(json, here, types));
    out.push_back(std::move(read));
    return {};
  }));
  return out;
}

}  // namespace casus::eval
