// SPDX-License-Identifier: Apache-2.0
#include "nation/nation.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/scores.h"

namespace casus::nation {
namespace {
constexpr std::uint32_t kFarthest = 200;  // tokens; keeps the work linear in long documents
constexpr std::array<std::uint32_t, 7> kSteps{1, 3, 6, 11, 21, 41, 81};  // tokens between a party and a word
constexpr std::size_t kBuckets = 2 * kSteps.size() + 1;  // from far before, over the party itself, to far behind

struct Memory : Workspace::Scratch {
  nn::Scratch scratch;
  nn::ArcProjection arcs;
  std::vector<float> scores;
};

/// A word with a country, ascending by token.
struct Evidence {
  std::uint32_t token = 0;
  std::string country;
};

/// The word of a range that hangs on a word outside of it.
TokenId head_of(const Document& doc, TokenRange range) {
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    const TokenId head = doc.head(TokenId{i});
    if ((!head.exists() || !range.contains(head)) && doc.upos(TokenId{i}) != Upos::kPunct) return TokenId{i};
  }
  return TokenId{range.begin};
}

std::vector<Evidence> evidence_of(const Document& doc) {
  std::map<std::uint32_t, std::string> found;
  for (std::size_t m = 0; m < doc.mentions.size(); ++m)
    if (doc.entity_of[m].exists())
      if (const std::string& country = doc.entities[doc.entity_of[m].index()].country; !country.empty())
        found[doc.mentions[m].head.value] = country;
  for (const PlaceReference& place : doc.places)
    if (!place.country.empty()) found[head_of(doc, place.tokens).value] = place.country;
  std::vector<Evidence> out;
  for (auto& [token, country] : found) out.push_back({token, std::move(country)});
  return out;
}

/// Heads of mentions, and what the event scorers take for a party or a source.
std::set<std::uint32_t> parties_of(const Document& doc) {
  std::set<std::uint32_t> out;
  for (const Mention& mention : doc.mentions) out.insert(mention.head.value);
  for (const EventScore& score : doc.event_scores)
    for (const EventArc& arc : score.arcs)
      if (arc.kind == ArcKind::kActor || arc.kind == ArcKind::kRecipient || arc.kind == ArcKind::kSource)
        out.insert(arc.token.value);
  return out;
}

/// An arc scorer of countries, and what distance adds to it.
struct Scorer {
  const nn::ArcScorer* scorer = nullptr;
  std::size_t labels = 1;
  std::span<const float> bias;  // Shape: [kBuckets, labels]
};

class NationStage : public Stage {
 public:
  NationStage(std::shared_ptr<const nn::Model> model, std::shared_ptr<const actor::Dictionary> actors, Scorer party,
              Scorer side)
      : model_(std::move(model)), actors_(std::move(actors)), party_(party), side_(side) {}

  StageInfo info() const override {
    return {"nation",
            layers(Layer::kTokens, Layer::kStates, Layer::kSyntax, Layer::kMentions, Layer::kEntities, Layer::kPlaces,
                   Layer::kEventScores),
            layers(Layer::kNations)};
  }

  Result<void> run(std::span<Document> batch, Workspace& workspace) const override {
    Memory& memory = workspace.scratch_of<Memory>(this);
    for (std::size_t d = 0; d < batch.size(); ++d) {
      if (batch[d].has_failed()) continue;
      find(batch[d], workspace.states[d], memory);
      batch[d].mark(Layer::kNations);
    }
    return {};
  }

 private:
  void find(Document& doc, const TokenStates& states, Memory& memory) const {
    const std::vector<Evidence> evidence = evidence_of(doc);
    if (evidence.empty() || doc.event_scores.empty()) return;
    party_.scorer->project(states.rows, memory.scratch, memory.arcs);
    for (const std::uint32_t party : parties_of(doc)) {
      const std::span<const Evidence> near = around(evidence, party);
      if (near.empty()) continue;
      const std::vector<CountryGuess> all = guesses(party_, 0, party, near, memory);
      const CountryGuess& best = all.front();
      Nation nation{TokenId{party},
                    best.country,
                    best.score,
                    best.evidence,
                    std::string(actors_->country_name(best.country)),
                    {}};
      std::size_t next = 0;
      for (std::size_t i = 0; i < all.size() && next < nation.likeliest.size(); ++i)
        if (!all[i].country.empty()) nation.likeliest[next++] = all[i];
      doc.nations.push_back(std::move(nation));
    }
    if (side_.scorer == nullptr) return;
    side_.scorer->project(states.rows, memory.scratch, memory.arcs);
    for (const EventScore& event : doc.event_scores) {
      const std::uint32_t token = event.token.value;
      const std::span<const Evidence> near = around(evidence, token);
      if (near.empty()) continue;
      doc.side_countries.push_back(
          {event.token, guesses(side_, 0, token, near, memory), guesses(side_, 1, token, near, memory)});
    }
  }

