// SPDX-License-Identifier: Apache-2.0
#include "sink/json.h"

#include <cmath>

#include "base/sha256.h"

namespace casus::sink {
namespace {

/// A number as JSON: whole ones without a fraction; absent is null.
Json number_json(const std::optional<double>& value) {
  if (!value) return nullptr;
  if (std::floor(*value) == *value && std::fabs(*value) < 1e15) return static_cast<std::int64_t>(*value);
  return *value;
}
Json score_json(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json words_json(const record::Words& words) {
  return {{"text", words.text}, {"span", span_json(words.span)}};
}

Json when_json(const record::When& when) {
  return {{"start", or_null(when.start)},
          {"end", or_null(when.end)},
          {"granularity", or_null(when.granularity)},
          {"basis", when.basis},
          {"text", when.words ? Json(when.words->text) : Json(nullptr)},
          {"span", when.words ? span_json(when.words->span) : Json(nullptr)}};
}

Json where_json(const record::Where& where) {
  return {{"text", where.words.text},
          {"span", span_json(where.words.span)},
          {"name", or_null(where.name)},
          {"geonames_id", where.geonames_id ? Json(*where.geonames_id) : Json(nullptr)},
          {"lat", where.latitude ? Json(*where.latitude) : Json(nullptr)},
          {"lon", where.longitude ? Json(*where.longitude) : Json(nullptr)},
          {"radius_km", number_json(where.radius_km)},
          {"country", or_null(where.country)},
          {"admin1", or_null(where.admin1)},
          {"feature", or_null(where.feature)}};
}

Json magnitude_json(const record::Magnitude& magnitude) {
  return {{"what", or_null(magnitude.what)},   {"unit", or_null(magnitude.unit)},
          {"min", number_json(magnitude.min)}, {"max", number_json(magnitude.max)},
          {"strict", magnitude.is_strict},     {"approximate", magnitude.is_approximate},
          {"text", magnitude.words.text},      {"span", span_json(magnitude.words.span)}};
}

Json claim_json(const record::Claim& claim) {
  return {{"source", claim.source ? party_json(*claim.source) : Json(nullptr)},
          {"kind", claim.kind},
          {"cue", words_json(claim.cue)},
          {"content_span", span_json(claim.content)}};
}

template <typename T, typename F>
Json list_json(const std::vector<T>& list, F each) {
  Json out = Json::array();
  for (const T& item : list) out.push_back(each(item));
  return out;
}

}  // namespace

Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}
Json span_json(Span span) {
  return Json::array({span.begin, span.end});
}

Json party_json(const record::Party& party) {
  return {{"text", party.words.text},
          {"span", span_json(party.words.span)},
          {"name", or_null(party.name)},
          {"wikidata_id", or_null(party.wikidata_id)},
          {"country", or_null(party.country)},
          {"sector", or_null(party.sector)},
          {"other_sectors", party.other_sectors},
          {"role", or_null(party.role)}};
}

Json document_json(const Document& doc) {
  Json out = {{"id", doc.origin.id},
              {"publisher", or_null(doc.origin.publisher)},
              {"url", or_null(doc.origin.url)},
              {"title", or_null(doc.origin.title)},
              {"published", or_null(doc.origin.published)},
              {"language", or_null(doc.origin.language)},
              {"sha256", sha256_hex(doc.text)}};
  if (!doc.origin.extra_json.empty()) out["extra"] = Json::parse(doc.origin.extra_json, nullptr, false);
  return out;
}

Json record_json(const Json& document, const record::Record& record, const record::Coder& coder) {
  return {
      {"schema", "casus.event/1"},
      {"id", record.id},
      {"document", document},
      {"event", record.event},
      {"mode", record.modes},
      {"context", record.contexts},
      {"quad", or_null(record.quad)},
      {"plover_score", score_json(record.plover_score)},
      {"cameo", or_null(record.cameo)},
      {"goldstein", score_json(record.goldstein)},
      {"status", record.status},
      {"historical", record.is_historical},
      {"actor", list_json(record.actor, party_json)},
      {"recipient", list_json(record.recipient, party_json)},
      {"date", when_json(record.date)},
      {"place", list_json(record.place, where_json)},
      {"magnitude", list_json(record.magnitude, magnitude_json)},
      {"attribution", list_json(record.attribution, claim_json)},
      {"evidence",
       {{"trigger", words_json(record.trigger)},
        {"sentence", span_json(record.sentence)},
        {"mentions", list_json(record.mentions, span_json)}}},
      {"confidence", std::round(record.confidence * 1000) / 1000},
      {"coder",
       {{"casus", coder.casus}, {"model", coder.model}, {"knowledge", coder.knowledge}, {"codebook", coder.codebook}}}};
}

void append_line(const Json& json, std::string& out) {
  out += json.dump(-1, ' ', false, Json::error_handler_t::replace);
  out += '\n';
}

}  // namespace casus::sink
