// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "document/alignment.h"

namespace casus::ingest {

/// Bytes as UTF-8, with the way back to them. `warning` is empty where nothing was guessed or repaired.
struct Decoded {
  std::string text;
  Alignment alignment;
  std::string encoding = "UTF-8";
  std::string warning;
};

/// Turns `raw` into UTF-8: byte order mark, then well-formed UTF-8 as it is, then `declared` (an encoding's name or
/// empty), then detection with a warning. Broken UTF-8 gets U+FFFD for each bad byte, with a warning.
Decoded decode(std::string_view raw, std::string_view declared);

/// The encoding that an HTML page declares in its first bytes (XML prolog or meta element); empty where it declares
/// none.
std::string declared_encoding(std::string_view raw);

/// "a PDF file" and the like for bytes that are no text at all; empty for what may be text.
std::string_view binary_kind(std::string_view raw);

/// The way through two alignments: text -> middle -> raw.
Alignment compose(const Alignment& outer, const Alignment& inner);

}  // namespace casus::ingest
