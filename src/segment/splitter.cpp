// SPDX-License-Identifier: Apache-2.0
#include "segment/splitter.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "base/utf8.h"

namespace casus::segment {
namespace {

constexpr std::size_t kPlainFrom = 1024;    // bytes; a longer chunk is parted without the model
constexpr std::size_t kLongestWord = 1000;  // bytes; a longer one is parted anywhere, so that no stage meets a giant
constexpr std::size_t kLongestString = 20;  // characters of a string that makes a feature
constexpr std::int32_t kCertain = 1 << 24;  // the margin of what needs no model
constexpr char32_t kOutside = 0x110000;     // stands for what lies beyond a chunk's ends

bool is_letter(char32_t shape) {
  return shape == 'a' || shape == 'A';
}
bool is_word(char32_t shape) {
  return is_letter(shape) || shape == '0';
}
bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Apostrophes, quotation marks and hyphens of other kinds as their plain forms.
char32_t fold_mark(char32_t c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x02BC:
    case 0x00B4:
    case '`':
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
      return '"';
    case 0x2010:
    case 0x2011:
      return '-';
    default:
      return c;
  }
}

Character ascii_character(char c, std::uint32_t offset) {
  const auto code = static_cast<char32_t>(static_cast<unsigned char>(c));
  if (code >= 'A' && code <= 'Z') return {code + 32, 'A', offset, false};
  if (code >= 'a' && code <= 'z') return {code, 'a', offset, false};
  if (code >= '0' && code <= '9') return {code, '0', offset, false};
  const char32_t folded = fold_mark(code);
  return {folded, folded, offset, false};
}

Character wide_character(char32_t code, std::uint32_t offset) {
  const auto c = static_cast<UChar32>(code);
  switch (u_charType(c)) {
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER:
      return {static_cast<char32_t>(u_tolower(c)), 'A', offset, false};
    case U_LOWERCASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
      return {code, 'a', offset, false};
    case U_DECIMAL_DIGIT_NUMBER:
    case U_LETTER_NUMBER:
    case U_OTHER_NUMBER:
      return {code, '0', offset, false};
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_FORMAT_CHAR:
      return {code, code, offset, true};
    case U_CURRENCY_SYMBOL:
      return {'$', '$', offset, false};
    default:
      break;
  }
  const char32_t folded = fold_mark(code);
  return {folded, folded, offset, false};
}

/// What a whole chunk holds, as bits.
enum Flag : std::uint32_t {
  kAt = 1,
  kScheme = 2,
  kWeb = 4,
  kDots = 8,
  kHyphens = 16,
  kSlashes = 32,
  kDigits = 64,
  kUnderscore = 128,
  kHash = 256
};

std::uint32_t flags_of(std::string_view text) {
  std::uint32_t flags = 0;
  std::size_t dots = 0;
  std::size_t hyphens = 0;
  std::size_t slashes = 0;
  for (const char c : text) {
    dots += c == '.';
    hyphens += c == '-';
    slashes += c == '/';
    if (c == '@') flags |= kAt;
    if (c == '#') flags |= kHash;
    if (c == '_') flags |= kUnderscore;
    if (c >= '0' && c <= '9') flags |= kDigits;
  }
  if (dots > 1) flags |= kDots;
  if (hyphens > 1) flags |= kHyphens;
  if (slashes > 1) flags |= kSlashes;
  if (slashes > 0 && text.find("://") != std::string_view::npos) flags |= kScheme;
  for (const std::string_view mark : {"www.", ".com", ".org", ".net", ".gov", ".edu", ".htm", ".uk"})
    if (dots > 0 && text.find(mark) != std::string_view::npos) flags |= kWeb;
  return flags;
}

bool is_ascii_word(char c) {
  return is_ascii_letter(c) || (c >= '0' && c <= '9');
}

bool is_domain(char c) {
  return is_ascii_word(c) || c == '.' || c == '-';
}

/// A web address in `text`: from its scheme, "www." or domain to the end, without closing marks.
Span find_web_address(std::string_view text) {
  std::size_t begin = text.find("://");
  if (begin != std::string_view::npos) {
    while (begin > 0 && is_ascii_letter(text[begin - 1])) --begin;
  } else if (begin = text.find("www."); begin == std::string_view::npos) {
    begin = text.find(".com");
    for (const std::string_view domain : {".org", ".net", ".gov", ".edu"}) begin = std::min(begin, text.find(domain));
    if (begin == std::string_view::npos) return {};
    while (begin > 0 && is_domain(text[begin - 1])) --begin;
    while (!is_ascii_word(text[begin])) ++begin;
  }
  if (begin == std::string_view::npos || begin + 5 > text.size()) return {};
  std::size_t end = std::min(text.find_first_of("<>\"", begin), text.size());
  while (end > begin && std::string_view(".,;:!?)]}'*_").find(text[end - 1]) != std::string_view::npos) --end;
  if (text.substr(end).starts_with("...")) end = std::min(text.size(), end + 3);  // a shortened address
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// A mail address in `text`: name, '@', domain with a dot.
Span find_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0) return {};
  const auto is_name = [](char c) {
    return is_ascii_word(c) || std::string_view("._%+-").find(c) != std::string_view::npos;
  };
  std::size_t begin = at;
  while (begin > 0 && is_name(text[begin - 1])) --begin;
  std::size_t end = at + 1;
  while (end < text.size() && is_domain(text[end])) ++end;
  while (end > at + 1 && !is_ascii_word(text[end - 1])) --end;
  if (begin == at || text.substr(at, end - at).find('.') == std::string_view::npos) return {};
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// A date as ISO 8601 has it, "2024-03-01".
Span find_iso_date(std::string_view text) {
  constexpr std::string_view kPattern = "0000-00-00";
  const auto is_digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  for (std::size_t begin = 0; begin + kPattern.size() <= text.size(); ++begin) {
    if (begin > 0 && is_digit(begin - 1)) continue;
    std::size_t i = 0;
    while (i < kPattern.size() && (kPattern[i] == '0' ? is_digit(begin + i) : text[begin + i] == kPattern[i])) ++i;
    if (i == kPattern.size() && !is_digit(begin + i))
      return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + i)};
  }
  return {};
}

