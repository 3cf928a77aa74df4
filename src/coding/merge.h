// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "coding/thresholds.h"
#include "document/document.h"

namespace casus::coding {

/// Joins codings that tell one event again (product.md, section 3, rule 9): same type and status, sides that agree or
/// are not named the second time, and words that point back ("the attack") or are the same. The fullest mention keeps
/// the trigger; what it lacks it takes from the others.
void merge_mentions(const Thresholds& thresholds, Document& doc);

}  // namespace casus::coding
