// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>

#include "coding/match.h"

namespace casus::coding {

/// Fills actors and recipients of `coding` from what `match` found, by the rules of who stands for whom: owners of
/// things, doers behind event nouns, parties told in the content, the people of a protest. Each side leaves its reason.
/// `events` are the frames of the sentence.
void fill_sides(const Tree& tree, const Event& event, std::span<const Event> events, const Match& match,
                const codebook::Predicate& predicate, Coding& coding);

}  // namespace casus::coding
