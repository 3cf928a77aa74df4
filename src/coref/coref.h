// SPDX-License-Identifier: Apache-2.0
// coref: mentions to entities: which words mean the same somebody, and who that is on the document's day. Reads
// kMentions, kSyntax, kPlaces (where computed) and the dictionaries of actor/; writes entities, entity_of (kEntities).
//   // "Colombian President Gustavo Petro … Petro … the Colombian leader … he": one entity, COL, GOV, "Gustavo Petro"
#pragma once
#include <filesystem>
#include <memory>

#include "actor/actor.h"
#include "base/result.h"
#include "pipeline/stage.h"

namespace casus::coref {

/// Reads DATA/lang/en/coref.toml. Errors: not_found, bad_data naming the line. Threads: the stage is const.
Result<std::unique_ptr<Stage>> make_coref_stage(const std::filesystem::path& data,
                                                std::shared_ptr<const actor::Dictionary> actors);

}  // namespace casus::coref
