// SPDX-License-Identifier: Apache-2.0
#include "encode/borders.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace casus::encode {
namespace {
constexpr std::uint8_t kLineBreak = 2;
constexpr std::uint8_t kBlankLine = 3;
constexpr std::array<std::string_view, 6> kFinal{".", "!", "?", "\u2026", "...", "?!"};
constexpr std::array<std::string_view, 9> kClosing{"\"", "'", "''", ")", "]", "}", "\u201D", "\u2019", "\u00BB"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& list, std::string_view form) {
  return std::ranges::find(list, form) != list.end();
}

bool begins_small(std::string_view form) {
  return !form.empty() && form[0] >= 'a' && form[0] <= 'z';
}

/// True when the token before `token` ends a sentence, closing marks behind it passed over.
bool follows_final(const Document& doc, std::uint32_t token) {
  constexpr std::uint32_t kMostClosing = 3;
  std::uint32_t before = token - 1;
  for (std::uint32_t n = 0; n < kMostClosing && before > 0 && is_one_of(kClosing, doc.form(TokenId{before})); ++n)
    --before;
  return is_one_of(kFinal, doc.form(TokenId{before}));
}

Cut cut_before(const Document& doc, std::uint32_t token) {
  const std::uint8_t gap = doc.tokens[token].break_before;
  const bool is_small = begins_small(doc.form(TokenId{token}));
  if (gap >= kBlankLine) return Cut::kBlank;
  if (gap == kLineBreak && !is_small) return Cut::kLine;
  if (gap > 0 && !is_small && follows_final(doc, token)) return Cut::kSentence;
  return Cut::kInside;
}
}  // namespace

std::vector<Cut> cuts_of(const Document& doc) {
  std::vector<Cut> out(doc.tokens.size(), Cut::kInside);
  if (doc.has(Layer::kSentences)) {
    for (const Sentence& sentence : doc.sentences) {
      if (sentence.tokens.begin >= out.size()) continue;
      const bool is_blank = doc.tokens[sentence.tokens.begin].break_before >= kBlankLine;
      out[sentence.tokens.begin] = is_blank ? Cut::kBlank : Cut::kSentence;
    }
    return out;
  }
  for (std::uint32_t token = 1; token < out.size(); ++token) out[token] = cut_before(doc, token);
  return out;
}

}  // namespace casus::encode
