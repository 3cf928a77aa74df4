// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/sentence_tree.h"

namespace casus::role {

/// The words of an argument: the subtree of its head without the predicate's own where that lies below (the phrase that
/// a relative clause belongs to), as far as they stand together around the head, outer punctuation left off.
TokenRange argument_span(const Document& doc, const SentenceTree& tree, TokenId head, TokenId predicate);

/// ARG0 to ARG5: of these a predicate has each but once.
bool is_core(std::string_view role);

/// Leaves the best-scoring argument of each core role; of equals the earlier one. `arguments` are of one predicate.
void keep_best_of_core(std::vector<Argument>& arguments, std::span<const std::string> roles);

}  // namespace casus::role
