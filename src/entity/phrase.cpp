// SPDX-License-Identifier: Apache-2.0
#include "entity/phrase.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace casus::entity {
namespace {
constexpr std::array<std::string_view, 9> kOfThePhrase{"det",  "amod",  "nummod",   "nmod", "compound",
                                                       "flat", "fixed", "goeswith", "acl"};
constexpr std::array<std::string_view, 5> kNeverInside{"acl:relcl", "appos", "parataxis", "list", "dislocated"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// Marks the tokens that belong to the phrase. Each token is visited at most once: trees have no circles below a head.
class Marker {
 public:
  Marker(const Document& doc, const SentenceTree& tree)
      : doc_(doc), tree_(tree), begin_(tree.range().begin), marked_(tree.range().size(), false) {}

  void mark_phrase(TokenId head) {
    marked_[head.value - begin_] = true;
    for (const TokenId child : tree_.children(head))
      if (is_one_of(kOfThePhrase, doc_.relation(child)) && !is_one_of(kNeverInside, doc_.deprel(child)))
        mark_below(child);
  }

  bool is_marked(std::uint32_t token) const { return marked_[token - begin_]; }

 private:
  void mark_below(TokenId top) {
    std::vector<TokenId> stack{top};
    while (!stack.empty()) {
      const TokenId token = stack.back();
      stack.pop_back();
      if (marked_[token.value - begin_]) continue;
      marked_[token.value - begin_] = true;
      for (const TokenId child : tree_.children(token))
        if (!is_one_of(kNeverInside, doc_.deprel(child))) stack.push_back(child);
    }
  }

  const Document& doc_;
  const SentenceTree& tree_;
  std::uint32_t begin_;
  std::vector<bool> marked_;
};

/// "(DOH)"
bool is_in_brackets(const Document& doc, TokenId token) {
  const auto stands = [&](std::size_t at, std::string_view form) {
    return at < doc.tokens.size() && doc.form(TokenId{at}) == form;
  };
  return token.index() > 0 && stands(token.index() - 1, "(") && stands(token.index() + 1, ")");
}

/// Words that may stand between a phrase's parts without being one: "the , so called , committee", "the Department of
/// Health (DOH) Secretary".
bool may_stand_between(const Document& doc, TokenId token) {
  const std::string_view relation = doc.relation(token);
  return relation == "punct" || relation == "advmod" || relation == "discourse" || is_in_brackets(doc, token);
}
}  // namespace

TokenRange phrase_of(const Document& doc, const SentenceTree& tree, TokenId head) {
  Marker marker(doc, tree);
  marker.mark_phrase(head);
  const auto is_inside = [&](std::uint32_t token) {
    return marker.is_marked(token) || (may_stand_between(doc, TokenId{token}) && tree.dominates(head, TokenId{token}));
  };
  TokenRange out{head.value, head.value + 1};
  for (std::uint32_t token = head.value; token > tree.range().begin && is_inside(token - 1); --token)
    if (marker.is_marked(token - 1)) out.begin = token - 1;
  for (std::uint32_t token = head.value + 1; token < tree.range().end && is_inside(token); ++token)
    if (marker.is_marked(token)) out.end = token + 1;
  const auto is_punctuation = [&](std::uint32_t token) { return doc.upos(TokenId{token}) == Upos::kPunct; };
  while (out.begin < head.value && is_punctuation(out.begin)) ++out.begin;
  while (out.end > head.value + 1 && is_punctuation(out.end - 1)) --out.end;
  return out;
}

TokenId head_of(const Document& doc, TokenRange range) {
  for (std::uint32_t token = range.begin; token < range.end; ++token)
    if (const TokenId head = doc.arcs[token].head; !head.exists() || !range.contains(head)) return TokenId{token};
  return TokenId{range.begin};
}

}  // namespace casus::entity
