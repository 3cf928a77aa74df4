// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/json_position.h"
#include "ingest/encoding.h"
#include "ingest/formats/formats.h"
#include "ingest/json_text.h"
#include "ingest/metadata.h"
#include "ingest/words.h"

namespace casus::ingest {
namespace {

using nlohmann::json;

/// A field that must be a string where it is there and not null.
Result<std::string> take_text(json& object, const char* name, const std::string& place) {
  const auto found = object.find(name);
  if (found == object.end()) return std::string();
  json value = std::move(*found);
  object.erase(found);
  if (value.is_null()) return std::string();
  if (!value.is_string())
    return fail(ErrorCode::kBadInput, place + ": field '" + name + "' is " + value.type_name() + ", expected a string");
  return value.get<std::string>();
}

/// A day as the input gives it: ISO stays as it is, other spellings are turned into it.
std::string published_of(const std::string& given) {
  const std::string day = find_day(given);
  return !day.empty() && given.starts_with(day) ? given : day;
}

std::string reason_of(std::string_view source) {
  const std::string_view start = trim(source);
  if (start.empty() || start.front() != '{') return "expected a JSON object";
  return "broken JSON at byte " + std::to_string(broken_json_at(source));
}

}  // namespace

Result<Document> read_json_line(std::string raw, const std::string& id, const Options& options) {
  Document doc;
  doc.raw = std::move(raw);
  Decoded line = decode(doc.raw, {});
  if (!line.warning.empty()) warn(doc, line.warning);
  if (json_depth(line.text) > kMaxJsonDepth)
    return fail(ErrorCode::kBadInput, id + ": JSON nested deeper than " + std::to_string(kMaxJsonDepth) + " levels");
  json object = json::parse(line.text, nullptr, false);
  if (object.is_discarded() && mend_surrogates(line.text) > 0) {
    object = json::parse(line.text, nullptr, false);
    warn(doc, "lone surrogates replaced by U+FFFD");
  }
  if (object.is_discarded()) return fail(ErrorCode::kBadInput, id + ": " + reason_of(line.text));
  if (!object.is_object())
    return fail(ErrorCode::kBadInput, id + ": found " + object.type_name() + ", expected a JSON object");

  doc.origin.id = id;
  if (const auto given = object.find("id"); given != object.end() && !given->is_null()) {
    if (given->is_string())
      doc.origin.id = given->get<std::string>();
    else if (given->is_number_integer())
      doc.origin.id = given->dump();
    else
      return fail(ErrorCode::kBadInput, id + ": field 'id' is " + given->type_name() + ", expected a string");
  }
  object.erase("id");
  ASSIGN_OR_RETURN(doc.origin.title, take_text(object, "title", id));
  ASSIGN_OR_RETURN(doc.origin.publisher, take_text(object, "publisher", id));
  ASSIGN_OR_RETURN(doc.origin.url, take_text(object, "url", id));
  ASSIGN_OR_RETURN(doc.origin.language, take_text(object, "language", id));
  ASSIGN_OR_RETURN(const std::string published, take_text(object, "published", id));
  doc.origin.published = published_of(published);
  if (doc.origin.published.empty() && !published.empty())
    warn(doc, "field 'published': not a day: '" + published.substr(0, 60) + "'");
  if (const auto author = object.find("author"); author != object.end() && author->is_string())
    doc.origin.author = author->get<std::string>();

  const bool has_text = object.contains("text") && !object["text"].is_null();
  const bool has_html = object.contains("html") && !object["html"].is_null();
  if (!has_text && !has_html) return fail(ErrorCode::kBadInput, id + ": neither a field 'text' nor a field 'html'");
  const char* field = has_text ? "text" : "html";
  RETURN_IF_ERROR(take_text(object, field, id));
  object.erase(has_text ? "html" : "text");
  if (!object.empty()) doc.origin.extra_json = object.dump(-1, ' ', false, json::error_handler_t::replace);
  object = nullptr;

  JsonText body = decode_json_string(line.text, find_json_member(line.text, field));
  if (has_text) {
    doc.text = std::move(body.text);
    doc.alignment = compose(body.alignment, line.alignment);
    if (doc.origin.published.empty()) doc.origin.published = options.published;
    mark_furniture(doc, options);
    return doc;
  }
  fill_from_html(doc, body.text, options);
  doc.alignment = compose(compose(doc.alignment, body.alignment), line.alignment);
  return doc;
}

}  // namespace casus::ingest
