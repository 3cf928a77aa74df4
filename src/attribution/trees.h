// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace casus::attribution {

/// The trees of a document with what the document does not keep: children, extents, the mention of each head.
/// Made in time linear in the tokens times the depth of their trees.
class Trees {
 public:
  explicit Trees(const Document& doc);

  const Document& doc() const { return doc_; }
  std::span<const TokenId> children(TokenId token) const;
  /// The subtree's hull.
  TokenRange extent(TokenId token) const { return extents_[token.index()]; }
  /// True if `token` is `ancestor` or below it.
  bool is_below(TokenId token, TokenId ancestor) const;
  /// The first child with one of these relations (subtypes ignored); absent if none.
  TokenId child(TokenId token, std::initializer_list<std::string_view> relations) const;
  /// The sentence's tokens around `token`.
  TokenRange sentence_around(TokenId token) const { return sentences_[token.index()]; }
  /// The longest mention headed by `head`, else the shortest that holds it; absent if none.
  MentionId mention_of(TokenId head) const;
  /// The words of the phrase that `head` governs, without what is set beside it (relative clauses, appositions).
  TokenRange phrase(TokenId head) const;
  std::string lower(TokenId token) const;
  /// The preposition or conjunction that brings `token` ("as", "of"), lower case; empty if none.
  std::string marker(TokenId token) const;
  bool is_furniture(TokenId token) const { return furniture_[token.index()]; }
  /// `range` without punctuation (and, at its front, subordinators) at its ends.
  TokenRange trimmed(TokenRange range) const;

 private:
  const Document& doc_;
  std::vector<std::uint32_t> first_child_;
  std::vector<TokenId> children_;
  std::vector<TokenRange> extents_;
  std::vector<TokenRange> sentences_;
  std::vector<MentionId> mention_of_;
  std::vector<bool> furniture_;
};

}  // namespace casus::attribution
