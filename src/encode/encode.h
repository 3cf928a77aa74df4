// SPDX-License-Identifier: Apache-2.0
// encode: runs the encoder over the tokens of a batch. Reads kTokens (and kSentences where they were given); leaves in
// Workspace.states, for each token, its state and what the token scorers say (kStates), and sets doc.inventory.
// A document is read in windows of whole words; each word's state is taken from one of them. What a document gets does
// not depend on the other documents of the batch.
//   ASSIGN_OR_RETURN(auto stage, encode::make_encode_stage(model));
//   RETURN_IF_ERROR(stage->run(batch, workspace));    // workspace.states[0].rows holds a row for each token of
//   batch[0]
#pragma once
#include <memory>

#include "base/result.h"
#include "encode/windows.h"
#include "nn/encoder.h"
#include "pipeline/stage.h"

namespace casus::encode {

/// Most tokens of one document: what is kept of a token takes about 2 KB while it is read.
inline constexpr std::size_t kMaxTokens = 40'000;

/// Documents of more than kMaxTokens tokens fail with limit.
/// Errors: bad_data where the model's vocabulary or labels do not fit. Threads: the stage is const.
Result<std::unique_ptr<Stage>> make_encode_stage(std::shared_ptr<const nn::Model> model,
                                                 const WindowSettings& settings = {});

}  // namespace casus::encode
