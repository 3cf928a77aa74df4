// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "document/document.h"

namespace casus {

/// Every invariant of a Document, over the layers that are computed: spans lie in the text, on code-point borders and
/// ascend; ids point to records that exist; trees have one root and no cycle; layers of one length keep it.
/// Errors: internal, naming the layer, the record and what does not hold.
Result<void> validate(const Document& doc);

}  // namespace casus
