// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/sentence_tree.h"

namespace casus {

/// One sentence's tree, asked in the terms of Universal Dependencies. Valid while `doc` is unchanged.
class Tree {
 public:
  /// `mention_of` as from `mentions_by_head`; kept by the caller while the tree lives.
  Tree(const Document& doc, TokenRange sentence, const std::vector<MentionId>& mention_of);

  const Document& doc() const { return doc_; }
  TokenRange sentence() const { return sentence_; }
  /// The longest mention that `token` heads.
  MentionId mention_at(TokenId token) const { return mention_of_[token.index()]; }
  bool contains(TokenId token) const { return sentence_.contains(token); }
  /// Dependents of `token`, ascending.
  std::span<const TokenId> dependents(TokenId token) const { return tree_.children(token); }
  /// The first dependent with this relation (subtypes ignored unless `relation` names one); absent if none.
  TokenId dependent(TokenId token, std::string_view relation) const;
  /// All dependents with this relation.
  std::vector<TokenId> all_dependents(TokenId token, std::string_view relation) const;
  /// True when `token` stands to its head in `relation`.
  bool is(TokenId token, std::string_view relation) const;
  /// The lemma of `token`'s case marker ("against", "because of"), lower case; empty if none.
  std::string preposition(TokenId token) const;
  /// `token` and those coordinated with it, ascending.
  std::vector<TokenId> conjuncts(TokenId token) const;
  /// The first conjunct of the coordination that `token` is in.
  TokenId first_conjunct(TokenId token) const;
  /// True for a clause in the passive voice.
  bool is_passive(TokenId verb) const;
  /// The extent of a noun phrase: the subtree without relative clauses, appositions, coordination and parentheses.
  TokenRange phrase(TokenId head) const;

 private:
  const Document& doc_;
  TokenRange sentence_;
  const std::vector<MentionId>& mention_of_;
  SentenceTree tree_;
};

}  // namespace casus
