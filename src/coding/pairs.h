// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/document.h"

namespace casus::coding {

/// "Both governments", "officials of the two countries": a side whose words tell a pair, and name no state, becomes two
/// with the two countries nearby that the scorer `nation` holds likeliest, where it holds the second likely at all.
void split_pairs(Document& doc);

}  // namespace casus::coding