/// "#topic" or "@name": the mark, a letter, then letters, digits and underscores.
Span find_tag(std::string_view text) {
  const auto is_inside = [](char c) { return is_ascii_word(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; };
  for (std::size_t begin = 0; begin + 1 < text.size(); ++begin) {
    if ((text[begin] != '#' && text[begin] != '@') || !is_ascii_letter(text[begin + 1])) continue;
    if (begin > 0 && is_inside(text[begin - 1])) continue;
    std::size_t end = begin + 1;
    while (end < text.size() && (is_ascii_word(text[end]) || text[end] == '_')) ++end;
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  return {};
}

/// A stretch of `text` that is one word by its form.
Span find_whole(std::string_view text, std::uint32_t flags) {
  if ((flags & (kAt | kHash)) != 0 && (flags & kScheme) == 0) {
    const Span mail = find_mail_address(text);
    return mail.empty() ? find_tag(text) : mail;
  }
  if ((flags & (kScheme | kWeb)) != 0) return find_web_address(text);
  return (flags & (kHyphens | kDigits)) == (kHyphens | kDigits) ? find_iso_date(text) : Span{};
}

/// Mixes values into one number; the first names the template.
class Hash {
 public:
  explicit Hash(std::uint64_t name) : value_(name * 0x9E3779B97F4A7C15ull) {}
  Hash& operator<<(std::uint64_t x) {
    value_ = (value_ ^ x) * 0xBF58476D1CE4E5B9ull;
    value_ ^= value_ >> 29;
    return *this;
  }
  Hash& operator<<(std::string_view bytes) {
    for (const char c : bytes) *this << static_cast<std::uint64_t>(static_cast<unsigned char>(c));
    return *this;
  }
  std::uint32_t feature() const {
    return static_cast<std::uint32_t>((value_ * 0x94D049BB133111EBull) >> 40) & (kFeatures - 1);
  }

 private:
  std::uint64_t value_;
};

/// The first bytes of a neighbour chunk.
std::string_view head_of(std::string_view chunk) {
  return chunk.substr(0, std::min<std::size_t>(chunk.size(), 12));
}

std::uint32_t neighbour_shape(std::string_view chunk) {
  if (chunk.empty()) return 0;
  const char c = chunk.front();
  if (c >= 'A' && c <= 'Z') return chunk.size() > 1 && chunk[1] >= 'a' && chunk[1] <= 'z' ? 1 : 2;
  if (c >= 'a' && c <= 'z') return 3;
  if (c >= '0' && c <= '9') return 4;
  return 5 + static_cast<std::uint32_t>(static_cast<unsigned char>(c));
}

}  // namespace

void Splitter::read_characters(const ChunkContext& chunk) {
  characters_.clear();
  for (std::size_t at = 0; at < chunk.text.size();) {
    const auto offset = static_cast<std::uint32_t>(at);
    if (static_cast<unsigned char>(chunk.text[at]) < 0x80) {
      characters_.push_back(ascii_character(chunk.text[at], offset));
      ++at;
      continue;
    }
    const utf8::Decoded c = utf8::decode(chunk.text, at);
    characters_.push_back(wide_character(c.code_point, offset));
    at += c.length;
  }
}

std::size_t Splitter::run_begin(std::size_t end) const {
  std::size_t begin = end;
  while (begin > 0 && end - begin < kLongestString && is_word(characters_[begin - 1].shape)) --begin;
  return begin;
}

std::size_t Splitter::run_end(std::size_t begin) const {
  std::size_t end = begin;
  while (end < characters_.size() && end - begin < kLongestString && is_word(characters_[end].shape)) ++end;
  return end;
}

void Splitter::add_place(std::size_t character) {
  places_.push_back({characters_[character].offset, Cut::kNone});
  place_characters_.push_back(static_cast<std::uint32_t>(character));
}

/// Places inside a run of letters and digits: where the two meet, before the n of "n't", and in a known contraction.
void Splitter::find_places_in_run(std::size_t begin, std::size_t end) {
  std::size_t known = 0;
  if (end - begin <= kLongestString) {
    std::string run;
    for (std::size_t i = begin; i < end && characters_[i].folded < 0x80; ++i)
      run += static_cast<char>(characters_[i].folded);
    if (run.size() == end - begin) known = model_.run_cut(run);
  }
  const auto is = [&](std::size_t i, char32_t c) { return i < characters_.size() && characters_[i].folded == c; };
  const bool negated = end - begin >= 2 && is(end - 1, 'n') && is(end, '\'') && is(end + 1, 't');
  for (std::size_t i = begin + 1; i < end; ++i) {
    const bool meets = is_letter(characters_[i - 1].shape) != is_letter(characters_[i].shape);
    if (meets || (known != 0 && i == begin + known) || (negated && i == end - 1)) add_place(i);
  }
}

std::span<Place> Splitter::find_places(const ChunkContext& chunk) {
  places_.clear();
  place_characters_.clear();
  read_characters(chunk);
  flags_ = flags_of(chunk.text);
  const Span whole = find_whole(chunk.text, flags_);
  for (std::size_t i = 0; i < characters_.size();) {
    if (i > 0 && !characters_[i].joins) add_place(i);
    if (!is_word(characters_[i].shape)) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    while (end < characters_.size() && is_word(characters_[end].shape)) ++end;
    find_places_in_run(i, end);
    i = end;
  }
  if (!whole.empty()) drop_places_inside(whole);
  return places_;
}

void Splitter::drop_places_inside(Span whole) {
  std::size_t kept = 0;
  for (std::size_t p = 0; p < places_.size(); ++p) {
    if (places_[p].offset > whole.begin && places_[p].offset < whole.end) continue;
    places_[kept] = places_[p];
    place_characters_[kept++] = place_characters_[p];
  }
  places_.resize(kept);
  place_characters_.resize(kept);
}

void Splitter::describe(const ChunkContext& chunk, std::size_t place, Features& out) const {
  const std::size_t i = place_characters_[place];
  const std::size_t size = characters_.size();
  const auto folded = [&](std::ptrdiff_t d) {
    const auto k = static_cast<std::ptrdiff_t>(i) + d;
    return k < 0 || k >= static_cast<std::ptrdiff_t>(size) ? kOutside : characters_[static_cast<std::size_t>(k)].folded;
  };
  const auto shape = [&](std::ptrdiff_t d) {
    const auto k = static_cast<std::ptrdiff_t>(i) + d;
    return k < 0 || k >= static_cast<std::ptrdiff_t>(size) ? kOutside : characters_[static_cast<std::size_t>(k)].shape;
  };
  const auto string = [&](Hash& hash, std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) hash << characters_[k].folded;
    hash << 0xFFFFFF;
  };
  const auto shapes = [&](Hash& hash, std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) hash << characters_[k].shape;
    hash << 0xFFFFFF;
  };
  out.size = 0;
  const auto add = [&](const Hash& hash) { out.list[out.size++] = hash.feature(); };

  const char32_t l1 = folded(-1), l2 = folded(-2), l3 = folded(-3), r1 = folded(0), r2 = folded(1), r3 = folded(2);
  const char32_t sl1 = shape(-1), sl2 = shape(-2), sl3 = shape(-3), sr1 = shape(0), sr2 = shape(1), sr3 = shape(2);
  const std::size_t left_begin = run_begin(i), right_end = run_end(i);
  // The run on each side, skipping over one mark: of "long-|term" the left run is "long".
  const std::size_t left_mark_begin = left_begin == i && i > 0 ? run_begin(i - 1) : left_begin;
  const std::size_t right_mark_end = right_end == i && i < size ? run_end(i + 1) : right_end;
  std::size_t since = 0;  // where the word that goes on here began
  std::uint64_t last_cut = 0;
  for (std::size_t p = place; p-- > 0;)
    if (places_[p].cut != Cut::kNone) {
      since = place_characters_[p];
      last_cut = static_cast<std::uint64_t>(places_[p].cut);
      break;
    } else if (place - p > kLongestString) {
      break;
    }
  const std::size_t word_begin = std::max(since, i > kLongestString ? i - kLongestString : 0);
  const std::uint64_t to_end = std::min<std::uint64_t>(size - i, 4);
  const std::uint64_t from_begin = std::min<std::uint64_t>(i, 4);

  add(Hash(1) << sl1 << sr1);
  add(Hash(2) << l1 << r1);
  add(Hash(3) << l2 << l1 << r1);
  add(Hash(4) << l1 << r1 << r2);
  add(Hash(5) << l2 << l1 << r1 << r2);
  add(Hash(6) << l3 << l2 << l1 << r1);
  add(Hash(7) << l1 << r1 << r2 << r3);
  add(Hash(8) << sl2 << sl1 << sr1 << sr2);
  add(Hash(9) << sl3 << sl2 << sl1 << sr1 << sr2 << sr3);
  add(Hash(10) << shape(-4) << sl3 << sl2 << sl1 << sr1);
  add(Hash(11) << sl1 << sr1 << sr2 << sr3 << shape(3));
  {
    Hash left(12), right(13), both(14), around(15);
    left << sr1 << l1;
    string(left, left_mark_begin, i);
    add(left);
    right << sl1 << r1;
    string(right, i, right_mark_end);
    add(right);
    string(both, left_mark_begin, i);
    string(both, i, right_mark_end);
    add(both);
    shapes(around, left_mark_begin, i);
    shapes(around, i, right_mark_end);
    add(around);
  }
  {
    Hash word(16), word_shape(17);
    word << r1 << last_cut;
    string(word, word_begin, i);
    add(word);
    word_shape << sr1 << last_cut << sl1;
    shapes(word_shape, word_begin, i);
    add(word_shape);
  }
  {
    Hash rest(18), start(19);
    rest << sl1;
    string(rest, i, std::min(size, i + kLongestString));
    add(rest);
    start << r1;
    string(start, i > 8 ? i - 8 : 0, i);
    add(start);
  }
  if (size <= kLongestString) {
    Hash whole(20), whole_shape(21);
    whole << i;
    string(whole, 0, size);
    add(whole);
    whole_shape << i;
    shapes(whole_shape, 0, size);
    add(whole_shape);
  }
  add(Hash(22) << l1 << r1 << to_end << from_begin);
  add(Hash(23) << l1 << r1 << flags_);
  add(Hash(24) << sl1 << sr1 << (flags_ & (kAt | kScheme | kWeb | kUnderscore)) << last_cut);
  add(Hash(25) << sl1 << sr1 << flags_ << to_end);
  add(Hash(26) << folded(-static_cast<std::ptrdiff_t>(i)) << l1 << r1);  // the chunk's first character
  if (r1 == '\'') add(Hash(38) << l1 << r1 << r2 << static_cast<std::uint64_t>(chunk.in_quote));
  const bool at_end = i + 1 == size;
  if (at_end) {
    const std::string_view word = chunk.text.substr(characters_[word_begin].offset);
    const std::uint64_t abbreviation = language_.is_title(word) ? 2 : language_.is_abbreviation(word) ? 1 : 0;
    const std::uint32_t next = neighbour_shape(chunk.after);
    add(Hash(27) << r1 << abbreviation << next);
    add(Hash(28) << r1 << next << chunk.break_after << sl1);
    add(Hash(29) << r1 << sl3 << sl2 << sl1 << std::min<std::uint64_t>(i - word_begin, 5) << next);
    add(Hash(30) << r1 << head_of(chunk.after) << sl1);
    add(Hash(31) << r1 << abbreviation << chunk.break_after);
    Hash left(32);
    left << r1 << next;
    string(left, word_begin, i);
    add(left);
  }
  if (is_word(sl1) && is_word(sr1) && (sl1 == '0') != (sr1 == '0')) {  // where letters and digits meet: "5km", "H5N1"
    const auto of_kind = [&](std::size_t k, bool digits) {
      return is_word(characters_[k].shape) && (characters_[k].shape == '0') == digits;
    };
    std::size_t begin = i, end = i;
    while (begin > 0 && i - begin < kLongestString && of_kind(begin - 1, sl1 == '0')) --begin;
    while (end < size && end - i < kLongestString && of_kind(end, sr1 == '0')) ++end;
    const std::uint64_t left_more = begin > 0 ? (is_word(characters_[begin - 1].shape) ? 2 : 1) : 0;
    const std::uint64_t right_more = end < size ? (is_word(characters_[end].shape) ? 2 : 1) : 0;
    Hash letters(35), lengths(36), backoff(37);
    if (sl1 == '0')
      string(letters << 1, i, end);
    else
      string(letters << 2, begin, i);
    add(letters << left_more << right_more);
    add(lengths << sl1 << sr1 << std::min<std::uint64_t>(i - begin, 5) << std::min<std::uint64_t>(end - i, 5)
                << left_more << right_more);
    add(backoff << sl1 << sr1 << left_more << right_more);
  }
  if (is_letter(sl1) && is_letter(sr1)) {  // inside a run: "its", "cannot"
    Hash before(33), after(34);
    before << head_of(chunk.before);
    string(before, left_begin, right_end);
    add(before);
    after << head_of(chunk.after);
    string(after, left_begin, right_end);
    add(after);
  }
}

