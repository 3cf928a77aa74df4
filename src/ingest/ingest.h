// SPDX-License-Identifier: Apache-2.0
// ingest: bytes to Documents. Reads plain text, HTML and JSONL in any usual encoding; writes raw, text, alignment,
// origin and furniture (layers kText and kFurniture). Plain text and the `text` of JSONL stay byte for byte where they
// are UTF-8, and furniture ("Prev Post", share bars, cookie notes) is marked in them; from HTML only the story enters
// the text.
//   ingest::Options options;
//   ASSIGN_OR_RETURN(options.lists, ingest::load_lists(data));
//   ASSIGN_OR_RETURN(Document doc, ingest::read_document("Troops left.\nPrev Post :\n", "a.txt", options));
//   doc.text == "Troops left.\nPrev Post :\n", words_of(doc.text, doc.furniture[0]) == "Prev Post :"
#pragma once
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/document.h"

namespace casus::ingest {

struct Lists;

/// Reads data/ingest/furniture.toml and every data/lang/<xx>/furniture.toml. Threads: the lists may be shared.
/// Errors: not_found without the first file; bad_data naming file and line for what is malformed or unknown.
Result<std::shared_ptr<const Lists>> load_lists(const std::filesystem::path& data);

struct Options {
  std::string
      published;       ///< the day of documents that do not carry their own in a `published` field; overrules a page's
  std::string format;  ///< text, html or jsonl; empty: by name and by looking
  std::shared_ptr<const Lists> lists;            ///< absent: nothing is known of furniture by its words
  std::size_t max_bytes = std::size_t{1} << 30;  ///< of one document; more is an Error
};

/// The names that `Options::format` takes.
std::vector<std::string> format_names();

/// "text", "html" or "jsonl" for a file called `name` that begins with `head`.
std::string_view format_of(std::string_view name, std::string_view head);

/// One document from all its bytes; of JSONL its one line. `id` is the file's name without folder, "-" for standard
/// input. Errors: bad_input for what is no text (an image, an archive) or a bad line, unsupported for an unknown format
/// or a feed, limit past `max_bytes`. What could be repaired is a warning in `failures`.
Result<Document> read_document(std::string raw, const std::string& id, const Options& options);

/// Takes each document or the Error that stands for it, in order; returns false to stop.
using Emit = std::function<bool(Result<Document>)>;

/// All documents of a stream: one of text and HTML, one a line of JSONL, where a bad line gives an Error that names it
/// and reading goes on. Memory: one document. Errors: io when the stream breaks.
Result<void> read(std::istream& input, const std::string& id, const Options& options, const Emit& emit);

/// The same for a file. Errors: not_found and io with the path in the message.
Result<void> read_file(const std::filesystem::path& path, const Options& options, const Emit& emit);

}  // namespace casus::ingest
