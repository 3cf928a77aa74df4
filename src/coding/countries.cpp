// SPDX-License-Identifier: Apache-2.0
#include "coding/countries.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "coding/scored.h"
#include "coding/sides.h"

namespace casus::coding {
namespace {
constexpr float kNone = 0.37F;       // and no country at all
constexpr float kFloor = 0.02F;      // of a probability: no scorer is surer than that
constexpr float kLeastParty = 0.5F;  // of an arc that says that there is a party, whatever its country

/// Those who stand beside a state and are another.
constexpr std::array<std::string_view, 9> kBesides{"ally", "neighbour", "neighbor",    "rival",  "enemy",
                                                   "foe",  "adversary", "counterpart", "partner"};

/// One side of one event, and what the scorers say of it.
struct Of {
  const std::vector<Tree>& trees;
  const EventScore& score;
  const std::vector<CountryGuess>& guesses;
  ArcKind kind;
  const Thresholds& thresholds;
  const Document& doc() const { return trees.front().doc(); }
};

/// Whether the party's own words, or the dictionaries, tell its country.
bool is_told(const Document& doc, const Side& side) {
  return side.entity.exists() && !doc.entities[side.entity.index()].country.empty() &&
         std::string_view(doc.entities[side.entity.index()].by.by) != "place";
}

/// How likely a word goes with a country.
float share(const std::vector<Tree>& trees, TokenId token, std::string_view country) {
  const Document& doc = trees.front().doc();
  const Nation* nation = doc.nation_of(token);
  const SentenceId sentence = doc.sentence_of(token);
  const Entity* entity = sentence.exists() ? entity_at(trees[sentence.index()], token) : nullptr;
  const bool has_country = entity != nullptr && !entity->country.empty();
  const bool is_overruled = has_country && std::string_view(entity->by.by) == "place" && nation != nullptr &&
                            !nation->country.empty() && nation->score >= kSurerThanPlace;
  if (has_country && !is_overruled) return entity->country == country ? 1.0F : 0.0F;
  return nation != nullptr && !nation->country.empty() && nation->country == country ? nation->score : 0.0F;
}

/// The word that is likeliest the side and of this country; null if no arc speaks for it.
const EventArc* word_of(const Of& of, std::string_view country, float& most) {
  const EventArc* best = nullptr;
  most = 0.0F;
  for (const EventArc& arc : of.score.arcs) {
    if (arc.kind != of.kind) continue;
    const float now = arc.score * share(of.trees, arc.token, country);
    if (now > most) {
      most = now;
      best = &arc;
    }
  }
  return best;
}

float surest(const Of& of) {
  float most = 0.0F;
  for (const EventArc& arc : of.score.arcs)
    if (arc.kind == of.kind) most = std::max(most, arc.score);
  return most;
}

/// "its neighbours", "the allies of Turkey": the state that the side is of and is not, empty for others.
std::string state_beside(const std::vector<Tree>& trees, const Side& side) {
  const Document& doc = trees.front().doc();
  const SentenceId sentence = doc.sentence_of(side.head);
  if (!sentence.exists() || std::ranges::find(kBesides, doc.lemma(side.head)) == kBesides.end()) return {};
  const Tree& tree = trees[sentence.index()];
  for (const TokenId child : tree.dependents(side.head)) {
    if (!tree.is(child, "nmod:poss") && (!tree.is(child, "nmod") || tree.preposition(child) != "of")) continue;
    const Entity* owner = entity_at(tree, child);
    if (owner != nullptr && (owner->type == EntityType::kPlace || owner->type == EntityType::kNationality))
      return owner->country;
  }
  return {};
}

/// The likeliest country of a side but `barred`, empty for none.
std::string likeliest(const Of& of, const std::string& coded, const std::string& barred) {
  std::set<std::string> candidates{coded, ""};
  for (const CountryGuess& guess : of.guesses)
    if (guess.country != barred) candidates.insert(guess.country);
  std::string best = coded;
  float most = -1.0F;
  for (const std::string& country : candidates) {
    const auto guess = std::ranges::find(of.guesses, country, &CountryGuess::country);
    const float of_event = guess == of.guesses.end() ? 0.0F : guess->score;
    float of_words = 1.0F - surest(of);
    if (!country.empty()) word_of(of, country, of_words);
    // The fourth root, since single words say less than the event as a whole; square roots are exact on every machine.
    const float now = (country == coded ? of.thresholds.as_coded : 1.0F) * (country.empty() ? kNone : 1.0F) *
                      (kFloor + of_event) * std::sqrt(std::sqrt(kFloor + of_words));
    if (now > most) {
      most = now;
      best = country;
    }
  }
  return best;
}

void weigh(const Of& of, Coding& coding) {
  const bool is_actor = of.kind == ArcKind::kActor;
  std::vector<Side>& sides = is_actor ? coding.actors : coding.recipients;
  const auto note = [&](std::string why) {
    coding.reasons.push_back({is_actor ? "actor" : "recipient", std::move(why)});
  };
  std::set<std::string> countries;
  std::string barred;
  for (Side& side : sides) {
    const std::string beside = state_beside(of.trees, side);
    if (!beside.empty() && side.country == beside) {
      note('"' + std::string(of.doc().words(side.tokens)) + "\": not " + beside + " itself");
      side.country.clear();
      barred = beside;
    }
    if (!side.country.empty()) countries.insert(side.country);
  }
  if (countries.size() > 1) return;
  const std::string coded = countries.empty() ? "" : *countries.begin();
  const std::string country = likeliest(of, coded, barred);
  if (country == coded) return;
  if (country.empty()) {
    if (std::ranges::any_of(sides, [&](const Side& side) { return is_told(of.doc(), side); })) {
      note("no party of this event: " + coded);
      sides.clear();
    } else {
      note("the country of none nearby rather than " + coded);
      for (Side& side : sides) side.country.clear();
      if (surest(of) < kLeastParty) sides.clear();
    }
    return;
  }
  const auto guess = std::ranges::find(of.guesses, country, &CountryGuess::country);
  const std::string as = guess == of.guesses.end() || !guess->evidence.exists()
                             ? ""
                             : ", as \"" + std::string(of.doc().form(guess->evidence)) + "\" nearby";
  float most = 0.0F;
  const EventArc* word = word_of(of, country, most);
  const bool has_word =
      word != nullptr && std::ranges::any_of(sides, [&](const Side& side) { return side.head == word->token; });
  if (!sides.empty() && (word == nullptr || has_word || !barred.empty()) &&
      std::ranges::none_of(sides, [&](const Side& side) { return is_told(of.doc(), side); })) {
    note(country + as + (coded.empty() ? "" : " rather than " + coded) + ": the likeliest for this event");
    for (Side& side : sides) side.country = country;
    return;
  }
  if (word == nullptr) return;
  std::vector<Side> found = sides_of_arcs(of.trees, std::span(&word, 1), is_actor, of.thresholds, coding);
  if (found.empty()) return;
  for (Side& side : found)
    if (!is_told(of.doc(), side)) side.country = country;
  note("the likeliest for this event: " + country + (coded.empty() ? "" : " rather than " + coded));
  sides = std::move(found);
}

}  // namespace

void weigh_countries(const std::vector<Tree>& trees, const Thresholds& thresholds, Document& doc) {
  if (doc.side_countries.empty()) return;
  for (Coding& coding : doc.codings) {
    const TokenId head = doc.events[coding.event.index()].head;
    const EventScore* score = doc.event_score(head);
    const SideCountries* countries = doc.countries_of_sides(head);
    if (score == nullptr || countries == nullptr) continue;
    weigh({trees, *score, countries->actor, ArcKind::kActor, thresholds}, coding);
    weigh({trees, *score, countries->recipient, ArcKind::kRecipient, thresholds}, coding);
    keep_on_one_side(*score, coding);
  }
}

}  // namespace casus::coding
