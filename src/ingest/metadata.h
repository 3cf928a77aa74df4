// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "ingest/lists.h"
#include "ingest/page.h"

namespace casus::ingest {

/// What a page says of itself; empty is unknown. `published` is "YYYY-MM-DD".
struct Metadata {
  std::string title;
  std::string published;
  std::string author;
  std::string publisher;
  std::string language;
  std::string url;
};

/// Reads JSON-LD, then meta elements, then what the page shows: headings, <time>, its address.
Metadata read_metadata(const Page& page, const Lists& lists);

/// The day that `text` begins with or is: ISO 8601, "20191118", "2019/11/18", "18.11.2019", "18 November 2019",
/// "Nov. 18, 2019", "Mon, 18 Nov 2019 …". As "YYYY-MM-DD"; empty where there is none or the day does not exist.
std::string find_day(std::string_view text);

/// The day in an address such as "…/2019/11/18/…".
std::string day_of_url(std::string_view url);

}  // namespace casus::ingest
