// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "document/document.h"

namespace casus::entity {

/// What a scorer says of each word, leaning on what it says of the same word elsewhere in the document: a name that is
/// plain in one sentence is one in the next. Of words of two bytes and more that begin with an ASCII capital, or with a
/// letter beyond ASCII, as they are written; the others stay as they are. Shape: logits and result [tokens, labels];
/// rows of words that stand once are copied, others may be moved as a whole, which no softmax sees.
std::vector<float> lean_on_repeats(const Document& doc, std::span<const float> logits, std::size_t labels);

}  // namespace casus::entity
