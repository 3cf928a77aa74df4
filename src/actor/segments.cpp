// SPDX-License-Identifier: Apache-2.0
#include "actor/segments.h"

#include <algorithm>
#include <utility>

namespace casus::actor {
namespace {
constexpr std::size_t kMaxWords = 9;

/// The singular of a plural, crudely; for words whose lemma is missing or a proper noun's.
std::string singular(std::string_view word) {
  if (word.ends_with("men")) return std::string(word.substr(0, word.size() - 2)) + "an";
  if (word.ends_with("ies") && word.size() > 4) return std::string(word.substr(0, word.size() - 3)) + "y";
  if (word.ends_with("s") && !word.ends_with("ss") && word.size() > 3)
    return std::string(word.substr(0, word.size() - 1));
  return std::string(word);
}

bool is_possessive_mark(const Word& word) {
  return word.text == "'s" || word.text == "'" || word.text == "\xE2\x80\x99s" || word.text == "\xE2\x80\x99";
}

/// Cuts one phrase.
class Cutter {
 public:
  Cutter(const Store& store, const Phrase& phrase, std::optional<Day> day);
  Cut cut();

 private:
  const Store& store_;
  const Phrase& phrase_;
  std::optional<Day> day_;
  std::vector<std::string> lemmas_;
  Cut cut_;

