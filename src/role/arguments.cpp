// SPDX-License-Identifier: Apache-2.0
#include "role/arguments.h"

#include <algorithm>

namespace casus::role {

TokenRange argument_span(const Document& doc, const SentenceTree& tree, TokenId head, TokenId predicate) {
  const bool is_below = head != predicate && tree.dominates(head, predicate);
  const auto belongs = [&](std::uint32_t token) {
    const TokenId id{token};
    return tree.dominates(head, id) && !(is_below && tree.dominates(predicate, id));
  };
  TokenRange span{head.value, head.value + 1};
  while (span.begin > tree.range().begin && belongs(span.begin - 1)) --span.begin;
  while (span.end < tree.range().end && belongs(span.end)) ++span.end;
  const auto is_punctuation = [&](std::uint32_t token) { return doc.upos(TokenId{token}) == Upos::kPunct; };
  while (span.begin < head.value && is_punctuation(span.begin)) ++span.begin;
  while (span.end > head.value + 1 && is_punctuation(span.end - 1)) --span.end;
  return span;
}

bool is_core(std::string_view role) {
  return role.size() == 4 && role.starts_with("ARG") && role[3] >= '0' && role[3] <= '5';
}

void keep_best_of_core(std::vector<Argument>& arguments, std::span<const std::string> roles) {
  std::vector<Argument> kept;
  for (const Argument& argument : arguments) {
    const auto same = std::ranges::find(kept, argument.role, &Argument::role);
    if (!is_core(roles[argument.role]) || same == kept.end()) {
      kept.push_back(argument);
    } else if (argument.by.score > same->by.score) {
      *same = argument;
    }
  }
  std::ranges::sort(kept, {}, &Argument::head);
  arguments = std::move(kept);
}

}  // namespace casus::role
