// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "conllu/conllu.h"

namespace casus::conllu {
namespace {

constexpr std::size_t kColumns = 10;
constexpr std::uint32_t kMaxWords = 100'000;  // of one sentence
constexpr std::uint32_t kMaxMultiword = 64;
constexpr std::size_t kMaxFile = std::numeric_limits<std::uint32_t>::max() / 2;

using Columns = std::array<std::string_view, kColumns>;

/// The words of one surface token and where its form stands in the file.
struct Surface {
  std::string_view form;
  std::vector<std::string_view> words;  // one, or those of a multiword token
  std::vector<std::string> rolesets;    // of each word; "-" for no predicate
  bool space_after = true;
};

/// Reads one file line by line. Owner: the caller keeps the file.
class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) {}
  Result<std::vector<Document>> run();

 private:
  Result<void> take_line(std::string_view line, std::size_t begin);
  Result<void> take_comment(std::string_view line, std::size_t begin);
  Result<void> take_range(const Columns& columns);
  Result<void> take_word(const Columns& columns, std::uint32_t id);
  Result<void> end_sentence();
  void begin_document(std::string_view id, std::size_t begin);
  void end_document(std::size_t end);
  void add_space(std::string_view space);
  void add_surface(const Surface& surface, std::string_view space);
  std::uint8_t break_before() const;
  std::unexpected<Error> bad(const std::string& what) const {
    return fail(ErrorCode::kBadInput, "CoNLL-U line " + std::to_string(line_number_) + ": " + what);
  }

  std::string_view file_;
  std::size_t line_number_ = 0;
  std::vector<Document> docs_;
  std::size_t raw_begin_ = 0;
  // The sentence now being read.
  std::vector<Surface> surfaces_;
  std::uint32_t last_id_ = 0;
  std::uint32_t multiword_end_ = 0;
  std::optional<std::string_view> text_;
  bool new_paragraph_ = false;
  bool glued_ = false;  // the last sentence ended in SpaceAfter=No
};

std::string_view trim(std::string_view s) {
  const auto first = s.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t\r") - first + 1);
}

std::optional<std::uint32_t> parse_id(std::string_view s) {
  std::uint32_t value = 0;
  const auto [end, code] = std::from_chars(s.data(), s.data() + s.size(), value);
  if (code != std::errc{} || end != s.data() + s.size()) return std::nullopt;
  return value;
}

std::string shown(std::string_view s) {
  std::string out = "'";
  out += s.substr(0, std::min<std::size_t>(s.size(), 40));
  return out + (s.size() > 40 ? "...'" : "'");
}

/// The value of `key` in MISC; absent if it is not there.
std::optional<std::string_view> misc_value(std::string_view misc, std::string_view key) {
  for (std::size_t at = 0; at <= misc.size();) {
    const std::size_t end = std::min(misc.find('|', at), misc.size());
    const std::string_view item = misc.substr(at, end - at);
    if (item.size() > key.size() && item.starts_with(key) && item[key.size()] == '=')
      return item.substr(key.size() + 1);
    at = end + 1;
  }
  return std::nullopt;
}

/// The end of each code point.
std::vector<std::uint32_t> borders_of(std::string_view s) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 1; i <= s.size(); ++i)
    if (utf8::is_border(s, i)) out.push_back(static_cast<std::uint32_t>(i));
  return out;
}

/// How many bytes of white space `s` begins with.
std::size_t leading_space(std::string_view s) {
  std::size_t at = 0;
  while (at < s.size()) {
    const utf8::Decoded next = utf8::decode(s, at);
    if (!utf8::is_white_space(next.code_point)) break;
    at += next.length;
  }
  return at;
}

/// Code points that are no white space, which does not survive writing.
std::size_t visible_size(std::string_view s) {
  std::size_t out = 0;
  for (std::size_t at = 0; at < s.size();) {
    const utf8::Decoded next = utf8::decode(s, at);
    out += utf8::is_white_space(next.code_point) ? 0 : 1;
    at += next.length;
  }
  return out;
}

std::string roleset_of(std::string_view misc) {
  if (const auto roleset = misc_value(misc, "Roleset")) return std::string(*roleset);
  if (const auto marked = misc_value(misc, "Pred"); marked && *marked != "0" && *marked != "No") return "";
  return "-";
}

