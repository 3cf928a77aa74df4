// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "ingest/article.h"
#include "ingest/encoding.h"
#include "ingest/formats/formats.h"
#include "ingest/metadata.h"
#include "ingest/words.h"

namespace casus::ingest {
namespace {

/// A page that opens <html> and ends before it closes anything of it was cut off.
bool is_truncated(std::string_view html) {
  const std::string head = lower_ascii(html.substr(0, 4096));
  if (head.find("<html") == std::string::npos) return false;
  const std::string tail = lower_ascii(html.substr(html.size() - std::min<std::size_t>(html.size(), 65536)));
  return tail.find("</html") == std::string::npos && tail.find("</body") == std::string::npos;
}

void set_if_empty(std::string& field, const std::string& value) {
  if (field.empty()) field = value;
}

}  // namespace

void fill_from_html(Document& doc, std::string_view html, const Options& options) {
  const Lists& lists = lists_of(options);
  const Page page(html);
  if (page.dropped_tags() > 0)
    warn(doc, std::to_string(page.dropped_tags()) + " tags left out: nested too deep or too many");
  if (is_truncated(html)) warn(doc, "the page ends before </html>: truncated");
  const Metadata metadata = read_metadata(page, lists);
  set_if_empty(doc.origin.title, metadata.title);
  set_if_empty(doc.origin.author, metadata.author);
  set_if_empty(doc.origin.publisher, metadata.publisher);
  set_if_empty(doc.origin.language, metadata.language);
  set_if_empty(doc.origin.url, metadata.url);
  set_if_empty(doc.origin.published, options.published);
  set_if_empty(doc.origin.published, metadata.published);
  MainText main = extract_article(page, lists, metadata.title);
  doc.text = std::move(main.text);
  doc.alignment = std::move(main.alignment);
  doc.mark(Layer::kText);
  doc.mark(Layer::kFurniture);
}

Result<Document> read_html(std::string raw, const std::string& id, const Options& options) {
  Document doc;
  doc.raw = std::move(raw);
  doc.origin.id = id;
  const Decoded decoded = decode(doc.raw, declared_encoding(doc.raw));
  if (!decoded.warning.empty()) warn(doc, decoded.warning);
  fill_from_html(doc, decoded.text, options);
  doc.alignment = compose(doc.alignment, decoded.alignment);
  return doc;
}

}  // namespace casus::ingest
