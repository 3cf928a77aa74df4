// SPDX-License-Identifier: Apache-2.0
#include "segment/sentences.h"

#include <algorithm>

#include "base/assert.h"

namespace casus::segment {
namespace {
constexpr std::uint8_t kGlued = 0;
constexpr std::uint8_t kLineBreak = 2;
constexpr std::uint8_t kBlankLine = 3;
/// What a line break adds to the log odds.
constexpr float kLineBonus = 2.0F;
/// A sentence that is too long is parted no nearer to its beginning.
constexpr std::uint32_t kShortestPart = 32;

bool begins_small(std::string_view form) {
  return !form.empty() && form[0] >= 'a' && form[0] <= 'z';
}

bool is_ascii_mark(std::string_view form) {
  return std::ranges::all_of(form, [](char c) {
    const bool is_letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return c > ' ' && c < 127 && !is_letter;
  });
}

/// True when lines are broken where they are full: at least every second break stands before a small letter.
bool is_broken_into_lines(const Document& doc) {
  std::size_t breaks = 0;
  std::size_t small = 0;
  for (std::size_t i = 0; i < doc.tokens.size(); ++i) {
    if (doc.tokens[i].break_before != kLineBreak) continue;
    ++breaks;
    if (begins_small(doc.form(TokenId{i}))) ++small;
  }
  return small * 2 >= breaks;
}

/// For each token whether it overlaps furniture. Both lists ascend.
std::vector<bool> furniture_of(const Document& doc) {
  std::vector<bool> out(doc.tokens.size(), false);
  std::size_t next = 0;
  for (std::size_t i = 0; i < doc.tokens.size(); ++i) {
    while (next < doc.furniture.size() && doc.furniture[next].end <= doc.tokens[i].span.begin) ++next;
    out[i] = next < doc.furniture.size() && doc.furniture[next].overlaps(doc.tokens[i].span);
  }
  return out;
}

constexpr std::uint32_t kLongestDateline = 12;

bool is_dash(std::string_view form) {
  return form == "-" || form == "--" || form == "\u2013" || form == "\u2014";
}

bool is_capitals(std::string_view form) {
  return form.size() >= 3 && std::ranges::all_of(form, [](char c) { return (c >= 'A' && c <= 'Z') || c == '.'; });
}

/// For each token whether the dateline of a report ends before it: "NAIROBI (Wire) - Kenya's …". A dateline opens a
/// line in capitals, ends in a dash and has no word in small letters; what follows it is the sentence.
std::vector<bool> datelines_of(const Document& doc) {
  std::vector<bool> out(doc.tokens.size(), false);
  for (std::uint32_t i = 0; i < doc.tokens.size(); ++i) {
    if (doc.tokens[i].break_before < kLineBreak || !is_capitals(doc.form(TokenId{i}))) continue;
    for (std::uint32_t k = i + 1; k + 1 < doc.tokens.size() && k < i + kLongestDateline; ++k) {
      const std::string_view form = doc.form(TokenId{k});
      if (doc.tokens[k].break_before >= kLineBreak || begins_small(form)) break;
      if (!is_dash(form) || doc.tokens[k].break_before == kGlued) continue;
      out[k + 1] = !begins_small(doc.form(TokenId{k + 1}));
      break;
    }
  }
  return out;
}

class Splitter {
 public:
  Splitter(const Document& doc, std::span<const float> scores)
      : doc_(doc),
        scores_(scores),
        furniture_(furniture_of(doc)),
        datelines_(datelines_of(doc)),
        line_bonus_(is_broken_into_lines(doc) ? 0 : kLineBonus) {}

  std::vector<Sentence> run() const {
    std::vector<Sentence> out;
    const auto count = static_cast<std::uint32_t>(doc_.tokens.size());
    std::uint32_t begin = 0;
    for (std::uint32_t token = 1; token <= count; ++token) {
      if (token < count && !begins(token)) continue;
      add({begin, token}, out);
      begin = token;
    }
    return out;
  }

 private:
  bool may_begin(std::uint32_t token) const { return doc_.tokens[token].multiword != 0; }

  bool begins(std::uint32_t token) const {
    const Token& it = doc_.tokens[token];
    const std::string_view form = doc_.form(TokenId{token});
    if (!may_begin(token)) return false;
    if (it.break_before >= kBlankLine || furniture_[token] != furniture_[token - 1]) return true;
    if (datelines_[token]) return true;
    if (it.break_before == kGlued && is_ascii_mark(form)) return false;
    const bool is_line = it.break_before == kLineBreak && !begins_small(form);
    return scores_[token] + (is_line ? line_bonus_ : 0.0F) > 0;
  }

  /// Adds `range`, in parts if it is too long.
  void add(TokenRange range, std::vector<Sentence>& out) const {
    while (range.size() > kMaxSentence) {
      std::uint32_t best = range.begin + kMaxSentence;
      for (std::uint32_t token = range.begin + kShortestPart; token < range.begin + kMaxSentence; ++token)
        if (may_begin(token) && (!may_begin(best) || scores_[token] > scores_[best])) best = token;
      out.push_back({{range.begin, best}});
      range.begin = best;
    }
    if (!range.empty()) out.push_back({range});
  }

  const Document& doc_;
  std::span<const float> scores_;
  std::vector<bool> furniture_;
  std::vector<bool> datelines_;
  float line_bonus_;
};
}  // namespace

std::vector<Sentence> sentences_of(const Document& doc, std::span<const float> scores) {
  ASSERT(scores.size() == doc.tokens.size());
  return Splitter(doc, scores).run();
}

}  // namespace casus::segment
