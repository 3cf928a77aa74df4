// SPDX-License-Identifier: Apache-2.0
// entity: the words that refer, and to what kind of thing: names, phrases with nouns, pronouns, adjectives of nations.
// Reads kSyntax and kStates; writes mentions (kMentions), ascending by begin, longer first, at most one for each head.
// The types and how they map to those of the corpora: docs/entity-types.md.
//   // "Colombian President Gustavo Petro": person, head "Gustavo", name "Gustavo Petro"; nationality "Colombian"
#pragma once
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "nn/encoder.h"
#include "pipeline/stage.h"

namespace casus::entity {

/// Errors: bad_data where the model lacks a scorer or a label is unknown. Threads: the stage is const.
Result<std::unique_ptr<Stage>> make_entity_stage(const std::filesystem::path& data,
                                                 std::shared_ptr<const nn::Model> model);

}  // namespace casus::entity
