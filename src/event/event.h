// SPDX-License-Identifier: Apache-2.0
// event: which words tell an event, of which type and status, and which words are its parties, place, time and source.
// What the trained scorers say, as probabilities; nothing is decided here (that is coding's). Reads kTokens, kSentences
// and kStates; writes event_scores (kEventScores), ascending by token.
//   // "The army shelled the port": "shelled" has types[ASSAULT] about 0.98 and an arc kActor to "army" of 0.97
#pragma once
#include <memory>

#include "base/result.h"
#include "nn/encoder.h"
#include "pipeline/stage.h"

namespace casus::event {

/// The scorers are token tasks (type, rank, mode, status, contexts, sector; of contexts each is asked for
/// alone) and one arc task (Dozat and Manning 2017, with a
/// sigmoid for each kind, for a word may be actor and source at once). Errors: bad_data where the model lacks one of
/// them. Threads: the stage is const.
Result<std::unique_ptr<Stage>> make_event_stage(std::shared_ptr<const nn::Model> model);

}  // namespace casus::event