Result<std::vector<Document>> Reader::run() {
  if (file_.size() > kMaxFile) return fail(ErrorCode::kLimit, "CoNLL-U file of more than 2 GB");
  std::size_t begin = file_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  if (!utf8::is_valid(file_)) return fail(ErrorCode::kBadInput, "CoNLL-U file is not UTF-8");
  raw_begin_ = begin;
  while (begin < file_.size()) {
    const std::size_t end = std::min(file_.find('\n', begin), file_.size());
    ++line_number_;
    std::string_view line = file_.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    RETURN_IF_ERROR(take_line(line, begin));
    begin = end + 1;
  }
  RETURN_IF_ERROR(end_sentence());
  end_document(file_.size());
  return std::move(docs_);
}

Result<void> Reader::take_line(std::string_view line, std::size_t begin) {
  if (trim(line).empty()) return end_sentence();
  if (line.front() == '#') return take_comment(line, begin);
  Columns columns;
  std::size_t at = 0;
  for (std::size_t i = 0; i < kColumns; ++i) {
    const std::size_t end = line.find('\t', at);
    if ((end == std::string_view::npos) != (i + 1 == kColumns))
      return bad("expected 10 columns parted by tabs, found " + shown(line));
    columns[i] = line.substr(at, end == std::string_view::npos ? end : end - at);
    at = end + 1;
  }
  if (columns[0].find('.') != std::string_view::npos) return {};  // an empty node of the enhanced graph
  if (leading_space(columns[1]) == columns[1].size()) return bad("empty FORM");
  columns[1] = trim(columns[1]);
  if (columns[0].find('-') != std::string_view::npos) return take_range(columns);
  const auto id = parse_id(columns[0]);
  if (!id) return bad("expected a number as ID, found " + shown(columns[0]));
  return take_word(columns, *id);
}

Result<void> Reader::take_comment(std::string_view line, std::size_t begin) {
  const std::string_view content = trim(line.substr(1));
  const auto equals = content.find('=');
  const std::string_view key = trim(content.substr(0, equals));
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view{} : trim(content.substr(equals + 1));
  if (key == "newdoc" || key == "newdoc id") {
    if (!surfaces_.empty()) RETURN_IF_ERROR(end_sentence());
    begin_document(value, begin);
  } else if (key == "newpar" || key == "newpar id") {
    new_paragraph_ = true;
  } else if (key == "text") {
    text_ = value;
  }
  return {};
}

Result<void> Reader::take_range(const Columns& columns) {
  const std::size_t dash = columns[0].find('-');
  const auto first = parse_id(columns[0].substr(0, dash));
  const auto last = parse_id(columns[0].substr(dash + 1));
  if (!first || !last || *first != last_id_ + 1 || *last <= *first || *first <= multiword_end_)
    return bad("expected a range from " + std::to_string(last_id_ + 1) + ", found " + shown(columns[0]));
  if (*last - *first >= kMaxMultiword) return bad("multiword token of more than 64 words");
  multiword_end_ = *last;
  surfaces_.push_back(
      {.form = columns[1], .words = {}, .rolesets = {}, .space_after = misc_value(columns[9], "SpaceAfter") != "No"});
  return {};
}

Result<void> Reader::take_word(const Columns& columns, std::uint32_t id) {
  if (id != last_id_ + 1) return bad("expected ID " + std::to_string(last_id_ + 1) + ", found " + shown(columns[0]));
  if (id > kMaxWords) return bad("sentence of more than 100000 words");
  last_id_ = id;
  if (id > multiword_end_)
    surfaces_.push_back(
        {.form = columns[1], .words = {}, .rolesets = {}, .space_after = misc_value(columns[9], "SpaceAfter") != "No"});
  surfaces_.back().words.push_back(columns[1]);
  surfaces_.back().rolesets.push_back(roleset_of(columns[9]));
  return {};
}

void Reader::begin_document(std::string_view id, std::size_t begin) {
  end_document(begin);
  docs_.emplace_back();
  docs_.back().origin.id = std::string(id);
  raw_begin_ = begin;
  glued_ = new_paragraph_ = false;
}

void Reader::end_document(std::size_t end) {
  if (docs_.empty()) return;
  Document& doc = docs_.back();
  if (!doc.raw.empty()) return;
  doc.raw = std::string(file_.substr(raw_begin_, end - raw_begin_));
  doc.origin.language = "en";
  for (const Layer layer : {Layer::kText, Layer::kFurniture, Layer::kTokens, Layer::kSentences}) doc.mark(layer);
}

void Reader::add_space(std::string_view space) {
  if (space.empty()) return;
  Document& doc = docs_.back();
  const auto begin = static_cast<std::uint32_t>(doc.text.size());
  doc.text += space;
  const auto& runs = doc.alignment.runs();
  const std::uint32_t raw = runs.empty() ? 0 : runs.back().raw.end;
  doc.alignment.add({begin, static_cast<std::uint32_t>(doc.text.size())}, {raw, raw});
}