/// A chunk too long to be words of a text: parted where letters and digits meet other characters.
void Splitter::split_plainly(const ChunkContext& chunk) {
  places_.clear();
  read_characters(chunk);
  std::size_t begin = 0;
  const bool is_address = (flags_of(chunk.text.substr(0, kPlainFrom)) & kScheme) != 0;
  for (std::size_t i = 1; i < characters_.size(); ++i) {
    const Character& l = characters_[i - 1];
    const Character& r = characters_[i];
    if (r.joins && r.offset - characters_[begin].offset < kLongestWord) continue;
    const bool same = is_word(l.shape) ? is_word(r.shape) : l.folded == r.folded;
    const bool too_long = r.offset - characters_[begin].offset >= kLongestWord;
    if ((same || is_address) && !too_long) continue;
    places_.push_back({r.offset, Cut::kToken});
    begin = i;
  }
}

std::span<const Place> Splitter::split(const ChunkContext& chunk) {
  if (chunk.text.size() > kPlainFrom) {
    split_plainly(chunk);
    return places_;
  }
  if (std::ranges::all_of(chunk.text, is_ascii_letter)) {  // most chunks
    places_.clear();
    std::string run;
    if (chunk.text.size() > kLongestString) return places_;
    for (const char c : chunk.text) run += static_cast<char>(c | 0x20);
    if (model_.run_cut(run) == 0) return places_;
  }
  find_places(chunk);
  for (std::size_t p = 0; p < places_.size(); ++p) {
    const std::int32_t margin = decide(chunk, p);
    if (!is_before_lone_joiner(p)) continue;
    // A hyphen or slash between words is parted from both or from none.
    const std::int32_t margin_after = decide(chunk, p + 1);
    if ((margin > 0) != (margin_after > 0))
      places_[p].cut = places_[p + 1].cut = margin + margin_after > 0 ? Cut::kToken : Cut::kNone;
    ++p;
  }
  return places_;
}

