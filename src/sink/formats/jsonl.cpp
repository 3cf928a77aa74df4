// SPDX-License-Identifier: Apache-2.0
#include "sink/json.h"
#include "sink/sink.h"

namespace casus::sink {
namespace {
void write(const Document& doc, const std::vector<record::Record>& records, const record::Coder& coder,
           std::string& out) {
  if (records.empty()) return;
  const Json document = document_json(doc);
  for (const record::Record& record : records) append_line(record_json(document, record, coder), out);
}
}  // namespace

extern const Format kFormat_jsonl{"jsonl", "one JSON object a line, schema casus.event/1", nullptr, write};

}  // namespace casus::sink
