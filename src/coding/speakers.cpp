// SPDX-License-Identifier: Apache-2.0
#include "coding/speakers.h"

#include <algorithm>

#include "base/ascii.h"
#include "coding/scored.h"
#include "coding/sides.h"
#include "coding/types.h"

namespace casus::coding {
namespace {

bool is_actor(const Document& doc, const Attribution& attribution, const Coding& coding) {
  if (!attribution.source.exists()) return false;
  const EntityId speaker = doc.entity_of[attribution.source.index()];
  return std::ranges::any_of(coding.actors, [&](const Side& side) { return side.entity == speaker; });
}

constexpr float kLeastSource = 0.5F;
constexpr float kNoSource = 0.15F;  // of the likeliest source's arc: the publisher tells it

/// An attribution that no rule found: it is of the events alone whose arcs go to its source.
bool is_guess(const Attribution& attribution) {
  return std::string_view(attribution.by.by) == "event.arc_scorer";
}

/// How surely the arc scorer holds the attribution's source for the innermost one of the event.
float source_score(const Document& doc, const EventScore& score, const Attribution& attribution) {
  const TokenRange source =
      attribution.source.exists() ? doc.mentions[attribution.source.index()].tokens : attribution.source_tokens;
  float most = 0.0F;
  for (const EventArc& arc : score.arcs)
    if (arc.kind == ArcKind::kSource && source.contains(arc.token)) most = std::max(most, arc.score);
  return most;
}

/// "reported …, citing a circular": of the speakers whom no clause puts into each other the surest source is innermost.
void put_innermost_last(const Document& doc, const EventScore& score, std::vector<AttributionId>& chain) {
  if (chain.size() < 2) return;
  const auto surest = std::ranges::max_element(
      chain, {}, [&](AttributionId id) { return source_score(doc, score, doc.attributions[id.index()]); });
  if (source_score(doc, score, doc.attributions[surest->index()]) < kLeastSource) return;
  std::rotate(surest, surest + 1, chain.end());
}

/// The speakers inside whose words the trigger stands, outermost first; not the speaker who does the act by saying it.
void add_attributions(const Tree& tree, const Event& event, Coding& coding) {
  const Document& doc = tree.doc();
  const EventScore* score = doc.event_score(event.head);
  const Span trigger = doc.tokens[event.head.index()].span;
  for (std::size_t i = 0; i < doc.attributions.size(); ++i) {
    const Attribution& attribution = doc.attributions[i];
    if (!attribution.content.contains(trigger) || attribution.cue.contains(event.head)) continue;
    if (in(kVerbal, coding.type) && is_actor(doc, attribution, coding)) continue;
    if (is_guess(attribution) && (score == nullptr || source_score(doc, *score, attribution) < kLeastSource)) continue;
    coding.attributions.push_back(AttributionId{i});
  }
  std::ranges::stable_sort(coding.attributions, [&](AttributionId a, AttributionId b) {
    return doc.attributions[a.index()].content.size() > doc.attributions[b.index()].content.size();
  });
  if (score != nullptr) put_innermost_last(doc, *score, coding.attributions);
  // "X warned …, accusing …, he said": one speaker is one link of the chain.
  const auto speaker = [&](AttributionId id) {
    const MentionId source = doc.attributions[id.index()].source;
    return source.exists() ? doc.entity_of[source.index()] : EntityId{};
  };
  const auto same = std::ranges::unique(coding.attributions, [&](AttributionId a, AttributionId b) {
    return speaker(a).exists() && speaker(a) == speaker(b);
  });
  coding.attributions.erase(same.begin(), same.end());
}

/// "I" is the speaker; "we" of an official is his state, and nothing is attributed (CONVENTIONS 6).
void resolve_first_person(const Tree& tree, Coding& coding) {
  const Document& doc = tree.doc();
  if (coding.attributions.empty()) return;
  const Attribution& inner = doc.attributions[coding.attributions.back().index()];
  if (!inner.source.exists()) return;
  const Mention& mention = doc.mentions[inner.source.index()];
  Side speaker =
      side_of(tree, {mention.head, mention.tokens, Part::kDoer, "", {"the speaker", 1.0F}}, coding.type, Where::kActor);
  if (!speaker.entity.exists()) return;
  take_nation(doc, speaker);
  bool is_own_act = false;
  for (auto* sides : {&coding.actors, &coding.recipients})
    for (Side& side : *sides) {
      if (doc.upos(side.head) != Upos::kPron) continue;  // "US" is a country
      const std::string words = lower_ascii(doc.form(side.head));
      const bool singular = words == "i" || words == "me" || words == "my";
      if (!singular && words != "we" && words != "us" && words != "our") continue;
      is_own_act = is_own_act || sides == &coding.actors;
      side.entity = speaker.entity;
      side.name = singular ? speaker.name : "";
      if (!speaker.country.empty()) side.country = speaker.country;
      if (!speaker.sector.empty()) {
        side.sector = speaker.sector;
        side.other_sectors = speaker.other_sectors;
      }
      coding.reasons.push_back(
          {sides == &coding.actors ? "actor" : "recipient", "\"" + words + "\" of the speaker: " + side.country});
    }
  if (is_own_act && in(kVerbal, coding.type)) coding.attributions.pop_back();
}

/// An act of speech whose doer the clause does not name is the speaker's own ("… must withdraw, she said").
void take_speaker_as_actor(const Tree& tree, const Event& event, Coding& coding) {
  const Document& doc = tree.doc();
  const bool spoken =
      coding.type == "REQUEST" || coding.type == "ACCUSE" || coding.type == "THREATEN" || coding.type == "SUPPORT";
  if (!spoken || !coding.actors.empty() || coding.attributions.empty() || doc.upos(event.head) == Upos::kNoun) return;
  const Attribution& inner = doc.attributions[coding.attributions.back().index()];
  if (!inner.source.exists()) return;
  const Mention& mention = doc.mentions[inner.source.index()];
  Participant participant{mention.head, mention.tokens, Part::kDoer, "", {"the speaker", 1.0F}};
  coding.actors.push_back(side_of(tree, participant, coding.type, Where::kActor));
  coding.attributions.pop_back();
  coding.reasons.push_back({"actor", "the speaker \"" + std::string(doc.words(mention.tokens)) + "\""});
}

/// Whether the arc scorer could have seen the attribution's source from the trigger.
bool is_in_reach(const Document& doc, const Event& event, const Attribution& attribution) {
  const TokenRange source =
      attribution.source.exists() ? doc.mentions[attribution.source.index()].tokens : attribution.source_tokens;
  if (source.empty()) return false;
  const std::size_t own = doc.sentence_of(event.head).index();
  const std::size_t other = doc.sentence_of(TokenId{source.begin}).index();
  return other + kArcSentencesBack >= own && other <= own + kArcSentencesAhead &&
         source.begin + kArcTokens >= event.head.value && source.end <= event.head.value + kArcTokens;
}

/// Who speaks in the sentence need not tell this event. Where the scorers see no source of it anywhere near, the
/// publisher tells it; quoted words stay with their speaker.
void drop_unheard(const Document& doc, const Event& event, Coding& coding) {
  const EventScore* score = doc.event_score(event.head);
  if (score == nullptr || !is_scored_type(doc, coding.type)) return;
  if (std::ranges::any_of(score->arcs,
                          [](const EventArc& arc) { return arc.kind == ArcKind::kSource && arc.score >= kNoSource; }))
    return;
  std::erase_if(coding.attributions, [&](AttributionId id) {
    const Attribution& attribution = doc.attributions[id.index()];
    return attribution.kind != AttributionKind::kDirect && is_in_reach(doc, event, attribution);
  });
}

}  // namespace

void fill_speakers(const Tree& tree, const Event& event, Coding& coding) {
  add_attributions(tree, event, coding);
  resolve_first_person(tree, coding);
  take_speaker_as_actor(tree, event, coding);
  drop_unheard(tree.doc(), event, coding);
}

}  // namespace casus::coding
