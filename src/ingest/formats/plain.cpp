// SPDX-License-Identifier: Apache-2.0
#include "ingest/encoding.h"
#include "ingest/formats/formats.h"
#include "ingest/furniture.h"

namespace casus::ingest {

void mark_furniture(Document& doc, const Options& options) {
  doc.furniture = furniture_of(doc.text, lists_of(options));
  doc.mark(Layer::kText);
  doc.mark(Layer::kFurniture);
}

Result<Document> read_plain(std::string raw, const std::string& id, const Options& options) {
  Document doc;
  doc.raw = std::move(raw);
  doc.origin.id = id;
  doc.origin.published = options.published;
  Decoded decoded = decode(doc.raw, {});
  if (!decoded.warning.empty()) warn(doc, decoded.warning);
  doc.text = std::move(decoded.text);
  doc.alignment = std::move(decoded.alignment);
  mark_furniture(doc, options);
  return doc;
}

}  // namespace casus::ingest
