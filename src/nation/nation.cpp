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

class NationStage : public Stage {
 public:
  NationStage(std::shared_ptr<const nn::Model> model, std::span<const float> bias)
      : model_(std::move(model)), scorer_(model_->arc_scorer("nation", nn::ArcForm::kHeads)), bias_(bias) {}

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
    scorer_->project(states.rows, memory.scratch, memory.arcs);
    for (const std::uint32_t party : parties_of(doc)) {
      const std::uint32_t least = party < kFarthest ? 0 : party - kFarthest;
      const auto first = std::ranges::lower_bound(evidence, least, {}, &Evidence::token);
      const auto last = std::ranges::lower_bound(evidence, party + kFarthest, {}, &Evidence::token);
      if (first != last) doc.nations.push_back(nation_of(party, {first, last}, memory));
    }
  }

  Nation nation_of(std::uint32_t party, std::span<const Evidence> near, Memory& memory) const {
    const nn::RowRange range{near.front().token, near.back().token + 1};
    const std::uint32_t heads[] = {party};
    scorer_->score_heads(memory.arcs, heads, range, memory.scratch, memory.scores);
    std::vector<float> logits;
    for (const Evidence& word : near)
      logits.push_back(memory.scores[word.token - range.begin] + bias_[distance_bucket(kSteps, party, word.token)]);
    logits.push_back(0.0F);  // of none of these
    std::map<std::string, float> sums;
    std::map<std::string, std::pair<float, std::uint32_t>> surest;
    for (std::size_t i = 0; i < near.size(); ++i) {
      const float p = probability(logits, i);
      sums[near[i].country] += p;
      auto& best = surest[near[i].country];
      if (p > best.first) best = {p, near[i].token};
    }
    Nation out{TokenId{party}, "", probability(logits, near.size()), {}};
    for (const auto& [country, sum] : sums)
      if (sum > out.score) out = {TokenId{party}, country, sum, TokenId{surest[country].second}};
    return out;
  }

  std::shared_ptr<const nn::Model> model_;
  const nn::ArcScorer* scorer_;
  std::span<const float> bias_;  // Shape: [kBuckets]
};
}  // namespace

Result<std::unique_ptr<Stage>> make_nation_stage(std::shared_ptr<const nn::Model> model) {
  if (model->arc_scorer("nation", nn::ArcForm::kHeads) == nullptr || model->labels("nation").size() != 1)
    return fail(ErrorCode::kBadData, "the model lacks the arc scorer 'nation' with one label");
  ASSIGN_OR_RETURN(const auto bias, model->file().floats("arc.nation.bias", {kBuckets}));
  return std::make_unique<NationStage>(std::move(model), bias);
}

}  // namespace casus::nation
