// SPDX-License-Identifier: Apache-2.0
// sink: writing records. A format turns one coded document's records into text; the table of formats is written by
// CMake from the files of formats/.
//   find_format("jsonl")->records(doc, records, coder, out);
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/record.h"

namespace casus::sink {

/// One way of writing records. All functions append to `out`.
struct Format {
  std::string_view name;
  std::string_view description;
  /// What stands before the first record; may be null.
  void (*header)(std::string& out);
  void (*records)(const Document& doc, const std::vector<record::Record>& records, const record::Coder& coder,
                  std::string& out);
};

/// All formats, by name.
std::span<const Format> formats();
/// Null where there is none of that name.
const Format* find_format(std::string_view name);

/// One line of JSON for a quotation (product.md, section 2).
void write_quote_json(const Document& doc, const record::Quote& quote, std::string& out);
/// A line of a table for people: the speaker, the words.
void write_quote_table(const Document& doc, const record::Quote& quote, std::string& out);
/// One object with every layer of the document (`casus annotate --format json`).
void write_annotation_json(const Document& doc, std::string& out);

/// Cuts `text` to `width` columns (code points), with an ellipsis where something is left out; line breaks become
/// spaces.
std::string fit(std::string_view text, std::size_t width);

}  // namespace casus::sink