  static std::span<const Evidence> around(std::span<const Evidence> evidence, std::uint32_t token) {
    const std::uint32_t least = token < kFarthest ? 0 : token - kFarthest;
    const auto first = std::ranges::lower_bound(evidence, least, {}, &Evidence::token);
    const auto last = std::ranges::lower_bound(evidence, token + kFarthest, {}, &Evidence::token);
    return {first, last};
  }

  /// Each country near `token`, the likeliest first; of equals "none of these" first, then by the alphabet.
  static std::vector<CountryGuess> guesses(const Scorer& of, std::size_t label, std::uint32_t token,
                                           std::span<const Evidence> near, Memory& memory) {
    const nn::RowRange range{near.front().token, near.back().token + 1};
    const std::uint32_t heads[] = {token};
    of.scorer->score_heads(memory.arcs, heads, range, memory.scratch, memory.scores);
    std::vector<float> logits;
    for (const Evidence& word : near)
      logits.push_back(memory.scores[(word.token - range.begin) * of.labels + label] +
                       of.bias[distance_bucket(kSteps, token, word.token) * of.labels + label]);
    logits.push_back(0.0F);  // of none of these
    std::map<std::string, CountryGuess> by_country;
    std::map<std::string, float> surest;
    for (std::size_t i = 0; i < near.size(); ++i) {
      const float p = probability(logits, i);
      CountryGuess& guess = by_country[near[i].country];
      guess.score += p;
      if (float& most = surest[near[i].country]; p > most) {
        most = p;
        guess.evidence = TokenId{near[i].token};
      }
    }
    std::vector<CountryGuess> out{{"", probability(logits, near.size()), {}}};
    for (auto& [country, guess] : by_country) out.push_back({country, guess.score, guess.evidence});
    std::ranges::stable_sort(out, std::greater{}, &CountryGuess::score);
    return out;
  }

  std::shared_ptr<const nn::Model> model_;
  std::shared_ptr<const actor::Dictionary> actors_;
  Scorer party_;
  Scorer side_;
};

/// The scorer of `task` with its labels; absent where the model lacks it.
Result<Scorer> scorer_of(const nn::Model& model, std::string_view task, std::size_t labels) {
  Scorer out{model.arc_scorer(task, nn::ArcForm::kHeads), labels, {}};
  if (out.scorer == nullptr) return out;
  if (model.labels(task).size() != labels)
    return fail(ErrorCode::kBadData,
                "the model's arc scorer '" + std::string(task) + "' has other labels than expected");
  const std::string bias = "arc." + std::string(task) + ".bias";
  if (labels == 1) {
    ASSIGN_OR_RETURN(out.bias, model.file().floats(bias, {kBuckets}));
  } else {
    ASSIGN_OR_RETURN(out.bias, model.file().floats(bias, {kBuckets, labels}));
  }
  return out;
}
}  // namespace

Result<std::unique_ptr<Stage>> make_nation_stage(std::shared_ptr<const nn::Model> model,
                                                 std::shared_ptr<const actor::Dictionary> actors) {
  ASSIGN_OR_RETURN(const Scorer party, scorer_of(*model, "nation", 1));
  if (party.scorer == nullptr) return fail(ErrorCode::kBadData, "the model lacks the arc scorer 'nation'");
  ASSIGN_OR_RETURN(const Scorer side, scorer_of(*model, "side", 2));
  return std::make_unique<NationStage>(std::move(model), std::move(actors), party, side);
}

}  // namespace casus::nation
