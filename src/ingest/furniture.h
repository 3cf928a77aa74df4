// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "ingest/lists.h"

namespace casus::ingest {

/// A line in lower case, white space folded, without marks at its ends: "Prev Post :" is "prev post".
std::string plain_line(std::string_view line);
/// True for a line that is a part of the page and not of the story.
bool is_furniture_line(std::string_view line, const Lists& lists);
/// True for a heading (as `plain_line` gives it) after which the story is over.
bool is_ending_line(const std::string& line, const Lists& lists);
/// The furniture of a plain text: whole lines, and what was left at the end of the last line. Ascending, disjoint.
std::vector<Span> furniture_of(std::string_view text, const Lists& lists);

}  // namespace casus::ingest