/// What stands between the end of the text's last token and its end.
std::uint8_t Reader::break_before() const {
  const Document& doc = docs_.back();
  if (doc.tokens.empty()) return 3;
  const std::string_view gap = std::string_view(doc.text).substr(doc.tokens.back().span.end);
  const auto lines = std::ranges::count(gap, '\n');
  return gap.empty() ? 0 : lines == 0 ? 1 : lines == 1 ? 2 : 3;
}

/// The ends of the words inside `surface`: as they are spelt where together they spell it, else equal shares of its
/// code points. Needs as many code points as words.
std::vector<std::uint32_t> word_ends(const Surface& surface) {
  std::vector<std::uint32_t> ends;
  std::string spelt;
  for (const std::string_view word : surface.words) {
    spelt += word;
    ends.push_back(static_cast<std::uint32_t>(spelt.size()));
  }
  if (spelt == surface.form) return ends;
  const std::vector<std::uint32_t> borders = borders_of(surface.form);
  for (std::size_t i = 0; i < ends.size(); ++i) ends[i] = borders[(i + 1) * borders.size() / ends.size() - 1];
  return ends;
}

void Reader::add_surface(const Surface& surface, std::string_view space) {
  Document& doc = docs_.back();
  if (!doc.tokens.empty()) doc.tokens.back().space_after = !space.empty();
  add_space(space);
  const auto begin = static_cast<std::uint32_t>(doc.text.size());
  std::uint8_t before = break_before();
  doc.text += surface.form;
  const auto raw =
      static_cast<std::uint32_t>(static_cast<std::size_t>(surface.form.data() - file_.data()) - raw_begin_);
  const auto size = static_cast<std::uint32_t>(surface.form.size());
  doc.alignment.add({begin, begin + size}, {raw, raw + size});
  const std::vector<std::uint32_t> ends = word_ends(surface);
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const std::uint32_t word_begin = i == 0 ? 0 : ends[i - 1];
    Token token{
        .span = {begin + word_begin, begin + ends[i]}, .multiword = 0, .space_after = false, .break_before = before};
    if (i == 0) token.multiword = static_cast<std::uint8_t>(ends.size());
    if (surface.rolesets[i] != "-")
      doc.predicates.push_back({TokenId{doc.tokens.size()}, surface.rolesets[i], {.by = "given", .score = 1.0F}});
    doc.tokens.push_back(token);
    before = 0;
  }
}

Result<void> Reader::end_sentence() {
  if (last_id_ < multiword_end_) return bad("multiword token without its words");
  const auto overfull = [](const Surface& s) { return s.words.size() > 1 && s.words.size() > visible_size(s.form); };
  if (std::ranges::any_of(surfaces_, overfull)) return bad("multiword token of more words than characters");
  if (!surfaces_.empty()) {
    if (docs_.empty()) begin_document("", raw_begin_);
    Document& doc = docs_.back();
    const auto begin = static_cast<std::uint32_t>(doc.tokens.size());
    std::string space = doc.tokens.empty() ? "" : new_paragraph_ ? "\n\n" : glued_ ? "" : " ";
    std::string_view text = text_.value_or("");
    for (const Surface& surface : surfaces_) {
      if (text_) {  // the spaces of `# text` where it spells the forms
        const std::size_t at = leading_space(text);
        if (!text.substr(at).starts_with(surface.form))
          return bad("'# text' of the sentence before this line does not go on with the form " + shown(surface.form));
        if (&surface != &surfaces_.front()) space = std::string(text.substr(0, at));
        text.remove_prefix(at + surface.form.size());
      }
      add_surface(surface, space);
      space = surface.space_after ? " " : "";
    }
    if (doc.text.size() > kMaxFile) return fail(ErrorCode::kLimit, "CoNLL-U document of more than 2 GB");
    doc.tokens.back().space_after = surfaces_.back().space_after;
    doc.sentences.push_back({{begin, static_cast<std::uint32_t>(doc.tokens.size())}});
    glued_ = !surfaces_.back().space_after;
    new_paragraph_ = false;
  }
  surfaces_.clear();
  last_id_ = multiword_end_ = 0;
  text_.reset();
  return {};
}

}  // namespace

Result<std::vector<Document>> read(std::string_view file) {
  return Reader(file).run();
}

}  // namespace casus::conllu
