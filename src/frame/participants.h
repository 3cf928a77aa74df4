// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "codebook/codebook.h"
#include "document/tree.h"

namespace casus::frame {

/// The participants of the clause of `verb`: own subject and objects, and those it shares with the clauses around it.
/// `with_context` false leaves out what comes from outside the clause (it is what stops the walk through governors).
std::vector<Participant> clause_participants(const Tree& tree, TokenId verb, int depth = 0);

/// The participants of an event noun: possessor, modifiers, prepositional phrases, and the subject of a light verb.
std::vector<Participant> noun_participants(const Tree& tree, TokenId noun, const codebook::Codebook& codebook);

/// The verb that carries an event noun, and what the codebook says of it ("imposed" of "imposed sanctions").
struct Support {
  TokenId verb;
  const codebook::LightVerb* light = nullptr;
};
/// The light verb above `noun`, or below it as a participle ("the strike carried out by X").
std::optional<Support> support_of(const Tree& tree, TokenId noun, const codebook::Codebook& codebook);

/// True when the words of `phrase` after its head stand as particles, prepositions or objects below or after `head`.
bool has_rest(const Tree& tree, TokenId head, const codebook::Phrase& phrase);

}  // namespace casus::frame
