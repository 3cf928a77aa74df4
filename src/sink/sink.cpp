// SPDX-License-Identifier: Apache-2.0
#include "sink/sink.h"

#include <algorithm>

#include "base/utf8.h"
#include "sink/json.h"

namespace casus::sink {

const Format* find_format(std::string_view name) {
  const auto found = std::ranges::find(formats(), name, &Format::name);
  return found == formats().end() ? nullptr : &*found;
}

std::string fit(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t columns = 0, last_begin = 0;
  for (std::size_t i = 0; i < text.size();) {
    const utf8::Decoded decoded = utf8::decode(text, i);
    if (columns == width) {
      out.resize(last_begin);
      utf8::append(out, 0x2026);
      return out;
    }
    last_begin = out.size();
    if (decoded.code_point < 0x20 || decoded.code_point == 0x7F)
      out += ' ';
    else
      out.append(text.substr(i, decoded.length));
    i += decoded.length;
    ++columns;
  }
  return out;
}

void write_quote_json(const Document& doc, const record::Quote& quote, std::string& out) {
  const Json json = {
      {"document", document_json(doc)},
      {"text", quote.words.text},
      {"span", span_json(quote.words.span)},
      {"source", quote.source ? party_json(*quote.source) : Json(nullptr)},
      {"cue", quote.cue ? Json{{"text", quote.cue->text}, {"span", span_json(quote.cue->span)}} : Json(nullptr)},
      {"addressee", quote.addressee ? party_json(*quote.addressee) : Json(nullptr)},
      {"events", quote.events}};
  append_line(json, out);
}

void write_quote_table(const Document& doc, const record::Quote& quote, std::string& out) {
  std::string speaker = "(not named)";
  if (quote.source) speaker = quote.source->name.empty() ? quote.source->words.text : quote.source->name;
  out += doc.origin.id + ":" + std::to_string(quote.words.span.begin) + "\t" + fit(speaker, 30) + "\t" +
         fit(quote.words.text, 100) + "\n";
}

}  // namespace casus::sink
