// SPDX-License-Identifier: Apache-2.0
#include "record/record.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "base/ascii.h"
#include "base/day.h"
#include "base/sha256.h"

namespace casus::record {
namespace {

Words words_at(const Document& doc, Span span) {
  return {std::string(words_of(doc.text, span)), span};
}
Words words_at(const Document& doc, TokenRange range) {
  return words_at(doc, doc.span_of(range));
}

/// Whether a side bears the name of a state that it turned out not to be of.
bool bears_another_state(const Document& doc, const Side& side) {
  if (!side.entity.exists()) return false;
  const Entity& entity = doc.entities[side.entity.index()];
  return entity.country != side.country && entity.representative.exists() &&
         doc.mentions[entity.representative.index()].name.empty();
}

Party party_of_side(const Document& doc, const Side& side) {
  Party party;
  party.words = words_at(doc, side.tokens);
  if (!bears_another_state(doc, side)) {
    party.name = side.name;
    party.wikidata_id = side.wikidata_id;
  }
  party.country = side.country;
  party.sector = side.sector;
  party.role = side.role;
  party.other_sectors = side.other_sectors;
  return party;
}

When when_of(const Document& doc, const Coding& coding) {
  When out;
  for (const TimeId id : coding.times) {
    const TimeExpression& time = doc.times[id.index()];
    if (time.type == TimeType::kSet) continue;
    if (out.words && (!out.start.empty() || !time.start)) continue;  // the first that fixes a day wins
    out.words = words_at(doc, time.tokens);
    out.start = time.start ? format_day(*time.start) : "";
    out.end = time.end ? format_day(*time.end) : "";
    out.granularity = time.granularity == Granularity::kUnknown ? "" : std::string(to_string(time.granularity));
    out.basis = "text";
  }
  return out;
}

Where where_of(const Document& doc, PlaceId id) {
  const PlaceReference& place = doc.places[id.index()];
  return {words_at(doc, place.tokens), place.name,     place.country,   place.admin1,   place.feature,
          place.geonames_id,           place.latitude, place.longitude, place.radius_km};
}

Magnitude magnitude_of(const Document& doc, QuantityId id) {
  const Quantity& quantity = doc.quantities[id.index()];
  return {quantity.what,
          quantity.unit,
          quantity.min,
          quantity.max,
          quantity.is_strict,
          quantity.is_approximate,
          words_at(doc, quantity.tokens)};
}

/// Gives a speaker without a country that of the words nearby which it goes with (nation/).
void take_nation(const Document& doc, MentionId mention, Party& party) {
  if (!mention.exists() || !party.country.empty() || party.sector.empty()) return;
  const Nation* nation = doc.nation_of(doc.mentions[mention.index()].head);
  if (nation == nullptr || nation->country.empty() || nation->score < kLeastNation) return;
  party.country = nation->country;
  if (party.name.empty() && doc.mentions[mention.index()].type == EntityType::kOrganization) party.name = nation->name;
}

/// "a colonel", "two diplomats".
bool is_indefinite(const Document& doc, const Mention& mention) {
  const TokenId first{mention.tokens.begin};
  const std::string word = lower_ascii(doc.form(first));
  return mention.head != first && (word == "a" || word == "an" || word == "another" || word == "some" ||
                                   word == "several" || doc.upos(first) == Upos::kNum);
}

/// The mention that tells the most of who `id` is.
MentionId fullest_of(const Document& doc, MentionId id) {
  const EntityId entity = id.exists() ? doc.entity_of[id.index()] : EntityId{};
  return entity.exists() ? doc.entities[entity.index()].representative : MentionId{};
}

/// "two diplomats", "the minister", whom the text nowhere names.
bool is_described_person(const Document& doc, MentionId id) {
  const MentionId fullest = fullest_of(doc, id);
  if (!fullest.exists()) return false;
  const Mention& mention = doc.mentions[id.index()];
  const Mention& named = doc.mentions[fullest.index()];
  const bool is_state = named.type == EntityType::kPlace || named.type == EntityType::kNationality;
  if (!mention.name.empty() || mention.is_pronoun || (!named.name.empty() && !is_state)) return false;
  return mention.is_role || mention.type == EntityType::kPerson || is_indefinite(doc, mention);
}

bool is_he_or_she(const Document& doc, const Mention& mention) {
  const std::string word = lower_ascii(doc.form(mention.head));
  return mention.is_pronoun && (word == "he" || word == "she");
}

/// Who speaks, with the country of the words nearby. A description of people is no name, not even that of the state for
/// which they speak (CONVENTIONS 12); a ministry or an army bears its state's.
Party speaker_of(const Document& doc, MentionId mention, TokenRange tokens) {
  Party party = party_of(doc, mention, tokens);
  take_nation(doc, mention, party);
  const bool is_person = mention.exists() && is_he_or_she(doc, doc.mentions[mention.index()]);
  const MentionId told = is_person ? fullest_of(doc, mention) : mention;
  if (is_described_person(doc, told)) {
    party.name = is_person ? doc.words(doc.mentions[told.index()].tokens) : "";
    party.wikidata_id.clear();
  }
  return party;
}

Claim claim_of(const Document& doc, AttributionId id) {
  const Attribution& attribution = doc.attributions[id.index()];
  Claim claim;
  if (attribution.source.exists() || !attribution.source_tokens.empty())
    claim.source = speaker_of(doc, attribution.source, attribution.source_tokens);
  claim.kind = to_string(attribution.kind);
  claim.cue = words_at(doc, attribution.cue);
  claim.content = attribution.content;
  return claim;
}

/// The first 16 hex digits of SHA-256 over the document's hash, the trigger's span, the type and a running number.
std::string id_of(const std::string& document_sha256, const Record& record, int number) {
  return sha256_hex(document_sha256 + ":" + std::to_string(record.trigger.span.begin) + ":" +
                    std::to_string(record.trigger.span.end) + ":" + record.event + ":" + std::to_string(number))
      .substr(0, 16);
}

/// The person whose name ends a phrase ("the spokesman Tom Keegan"); absent for a description.
MentionId named_at_end(const Document& doc, TokenRange phrase) {
  auto inner =
      std::ranges::lower_bound(doc.mentions, phrase.begin, {}, [](const Mention& m) { return m.tokens.begin; });
  for (; inner != doc.mentions.end() && inner->tokens.begin < phrase.end; ++inner)
    if (inner->type == EntityType::kPerson && !inner->name.empty() && inner->name.end == phrase.end)
      return MentionId{static_cast<std::size_t>(inner - doc.mentions.begin())};
  return {};
}

/// A speaker of whom nothing is known but that he is one of many ("an observer"): such words name no speaker.
bool is_anybody(const Document& doc, MentionId id, const Party& party) {
  return id.exists() && party.name.empty() && party.country.empty() && party.sector.empty() &&
         is_indefinite(doc, doc.mentions[id.index()]);
}

}  // namespace

Party party_of(const Document& doc, MentionId mention, TokenRange tokens) {
  Party party;
  if (!mention.exists() || (doc.mentions[mention.index()].name.empty() && !tokens.empty()))
    if (const MentionId named = named_at_end(doc, tokens); named.exists()) mention = named;
  if (!mention.exists()) {
    party.words = words_at(doc, tokens);
    return party;
  }
  const Mention& words = doc.mentions[mention.index()];
  party.words = words_at(doc, tokens.empty() ? words.tokens : tokens);
  if (mention.index() >= doc.entity_of.size() || !doc.entity_of[mention.index()].exists()) return party;
  const Entity& entity = doc.entities[doc.entity_of[mention.index()].index()];
  party.name = entity.name;
  party.wikidata_id = entity.wikidata_id;
  party.country = entity.country;
  party.sector = entity.sector;
  party.role = entity.role;
  party.other_sectors = entity.other_sectors;
  if (party.name.empty() && entity.type != EntityType::kPlace && !words.name.empty())
    party.name = doc.words(words.name);
  // A speaker that is referred to by a pronoun or a role is told by the fullest words the document has for it.
  if (party.name.empty() && words.is_pronoun && entity.representative.exists() &&
      !doc.mentions[entity.representative.index()].is_pronoun)
    party.name = doc.words(doc.mentions[entity.representative.index()].tokens);
  return party;
}

std::vector<Record> make_records(const Document& doc, const codebook::Codebook& codebook) {
  const std::string document_sha256 = sha256_hex(doc.text);
  std::vector<Record> out;
  std::map<std::string, int> seen;
  for (const Coding& coding : doc.codings) {
    const Event& event = doc.events[coding.event.index()];
    Record record;
    record.event = coding.type;
    record.cameo = coding.cameo;
    record.modes = coding.modes;
    record.contexts = coding.contexts;
    if (const codebook::Type* type = codebook.type(coding.type)) {
      record.quad = type->quad;
      record.plover_score = type->score;
      for (const std::string& name : coding.modes)
        if (const codebook::Mode* mode = type->mode(name); mode != nullptr && mode->score)
          record.plover_score = *mode->score;
    }
    if (const codebook::Cameo* cameo = codebook.cameo(coding.cameo)) record.goldstein = cameo->goldstein;
    record.status = to_string(coding.status);
    record.is_historical = coding.is_historical;
    for (const Side& side : coding.actors) record.actor.push_back(party_of_side(doc, side));
    for (const Side& side : coding.recipients) record.recipient.push_back(party_of_side(doc, side));
    record.date = when_of(doc, coding);
    for (const PlaceId place : coding.places) record.place.push_back(where_of(doc, place));
    for (const QuantityId quantity : coding.quantities) record.magnitude.push_back(magnitude_of(doc, quantity));
    for (const AttributionId attribution : coding.attributions)
      record.attribution.push_back(claim_of(doc, attribution));
    record.trigger = words_at(doc, event.trigger);
    const SentenceId sentence = doc.sentence_of(event.head);
    if (sentence.exists()) record.sentence = doc.span_of(doc.sentences[sentence.index()].tokens);
    for (const EventId mention : coding.mentions)
      record.mentions.push_back(doc.span_of(doc.events[mention.index()].trigger));
    record.confidence = static_cast<double>(coding.probability);
    record.reasons = coding.reasons;
    const std::string key = std::to_string(record.trigger.span.begin) + record.event;
    record.id = id_of(document_sha256, record, seen[key]++);
    out.push_back(std::move(record));
  }
  return out;
}

std::vector<Quote> make_quotes(const Document& doc, const std::vector<Record>& records) {
  std::vector<Quote> out;
  for (const Quotation& quotation : doc.quotations) {
    if (!quotation.is_direct || doc.is_furniture(quotation.span)) continue;
    Quote quote;
    quote.words = words_at(doc, quotation.span);
    if (quotation.source.exists() || !quotation.source_tokens.empty())
      quote.source = speaker_of(doc, quotation.source, quotation.source_tokens);
    if (quote.source && is_anybody(doc, quotation.source, *quote.source)) quote.source.reset();
    if (!quotation.cue.empty()) quote.cue = words_at(doc, quotation.cue);
    if (quotation.addressee.exists()) quote.addressee = party_of(doc, quotation.addressee, {});
    for (const Record& record : records)
      if (quotation.span.contains(record.trigger.span)) quote.events.push_back(record.id);
    out.push_back(std::move(quote));
  }
  return out;
}

}  // namespace casus::record
