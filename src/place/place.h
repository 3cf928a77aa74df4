// SPDX-License-Identifier: Apache-2.0
// place: names of places, and the gazetteer's entries they mean. Reads text, tokens, sentences, trees and mentions;
// writes places, by data/places/gazetteer.tsv. Of several places with one name the best by what the text says wins: a
// division or country behind a comma, a country named near by, then weight; where nothing decides, the country stays
// empty.
//   "in Minneapolis" -> Minneapolis, USA, Minnesota, PPL, 44.98 N 93.25 W, literal;   "Colombian" -> Colombia, not
//   literal
#pragma once
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "pipeline/stage.h"

namespace casus::place {

/// The stage that writes kPlaces. `data` is the data root.
/// Errors: not_found or bad_data for places/gazetteer.tsv, naming file and line.
Result<std::unique_ptr<Stage>> make_place_stage(const std::filesystem::path& data);

}  // namespace casus::place
