// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/sentence_tree.h"
#include "role/rolesets.h"

namespace casus::role {

/// From the logits of the predicate scorer to predicates.
class PredicateReader {
 public:
  /// Errors: bad_data if `labels` lacks "O".
  static Result<PredicateReader> make(std::span<const std::string> labels, Rolesets rolesets);

  /// The predicate on `token`; absent where it is more likely none. A light verb's roleset is "<lemma>.LV".
  std::optional<Predicate> read(const Document& doc, const SentenceTree& tree, TokenId token,
                                std::span<const float> logits) const;

  /// The likeliest roleset of the lemma, with its particle where it has one ("carry_out.03"); empty where none is
  /// known.
  std::string roleset_of(const Document& doc, const SentenceTree& tree, TokenId token,
                         std::span<const float> logits) const;

 private:
  std::span<const std::string> candidates(const Document& doc, const SentenceTree& tree, TokenId token) const;

  Rolesets rolesets_;
  std::vector<std::string> labels_;
  std::size_t none_ = 0;
  std::optional<std::size_t> light_;
};

/// True for the roleset of a light verb.
bool is_light(std::string_view roleset);

}  // namespace casus::role
