// SPDX-License-Identifier: Apache-2.0
#include "nn/wordpiece.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <algorithm>

#include "base/utf8.h"

namespace casus::nn {
namespace {
/// A longer run of letters is unknown as a whole. Units: characters
constexpr std::size_t kLongestRun = 100;
/// What is looked at of a word; more than its first pieces can hold. Units: bytes
constexpr std::size_t kLongestWord = 4096;

bool is_ascii(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_letter(char32_t c) {
  return u_isalpha(static_cast<UChar32>(c));
}

bool is_upper(char32_t c) {
  const auto type = u_charType(static_cast<UChar32>(c));
  return type == U_UPPERCASE_LETTER || type == U_TITLECASE_LETTER;
}

bool is_punctuation(char32_t c) {
  if (c < 0x80) return c > 32 && c < 127 && !u_isalnum(static_cast<UChar32>(c));
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_P_MASK) != 0;
}

bool is_cjk(char32_t c) {
  constexpr char32_t kRanges[][2] = {{0x4E00, 0x9FFF},   {0x3400, 0x4DBF},   {0x20000, 0x2A6DF}, {0x2A700, 0x2B73F},
                                     {0x2B740, 0x2B81F}, {0x2B820, 0x2CEAF}, {0xF900, 0xFAFF},   {0x2F800, 0x2FA1F}};
  return std::ranges::any_of(kRanges, [c](const auto& range) { return range[0] <= c && c <= range[1]; });
}

/// A space for white space, 0 for what is dropped, else the character itself.
char32_t cleaned(char32_t c) {
  if (c == '\t' || c == '\n' || c == '\r') return ' ';
  const auto mask = U_GET_GC_MASK(static_cast<UChar32>(c));
  if ((mask & U_GC_ZS_MASK) != 0) return ' ';
  if (c == 0 || c == 0xFFFD || (mask & U_GC_C_MASK) != 0) return 0;
  return c;
}

/// The canonical decomposition of a character, and of what that has decomposed.
void decompose(char32_t c, std::u32string& out) {
  constexpr int kRoom = 32;
  UErrorCode status = U_ZERO_ERROR;
  UChar units[kRoom];
  const UNormalizer2* nfd = unorm2_getNFDInstance(&status);
  const int32_t length =
      U_SUCCESS(status) ? unorm2_getDecomposition(nfd, static_cast<UChar32>(c), units, kRoom, &status) : -1;
  if (length < 0 || U_FAILURE(status)) {
    out += c;
    return;
  }
  for (int32_t at = 0; at < length;) {
    UChar32 part = 0;
    U16_NEXT(units, at, length, part);
    out += static_cast<char32_t>(part);
  }
}

/// Clean, decomposed, without combining marks, in lower case.
std::u32string normalised(std::string_view word) {
  std::u32string out;
  for (std::size_t at = 0; at < word.size();) {
    const auto [code_point, length] = utf8::decode(word, at);
    at += length;
    if (const char32_t c = cleaned(code_point); c != 0) decompose(c, out);
  }
  std::erase_if(out, [](char32_t c) { return u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK; });
  for (char32_t& c : out) c = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
  return out;
}

std::u32string normalised_ascii(std::string_view word) {
  std::u32string out;
  for (const char c : word) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
      out += U' ';
    else if (c > 32 && c < 127)
      out += static_cast<char32_t>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  }
  return out;
}
}  // namespace

std::uint8_t case_of(std::string_view word) {
  std::size_t letters = 0;
  std::size_t upper = 0;
  bool is_first_upper = false;
  for (std::size_t at = 0; at < word.size();) {
    const auto [code_point, length] = utf8::decode(word, at);
    at += length;
    if (!is_letter(code_point)) continue;
    if (is_upper(code_point)) {
      ++upper;
      if (letters == 0) is_first_upper = true;
    }
    ++letters;
  }
  if (letters == 0) return 0;
  if (upper == 0) return 1;
  if (is_first_upper && upper == 1) return 2;
  return upper == letters ? 3 : 4;
}

Result<WordPiece> WordPiece::make(std::string_view vocabulary) {
  WordPiece out;
  std::uint32_t id = 0;
  for (std::size_t begin = 0; begin < vocabulary.size(); ++id) {
    const std::size_t end = std::min(vocabulary.find('\n', begin), vocabulary.size());
    const std::string_view piece = vocabulary.substr(begin, end - begin);
    const bool is_inner = piece.size() > 2 && piece.starts_with("##");
    (is_inner ? out.inner_ : out.first_).emplace(is_inner ? piece.substr(2) : piece, id);
    out.longest_ = std::max(out.longest_, piece.size());
    begin = end + 1;
  }
  const auto find = [&](std::string_view piece, std::uint32_t& place) -> Result<void> {
    const auto found = out.first_.find(piece);
    if (found == out.first_.end())
      return fail(ErrorCode::kBadData, "the model's vocabulary lacks " + std::string(piece));
    place = found->second;
    return {};
  };
  RETURN_IF_ERROR(find("[UNK]", out.unknown_));
  RETURN_IF_ERROR(find("[CLS]", out.cls_));
  RETURN_IF_ERROR(find("[SEP]", out.sep_));
  return out;
}

std::size_t WordPiece::append(std::string_view word, std::vector<std::uint32_t>& pieces) const {
  const std::size_t before = pieces.size();
  std::size_t looked_at = std::min(word.size(), kLongestWord);
  while (!utf8::is_border(word, looked_at)) --looked_at;
  word = word.substr(0, looked_at);
  const std::u32string characters = is_ascii(word) ? normalised_ascii(word) : normalised(word);
  const auto room = [&] { return kMaxWordPieces - (pieces.size() - before); };
  std::string run;
  std::size_t length = 0;
  const auto end_run = [&] {
    if (length > 0 && room() > 0) append_run(run, length, room(), pieces);
    run.clear();
    length = 0;
  };
  for (const char32_t c : characters) {
    const bool is_space = u_isUWhiteSpace(static_cast<UChar32>(c));
    const bool is_alone = is_space || is_punctuation(c) || is_cjk(c);
    if (is_alone) end_run();
    if (is_space) continue;
    utf8::append(run, c);
    ++length;
    if (is_alone) end_run();
  }
  end_run();
  if (pieces.size() == before) pieces.push_back(unknown_);
  return pieces.size() - before;
}

void WordPiece::append_run(std::string_view run, std::size_t characters, std::size_t room,
                           std::vector<std::uint32_t>& pieces) const {
  const std::size_t before = pieces.size();
  const auto give_up = [&] {
    pieces.resize(before);
    pieces.push_back(unknown_);
  };
  if (characters > kLongestRun) return give_up();
  for (std::size_t begin = 0; begin < run.size();) {
    const auto& table = begin == 0 ? first_ : inner_;
    std::size_t end = std::min(run.size(), begin + longest_);
    auto found = table.end();
    while (end > begin) {
      if (utf8::is_border(run, end)) found = table.find(run.substr(begin, end - begin));
      if (found != table.end()) break;
      --end;
    }
    if (found == table.end()) return give_up();
    pieces.push_back(found->second);
    begin = end;
  }
  if (pieces.size() - before > room) pieces.resize(before + room);
}

}  // namespace casus::nn
