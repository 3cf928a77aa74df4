// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "document/document.h"
#include "nn/encoder.h"

namespace casus::syntax {

/// Trees over runs of tokens by the model's arc scorers.
class Parser {
 public:
  /// Work memory, one a thread.
  struct Memory {
    nn::Scratch scratch;
    nn::ArcProjection arcs;
    nn::ArcProjection labels;
    std::vector<float> scores;
    std::vector<float> label_scores;
    std::vector<nn::ArcPair> pairs;
  };

  /// Errors: bad_data where the model lacks a scorer or the label "root".
  static Result<Parser> make(const nn::Model& model);

  /// Must come before `parse`, once a document.
  void project(const nn::WordRows& rows, Memory& memory) const;
  /// Writes `arcs[i]` for the tokens of `sentence`, of any length.
  void parse(TokenRange sentence, Memory& memory, std::vector<Arc>& arcs) const;

 private:
  /// The tree of at most kMaxTree tokens; its root hangs on `above` if that exists.
  TokenId parse_part(TokenRange part, TokenId above, Memory& memory, std::vector<Arc>& arcs) const;
  void label(TokenRange part, Memory& memory, std::vector<Arc>& arcs) const;

  const nn::ArcScorer* arc_scorer_ = nullptr;
  const nn::ArcScorer* label_scorer_ = nullptr;
  Label root_ = 0;
};

}  // namespace casus::syntax