std::int32_t Splitter::decide(const ChunkContext& chunk, std::size_t place) {
  const std::size_t i = place_characters_[place];
  if (const auto cut = fixed_cut(i)) {
    places_[place].cut = *cut;
    return *cut == Cut::kNone ? -kCertain : kCertain;
  }
  Features features;
  describe(chunk, place, features);
  // The second word of a multiword token is spelt with letters, an apostrophe before them perhaps.
  const Decision decision =
      model_.decide(features.span(), is_letter(characters_[i].shape) || characters_[i].folded == '\'');
  places_[place].cut = decision.cut;
  return decision.margin;
}

/// What needs no model: clitics ("he|'ll", "did|n't", "U.N.|'s"), endings of numbers ("1990s", "2nd"), names such as
/// "G7", "#topic" and "@name".
std::optional<Cut> Splitter::fixed_cut(std::size_t i) const {
  const char32_t left = characters_[i - 1].folded;
  const char32_t left_shape = characters_[i - 1].shape;
  const bool clitic_begins = characters_[i].folded == '\'' && (is_letter(left_shape) || left == '.');
  if (clitic_begins || (is_letter(left_shape) && characters_[i].folded == 'n')) {
    const std::size_t apostrophe = clitic_begins ? i : i + 1;
    if (language_.is_clitic(lower(i, run_end(apostrophe + 1)))) return Cut::kWord;
  }
  if (left_shape == '0' && is_letter(characters_[i].shape) && language_.is_number_ending(lower(i, run_end(i))))
    return Cut::kNone;
  if (left_shape == 'A' && characters_[i].shape == '0' && is_code_name(i)) return Cut::kNone;
  if (is_in_prefixed_name(i)) return Cut::kNone;
  const bool opens_quote = i == 1 && left == '\'' && is_letter(characters_[i].shape);
  if (opens_quote && !language_.is_elided(lower(i, run_end(i))) && !language_.is_clitic(lower(0, run_end(i))))
    return Cut::kToken;
  return std::nullopt;
}

