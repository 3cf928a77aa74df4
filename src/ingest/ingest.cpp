// SPDX-License-Identifier: Apache-2.0
#include "ingest/ingest.h"

#include <array>
#include <fstream>
#include <istream>
#include <utility>

#include "ingest/encoding.h"
#include "ingest/formats/formats.h"
#include "ingest/json_text.h"
#include "ingest/lists.h"
#include "ingest/words.h"

namespace casus::ingest {
namespace {

constexpr std::size_t kHead = 64 * 1024;
constexpr std::string_view kFormats[] = {"text", "html", "jsonl"};

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  const std::string low = lower_ascii(name);
  for (const std::string_view ending : endings)
    if (low.ends_with(ending)) return true;
  return false;
}

/// The first bytes as ASCII, lower case, without mark, white space and XML prolog; of UTF-16 every other byte.
std::string opening_of(std::string_view head) {
  std::string out;
  for (const char c : head.substr(0, 4096))
    if (c != '\0' && static_cast<unsigned char>(c) < 0x80) out += lower_ascii(c);
  return std::string(trim(out));
}

bool is_html_opening(std::string_view text) {
  for (int i = 0; i < 8; ++i) {  // prologs and comments in front
    text = trim(text);
    const std::string_view end = text.starts_with("<?xml") ? "?>" : text.starts_with("<!--") ? "-->" : "";
    if (end.empty()) break;
    const std::size_t at = text.find(end);
    if (at == std::string_view::npos) return text.starts_with("<!--");
    text.remove_prefix(at + end.size());
  }
  for (const std::string_view start : {"<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<div", "<p>",
                                       "<p ", "<article", "<section", "<main", "<h1", "<table", "<script", "<link"})
    if (text.starts_with(start)) return true;
  return false;
}

bool is_feed_opening(std::string_view text) {
  if (text.starts_with("<?xml")) text = trim(text.substr(std::min(text.find("?>"), text.size() - 2) + 2));
  return text.starts_with("<rss") || text.starts_with("<feed") || text.starts_with("<rdf:rdf");
}

bool is_jsonl_opening(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head = trim(head);
  if (!head.starts_with("{")) return false;
  const std::string_view line = head.substr(0, head.find('\n'));
  for (const char* field : {"text", "html"})
    if (const std::size_t at = find_json_member(line, field); at < line.size() && line[at] == '"') return true;
  return false;
}

Result<void> check_readable(std::string_view head, const std::string& id) {
  if (const std::string_view kind = binary_kind(head); !kind.empty())
    return fail(ErrorCode::kBadInput, id + ": looks like " + std::string(kind) + ", expected text, HTML or JSONL");
  if (is_feed_opening(opening_of(head)))
    return fail(ErrorCode::kUnsupported, id + ": looks like an RSS or Atom feed, expected text, HTML or JSONL");
  return {};
}

Result<std::string_view> decide_format(std::string_view head, const std::string& id, const Options& options) {
  if (options.format.empty()) return format_of(id, head);
  for (const std::string_view name : kFormats)
    if (options.format == name) return name;
  return fail(ErrorCode::kUnsupported, "format '" + options.format + "': expected text, html or jsonl");
}

Error too_long(const std::string& id, const Options& options) {
  return {ErrorCode::kLimit, id + ": longer than " + std::to_string(options.max_bytes) + " bytes", std::nullopt};
}

/// Lines of a stream whose first bytes were read already.
class Lines {
 public:
  Lines(std::string head, std::istream& input, std::size_t limit)
      : buffer_(std::move(head)), input_(input), limit_(limit) {}

  /// The next line without its end; false behind the last. Past the limit the line is cut and `was_cut` says so.
  bool next(std::string& line, bool& was_cut) {
    line.clear();
    was_cut = false;
    bool is_any = false;
    while (true) {
      if (at_ == buffer_.size() && !refill()) return is_any;
      is_any = true;
      const std::size_t end = buffer_.find('\n', at_);
      const std::size_t stop = end == std::string::npos ? buffer_.size() : end;
      if (line.size() + (stop - at_) > limit_)
        was_cut = true;
      else
        line.append(buffer_, at_, stop - at_);
      at_ = end == std::string::npos ? stop : end + 1;
      if (end != std::string::npos) return true;
    }
  }