  Segment longest_at(std::size_t begin) const;
  void cut_hyphenated(std::size_t at);
};

Cutter::Cutter(const Store& store, const Phrase& phrase, std::optional<Day> day)
    : store_(store), phrase_(phrase), day_(day) {
  for (const Word& word : phrase.words) {
    cut_.folded.push_back(fold(word.text));
    lemmas_.push_back(word.lemma.empty() || word.lemma == word.text ? cut_.folded.back() : fold(word.lemma));
  }
}

Segment Cutter::longest_at(std::size_t begin) const {
  Segment best{.begin = begin, .end = begin + 1};
  Key name;
  Key role;
  const std::size_t limit = std::min(phrase_.words.size(), begin + kMaxWords);
  std::string written;
  bool is_owned = false;  // past a possessive: "the Lord's Resistance Army" is a name, "Iran's president" no role
  for (std::size_t i = begin; i < limit; ++i) {
    const Word& word = phrase_.words[i];
    if (is_possessive_mark(word)) {
      if (i == begin) break;
      for (const char c : cut_.folded[i]) name.add_byte(c);
      written += word.text;
      is_owned = true;
      continue;
    }
    if (word.upos == Upos::kPunct && word.text != "-" && word.text != "&") break;
    const Key role_prefix = role;
    name.add_words(cut_.folded[i]);
    written += word.text;
    if (const Spelling* spelling = store_.pick_thing(name.value, written, day_)) {
      const Kind kind = store_.entries[spelling->entry].kind;
      const bool is_loose = is_state(kind) || kind == Kind::kFaith || kind == Kind::kGroup;
      // One common word is no name, even with a capital at the start of a sentence; an adjective of a nation may be.
      if (i > begin || is_name_word(phrase_.words[i]) || is_loose) {
        best = {.type = Segment::Type::kName, .begin = begin, .end = i + 1, .spelling = spelling};
      }
    }
    if (is_owned) continue;
    if (word.upos != Upos::kAdj && word.upos != Upos::kVerb && word.upos != Upos::kDet) {
      Key lemma = role_prefix;
      lemma.add_words(lemmas_[i]);
      role.add_words(cut_.folded[i]);
      const std::string* form = &lemmas_[i];
      const Role* found = store_.role(lemma.value);
      if (found == nullptr) {
        form = &cut_.folded[i];
        found = store_.role(role.value);
      }
      std::string one;
      if (found == nullptr) {
        one = singular(cut_.folded[i]);
        form = &one;
        Key single = role_prefix;
        single.add_words(one);
        found = store_.role(single.value);
      }
      if (found != nullptr && (best.end < i + 1 || best.type == Segment::Type::kWord)) {
        best = {.type = Segment::Type::kRole, .begin = begin, .end = i + 1, .role = found};
        for (std::size_t j = begin; j <= i; ++j) {
          const std::string& word_form = j == i ? *form : cut_.folded[j];
          if (!best.role_words.empty() && !word_form.empty()) best.role_words += ' ';
          best.role_words += word_form;
        }
      }
    } else {
      role.add_words(cut_.folded[i]);
    }
  }
  if (best.type == Segment::Type::kWord) {
    if (store_.is_mark(cut_.folded[begin], Mark::kFormer))
      best.type = Segment::Type::kFormer;
    else if (store_.is_mark(cut_.folded[begin], Mark::kHonorific) && is_name_word(phrase_.words[begin]))
      best.type = Segment::Type::kHonorific;
    else if (cut_.folded[begin].empty() || phrase_.words[begin].upos == Upos::kDet)
      best.type = Segment::Type::kMark;
  }
  return best;
}

/// "Iran-backed", "pro-Russian", "ex-president" as one token.
void Cutter::cut_hyphenated(std::size_t at) {
  const std::string_view text = phrase_.words[at].text;
  const std::size_t last = text.rfind('-');
  const std::size_t first = text.find('-');
  if (first == std::string_view::npos || first == 0 || last + 1 >= text.size()) return;
  Segment& segment = cut_.segments.back();
  if (const std::string front = fold(text.substr(0, first)); front == "ex") {
    segment.type = Segment::Type::kFormer;
    Key rest;
    rest.add_words(fold(text.substr(first + 1)));
    if (const Role* role = store_.role(rest.value)) {
      Segment title{.type = Segment::Type::kRole, .begin = at, .end = at + 1, .role = role};
      title.role_words = fold(text.substr(first + 1));
      cut_.segments.push_back(title);
    }
    return;
  } else if (store_.is_mark(front, Mark::kAgainst)) {
    segment.is_ignored = true;
    return;
  }
  const std::string suffix = fold(text.substr(last + 1));
  Key key;
  key.add_words(fold(text.substr(0, last)));
  if (const Spelling* spelling = store_.pick_thing(key.value, text.substr(0, last), day_)) {
    segment.type = Segment::Type::kName;
    segment.spelling = spelling;
    Key second;
    second.add_words(suffix);
    const Spelling* other = store_.pick_thing(second.value, text.substr(last + 1), day_);
    segment.is_ignored =
        store_.is_mark(suffix, Mark::kForeign) || (other != nullptr && is_state(store_.entries[other->entry].kind));
  }
}

Cut Cutter::cut() {
  const std::size_t count = phrase_.words.size();
  for (std::size_t at = 0; at < count;) {
    Segment segment = longest_at(at);
    // The head of a person's name is no country, body or title: "Jordan Smith", "Francis Bishop".
    const bool has_head = segment.begin <= phrase_.head && phrase_.head < segment.end;
    const bool is_in_name = phrase_.name_begin < segment.end && segment.begin < phrase_.name_end;
    if (phrase_.is_person && segment.type != Segment::Type::kWord &&
        (has_head || (is_in_name && segment.begin > phrase_.head)) &&
        !(segment.type == Segment::Type::kName && is_person(store_.entries[segment.spelling->entry].kind))) {
      segment = {.begin = at, .end = at + 1};
    }
    // "ethnic Albanians", "ethnic Albanian deputies" are of the state where they live, which others tell.
    if (segment.type == Segment::Type::kName && at > 0 && store_.is_mark(cut_.folded[at - 1], Mark::kDescent) &&
        is_state(store_.entries[segment.spelling->entry].kind)) {
      segment.is_ignored = true;
      Key people;
      people.add_words("people");
      if (const Role* role = store_.role(people.value); has_head && role != nullptr)
        segment = {.type = Segment::Type::kRole, .begin = at, .end = segment.end, .role = role, .role_words = "people"};
    }
    cut_.segments.push_back(segment);
    at = segment.end;
    if (segment.type == Segment::Type::kWord) cut_hyphenated(segment.begin);
    if (segment.type == Segment::Type::kName) {
      if (at + 1 < count && phrase_.words[at].text == "-" && store_.is_mark(cut_.folded[at + 1], Mark::kForeign)) {
        cut_.segments.back().is_ignored = true;
        cut_.segments.push_back({.type = Segment::Type::kMark, .begin = at, .end = at + 2});
        at += 2;
      } else if (segment.begin >= 2 && phrase_.words[segment.begin - 1].text == "-" &&
                 store_.is_mark(cut_.folded[segment.begin - 2], Mark::kAgainst)) {
        cut_.segments.back().is_ignored = true;
      }
    }
  }
  for (std::size_t i = 0; i < cut_.segments.size(); ++i)
    if (cut_.segments[i].begin <= phrase_.head && phrase_.head < cut_.segments[i].end) cut_.head = i;
  return std::move(cut_);
}
}  // namespace

Cut cut_phrase(const Store& store, const Phrase& phrase, std::optional<Day> day) {
  return Cutter(store, phrase, day).cut();
}

bool is_name_word(const Word& word) {
  return word.upos == Upos::kPropn;
}

std::string own_words(const Phrase& phrase, std::size_t begin, std::size_t end) {
  std::string out;
  for (std::size_t i = begin; i < end; ++i) {
    if (is_possessive_mark(phrase.words[i])) continue;
    const bool is_tight = phrase.words[i].text == "-" || (i > begin && phrase.words[i - 1].text == "-");
    if (!out.empty() && !is_tight) out += ' ';
    out += phrase.words[i].text;
  }
  return out;
}

}  // namespace casus::actor
