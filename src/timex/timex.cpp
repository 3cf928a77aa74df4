// SPDX-License-Identifier: Apache-2.0
#include "timex/timex.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/day.h"
#include "timex/reader.h"

namespace casus::timex {
namespace {

constexpr std::size_t kDatelineSentences = 8;
constexpr std::uint32_t kDatelineTokens = 8;

std::string lower(std::string_view form) {
  std::string out(form);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

class TimeStage final : public Stage {
 public:
  TimeStage(TimeWords words, lang::Numbers numbers) : words_(std::move(words)), numbers_(std::move(numbers)) {}

  StageInfo info() const override {
    return {"timex", layers(Layer::kText, Layer::kTokens, Layer::kSentences, Layer::kSyntax), layers(Layer::kTimes)};
  }

  Result<void> run(std::span<Document> batch, Workspace&) const override {
    for (Document& doc : batch) {
      if (doc.has_failed()) continue;
      doc.times.clear();
      read(doc);
      doc.mark(Layer::kTimes);
    }
    return {};
  }

 private:
  void read(Document& doc) const {
    const Reader reader(words_, numbers_);
    std::vector<std::string> forms;
    forms.reserve(doc.tokens.size());
    for (std::uint32_t i = 0; i < doc.tokens.size(); ++i) forms.push_back(lower(doc.form(TokenId{i})));
    Setting setting;
    setting.today = parse_day(doc.origin.published);
    if (!setting.today) setting.today = dateline(doc, reader, forms);
    std::uint32_t told_since = 0;
    for (const Sentence& sentence : doc.sentences) {
      const std::span<const std::string> words(forms.data() + sentence.tokens.begin, sentence.tokens.size());
      const std::size_t first = doc.times.size();
      if (++told_since > 2) setting.told.reset();
      for (std::size_t at = 0; at < words.size();) {
        const TokenId token{sentence.tokens.begin + at};
        auto reading = offered(doc, reader, words, at, token, setting);
        if (!reading) {
          ++at;
          continue;
        }
        TimeExpression time = std::move(reading->time);
        time.tokens = {token.value, token.value + static_cast<std::uint32_t>(reading->words)};
        time.by = {"timex.rule", 1.0F};
        if (time.granularity == Granularity::kDay && time.start && time.start == time.end) {
          setting.told = time.start;
          told_since = 0;
        }
        doc.times.push_back(std::move(time));
        at += reading->words;
      }
      join_ranges(doc, first, sentence.tokens, forms);
      for (std::size_t i = first; i < doc.times.size(); ++i) bound(doc.times[i], sentence.tokens, forms);
    }
  }

  std::optional<Reading> offered(const Document& doc, const Reader& reader, std::span<const std::string> words,
                                 std::size_t at, TokenId token, const Setting& base) const {
    Setting setting = base;
    const std::string_view form = doc.form(token);
    const bool is_name = doc.has(Layer::kSyntax) ? doc.upos(token) == Upos::kPropn : true;
    setting.is_capital = !form.empty() && form[0] >= 'A' && form[0] <= 'Z' && is_name &&
                         (token.value > 0 || words.size() < 4 || at > 0 || words[at] != "may");
    if (doc.has(Layer::kSyntax)) setting.is_future = looks_ahead(doc, token);
    auto reading = reader.read(words, at, setting);
    // "second", "March on", "2000 people": a lone word must be what it seems.
    if (reading && reading->words == 1 && doc.has(Layer::kSyntax)) {
      const Upos upos = doc.upos(token);
      if (upos == Upos::kVerb || upos == Upos::kAux) return std::nullopt;
      const TokenId next{token.value + 1};
      if (upos == Upos::kNum && doc.relation(token) == "nummod" && next.index() < doc.tokens.size() &&
          doc.form(next).ends_with("s") && doc.upos(next) == Upos::kNoun && at > 0 && words[at - 1] != "the")
        return std::nullopt;
    }
    return reading;
  }

  /// True where the verb over `token` looks ahead: "will meet on Monday", "plans to meet on Monday".
  bool looks_ahead(const Document& doc, TokenId token) const {
    TokenId at = token;
    for (int steps = 0; at.exists() && steps < 8; ++steps) {
      if (doc.upos(at) == Upos::kVerb || doc.upos(at) == Upos::kAux) break;
      at = doc.head(at);
    }
    if (!at.exists()) return false;
    // The verb's own auxiliaries stand shortly before it.
    const std::uint32_t from = at.value > 6 ? at.value - 6 : 0;
    for (std::uint32_t i = from; i < at.value; ++i) {
      if (doc.head(TokenId{i}) != at) continue;
      if (doc.upos(TokenId{i}) == Upos::kAux && words_.is("future", lower(doc.form(TokenId{i})))) return true;
      if (doc.relation(TokenId{i}) == "mark" && doc.form(TokenId{i}) == "to") return true;
    }
    return false;
  }

  /// The day of a line near the top that holds nothing but a full date.
  std::optional<Day> dateline(const Document& doc, const Reader& reader, const std::vector<std::string>& forms) const {
    for (std::size_t s = 0; s < doc.sentences.size() && s < kDatelineSentences; ++s) {
      const TokenRange range = doc.sentences[s].tokens;
      if (range.size() > kDatelineTokens) continue;
      const std::span<const std::string> words(forms.data() + range.begin, range.size());
      const auto reading = reader.read(words, 0, {});
      if (reading && reading->words + 1 >= words.size() && reading->time.start &&
          reading->time.start == reading->time.end)
        return reading->time.start;
    }
    return std::nullopt;
  }

  /// "from March 4 to March 6", "between 1990 and 1995", "2010 - 2012" are one expression.
  void join_ranges(Document& doc, std::size_t first, TokenRange sentence, const std::vector<std::string>& forms) const {
    std::size_t kept = first;
    for (std::size_t i = first; i < doc.times.size(); ++i) {
      if (kept > first) {
        TimeExpression& last = doc.times[kept - 1];
        const TimeExpression& time = doc.times[i];
        const bool is_next = time.tokens.begin == last.tokens.end + 1;
        const std::string& link = is_next ? forms[last.tokens.end] : std::string();
        const std::string before = last.tokens.begin > sentence.begin ? forms[last.tokens.begin - 1] : "";
        const bool joins =
            is_next && ((link == "-" || link == "\u2013" || link == "to" || link == "until" || link == "through") ||
                        (link == "and" && before == "between"));
        if (joins && last.type == TimeType::kDate && time.type == TimeType::kDate &&
            last.granularity == time.granularity && last.start && time.end && *last.start <= *time.end) {
          last.tokens.end = time.tokens.end;
          last.end = time.end;
          last.value += "/" + time.value;
          continue;
        }
      }
      if (kept != i) doc.times[kept] = std::move(doc.times[i]);
      ++kept;
    }
    doc.times.resize(kept);
  }

  /// "since 2014" has no end, "by April 5" no beginning.
  void bound(TimeExpression& time, TokenRange sentence, const std::vector<std::string>& forms) const {
    if (time.tokens.begin == sentence.begin || time.type == TimeType::kDuration || time.type == TimeType::kSet) return;
    const std::string& before = forms[time.tokens.begin - 1];
    if (words_.is("since", before)) {
      time.end.reset();
    } else if (words_.is("until", before) || words_.is("by", before)) {
      time.start.reset();
    } else if (words_.is("before", before)) {
      if (time.start) time.end = *time.start - 1;
      time.start.reset();
    } else if (words_.is("after", before)) {
      if (time.end) time.start = *time.end + 1;
      time.end.reset();
    }
  }

  TimeWords words_;
  lang::Numbers numbers_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_time_stage(const std::filesystem::path& data) {
  ASSIGN_OR_RETURN(TimeWords words, TimeWords::load(data));
  ASSIGN_OR_RETURN(lang::Numbers numbers, lang::Numbers::load(data));
  return std::make_unique<TimeStage>(std::move(words), std::move(numbers));
}

}  // namespace casus::timex
