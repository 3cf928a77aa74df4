// SPDX-License-Identifier: Apache-2.0
// factuality: did it happen? For each verb and each predicate a score from -3 (no) to 3 (yes), as in UDS It-Happened
// (White et al. 2016). Reads kSyntax, kRoles and kStates; writes factualities (kFactualities), ascending by token.
//   // "They did not attack": score of "attack" about -2.5
#pragma once
#include <memory>

#include "base/result.h"
#include "nn/encoder.h"
#include "pipeline/stage.h"

namespace casus::factuality {

/// The score is the mean of the scorer's bins, weighed by their probabilities; `by.score` is that of the best bin.
/// Errors: bad_data where the model lacks the scorer or a label is no number. Threads: the stage is const.
Result<std::unique_ptr<Stage>> make_factuality_stage(std::shared_ptr<const nn::Model> model);

}  // namespace casus::factuality
