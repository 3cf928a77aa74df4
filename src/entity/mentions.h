// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/sentence_tree.h"

namespace casus::entity {

/// A proper name as the name scorer has it.
struct NameFound {
  TokenRange tokens;
  EntityType type = EntityType::kMisc;
  float score = 0.0F;
};

/// What the mention scorer says of a token: the type of the mention it heads, if any.
struct HeadFound {
  std::optional<EntityType> type;
  float score = 0.0F;
};

/// The type of a name label: PER, ORG, LOC; all else is kMisc.
EntityType type_of_name(std::string_view label);

/// False for what no corpus of names counts as one: an address of mail or the web, and the word for a people
/// ("Palestinians") as a person.
bool may_be_name(const Document& doc, const NameFound& name);

/// True for an adjective that is written as a name wherever it stands ("Colombian", "Islamic").
bool is_proper_adjective(const Document& doc, TokenId token);

/// The mentions of one sentence, one for each head, ascending by begin, longer first. `heads[i]` is of the sentence's
/// i-th token. Needs syntax.
std::vector<Mention> mentions_of(const Document& doc, const SentenceTree& tree, std::span<const NameFound> names,
                                 std::span<const HeadFound> heads);

}  // namespace casus::entity
