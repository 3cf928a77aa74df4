// SPDX-License-Identifier: Apache-2.0
// casus_pages: the main text of web pages, for scoring. Reads lines of {"id", "html" or "html_b64"} on standard input,
// writes {"id", "text"} lines; with --meta also title, author, publisher and day. Says on standard error how fast it
// was.
//   zcat PAGES.jsonl.gz | casus_pages DATA > predicted.jsonl
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "ingest/ingest.h"

namespace {

std::string from_base64(const std::string& text) {
  std::string out;
  unsigned value = 0;
  int bits = 0;
  for (const char c : text) {
    const int digit = c >= 'A' && c <= 'Z'   ? c - 'A'
                      : c >= 'a' && c <= 'z' ? c - 'a' + 26
                      : c >= '0' && c <= '9' ? c - '0' + 52
                      : c == '+'             ? 62
                      : c == '/'             ? 63
                                             : -1;
    if (digit < 0) continue;
    value = (value << 6 | static_cast<unsigned>(digit)) & 0xFFFFFF;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(value >> bits & 0xFF);
  }
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::cerr << "usage: casus_pages DATA [--meta] < PAGES.jsonl\n";
    return 2;
  }
  std::ios::sync_with_stdio(false);
  casus::ingest::Options options;
  options.format = "html";
  auto lists = casus::ingest::load_lists(arguments[1]);
  if (!lists) {
    std::cerr << casus::to_string(lists.error()) << "\n";
    return 2;
  }
  options.lists = *lists;
  const bool wants_meta = count > 2 && std::string(arguments[2]) == "--meta";
  double seconds = 0;
  std::size_t bytes = 0, pages = 0;
  for (std::string line; std::getline(std::cin, line); ++pages) {
    const auto page = nlohmann::json::parse(line);
    const std::string id = page.contains("id")
                               ? page["id"].is_string() ? page["id"].get<std::string>() : page["id"].dump()
                               : page.value("url", std::string());
    std::string html =
        page.contains("html") ? page["html"].get<std::string>() : from_base64(page.value("html_b64", std::string()));
    bytes += html.size();
    const std::clock_t start = std::clock();
    const auto doc = casus::ingest::read_document(std::move(html), id, options);
    seconds += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    nlohmann::json out{{"id", id}, {"text", doc ? doc->text : std::string()}};
    if (doc && wants_meta)
      out.update({{"title", doc->origin.title},
                  {"author", doc->origin.author},
                  {"publisher", doc->origin.publisher},
                  {"published", doc->origin.published},
                  {"language", doc->origin.language}});
    if (!doc) std::cerr << casus::to_string(doc.error()) << "\n";
    std::cout << out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
  }
  std::cerr << pages << " pages, " << static_cast<double>(bytes) / 1e6 << " MB in " << seconds
            << " s of processor time, " << static_cast<double>(bytes) / 1e6 / seconds << " MB/s\n";
  return 0;
}
