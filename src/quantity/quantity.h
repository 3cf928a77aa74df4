// SPDX-License-Identifier: Apache-2.0
// quantity: counts and amounts as intervals, with their unit and what they count. Reads text, tokens, sentences, trees
// and times; writes quantities. Dates, clock times, ordinals, ages and numbers inside names are none.
//   "killing more than 110 people" -> "more than 110 people", noun "people", what "dead", min 110, strict, no max
//   "nearly two million" -> max 2,000,000, approximate; "dozens" -> min 24, approximate
#pragma once
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "pipeline/stage.h"

namespace casus::quantity {

/// The stage that writes kQuantities. `data` is the data root.
/// Errors: not_found or bad_data for lang/en/quantity.toml and number.toml, naming file and line.
Result<std::unique_ptr<Stage>> make_quantity_stage(const std::filesystem::path& data);

}  // namespace casus::quantity
