// SPDX-License-Identifier: Apache-2.0
#include "attribution/marks.h"

#include <algorithm>
#include <cstdint>

#include "base/utf8.h"

namespace casus::attribution {
namespace {

enum class Shape : std::uint8_t { kOpen, kClose, kStraight };

struct Mark {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Shape shape = Shape::kStraight;
  bool is_single = false;
  bool can_open = false;
  bool can_close = false;
  std::uint32_t paragraph = 0;
  bool leads = false;  ///< first in its paragraph
};

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x2028 || c == 0x2029;
}
bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}
/// Letters as far as quotation marks care: everything beyond ASCII that is no punctuation counts as one.
bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return c >= 0xC0 && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x3000 && c <= 0x303F);
}
bool is_lower(char32_t c) {
  return c >= 'a' && c <= 'z';
}
bool is_opening_bracket(char32_t c) {
  return c == '(' || c == '[' || c == '{' || c == '-' || c == '/' || c == 0x2013 || c == 0x2014 || c == ':';
}

struct Symbol {
  Shape shape = Shape::kStraight;
  bool is_single = false;
};

/// What a code point is among the quotation marks; false if it is none.
bool symbol_of(char32_t c, Symbol& out) {
  switch (c) {
    case '"':
      out = {Shape::kStraight, false};
      return true;
    case '\'':
      out = {Shape::kStraight, true};
      return true;
    case 0x201C:
    case 0x201E:
    case 0x201F:
    case 0xAB:
      out = {Shape::kOpen, false};
      return true;
    case 0x201D:
    case 0xBB:
      out = {Shape::kClose, false};
      return true;
    case 0x2018:
    case 0x201A:
    case 0x2039:
      out = {Shape::kOpen, true};
      return true;
    case 0x2019:
    case 0x203A:
      out = {Shape::kClose, true};
      return true;
    default:
      return false;
  }
}

char32_t before(std::string_view text, std::size_t at) {
  if (at == 0) return '\n';
  std::size_t begin = at - 1;
  while (begin > 0 && at - begin < 4 && !utf8::is_border(text, begin)) --begin;
  return utf8::decode(text, begin).code_point;
}
char32_t after(std::string_view text, std::size_t at) {
  return at < text.size() ? utf8::decode(text, at).code_point : U'\n';
}

/// Two single marks or grave accents that stand for one double mark.
bool is_doubled(std::string_view text, std::size_t at, char32_t c, std::uint32_t length) {
  return (c == '\'' || c == '`' || c == 0x2019 || c == 0x2018) && at + 2 * length <= text.size() &&
         text.substr(at, length) == text.substr(at + length, length);
}

/// True where "'" or its curly twin at this place is an apostrophe for certain.
bool is_apostrophe(char32_t previous, char32_t next) {
  return (is_letter(previous) || is_digit(previous)) && (is_letter(next) || is_digit(next));
}

/// "'90s", "'em": an elision; the word is short and known by its first letters.
bool is_elision(std::string_view text, std::size_t after_mark) {
  if (after_mark < text.size() && is_digit(static_cast<unsigned char>(text[after_mark]))) {
    std::size_t at = after_mark;
    while (at < text.size() && is_digit(static_cast<unsigned char>(text[at]))) ++at;
    return at - after_mark == 2;
  }
  for (const std::string_view word : {"em", "til", "till", "tis", "twas", "cause", "n", "bout", "round"}) {
    const std::size_t end = after_mark + word.size();
    if (text.substr(after_mark, word.size()) == word && (end >= text.size() || !is_letter(after(text, end))))
      return true;
  }
  return false;
}

bool ends_sentence(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == ':' || c == '"' || c == '\'' || c == 0x201D || c == 0x2019 ||
         c == ')' || c == 0x2026 || c == ',' || c == ';';
}

struct Scan {
  std::vector<Mark> marks;
  std::vector<std::uint32_t> paragraph_end;  ///< byte behind the last character of each paragraph
};

