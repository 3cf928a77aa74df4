// SPDX-License-Identifier: Apache-2.0
// segment: text to words and sentences as Universal Dependencies has them for English. The token stage reads kText and
// writes kTokens: white space parts the text into chunks, and inside a chunk a small trained decision
// (data/lang/<code>/tokens.model) parts every place where two words may touch.
//   "He didn't."  ->  He | did n't (one multiword token) | .
#pragma once
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "nn/encoder.h"
#include "pipeline/stage.h"

namespace casus::segment {

/// Text to tokens. Every byte that is not white space belongs to exactly one token; time is linear in the text. Skips
/// documents that have tokens. Reads data/lang/en.
/// Errors: those of the data files.
Result<std::unique_ptr<Stage>> make_token_stage(const std::filesystem::path& data);

/// Tokens to sentences, by the model's scorer `sentence` and hard rules (segment/sentences.h): reads kTokens and
/// kStates, writes kSentences. Skips documents that have sentences. Errors: bad_data where the model lacks the scorer.
Result<std::unique_ptr<Stage>> make_sentence_stage(const std::filesystem::path& data,
                                                   std::shared_ptr<const nn::Model> model);

}  // namespace casus::segment
