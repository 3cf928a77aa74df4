// SPDX-License-Identifier: Apache-2.0
// frame: predicates and arguments to event frames. Reads tokens, sentences, syntax, roles, mentions, furniture; writes
// events. A frame says who takes which part in what a word tells, before any code is given, so that one frame can be
// filled by these rules over trees and roles, or by a trained scorer.
//   "US strikes on vessels":  trigger "strikes", doer "US", topic "vessels" with the preposition "on"
// The constructions: active and passive clauses, control and relative clauses, participles, coordination, nouns with
// their possessors, modifiers and prepositional phrases, and nouns under a light verb ("imposed sanctions on").
#pragma once
#include <memory>

#include "codebook/codebook.h"
#include "pipeline/stage.h"

namespace casus::frame {

/// Builds a frame for each word that `codebook` lists as a predicate and that stands outside furniture.
std::unique_ptr<Stage> make_frame_stage(std::shared_ptr<const codebook::Codebook> codebook);

}  // namespace casus::frame
