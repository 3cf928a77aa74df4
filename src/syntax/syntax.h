// SPDX-License-Identifier: Apache-2.0
// syntax: tags, features and lemmas of words, and one tree a sentence, in the manner of Universal Dependencies. Reads
// kTokens, kSentences and kStates; writes morphology and arcs (kSyntax).
//   ASSIGN_OR_RETURN(auto stage, syntax::make_syntax_stage(model));
//   RETURN_IF_ERROR(stage->run(batch, workspace));
//   // "Petro said so": head(Petro) = said, deprel(Petro) = "nsubj"; said has no head and "root"
#pragma once
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "nn/encoder.h"
#include "pipeline/stage.h"

namespace casus::syntax {

/// The longest run of words that gets one tree; a longer sentence is parsed in parts whose roots hang on the first's.
inline constexpr std::uint32_t kMaxTree = 256;

/// Every sentence gets a tree with one root, whose relation alone is "root".
/// Errors: bad_data where the model lacks a scorer or names a label that is none. Threads: the stage is const.
Result<std::unique_ptr<Stage>> make_syntax_stage(const std::filesystem::path& data,
                                                 std::shared_ptr<const nn::Model> model);

}  // namespace casus::syntax