 private:
  bool refill() {
    buffer_.resize(kHead);
    input_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.resize(static_cast<std::size_t>(input_.gcount()));
    at_ = 0;
    return !buffer_.empty();
  }

  std::string buffer_;
  std::size_t at_ = 0;
  std::istream& input_;
  std::size_t limit_;
};

void read_lines(Lines& lines, const std::string& id, const Options& options, const Emit& emit) {
  std::string line;
  bool was_cut = false;
  for (std::size_t number = 1; lines.next(line, was_cut); ++number) {
    const std::string place = id + ":" + std::to_string(number);
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (trim(line).empty() && !was_cut) continue;
    if (!emit(was_cut ? Result<Document>(std::unexpected(too_long(place, options)))
                      : read_json_line(std::move(line), place, options)))
      return;
    line = {};
  }
}

/// All that is left of the stream, behind `bytes`. False when it is more than the limit.
bool read_rest(std::istream& input, std::string& bytes, std::size_t limit) {
  std::array<char, kHead> chunk;
  while (input.read(chunk.data(), chunk.size()) || input.gcount() > 0) {
    bytes.append(chunk.data(), static_cast<std::size_t>(input.gcount()));
    if (bytes.size() > limit) return false;
  }
  return true;
}

bool is_utf16(std::string_view head) {
  return head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
}

}  // namespace

const Lists& lists_of(const Options& options) {
  static const Lists kNone;
  return options.lists ? *options.lists : kNone;
}

void warn(Document& doc, std::string message) {
  doc.warn(kStage, {ErrorCode::kBadInput, std::move(message), std::nullopt});
}

std::vector<std::string> format_names() {
  return {std::begin(kFormats), std::end(kFormats)};
}

std::string_view format_of(std::string_view name, std::string_view head) {
  if (ends_with_any(name, {".jsonl", ".ndjson"})) return "jsonl";
  if (ends_with_any(name, {".html", ".htm", ".xhtml"})) return "html";
  if (is_html_opening(opening_of(head))) return "html";
  if (!ends_with_any(name, {".txt", ".md"}) && is_jsonl_opening(head)) return "jsonl";
  return "text";
}

Result<Document> read_document(std::string raw, const std::string& id, const Options& options) {
  if (raw.size() > options.max_bytes || raw.size() > 0xFFFFFF00U) return std::unexpected(too_long(id, options));
  RETURN_IF_ERROR(check_readable(raw, id));
  ASSIGN_OR_RETURN(const std::string_view format, decide_format(raw, id, options));
  if (format == "html") return read_html(std::move(raw), id, options);
  if (format == "jsonl") return read_json_line(std::move(raw), id, options);
  return read_plain(std::move(raw), id, options);
}

Result<void> read(std::istream& input, const std::string& id, const Options& options, const Emit& emit) {
  std::string head(kHead, '\0');
  input.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(input.gcount()));
  if (input.bad()) return fail(ErrorCode::kIo, id + ": cannot be read");
  if (const auto readable = check_readable(head, id); !readable) {
    emit(std::unexpected(readable.error()));
    return {};
  }
  ASSIGN_OR_RETURN(const std::string_view format, decide_format(head, id, options));
  if (format == "jsonl" && !is_utf16(head)) {
    Lines lines(std::move(head), input, options.max_bytes);
    read_lines(lines, id, options, emit);
  } else if (!read_rest(input, head, options.max_bytes)) {
    emit(std::unexpected(too_long(id, options)));
  } else if (format == "jsonl") {
    Lines lines(decode(head, {}).text, input, options.max_bytes);
    read_lines(lines, id, options, emit);
  } else {
    Options chosen = options;
    chosen.format = format;
    emit(read_document(std::move(head), id, chosen));
  }
  if (input.bad()) return fail(ErrorCode::kIo, id + ": reading broke off");
  return {};
}

Result<void> read_file(const std::filesystem::path& path, const Options& options, const Emit& emit) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return fail(ErrorCode::kNotFound, path.string() + ": no such file");
  if (std::filesystem::is_directory(path, error)) return fail(ErrorCode::kIo, path.string() + ": is a folder");
  std::ifstream input(path, std::ios::binary);
  if (!input) return fail(ErrorCode::kIo, path.string() + ": cannot be opened");
  return read(input, path.filename().string(), options, emit);
}

}  // namespace casus::ingest
