// SPDX-License-Identifier: Apache-2.0
// role: which words tell something, in which sense, and who takes part in it how (PropBank). Reads kSyntax and kStates;
// writes predicates and arguments (kRoles), both ascending. Predicates that a document comes with (CoNLL-U) are kept,
// and only their missing rolesets and their arguments are worked out.
//   // "Rebels attacked Oslo": predicate attack.01; ARG0 "Rebels", ARG1 "Oslo"
//   // "imposed sanctions": "imposed" as a light verb has the roleset "impose.LV" and no arguments
#pragma once
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "nn/encoder.h"
#include "pipeline/stage.h"

namespace casus::role {

/// Farthest that an argument's head may be from its predicate, in tokens.
inline constexpr std::uint32_t kFarthest = 256;

/// Reads data/lang/en/rolesets.tsv. Errors: those of the file; bad_data where the model lacks a scorer.
Result<std::unique_ptr<Stage>> make_role_stage(const std::filesystem::path& data,
                                               std::shared_ptr<const nn::Model> model);

}  // namespace casus::role
