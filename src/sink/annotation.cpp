// SPDX-License-Identifier: Apache-2.0
#include "base/day.h"
#include "sink/json.h"
#include "sink/sink.h"

namespace casus::sink {
namespace {

Json range_json(const Document& doc, TokenRange range) {
  return span_json(doc.span_of(range));
}
Json text_json(const Document& doc, TokenRange range) {
  return std::string(doc.words(range));
}
Json optional_json(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json tokens_json(const Document& doc) {
  Json out = Json::array();
  for (std::size_t i = 0; i < doc.tokens.size(); ++i) {
    const TokenId token{i};
    Json item = {{"span", span_json(doc.tokens[i].span)}, {"text", std::string(doc.form(token))}};
    if (doc.has(Layer::kSyntax)) {
      item["lemma"] = doc.lemma(token);
      item["upos"] = std::string(to_string(doc.upos(token)));
      item["xpos"] = std::string(doc.xpos(token));
      item["feats"] = std::string(doc.feats(token));
      item["head"] = doc.head(token).exists() ? Json(doc.head(token).value) : Json(nullptr);
      item["deprel"] = std::string(doc.deprel(token));
    }
    out.push_back(std::move(item));
  }
  return out;
}

Json entities_json(const Document& doc) {
  Json out = Json::array();
  for (std::size_t i = 0; i < doc.mentions.size(); ++i) {
    const Mention& mention = doc.mentions[i];
    const bool is_name = !mention.name.empty() && mention.name == mention.tokens;
    Json item = {{"span", range_json(doc, mention.tokens)},
                 {"text", text_json(doc, mention.tokens)},
                 {"type", std::string(to_string(mention.type))},
                 {"head", span_json(doc.tokens[mention.head.index()].span)},
                 {"is_name", is_name}};
    if (i < doc.entity_of.size() && doc.entity_of[i].exists()) {
      const Entity& entity = doc.entities[doc.entity_of[i].index()];
      item["entity"] = doc.entity_of[i].value;
      item["name"] = or_null(entity.name);
      item["country"] = or_null(entity.country);
      item["sector"] = or_null(entity.sector);
    }
    out.push_back(item);
    if (mention.name.empty() || is_name) continue;
    // The proper name inside a longer phrase is an item of its own.
    item["span"] = range_json(doc, mention.name);
    item["text"] = text_json(doc, mention.name);
    item["is_name"] = true;
    out.push_back(std::move(item));
  }
  return out;
}

Json times_json(const Document& doc) {
  Json out = Json::array();
  for (const TimeExpression& time : doc.times)
    out.push_back({{"span", range_json(doc, time.tokens)},
                   {"text", text_json(doc, time.tokens)},
                   {"type", std::string(to_string(time.type))},
                   {"value", or_null(time.value)},
                   {"start", time.start ? Json(format_day(*time.start)) : Json(nullptr)},
                   {"end", time.end ? Json(format_day(*time.end)) : Json(nullptr)}});
  return out;
}

Json places_json(const Document& doc) {
  Json out = Json::array();
  for (const PlaceReference& place : doc.places)
    out.push_back({{"span", range_json(doc, place.tokens)},
                   {"text", text_json(doc, place.tokens)},
                   {"name", or_null(place.name)},
                   {"country", or_null(place.country)},
                   {"lat", optional_json(place.latitude)},
                   {"lon", optional_json(place.longitude)},
                   {"geonames_id", place.geonames_id ? Json(*place.geonames_id) : Json(nullptr)},
                   {"literal", place.is_literal}});
  return out;
}

Json quantities_json(const Document& doc) {
  Json out = Json::array();
  for (const Quantity& quantity : doc.quantities)
    out.push_back({{"span", range_json(doc, quantity.tokens)},
                   {"text", text_json(doc, quantity.tokens)},
                   {"what", or_null(quantity.what)},
                   {"min", optional_json(quantity.min)},
                   {"max", optional_json(quantity.max)},
                   {"strict", quantity.is_strict},
                   {"approximate", quantity.is_approximate},
                   {"unit", or_null(quantity.unit)}});
  return out;
}

Json roles_json(const Document& doc) {
  Json out = Json::array();
  for (const Predicate& predicate : doc.predicates)
    out.push_back({{"predicate", span_json(doc.tokens[predicate.token.index()].span)},
                   {"roleset", or_null(predicate.roleset)},
                   {"arguments", Json::array()}});
  for (const Argument& argument : doc.arguments)
    out[argument.predicate.index()]["arguments"].push_back({{"span", range_json(doc, argument.span)},
                                                            {"head", span_json(doc.tokens[argument.head.index()].span)},
                                                            {"role", std::string(doc.role(argument))}});
  return out;
}

Json attributions_json(const Document& doc) {
  Json out = Json::array();
  for (const Attribution& attribution : doc.attributions) {
    const bool named = attribution.source.exists() || !attribution.source_tokens.empty();
    out.push_back({{"source", named ? party_json(record::party_of(doc, attribution.source, attribution.source_tokens))
                                    : Json(nullptr)},
                   {"cue", {{"text", text_json(doc, attribution.cue)}, {"span", range_json(doc, attribution.cue)}}},
                   {"content_span", span_json(attribution.content)},
                   {"kind", std::string(to_string(attribution.kind))}});
  }
  return out;
}

Json factualities_json(const Document& doc) {
  Json out = Json::array();
  for (const Factuality& factuality : doc.factualities)
    out.push_back({{"span", span_json(doc.tokens[factuality.token.index()].span)}, {"score", factuality.score}});
  return out;
}

}  // namespace

void write_annotation_json(const Document& doc, std::string& out) {
  Json sentences = Json::array(), furniture = Json::array();
  for (const Sentence& sentence : doc.sentences) sentences.push_back(range_json(doc, sentence.tokens));
  for (const Span span : doc.furniture) furniture.push_back(span_json(span));
  append_line({{"document", document_json(doc)},
               {"text", doc.text},
               {"sentences", std::move(sentences)},
               {"tokens", tokens_json(doc)},
               {"entities", entities_json(doc)},
               {"times", times_json(doc)},
               {"places", places_json(doc)},
               {"quantities", quantities_json(doc)},
               {"roles", roles_json(doc)},
               {"attributions", attributions_json(doc)},
               {"factualities", factualities_json(doc)},
               {"furniture", std::move(furniture)}},
              out);
}

}  // namespace casus::sink
