// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/document.h"
#include "document/tree.h"

namespace casus::coding {

/// Who says that `event` happened: fills the attributions of `coding`, outermost first; makes "I" and "we" the speaker
/// and his state; gives an act of speech without a doer to its speaker (CONVENTIONS 6).
void fill_speakers(const Tree& tree, const Event& event, Coding& coding);

}  // namespace casus::coding
