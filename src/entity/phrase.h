// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/document.h"
#include "document/sentence_tree.h"

namespace casus::entity {

/// The noun phrase of `head`: determiners, modifiers, compounds, numbers, names and the phrases of its prepositions;
/// without its own preposition, coordinated phrases, relative clauses, appositions, the clause it is the predicate of,
/// and outer punctuation.
TokenRange phrase_of(const Document& doc, const SentenceTree& tree, TokenId head);

/// The token of `range` that governs the others: the first whose head lies outside.
TokenId head_of(const Document& doc, TokenRange range);

}  // namespace casus::entity
