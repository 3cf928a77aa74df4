// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "coding/thresholds.h"
#include "document/document.h"
#include "document/tree.h"

namespace casus::coding {

/// Weighs the country of each side against what the scorer `side` says of the event as a whole and the arc scorer of
/// single words. Where another country is likelier, a side whose own words do not tell it takes that country, or gives
/// way to the word that has it; where none is, it loses its country, or goes. Sides of several countries stay. Nothing
/// changes where the model lacks the scorer.
void weigh_countries(const std::vector<Tree>& trees, const Thresholds& thresholds, Document& doc);

}  // namespace casus::coding
