// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json.hpp>

#include "record/record.h"

namespace casus::sink {

using Json = nlohmann::ordered_json;

/// `text`, or null where it is empty.
Json or_null(const std::string& text);
Json span_json(Span span);
Json party_json(const record::Party& party);
/// The `document` object of every record.
Json document_json(const Document& doc);
/// `document` as from `document_json`, made once for all records of a document.
Json record_json(const Json& document, const record::Record& record, const record::Coder& coder);
/// Appends one compact line. Bytes that are no UTF-8 cannot occur: text is checked at ingest.
void append_line(const Json& json, std::string& out);

}  // namespace casus::sink
