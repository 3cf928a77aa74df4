// SPDX-License-Identifier: Apache-2.0
#include "attribution/trees.h"

#include <algorithm>

namespace casus::attribution {

Trees::Trees(const Document& doc) : doc_(doc) {
  const std::size_t count = doc.tokens.size();
  first_child_.assign(count + 1, 0);
  extents_.resize(count);
  sentences_.resize(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    extents_[i] = {i, i + 1};
    sentences_[i] = {i, i + 1};
    if (doc.arcs[i].head.exists()) ++first_child_[doc.arcs[i].head.index() + 1];
  }
  for (std::size_t i = 0; i < count; ++i) first_child_[i + 1] += first_child_[i];
  children_.resize(first_child_[count]);
  std::vector<std::uint32_t> next(first_child_.begin(), first_child_.end() - 1);
  for (std::uint32_t i = 0; i < count; ++i)
    if (doc.arcs[i].head.exists()) children_[next[doc.arcs[i].head.index()]++] = TokenId{i};
  for (const Sentence& sentence : doc.sentences) {
    for (std::uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
      sentences_[i] = sentence.tokens;
      TokenId at = doc.arcs[i].head;
      for (std::uint32_t steps = 0; at.exists() && steps < sentence.tokens.size(); ++steps) {
        TokenRange& extent = extents_[at.index()];
        extent = {std::min(extent.begin, i), std::max(extent.end, i + 1)};
        at = doc.arcs[at.index()].head;
      }
    }
  }
  furniture_.assign(count, false);
  std::vector<Span> furniture = doc.furniture;
  std::ranges::sort(furniture);
  std::uint32_t token = 0;
  for (const Span& span : furniture) {
    while (token < count && doc.tokens[token].span.end <= span.begin) ++token;
    for (; token < count && doc.tokens[token].span.begin < span.end; ++token) furniture_[token] = true;
  }
  // Longer mentions first, so that the last writer inside one is the shortest; heads are set afterwards, longest last.
  mention_of_.resize(count);
  std::vector<std::uint32_t> order(doc.mentions.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return doc.mentions[a].tokens.size() > doc.mentions[b].tokens.size();
  });
  constexpr std::uint32_t kLongest = 24;
  for (const std::uint32_t m : order) {
    const TokenRange range = doc.mentions[m].tokens;
    for (std::uint32_t i = range.begin; i < range.end && i < count && range.size() <= kLongest; ++i)
      mention_of_[i] = MentionId{m};
  }
  for (auto m = order.rbegin(); m != order.rend(); ++m)
    if (doc.mentions[*m].head.exists()) mention_of_[doc.mentions[*m].head.index()] = MentionId{*m};
}

std::span<const TokenId> Trees::children(TokenId token) const {
  const std::uint32_t begin = first_child_[token.index()];
  return {children_.data() + begin, first_child_[token.index() + 1] - begin};
}

bool Trees::is_below(TokenId token, TokenId ancestor) const {
  const std::uint32_t limit = sentences_[token.index()].size() + 1;
  for (std::uint32_t steps = 0; token.exists() && steps < limit; ++steps) {
    if (token == ancestor) return true;
    token = doc_.arcs[token.index()].head;
  }
  return false;
}

TokenId Trees::child(TokenId token, std::initializer_list<std::string_view> relations) const {
  for (const TokenId at : children(token))
    if (std::ranges::find(relations, doc_.relation(at)) != relations.end()) return at;
  return {};
}

MentionId Trees::mention_of(TokenId head) const {
  return mention_of_[head.index()];
}

TokenRange Trees::phrase(TokenId head) const {
  static constexpr std::string_view kInside[] = {"det",      "amod",  "compound", "flat",   "nummod", "nmod",
                                                 "goeswith", "fixed", "conj",     "advmod", "name"};
  const auto belongs = [&](TokenId at) { return std::ranges::find(kInside, doc_.relation(at)) != std::end(kInside); };
  TokenRange out{head.value, head.value + 1};
  const auto kids = children(head);
  for (std::size_t i = kids.size(); i-- > 0;) {
    if (kids[i].value > head.value) continue;
    if (!belongs(kids[i])) break;
    out.begin = std::min(out.begin, extent(kids[i]).begin);
  }
  for (const TokenId kid : kids) {
    if (kid.value < head.value) continue;
    if (doc_.relation(kid) == "punct" || doc_.relation(kid) == "case") continue;
    if (!belongs(kid)) break;
    out.end = std::max(out.end, extent(kid).end);
  }
  return trimmed(out);
}

std::string Trees::lower(TokenId token) const {
  std::string out(doc_.form(token));
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string Trees::marker(TokenId token) const {
  const TokenId at = child(token, {"case", "mark"});
  return at.exists() && at.value < token.value ? lower(at) : std::string();
}

TokenRange Trees::trimmed(TokenRange range) const {
  const auto is_punct = [&](std::uint32_t i) { return doc_.upos(TokenId{i}) == Upos::kPunct; };
  while (range.begin < range.end && is_punct(range.begin)) ++range.begin;
  while (range.end > range.begin && is_punct(range.end - 1)) --range.end;
  return range;
}

}  // namespace casus::attribution
