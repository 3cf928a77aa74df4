// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "document/document.h"
#include "ingest/ingest.h"

namespace casus::ingest {

/// The stage's name in warnings.
inline constexpr const char* kStage = "ingest";

/// Plain text: the text is the input, furniture is marked.
Result<Document> read_plain(std::string raw, const std::string& id, const Options& options);
/// One HTML page: the story becomes the text.
Result<Document> read_html(std::string raw, const std::string& id, const Options& options);
/// One line of JSONL. `id` stands for a missing `id` field and for the place in messages.
Result<Document> read_json_line(std::string raw, const std::string& id, const Options& options);

/// Fills text, alignment and what the page says of itself from `html` (UTF-8); the alignment leads to `html`.
void fill_from_html(Document& doc, std::string_view html, const Options& options);
/// Marks furniture in `doc.text`.
void mark_furniture(Document& doc, const Options& options);
/// The lists to go by, empty ones where none are given.
const Lists& lists_of(const Options& options);
/// A warning of this stage.
void warn(Document& doc, std::string message);

}  // namespace casus::ingest
