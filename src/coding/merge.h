// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "coding/thresholds.h"
#include "document/document.h"

namespace casus::coding {

/// Joins codings of one type that tell one event again (product.md, section 3, rule 9): words that the trained scorers
/// hold for the same event; else those whose sides agree or are not named the second time, and that the scorers hold
/// for a second telling or, with the same status, point back ("the attack") or are the same words. What one side does
/// in return to the other stays apart. The fullest mention keeps the trigger; what it lacks it takes from the others.
void merge_mentions(const Thresholds& thresholds, Document& doc);

}  // namespace casus::coding
