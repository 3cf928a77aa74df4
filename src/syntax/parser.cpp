// SPDX-License-Identifier: Apache-2.0
#include "syntax/parser.h"

#include <algorithm>

#include "syntax/syntax.h"
#include "syntax/tree.h"

namespace casus::syntax {

Result<Parser> Parser::make(const nn::Model& model) {
  Parser out;
  out.arc_scorer_ = model.arc_scorer("dep_arc", nn::ArcForm::kAll);
  out.label_scorer_ = model.arc_scorer("dep_label", nn::ArcForm::kPairs);
  if (out.arc_scorer_ == nullptr || out.label_scorer_ == nullptr || !out.arc_scorer_->has_root() ||
      !out.label_scorer_->has_root())
    return fail(ErrorCode::kBadData, "the model lacks the arc scorers 'dep_arc' and 'dep_label' with a root");
  const auto labels = model.labels("dep_label");
  const auto root = std::ranges::find(labels, "root");
  if (root == labels.end() || labels.size() < 2)
    return fail(ErrorCode::kBadData, "the model's scorer 'dep_label' lacks the label 'root', or any other");
  out.root_ = static_cast<Label>(root - labels.begin());
  return out;
}

void Parser::project(const nn::WordRows& rows, Memory& memory) const {
  arc_scorer_->project(rows, memory.scratch, memory.arcs);
  label_scorer_->project(rows, memory.scratch, memory.labels);
}

void Parser::parse(TokenRange sentence, Memory& memory, std::vector<Arc>& arcs) const {
  TokenId root;
  for (std::uint32_t begin = sentence.begin; begin < sentence.end; begin += kMaxTree) {
    const TokenId top = parse_part({begin, std::min(begin + kMaxTree, sentence.end)}, root, memory, arcs);
    if (!root.exists()) root = top;
  }
}

TokenId Parser::parse_part(TokenRange part, TokenId above, Memory& memory, std::vector<Arc>& arcs) const {
  arc_scorer_->score_all(memory.arcs, {part.begin, part.end}, memory.scratch, memory.scores);
  const std::vector<std::uint32_t> heads = best_tree(memory.scores, part.size());
  TokenId root;
  for (std::uint32_t i = 0; i < part.size(); ++i) {
    Arc& arc = arcs[part.begin + i];
    arc.head = heads[i] == 0 ? above : TokenId{part.begin + heads[i] - 1};
    if (heads[i] == 0) root = TokenId{part.begin + i};
  }
  label(part, memory, arcs);
  return root;
}

void Parser::label(TokenRange part, Memory& memory, std::vector<Arc>& arcs) const {
  memory.pairs.clear();
  for (std::uint32_t i = part.begin; i < part.end; ++i)
    memory.pairs.push_back({arcs[i].head.exists() ? arcs[i].head.value : nn::kRootHead, i});
  label_scorer_->score_pairs(memory.labels, memory.pairs, memory.scratch, memory.label_scores);
  const std::size_t labels = label_scorer_->labels();
  for (std::uint32_t i = part.begin; i < part.end; ++i) {
    if (!arcs[i].head.exists()) {
      arcs[i].deprel = root_;
      continue;
    }
    const float* scores = memory.label_scores.data() + (i - part.begin) * labels;
    std::size_t best = root_ == 0 ? 1 : 0;
    for (std::size_t label = best + 1; label < labels; ++label)
      if (label != root_ && scores[label] > scores[best]) best = label;
    arcs[i].deprel = static_cast<Label>(best);
  }
}

}  // namespace casus::syntax
