// SPDX-License-Identifier: Apache-2.0
#include "document/sentence_tree.h"

#include "base/assert.h"

namespace casus {

SentenceTree::SentenceTree(const Document& doc, TokenRange sentence)
    : range_(sentence),
      children_(sentence.size()),
      first_child_(sentence.size() + 2, 0),
      enter_(sentence.size(), 0),
      leave_(sentence.size(), 0) {
  const std::uint32_t count = sentence.size();
  const auto head_of = [&](std::uint32_t i) {  // `count` for a root
    const TokenId head = doc.arcs[range_.begin + i].head;
    return head.exists() && range_.contains(head) ? head.value - range_.begin : count;
  };
  for (std::uint32_t i = 0; i < count; ++i) ++first_child_[head_of(i) + 1];
  for (std::uint32_t i = 0; i <= count; ++i) first_child_[i + 1] += first_child_[i];
  std::vector<std::uint32_t> next(first_child_.begin(), first_child_.end() - 1);
  for (std::uint32_t i = 0; i < count; ++i) children_[next[head_of(i)]++] = TokenId{range_.begin + i};

  std::uint32_t clock = 0;
  std::vector<std::uint32_t> at(count + 1);  // the next child to visit
  for (std::uint32_t i = 0; i <= count; ++i) at[i] = first_child_[i];
  std::vector<std::uint32_t> stack;
  const auto walk = [&](std::uint32_t from) {
    stack.assign(1, from);
    enter_[from] = ++clock;
    while (!stack.empty()) {
      const std::uint32_t node = stack.back();
      if (at[node] == first_child_[node + 1]) {
        leave_[node] = clock;
        stack.pop_back();
        continue;
      }
      const std::uint32_t child = children_[at[node]++].value - range_.begin;
      if (enter_[child] != 0) continue;
      enter_[child] = ++clock;
      stack.push_back(child);
    }
  };
  for (std::uint32_t k = first_child_[count]; k < first_child_[count + 1]; ++k) walk(children_[k].value - range_.begin);
  for (std::uint32_t i = 0; i < count; ++i)
    if (enter_[i] == 0) walk(i);  // a circle
}

std::span<const TokenId> SentenceTree::children(TokenId token) const {
  ASSERT(range_.contains(token));
  const std::size_t i = place(token);
  return std::span(children_).subspan(first_child_[i], first_child_[i + 1] - first_child_[i]);
}

bool SentenceTree::dominates(TokenId above, TokenId below) const {
  if (!range_.contains(above) || !range_.contains(below)) return false;
  return enter_[place(above)] <= enter_[place(below)] && enter_[place(below)] <= leave_[place(above)];
}

}  // namespace casus
