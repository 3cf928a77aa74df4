// SPDX-License-Identifier: Apache-2.0
// nation: the country of a party that its own words do not tell ("two clerks", "he", "the ministry"): which of the
// words nearby that name a country, or have one, it goes with. Reads kStates, kMentions, kEntities, kPlaces and
// kEventScores; writes nations and side_countries (kNations), ascending by token.
//   // "Protesters in Lima … Two clerks were hurt": "clerks" goes with "Lima": PER
#pragma once
#include <memory>

#include "actor/actor.h"
#include "base/result.h"
#include "nn/encoder.h"
#include "pipeline/stage.h"

namespace casus::nation {

/// The trained scorer `nation` (an arc task) shares one probability among the words with a country within 200 tokens
/// and "of none of these", distance weighing in; the words of one country add up. Errors: bad_data where the model
/// lacks it. Where the model has the scorer `side` too, it is asked the same of both sides of each word that may tell
/// an event. Threads: the stage is const.
Result<std::unique_ptr<Stage>> make_nation_stage(std::shared_ptr<const nn::Model> model,
                                                 std::shared_ptr<const actor::Dictionary> actors);

}  // namespace casus::nation
