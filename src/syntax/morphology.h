// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "document/document.h"
#include "nn/encoder.h"
#include "pipeline/token_layout.h"
#include "syntax/lemma.h"
#include "syntax/lexicon.h"

namespace casus::syntax {

/// Tags, features and lemma of a token from what the scorers say.
class Morphologist {
 public:
  /// Errors: bad_data where the model lacks a scorer, or a label is no UPOS tag or lemma script.
  static Result<Morphologist> make(const nn::Model& model, Lexicon lexicon);

  Morphology of(std::string_view form, const TokenStates& states, std::size_t token) const;

 private:
  /// The lemma that the lexicon lists; else by the best script that gives a known word; else by the best that fits; the
  /// lower-cased form if none does.
  std::string lemma_of(std::string_view form, Upos upos, const TokenStates& states, std::size_t token) const;

  TokenLayout::Task upos_;
  TokenLayout::Task xpos_;
  TokenLayout::Task feats_;
  TokenLayout::Task lemma_;
  std::vector<Upos> upos_of_;
  std::vector<LemmaScript> scripts_;
  Lexicon lexicon_;
};

}  // namespace casus::syntax
