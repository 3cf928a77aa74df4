// SPDX-License-Identifier: Apache-2.0
#include "role/predicates.h"

#include <algorithm>
#include <limits>

#include "pipeline/scores.h"

namespace casus::role {
namespace {
constexpr const char* kBy = "role.predicate_scorer";
constexpr std::string_view kLight = "LV";
}  // namespace

Result<PredicateReader> PredicateReader::make(std::span<const std::string> labels, Rolesets rolesets) {
  PredicateReader out;
  const auto none = std::ranges::find(labels, "O");
  if (none == labels.end()) return fail(ErrorCode::kBadData, "the model's scorer 'predicate' lacks the label 'O'");
  out.rolesets_ = std::move(rolesets);
  out.labels_.assign(labels.begin(), labels.end());
  out.none_ = static_cast<std::size_t>(none - labels.begin());
  if (const auto light = std::ranges::find(labels, kLight); light != labels.end())
    out.light_ = static_cast<std::size_t>(light - labels.begin());
  return out;
}

std::optional<Predicate> PredicateReader::read(const Document& doc, const SentenceTree& tree, TokenId token,
                                               std::span<const float> logits) const {
  constexpr float kHalf = 0.5F;
  const float none = probability(logits, none_);
  if (none >= kHalf) return std::nullopt;
  Predicate out{token, {}, {kBy, 1 - none}};
  out.roleset = light_ && best_label(logits) == *light_ ? doc.lemma(token) + "." + std::string(kLight)
                                                        : roleset_of(doc, tree, token, logits);
  return out;
}

std::string PredicateReader::roleset_of(const Document& doc, const SentenceTree& tree, TokenId token,
                                        std::span<const float> logits) const {
  std::string_view best;
  float best_score = -std::numeric_limits<float>::infinity();
  for (const std::string& roleset : candidates(doc, tree, token)) {
    const auto label = std::ranges::find(labels_, sense_of(roleset));
    const float score = label == labels_.end() ? std::numeric_limits<float>::lowest()
                                               : logits[static_cast<std::size_t>(label - labels_.begin())];
    if (score > best_score) {
      best = roleset;
      best_score = score;
    }
  }
  return std::string(best);
}

std::span<const std::string> PredicateReader::candidates(const Document& doc, const SentenceTree& tree,
                                                         TokenId token) const {
  for (const TokenId child : tree.children(token)) {
    if (doc.deprel(child) != "compound:prt") continue;
    const auto with_particle = rolesets_.of(doc.lemma(token) + "_" + doc.lemma(child), doc.upos(token));
    if (!with_particle.empty()) return with_particle;
  }
  return rolesets_.of(doc.lemma(token), doc.upos(token));
}

bool is_light(std::string_view roleset) {
  return sense_of(roleset) == kLight;
}

}  // namespace casus::role
