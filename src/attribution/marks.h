// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "base/span.h"

namespace casus::attribution {

/// A stretch inside quotation marks.
struct Quoted {
  Span inner;              ///< without the marks, white space trimmed
  Span outer;              ///< with the marks that are there
  bool is_nested = false;  ///< stands inside another one
  bool is_single = false;  ///< in single marks
  bool continues = false;  ///< the paragraph before broke off inside a quotation
};

/// Pairs the quotation marks of `text`: curly, straight, low, angular and doubled ones, single and double. Apostrophes
/// and marks without a partner are left alone. A quotation that runs over paragraphs gives one stretch a paragraph
/// where each is opened anew, else one in all. Ascending by `inner.begin`, the longer first. Linear in the text.
std::vector<Quoted> pair_marks(std::string_view text);

}  // namespace casus::attribution
