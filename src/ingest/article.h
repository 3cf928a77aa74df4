// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "document/alignment.h"
#include "ingest/lists.h"
#include "ingest/page.h"

namespace casus::ingest {

/// The main text of a page and where it stands in the html that the page was made from.
struct MainText {
  std::string text;
  Alignment alignment;
};

/// Finds the story of `page`: paragraphs apart by blank lines, headings as paragraphs of their own, list items and
/// table cells a line each. `title` is left out where it stands as a heading. What furniture is: `lists` and the shape
/// of the page.
MainText extract_article(const Page& page, const Lists& lists, std::string_view title);

}  // namespace casus::ingest
