// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "document/document.h"
#include "record/record.h"

namespace casus::cli {

/// A stretch of text to be marked, with the classes of its <span> and the card that a click leads to (-1: none).
struct Mark {
  Span span;
  std::string classes;
  int card = -1;
};

/// `text` with the five characters that HTML takes for itself written as references.
std::string escape_html(std::string_view text);
/// The text as HTML with each mark in a <span>; where marks overlap, a piece carries the classes of all of them.
std::string marked_html(const std::string& text, const std::vector<Mark>& marks);

/// The beginning of the one self-contained page of `casus explain`: styles, no outside files.
std::string page_head(const std::string& title);
/// One document: the article with spans marked, a card for each event, the silent sentences with the reason.
std::string page_document(const Document& doc, const std::vector<record::Record>& records, int first_card);
std::string page_foot();

}  // namespace casus::cli