/// Finds every mark and the paragraphs. A line break ends a paragraph where a blank line follows, or where the line
/// ends as a sentence does and the next does not begin in lower case; other breaks only wrap lines.
Scan scan(std::string_view text) {
  Scan out;
  std::uint32_t paragraph = 0;
  bool has_begun = false;
  std::uint32_t last_end = 0;
  char32_t last = '\n';
  int breaks = 0;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded decoded = utf8::decode(text, at);
    const char32_t c = decoded.code_point;
    if (is_space(c)) {
      if (c == '\n' || c == 0x2029) ++breaks;
      at += decoded.length;
      continue;
    }
    if (has_begun && (breaks > 1 || (breaks == 1 && ends_sentence(last) && !is_lower(c)))) {
      out.paragraph_end.push_back(last_end);
      ++paragraph;
      has_begun = false;
    }
    breaks = 0;
    Symbol symbol;
    std::uint32_t length = decoded.length;
    bool is_mark = symbol_of(c, symbol);
    const char32_t previous = before(text, at);
    if (is_doubled(text, at, c, decoded.length)) {
      length = 2 * decoded.length;
      symbol = {c == '`' || c == 0x2018 ? Shape::kOpen : c == '\'' ? Shape::kStraight : Shape::kClose, false};
      is_mark = true;
    }
    if (is_mark) {
      const char32_t next = after(text, at + length);
      Mark mark{static_cast<std::uint32_t>(at),
                static_cast<std::uint32_t>(at + length),
                symbol.shape,
                symbol.is_single,
                false,
                false,
                paragraph,
                !has_begun};
      const bool opens_here = !is_space(next) && (is_space(previous) || is_opening_bracket(previous) || !has_begun ||
                                                  previous == '"' || previous == 0x201C || previous == 0x2018);
      const bool closes_here = !is_space(previous) && has_begun && !is_letter(next) && !is_digit(next);
      if (symbol.is_single && is_apostrophe(previous, next)) {
        // inside a word
      } else if (symbol.shape == Shape::kOpen) {
        mark.can_open = !(symbol.is_single && is_elision(text, at + length));
      } else if (symbol.shape == Shape::kClose) {
        mark.can_close = !is_space(previous) || !symbol.is_single;
        mark.can_open = !symbol.is_single && opens_here && !closes_here;  // a closing mark typed for an opening one
      } else {
        mark.can_open = opens_here && !(symbol.is_single && is_elision(text, at + length));
        mark.can_close = closes_here;
        if (!symbol.is_single && !mark.can_open && !mark.can_close) mark.can_open = mark.can_close = true;
      }
      // A plural possessive: "the boys' toys".
      if (symbol.is_single && mark.can_close && (previous == 's' || previous == 'z') && is_space(next)) {
        std::size_t word = at + length;
        while (word < text.size() && is_space(static_cast<unsigned char>(text[word]))) ++word;
        if (word < text.size() && is_lower(static_cast<unsigned char>(text[word]))) mark.can_close = false;
      }
      if (mark.can_open || mark.can_close) out.marks.push_back(mark);
    }
    has_begun = true;
    last = c;
    at += length;
    last_end = static_cast<std::uint32_t>(at);
  }
  out.paragraph_end.push_back(last_end);
  return out;
}

class Pairing {
 public:
  Pairing(std::string_view text, Scan scan) : text_(text), scan_(std::move(scan)) {}

  std::vector<Quoted> run() {
    note_next_closers();
    for (std::size_t i = 0; i < scan_.marks.size(); ++i) {
      if (i > 0 && scan_.marks[i].paragraph != scan_.marks[i - 1].paragraph) end_paragraph(i);
      take(i);
    }
    if (!scan_.marks.empty()) end_paragraph(scan_.marks.size());
    std::ranges::stable_sort(found_, [](const Quoted& a, const Quoted& b) {
      return a.inner.begin != b.inner.begin ? a.inner.begin < b.inner.begin : a.inner.end > b.inner.end;
    });
    return std::move(found_);
  }

 private:
  struct Open {
    std::size_t mark = 0;
    bool continues = false;
    std::uint32_t paragraphs = 0;  ///< borders crossed since
  };
  static constexpr std::uint32_t kParagraphs = 12;

  /// For each mark, the next one behind it in its paragraph that can close one of its kind.
  void note_next_closers() {
    const std::size_t count = scan_.marks.size();
    next_closer_.assign(count, count);
    std::size_t next[2] = {count, count};
    for (std::size_t i = count; i-- > 0;) {
      const Mark& mark = scan_.marks[i];
      if (i + 1 < count && scan_.marks[i + 1].paragraph != mark.paragraph) next[0] = next[1] = count;
      next_closer_[i] = next[mark.is_single ? 1 : 0];
      if (mark.can_close) next[mark.is_single ? 1 : 0] = i;
    }
  }

  /// The place of the innermost open mark of this kind that `closer` may close; stack size if none.
  std::size_t partner(const Mark& closer) const {
    for (std::size_t k = stack_.size(); k-- > 0;) {
      const Mark& open = scan_.marks[stack_[k].mark];
      if (open.is_single != closer.is_single) continue;
      if (closer.is_single && (open.shape == Shape::kStraight) != (closer.shape == Shape::kStraight)) continue;
      return k;
    }
    return stack_.size();
  }

