// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <vector>

#include "document/document.h"

namespace casus::segment {

/// No sentence is longer; one that would be is parted where a new one is most likely.
inline constexpr std::uint32_t kMaxSentence = 256;

/// The sentences that `scores` give: the log odds that a token begins one. A blank line and an edge of furniture always
/// begin one, and so does what follows a dateline; a line break that no small letter follows counts for it, unless most
/// lines of the text go on in small letters (a text broken into lines); what is glued to the word before as
/// punctuation, and words inside a multiword token, never begin one. Linear in the number of tokens.
std::vector<Sentence> sentences_of(const Document& doc, std::span<const float> scores);

}  // namespace casus::segment
