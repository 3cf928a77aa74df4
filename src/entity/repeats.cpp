// SPDX-License-Identifier: Apache-2.0
#include "entity/repeats.h"

#include <cstdint>
#include <map>
#include <string_view>

namespace casus::entity {
namespace {
/// What the mean over all places of a word counts beside its own place. Chosen on uner-ewt dev among 0, 0.2, 0.25, 0.3,
/// 0.35, 0.4, 0.5 and 0.7: 79.6 without, 79.8 to 80.1 with any of them.
constexpr float kElsewhere = 0.3F;

bool may_begin_name(std::string_view form) {
  if (form.size() < 2) return false;
  const auto first = static_cast<unsigned char>(form.front());
  return (first >= 'A' && first <= 'Z') || first >= 0x80;
}
}  // namespace

std::vector<float> lean_on_repeats(const Document& doc, std::span<const float> logits, std::size_t labels) {
  std::map<std::string_view, std::vector<std::uint32_t>> places;
  for (std::uint32_t i = 0; i < doc.tokens.size(); ++i)
    if (const std::string_view form = doc.form(TokenId{i}); may_begin_name(form)) places[form].push_back(i);
  std::vector<float> out(logits.begin(), logits.end());
  std::vector<float> mean;
  for (const auto& [form, tokens] : places) {
    if (tokens.size() < 2) continue;
    // Logits of different places meet as far above their first label as they are: softmax sees no more of them.
    mean.assign(labels, 0.0F);
    for (const std::uint32_t token : tokens)
      for (std::size_t label = 0; label < labels; ++label)
        mean[label] += logits[token * labels + label] - logits[token * labels];
    for (float& value : mean) value /= static_cast<float>(tokens.size());
    for (const std::uint32_t token : tokens)
      for (std::size_t label = 0; label < labels; ++label)
        out[token * labels + label] =
            (1.0F - kElsewhere) * (logits[token * labels + label] - logits[token * labels]) + kElsewhere * mean[label];
  }
  return out;
}

}  // namespace casus::entity
