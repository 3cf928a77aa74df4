// SPDX-License-Identifier: Apache-2.0
#include "entity/bio.h"

#include <algorithm>
#include <limits>

#include "pipeline/scores.h"

namespace casus::entity {
namespace {
using Tag = BioLabels::Tag;

bool may_follow(BioLabels::Part before, BioLabels::Part after) {
  return after.tag != Tag::kInside || (before.tag != Tag::kOutside && before.type == after.type);
}

std::vector<std::size_t> best_sequence(std::span<const float> logits, const std::vector<BioLabels::Part>& parts) {
  const std::size_t labels = parts.size();
  const std::size_t tokens = logits.size() / labels;
  std::vector<double> score(labels);
  std::vector<double> next(labels);
  std::vector<std::size_t> from(tokens * labels, 0);
  for (std::size_t token = 0; token < tokens; ++token) {
    for (std::size_t label = 0; label < labels; ++label) {
      const BioLabels::Part before_first{};
      double best = token == 0 && may_follow(before_first, parts[label]) ? 0 : -std::numeric_limits<double>::infinity();
      for (std::size_t before = 0; token > 0 && before < labels; ++before)
        if (may_follow(parts[before], parts[label]) && score[before] > best) {
          best = score[before];
          from[token * labels + label] = before;
        }
      next[label] = best + static_cast<double>(logits[token * labels + label]);
    }
    score.swap(next);
  }
  std::vector<std::size_t> out(tokens);
  if (tokens == 0) return out;
  std::size_t label = static_cast<std::size_t>(std::ranges::max_element(score) - score.begin());
  for (std::size_t token = tokens; token-- > 0;) {
    out[token] = label;
    label = from[token * labels + label];
  }
  return out;
}
}  // namespace

Result<BioLabels> BioLabels::parse(std::span<const std::string> labels) {
  BioLabels out;
  for (const std::string& label : labels) {
    if (label == "O") {
      out.parts_.push_back({});
      continue;
    }
    const bool is_begin = label.starts_with("B-");
    if ((!is_begin && !label.starts_with("I-")) || label.size() < 3)
      return fail(ErrorCode::kBadData, "'" + label + "' is no BIO label");
    const std::string type = label.substr(2);
    auto found = std::ranges::find(out.types_, type);
    if (found == out.types_.end()) found = out.types_.insert(out.types_.end(), type);
    out.parts_.push_back({is_begin ? Tag::kBegin : Tag::kInside, static_cast<std::size_t>(found - out.types_.begin())});
  }
  if (out.parts_.empty()) return fail(ErrorCode::kBadData, "no BIO labels");
  return out;
}

std::vector<NameSpan> best_spans(std::span<const float> logits, const BioLabels& labels) {
  const std::vector<BioLabels::Part>& parts = labels.parts();
  const std::vector<std::size_t> sequence = best_sequence(logits, parts);
  std::vector<NameSpan> out;
  for (std::uint32_t token = 0; token < sequence.size(); ++token) {
    const BioLabels::Part part = parts[sequence[token]];
    if (part.tag == Tag::kBegin) out.push_back({token, token, part.type, 0.0F});
    if (part.tag == Tag::kOutside) continue;
    out.back().end = token + 1;
    out.back().score += probability(logits.subspan(token * parts.size(), parts.size()), sequence[token]);
  }
  for (NameSpan& span : out) span.score /= static_cast<float>(span.end - span.begin);
  return out;
}

}  // namespace casus::entity