/// True between the capitals and the digits of "G7", "H5N1", "MH370"; not of sums such as "IRR200,000".
bool Splitter::is_code_name(std::size_t i) const {
  std::size_t begin = i;
  while (begin > 0 && characters_[begin - 1].shape == 'A') --begin;
  const bool starts_word = begin == 0 || !is_word(characters_[begin - 1].shape);
  std::size_t end = i;
  while (end < characters_.size() && characters_[end].shape == '0') ++end;
  const bool is_sum = end + 1 < characters_.size() &&
                      (characters_[end].folded == ',' || characters_[end].folded == '.') &&
                      characters_[end + 1].shape == '0';
  return starts_word && i - begin <= 4 && end - i <= 4 && !is_sum;
}

/// True beside the apostrophe of "O'Brien" and "D'Souza".
bool Splitter::is_in_prefixed_name(std::size_t i) const {
  const std::size_t apostrophe = characters_[i].folded == '\'' ? i : i - 1;
  if (characters_[apostrophe].folded != '\'' || apostrophe == 0 || apostrophe + 2 >= characters_.size()) return false;
  const std::size_t begin = run_begin(apostrophe);
  return characters_[begin].shape == 'A' && characters_[apostrophe + 1].shape == 'A' &&
         characters_[apostrophe + 2].shape == 'a' && language_.is_name_prefix(lower(begin, apostrophe));
}

/// Lower-case characters as ASCII; empty if they are not.
std::string Splitter::lower(std::size_t begin, std::size_t end) const {
  std::string out;
  for (std::size_t i = begin; i < std::min(end, characters_.size()); ++i) {
    if (characters_[i].folded >= 0x80) return {};
    out += static_cast<char>(characters_[i].folded);
  }
  return out;
}

/// True at the place before a single hyphen or slash with letters or digits on both sides.
bool Splitter::is_before_lone_joiner(std::size_t place) const {
  const std::size_t i = place_characters_[place];
  if (i + 1 >= characters_.size() || (characters_[i].folded != '-' && characters_[i].folded != '/')) return false;
  const bool next_is_place = place + 1 < places_.size() && place_characters_[place + 1] == i + 1;
  return next_is_place && is_word(characters_[i - 1].shape) && is_word(characters_[i + 1].shape);
}

}  // namespace casus::segment
