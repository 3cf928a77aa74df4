// SPDX-License-Identifier: Apache-2.0
#include "coding/scored.h"

#include <algorithm>
#include <array>
#include <utility>

namespace casus::coding {
namespace {
constexpr float kFloor = 0.003F;  // of a probability: no scorer is surer than that
constexpr double kSurestWord = 0.95;
constexpr float kWithoutCodebook = 0.8F;  // the same where no predicate speaks for any type
constexpr float kAside = 1.5F;            // what is told aside, or told again, needs more
constexpr float kHappened = 0.5F;         // of its odds: what is told as happened and did not is the worse error
constexpr float kLeastThing = 0.3F;       // of an arc to what the codebook's slots found and no name stands in
constexpr float kLeastOnlySide = 0.25F;
constexpr float kSureSector = 0.4F;  // surer than the rules for the sector of an entity
constexpr float kLeastScene = 0.4F;
constexpr float kLeastContext = 0.3F;
constexpr float kLeastContextByWords = 0.1F;  // where words of the codebook speak for it too

}  // namespace

std::vector<const EventArc*> arcs_of(const EventScore& score, ArcKind kind, float least) {
  std::vector<const EventArc*> out;
  for (const EventArc& arc : score.arcs)
    if (arc.kind == kind && arc.score >= least) out.push_back(&arc);
  std::ranges::stable_sort(out, std::greater{}, &EventArc::score);
  return out;
}

Verdict judge(const Document& doc, const EventScore* score, std::string_view rule_type, double weight,
              const Thresholds& thresholds) {
  const std::vector<std::string>& names = doc.inventory->event;
  const auto known = std::ranges::find(names, rule_type);
  if (!rule_type.empty() && known == names.end()) return {std::string(rule_type), 0.9F};
  // Odds for odds: what the predicate's weight says of its word, apart from this sentence.
  const float by_codebook = thresholds.by_codebook * static_cast<float>(weight / (1.0 - std::min(weight, kSurestWord)));
  std::vector<float> weights(names.size(), 0.0F);
  float sum = 0.0F;
  for (std::size_t t = 0; t < names.size(); ++t) {
    const float p = score != nullptr ? score->types[t] : t == 0 ? 1.0F : 0.0F;
    weights[t] = std::max(p, kFloor);
    if (t == 0 && score != nullptr) weights[t] *= 1.0F + kAside * (1.0F - score->ranks[0]);
    if (t > 0 && names[t] == rule_type) weights[t] *= by_codebook;
    if (t > 0 && rule_type.empty()) weights[t] *= kWithoutCodebook;
    sum += weights[t];
  }
  const float none = weights[0] / sum;
  if (1.0F - none < thresholds.told) return {"", none};
  const auto best = std::ranges::max_element(weights.begin() + 1, weights.end());
  return {names[static_cast<std::size_t>(best - weights.begin())], *best / sum};
}

bool is_scored_type(const Document& doc, std::string_view type) {
  return std::ranges::find(doc.inventory->event, type) != doc.inventory->event.end();
}

StatusVerdict judge_status(const Document& doc, const EventScore& score, std::string_view type, Status by_rules) {
  if (!is_scored_type(doc, type)) return {by_rules, 1.0F, false, false};
  std::array<float, 4> weights{};
  float sum = 0.0F;
  for (std::size_t s = 0; s < weights.size(); ++s) {
    weights[s] = std::max(score.statuses[s] + (s == 0 ? score.statuses[4] : 0.0F), kFloor);
    if (static_cast<Status>(s) == Status::kActual) weights[s] *= kHappened;
    sum += weights[s];
  }
  const auto best = std::ranges::max_element(weights);
  return {static_cast<Status>(best - weights.begin()), *best / sum, score.statuses[4] > 0.5F, true};
}

namespace {
/// Whether the scorers hold the word for the other side of the event rather.
bool is_rather(const EventScore& score, const EventArc& arc, ArcKind other) {
  return std::ranges::any_of(score.arcs, [&](const EventArc& rival) {
    return rival.kind == other && rival.token == arc.token && rival.score > arc.score;
  });
}
/// "the presidents of Kenya and Uganda": whether `token` stands below `top` in its sentence, and not beside it in a
/// list.
bool is_below(const Tree& tree, TokenId token, TokenId top) {
  constexpr int kSteps = 6;
  bool is_beside = false;
  for (int step = 0; step < kSteps && token.exists() && token != top; ++step) {
    is_beside = tree.is(token, "conj");
    token = tree.doc().head(token);
  }
  return token == top && !is_beside;
}

/// "of Kenya and Uganda": whether `token` is, or is listed with, whose or of which `top` is.
bool is_owner_of(const Tree& tree, TokenId token, TokenId top) {
  if (tree.is(token, "conj")) token = tree.doc().head(token);
  return token.exists() && tree.is(token, "nmod") && tree.doc().head(token) == top;
}

/// The words of the party that `token` stands for: its phrase, and the whole of the name that it is a part of.
TokenRange party_words(const Tree& tree, TokenId token) {
  TokenRange words = tree.phrase(head_of_name(tree.doc(), token));
  const std::vector<Mention>& mentions = tree.doc().mentions;
  const auto begin = [](const Mention& mention) { return mention.tokens.begin; };
  for (auto at = std::ranges::lower_bound(mentions, tree.sentence().begin, {}, begin);
       at != mentions.end() && at->tokens.begin <= token.value; ++at)
    if (at->name.contains(token)) words = {std::min(words.begin, at->name.begin), std::max(words.end, at->name.end)};
  return words;
}

/// The arcs to one side: all likely ones, else the likeliest; without words that are rather of the other side.
std::vector<const EventArc*> side_arcs(const EventScore& score, bool is_actor, const Thresholds& thresholds) {
  const ArcKind kind = is_actor ? ArcKind::kActor : ArcKind::kRecipient;
  std::vector<const EventArc*> arcs = arcs_of(score, kind, thresholds.side);
  if (arcs.empty()) {
    arcs = arcs_of(score, kind, kLeastOnlySide);
    if (arcs.size() > 1) arcs.erase(arcs.begin() + 1, arcs.end());
  }
  std::erase_if(arcs, [&](const EventArc* arc) {
    return is_rather(score, *arc, is_actor ? ArcKind::kRecipient : ArcKind::kActor);
  });
  return arcs;
}

/// Whether the side is a state called by its name, whose sector the type of the event tells.
bool acts_as_state(const Document& doc, const Side& side) {
  return side.entity.exists() && doc.entities[side.entity.index()].sector != side.sector;
}

/// Whether the dictionaries list the side by its name: "the Lord's Resistance Army".
bool is_listed(const Document& doc, const Side& side) {
  return side.entity.exists() && std::string_view(doc.entities[side.entity.index()].by.by) == "dictionary";
}

/// Gives a side the sector that the scorer guesses, where it has none or the guess is sure, and its other guesses;
/// appends why.
void take_sector(const Document& doc, const EventArc& arc, const Thresholds& thresholds, Side& side, std::string& why) {
  const auto name = [&](const SectorGuess& guess) { return doc.inventory->sector[guess.sector]; };
  const SectorGuess& best = arc.sectors[0];
  if (best.sector == 0) return;
  if (side.sector.empty() && best.score >= thresholds.sector) {
    side.sector = name(best);
    why += ", sector " + side.sector + " by the trained scorer";
  } else if (!side.sector.empty() && side.sector != name(best) && best.score >= kSureSector &&
             !acts_as_state(doc, side) && !is_listed(doc, side)) {
    why += ", sector " + name(best) + " by the trained scorer rather than " + side.sector;
    side.other_sectors.insert(side.other_sectors.begin(), std::exchange(side.sector, name(best)));
    std::erase(side.other_sectors, side.sector);
  }
  for (const SectorGuess& guess : arc.sectors)
    if (guess.sector != 0 && guess.score >= thresholds.other_sector && name(guess) != side.sector &&
        std::ranges::find(side.other_sectors, name(guess)) == side.other_sectors.end())
      side.other_sectors.push_back(name(guess));
}

/// The same for a side that rules found, where an arc points to its word.
void take_sector_at(const Document& doc, const EventScore& score, const Thresholds& thresholds, Side& side,
                    Coding& coding) {
  const auto arc = std::ranges::find(score.arcs, side.head, &EventArc::token);
  if (arc == score.arcs.end()) return;
  std::string why;
  take_sector(doc, *arc, thresholds, side, why);
  if (!why.empty()) coding.reasons.push_back({"sector", '"' + std::string(doc.words(side.tokens)) + '"' + why});
}

/// Completes a side with country and sector; returns why.
std::string complete(const Document& doc, const EventArc& arc, const Thresholds& thresholds, Side& side) {
  std::string why =
      "trained scorer \"" + std::string(doc.words(side.tokens)) + "\" (" + std::to_string(arc.score).substr(0, 4) + ")";
  const std::string told = side.country;
  take_nation(doc, side);
  take_sector(doc, arc, thresholds, side, why);
  if (side.country != told)
    why += ": " + side.country + ", as \"" + std::string(doc.form(doc.nation_of(side.head)->evidence)) + "\" nearby";
  else if (side.entity.exists() && !side.country.empty())
    why += ": " + side.country + " by " + doc.entities[side.entity.index()].by.by;
  return why;
}

/// Whether a side is called by a name, or its words name the state that it is of: "2,000 Libyans", "Israeli policies".
bool bears_name(const std::vector<Tree>& trees, const Side& side) {
  const Document& doc = trees.front().doc();
  if (side.entity.exists()) {
    const Entity& entity = doc.entities[side.entity.index()];
    if (entity.type == EntityType::kNationality || !entity.name.empty()) return true;
  }
  const SentenceId sentence = doc.sentence_of(side.head);
  if (side.country.empty() || !sentence.exists()) return false;
  for (std::uint32_t word = side.tokens.begin; word < side.tokens.end; ++word) {
    const Entity* entity = entity_at(trees[sentence.index()], TokenId{word});
    if (entity != nullptr && entity->country == side.country &&
        (entity->type == EntityType::kPlace || entity->type == EntityType::kNationality))
      return true;
  }
  return false;
}

/// "threw stones", "put down their tools": what fills a slot of the codebook, bears no name and is no party to the
/// scorers is none. The unnamed people of a protest stay.
void drop_things(const std::vector<Tree>& trees, const EventScore& score, bool is_actor, Coding& coding) {
  if (is_actor && coding.type == "PROTEST") return;
  const ArcKind kind = is_actor ? ArcKind::kActor : ArcKind::kRecipient;
  std::erase_if(is_actor ? coding.actors : coding.recipients, [&](const Side& side) {
    const bool is_spoken_for = std::ranges::any_of(score.arcs, [&](const EventArc& arc) {
      return arc.kind == kind && arc.token == side.head && arc.score >= kLeastThing;
    });
    if (is_spoken_for || bears_name(trees, side)) return false;
    coding.reasons.push_back({is_actor ? "actor" : "recipient",
                              '"' + std::string(trees.front().doc().words(side.tokens)) +
                                  R"(" is no party: it bears no name, and no trained scorer points to it)"});
    return true;
  });
}

}  // namespace

std::vector<Side> sides_of_arcs(const std::vector<Tree>& trees, std::span<const EventArc* const> arcs, bool is_actor,
                                const Thresholds& thresholds, Coding& coding) {
  const Document& doc = trees.front().doc();
  const Where where = is_actor ? Where::kActor : Where::kRecipient;
  std::vector<Side> sides;
  for (const EventArc* arc : arcs) {
    const SentenceId sentence = doc.sentence_of(arc->token);
    if (!sentence.exists()) continue;
    const Tree& tree = trees[sentence.index()];
    const Participant participant{arc->token,
                                  party_words(tree, arc->token),
                                  is_actor ? Part::kDoer : Part::kUndergoer,
                                  "",
                                  {"event.arc_scorer", arc->score}};
    std::vector<Side> found = sides_of(tree, participant, coding.type, where);
    if (found.empty()) found.push_back(side_of(tree, participant, coding.type, where));
    for (Side& side : found) {
      std::string why = complete(doc, *arc, thresholds, side);
      const bool is_known = std::ranges::any_of(sides, [&](const Side& other) {
        return (other.country == side.country &&
                (is_below(tree, side.head, other.head) || (other.entity.exists() && other.entity == side.entity))) ||
               (side.country.empty() && other.tokens.contains(side.head));
      });
      if (is_known) continue;
      // "the presidents of Kenya and Uganda": Uganda, of a surer arc, is one of them.
      std::erase_if(sides, [&](const Side& other) {
        return other.country == side.country && is_owner_of(tree, other.head, side.head);
      });
      coding.reasons.push_back({is_actor ? "actor" : "recipient", std::move(why)});
      sides.push_back(std::move(side));
    }
  }
  return sides;
}

void fill_scored_sides(const std::vector<Tree>& trees, const EventScore& score, const Thresholds& thresholds,
                       Coding& coding) {
  const Document& doc = trees.front().doc();
  for (const bool is_actor : {true, false}) {
    const std::vector<const EventArc*> arcs = side_arcs(score, is_actor, thresholds);
    std::vector<Side> sides = sides_of_arcs(trees, arcs, is_actor, thresholds, coding);
    // What the codebook's slots found stays, unless the scorers are sure of another.
    std::vector<Side>& found_by_rules = is_actor ? coding.actors : coding.recipients;
    const bool is_sure = !arcs.empty() && arcs.front()->score >= thresholds.sure_side;
    if (coding.by_codebook && !is_sure &&
        std::ranges::any_of(found_by_rules, [](const Side& side) { return !side.country.empty(); })) {
      drop_things(trees, score, is_actor, coding);
      for (Side& side : found_by_rules) take_sector_at(doc, score, thresholds, side, coding);
      continue;
    }
    if (!sides.empty()) found_by_rules = std::move(sides);
  }
  keep_on_one_side(score, coding);
}

void keep_on_one_side(const EventScore& score, Coding& coding) {
  const auto surest = [&](const Side& side, ArcKind kind) {
    float most = 0.0F;
    for (const EventArc& arc : score.arcs)
      if (arc.kind == kind && arc.token == side.head) most = std::max(most, arc.score);
    return most;
  };
  std::erase_if(coding.actors, [&](const Side& actor) {
    return std::ranges::find(coding.recipients, actor.head, &Side::head) != coding.recipients.end() &&
           surest(actor, ArcKind::kRecipient) > surest(actor, ArcKind::kActor);
  });
  std::erase_if(coding.recipients, [&](const Side& recipient) {
    return std::ranges::any_of(coding.actors, [&](const Side& actor) {
      return actor.head == recipient.head ||
             (actor.entity.exists() && actor.entity == recipient.entity && actor.country == recipient.country);
    });
  });
}

void fill_scored_circumstances(const Document& doc, const EventScore& score, Coding& coding) {
  const auto pick = [&](const auto& layer, auto& into, ArcKind kind) {
    std::remove_reference_t<decltype(into)> found;
    for (const EventArc* arc : arcs_of(score, kind, kLeastScene))
      for (std::size_t i = 0; i < layer.size(); ++i)
        if (layer[i].tokens.contains(arc->token)) {
          const typename std::remove_reference_t<decltype(into)>::value_type id{i};
          if (std::ranges::find(found, id) == found.end()) found.push_back(id);
        }
    std::ranges::sort(found);
    if (!found.empty()) into = std::move(found);
  };
  pick(doc.places, coding.places, ArcKind::kPlace);
  pick(doc.times, coding.times, ArcKind::kTime);
  pick(doc.quantities, coding.quantities, ArcKind::kQuantity);
}

void fill_scored_contexts(const Document& doc, const EventScore& score, Coding& coding) {
  const std::vector<std::string>& names = doc.inventory->context;
  std::vector<std::string> contexts;
  for (const std::string& name : coding.contexts)
    if (std::ranges::find(names, name) == names.end()) contexts.push_back(name);
  for (const ContextGuess& guess : score.contexts) {
    const std::string& name = names[guess.context];
    const bool by_words = std::ranges::find(coding.contexts, name) != coding.contexts.end();
    if (guess.score < (by_words ? kLeastContextByWords : kLeastContext)) continue;
    contexts.push_back(name);
    coding.reasons.push_back({"context", name + " by the trained scorer (" + std::to_string(guess.score).substr(0, 4) +
                                             (by_words ? "), and words of the codebook" : ")")});
  }
  coding.contexts = std::move(contexts);
}

}  // namespace casus::coding