  void take(std::size_t i) {
    const Mark& mark = scan_.marks[i];
    const std::size_t k = partner(mark);
    if (mark.can_close && k < stack_.size() && (!mark.can_open || mark.shape != Shape::kOpen)) {
      emit(stack_[k], mark.begin, mark.end, k > 0);
      stack_.resize(k);
      return;
    }
    if (mark.shape == Shape::kClose && !mark.can_open) {
      if (!mark.is_single || stack_.empty()) return;
      return;
    }
    const bool is_straight_open = mark.shape == Shape::kStraight && !mark.is_single && mark.can_close && !mark.can_open;
    if (!mark.can_open && !is_straight_open) return;
    const bool has_partner = next_closer_[i] < scan_.marks.size();
    if (mark.is_single && !has_partner) return;
    if (is_straight_open && (!has_partner || is_digit(before(text_, mark.begin)))) return;
    if (stack_.size() >= 8) return;
    stack_.push_back({i, false, 0});
  }

  /// Between two paragraphs: single marks are dropped; double ones go on where the next paragraph opens anew or only
  /// closes.
  void end_paragraph(std::size_t next) {
    const std::uint32_t paragraph = scan_.marks[next - 1].paragraph;
    std::erase_if(stack_, [&](const Open& open) { return scan_.marks[open.mark].is_single; });
    if (stack_.empty()) return;
    Open open = stack_.front();
    const bool opened_here = open.paragraphs == 0;
    stack_.clear();
    const bool has_next = next < scan_.marks.size();
    const Mark* ahead = has_next ? &scan_.marks[next] : nullptr;
    const bool next_opens =
        has_next && ahead->paragraph == paragraph + 1 && ahead->leads && ahead->can_open && !ahead->is_single;
    if (next_opens) {
      emit(open, scan_.paragraph_end[paragraph], scan_.paragraph_end[paragraph], false);
      continued_ = next;
      return;
    }
    std::size_t closer = next;
    while (closer < scan_.marks.size() && scan_.marks[closer].is_single && closer < next + 16) ++closer;
    const bool only_closes = closer < scan_.marks.size() && !scan_.marks[closer].is_single &&
                             scan_.marks[closer].can_close && !scan_.marks[closer].can_open &&
                             scan_.marks[closer].paragraph <= paragraph + kParagraphs;
    if (only_closes && ++open.paragraphs < kParagraphs) {
      stack_.push_back(open);
      return;
    }
    // A quotation that fills its paragraph and whose last mark was forgotten.
    const Mark& mark = scan_.marks[open.mark];
    if (opened_here && mark.leads && mark.shape == Shape::kOpen)
      emit(open, scan_.paragraph_end[paragraph], scan_.paragraph_end[paragraph], false);
  }

  void emit(const Open& open, std::uint32_t end, std::uint32_t outer_end, bool is_nested) {
    const Mark& mark = scan_.marks[open.mark];
    Quoted quoted{{mark.end, end}, {mark.begin, outer_end}, is_nested, mark.is_single, open.mark == continued_};
    trim(quoted.inner);
    if (!quoted.inner.empty()) found_.push_back(quoted);
  }

  void trim(Span& span) const {
    while (span.begin < span.end && is_space(after(text_, span.begin)))
      span.begin += utf8::decode(text_, span.begin).length;
    while (span.end > span.begin && is_space(before(text_, span.end))) {
      do --span.end;
      while (span.end > span.begin && !utf8::is_border(text_, span.end));
    }
    // At the end of a paragraph a mark of the other kind may stand for the one that is missing.
    if (span.end > span.begin + 1) {
      Symbol symbol;
      std::uint32_t last = span.end - 1;
      while (last > span.begin && !utf8::is_border(text_, last)) --last;
      const bool is_border = std::ranges::binary_search(scan_.paragraph_end, span.end);
      const char32_t previous = before(text_, last);
      if (is_border && symbol_of(after(text_, last), symbol) && symbol.shape != Shape::kOpen && !is_letter(previous))
        span.end = last;
    }
  }

  std::string_view text_;
  Scan scan_;
  std::vector<std::size_t> next_closer_;
  std::vector<Open> stack_;
  std::vector<Quoted> found_;
  std::size_t continued_ = static_cast<std::size_t>(-1);
};

}  // namespace

std::vector<Quoted> pair_marks(std::string_view text) {
  return Pairing(text, scan(text)).run();
}

}  // namespace casus::attribution
