// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "document/document.h"

namespace casus {

/// The tree of one sentence, made for asking who stands below whom: children at once, descent in constant time.
class SentenceTree {
 public:
  /// Linear in the sentence's length. Needs syntax. Arcs that leave the sentence or close a circle count as roots.
  SentenceTree(const Document& doc, TokenRange sentence);

  TokenRange range() const { return range_; }
  /// Dependents of `token`, ascending.
  std::span<const TokenId> children(TokenId token) const;
  /// True when `below` is `above` or stands somewhere below it.
  bool dominates(TokenId above, TokenId below) const;

 private:
  std::size_t place(TokenId token) const { return token.value - range_.begin; }

  TokenRange range_;
  std::vector<TokenId> children_;
  std::vector<std::uint32_t> first_child_;
  std::vector<std::uint32_t> enter_;
  std::vector<std::uint32_t> leave_;
};

}  // namespace casus
