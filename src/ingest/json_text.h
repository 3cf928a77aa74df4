// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "document/alignment.h"

namespace casus::ingest {

/// Deeper JSON is refused: nothing that is meant well nests so.
inline constexpr std::size_t kMaxJsonDepth = 100;

/// How deep brackets nest outside of strings.
std::size_t json_depth(std::string_view source);

/// A string of JSON without its escapes, and the way back.
struct JsonText {
  std::string text;
  Alignment alignment;
};

/// Decodes the string whose opening quotation mark stands at `quote`. The source must have been parsed without fault.
JsonText decode_json_string(std::string_view source, std::size_t quote);

/// Where the value of the last member `name` of the object `source` begins; npos where there is none.
std::size_t find_json_member(std::string_view source, std::string_view name);

/// Lone surrogates ("\ud83d" without its partner), which no UTF-8 can hold, made "\ufffd" of equal length. Returns how
/// many.
std::size_t mend_surrogates(std::string& source);

}  // namespace casus::ingest
