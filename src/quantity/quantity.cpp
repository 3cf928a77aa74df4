// SPDX-License-Identifier: Apache-2.0
#include "quantity/quantity.h"

#include <algorithm>
#include <string>
#include <vector>

#include "lang/numbers.h"
#include "quantity/terms.h"

namespace casus::quantity {
namespace {

std::string lower(std::string_view form) {
  std::string out(form);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

template <typename Map>
const typename Map::mapped_type* find(const Map& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

/// Reads the quantities of one document.
class Reading {
 public:
  Reading(Document& doc, const Terms& terms, const lang::Numbers& numbers)
      : doc_(doc), terms_(terms), numbers_(numbers) {
    forms_.reserve(doc.tokens.size());
    for (std::uint32_t i = 0; i < doc.tokens.size(); ++i) forms_.push_back(lower(doc.form(TokenId{i})));
    is_time_.assign(doc.tokens.size(), false);
    for (const TimeExpression& time : doc.times)
      for (std::uint32_t i = time.tokens.begin; i < time.tokens.end && time.type != TimeType::kDuration; ++i)
        is_time_[i] = true;
  }

  void run() {
    for (const Sentence& sentence : doc_.sentences) {
      sentence_ = sentence.tokens;
      for (std::uint32_t i = sentence_.begin; i < sentence_.end;) i = take(i);
    }
  }

 private:
  /// Reads a quantity at token `i` and returns where to go on.
  std::uint32_t take(std::uint32_t i) {
    if (is_time_[i]) return i + 1;
    const std::span<const std::string> words(forms_.data(), sentence_.end);
    const auto number = numbers_.read(words, i);
    if (!number) return i + 1;
    TokenRange range{i, i + static_cast<std::uint32_t>(number->words)};
    if (!is_count(range, *number)) return range.end;
    Quantity quantity;
    quantity.by = {"quantity.rule", 1.0F};
    quantity.min = number->value;
    if (number->is_vague)
      quantity.is_approximate = true;
    else
      quantity.max = number->value;
    read_upper(range, quantity, words);
    const std::uint32_t after_number = range.end;
    const std::string* currency =
        range.begin > sentence_.begin ? find(terms_.money_marks, forms_[range.begin - 1]) : nullptr;
    if (currency != nullptr) {
      --range.begin;
      quantity.what = "money";
      quantity.unit = *currency;
    }
    read_bound(range, quantity);
    find_noun(TokenRange{i, after_number}, quantity);
    if (quantity.noun.exists() && quantity.noun.value >= range.end && quantity.noun.value < range.end + 6)
      range.end = quantity.noun.value + 1;
    if (range.end + 1 < sentence_.end && forms_[range.end] == "or" && forms_[range.end + 1] == "more") {
      quantity.max.reset();
      range.end += 2;
    }
    if (currency == nullptr) name_what(quantity, TokenId{after_number - 1});
    quantity.tokens = range;
    const std::uint32_t next = std::max(after_number, range.end);
    if (is_bare(quantity, TokenRange{i, after_number}, number->is_vague)) return next;
    doc_.quantities.push_back(std::move(quantity));
    return next;
  }

  /// A number that counts nothing the words tell and that neither a bound nor its place in the clause makes a count.
  bool is_bare(const Quantity& quantity, TokenRange number, bool is_vague) const {
    if (!quantity.what.empty() || quantity.noun.exists() || is_vague || !doc_.has(Layer::kSyntax)) return false;
    if (!quantity.min || !quantity.max || quantity.is_approximate || *quantity.min != *quantity.max) return false;
    const std::string_view relation = doc_.relation(top_of(number));
    return relation != "nsubj" && relation != "obj";
  }

  /// "six to 12", "between 5 and 10"
  void read_upper(TokenRange& range, Quantity& quantity, std::span<const std::string> words) const {
    if (range.end + 1 >= sentence_.end || !quantity.max) return;
    const std::string& link = forms_[range.end];
    const bool is_between = range.begin > sentence_.begin && forms_[range.begin - 1] == "between";
    if (link != "to" && link != "-" && link != "\u2013" && link != "or" && !(link == "and" && is_between)) return;
    const auto upper = numbers_.read(words, range.end + 1);
    if (!upper || upper->is_vague || is_time_[range.end + 1]) return;
    double low = *quantity.min;
    // "two to three million" counts millions twice
    if (upper->words > 1 && low < 1000 && upper->value >= 1000) {
      double unit = 1;
      while (unit * 1000 <= upper->value) unit *= 1000;
      low *= unit;
    }
    if (upper->value <= low) return;
    quantity.min = low;
    quantity.max = upper->value;
    range.end += 1 + static_cast<std::uint32_t>(upper->words);
    if (is_between) --range.begin;
  }

  void read_bound(TokenRange& range, Quantity& quantity) const {
    std::uint32_t begin = range.begin;
    if (begin > sentence_.begin && forms_[begin - 1] == "the") --begin;
    for (const Bound& bound : terms_.bounds) {
      const std::uint32_t size = static_cast<std::uint32_t>(bound.words.size());
      for (const std::uint32_t end : {range.begin, begin}) {
        if (end < sentence_.begin + size) continue;
        bool is_same = true;
        for (std::uint32_t k = 0; is_same && k < size; ++k) is_same = forms_[end - size + k] == bound.words[k];
        if (!is_same) continue;
        const TokenId last{end - 1};
        if (size == 1 && doc_.has(Layer::kSyntax) && doc_.relation(last) == "case")
          continue;  // "talks about two states"
        if (bound.is_min) quantity.max.reset();
        if (bound.is_max) quantity.min.reset();
        if (bound.is_max && !quantity.max) quantity.max = quantity.min;
        quantity.is_strict |= bound.is_strict;
        quantity.is_approximate |= bound.is_approximate;
        range.begin = end - size;
        return;
      }
    }
  }

  /// False for numbers in names, ages, "one" as a pronoun, and what stands behind its noun ("Resolution 2249").
  bool is_count(TokenRange range, const lang::ReadNumber& number) const {
    if (range.begin > sentence_.begin && forms_[range.begin - 1] == "aged") return false;
    std::uint32_t next = range.end;
    if (next < sentence_.end && forms_[next] == "-") ++next;
    if (next + 1 < sentence_.end && forms_[next] == "year" && (forms_[next + 1] == "-" || forms_[next + 1] == "old"))
      return false;
    if (next + 1 < sentence_.end && forms_[next] == "years" && forms_[next + 1] == "old") return false;
    const std::string& first = forms_[range.begin];
    if (number.is_vague && first == "couple" && (range.end >= sentence_.end || forms_[range.end] != "of")) return false;
    // "two-state", "96-94": part of a compound or a score; "two-hour" is a measure.
    if (range.end + 1 < sentence_.end && forms_[range.end] == "-") {
      const std::string& behind = forms_[range.end + 1];
      const bool is_glued = doc_.tokens[range.end].span.begin == doc_.tokens[range.end - 1].span.end &&
                            doc_.tokens[range.end].span.end == doc_.tokens[range.end + 1].span.begin;
      if (const auto upper = lang::Numbers::digits(behind)) {
        if (*upper <= number.value) return false;
      } else if (is_glued && find(terms_.measures, behind) == nullptr && !numbers_.read({&behind, 1}, 0)) {
        return false;
      }
    }
    if (!doc_.has(Layer::kSyntax)) return true;
    const TokenId top = top_of(range);
    const TokenId head = doc_.head(top);
    const std::string_view relation = doc_.relation(top);
    const bool is_year = number.is_digits && number.words == 1 && first.size() == 4 && number.value >= 1900 &&
                         number.value < 2100 && first.find(',') == std::string::npos;
    if (is_year && head.exists() && (doc_.upos(head) == Upos::kPropn || !doc_.form(head).ends_with('s'))) return false;
    if (first == "one" && relation != "nummod") return false;
    if (number.is_vague && first == "several" && relation != "amod" && relation != "det" && relation != "nummod")
      return false;
    if (head.exists() && head.value < range.begin &&
        (relation == "nummod" || relation == "nmod" || relation == "compound" || relation == "flat" ||
         relation == "dep") &&
        (doc_.upos(head) == Upos::kPropn || doc_.upos(head) == Upos::kNoun) &&
        find(terms_.money_marks, forms_[head.index()]) == nullptr && doc_.relation(top) != "nmod")
      return false;
    if (doc_.upos(top) == Upos::kPropn) return false;
    if (is_year && relation != "nummod") return false;  // a year that no time expression took
    return true;
  }

  /// The token of `range` whose head stands outside.
  TokenId top_of(TokenRange range) const {
    TokenId top{range.end - 1};
    for (std::uint32_t steps = 0; steps < range.size(); ++steps) {
      const TokenId head = doc_.head(top);
      if (!head.exists() || !range.contains(head)) break;
      top = head;
    }
    return top;
  }

  void find_noun(TokenRange number, Quantity& quantity) const {
    if (!doc_.has(Layer::kSyntax)) {
      if (number.end < sentence_.end) quantity.noun = TokenId{number.end};
      return;
    }
    const TokenId top = top_of(number);
    const TokenId head = doc_.head(top);
    const std::string_view relation = doc_.relation(top);
    if (head.exists() && head.value > top.value &&
        (relation == "nummod" || relation == "amod" || relation == "det" || relation == "compound")) {
      quantity.noun = head;
      return;
    }
    if (number.end < sentence_.end && forms_[number.end] == "of") {
      for (const TokenId child : doc_.dependents(top))
        if (child.value > number.end && doc_.relation(child) == "nmod") {
          quantity.noun = child;
          return;
        }
    }
    if (number.end < sentence_.end && find(terms_.measures, forms_[number.end]) != nullptr)
      quantity.noun = TokenId{number.end};
  }

  void name_what(Quantity& quantity, TokenId number) const {
    const TokenId anchor = quantity.noun.exists() ? quantity.noun : number;
    if (!doc_.has(Layer::kSyntax)) return;
    if (quantity.noun.exists()) {
      const std::string& lemma = doc_.lemma(quantity.noun);
      const Measure* measure = find(terms_.measures, lemma);
      if (measure == nullptr) measure = find(terms_.measures, forms_[quantity.noun.index()]);
      if (measure != nullptr) {
        quantity.what = measure->what;
        quantity.unit = measure->unit;
        return;
      }
      if (const std::string* currency = find(terms_.money_words, lemma)) {
        quantity.what = "money";
        quantity.unit = *currency;
        return;
      }
    }
    const bool is_people = !quantity.noun.exists() || terms_.people.contains(doc_.lemma(anchor)) ||
                           find(terms_.what_by_noun, doc_.lemma(anchor)) != nullptr ||
                           doc_.upos(anchor) == Upos::kPropn || doc_.upos(anchor) == Upos::kAdj ||
                           doc_.upos(anchor) == Upos::kNoun;
    if (is_people) {
      const std::string fate = fate_of(anchor);
      if (!fate.empty()) {
        quantity.what = fate;
        return;
      }
    }
    if (!quantity.noun.exists()) return;
    if (terms_.people.contains(doc_.lemma(anchor))) {
      quantity.what = "people";
      return;
    }
    quantity.what = forms_[anchor.index()];
    for (const TokenId child : doc_.dependents(anchor))
      if (doc_.relation(child) == "compound" && child.value + 1 == anchor.value && doc_.upos(child) == Upos::kNoun &&
          forms_[child.index() == 0 ? 0 : child.index() - 1] != "-")
        quantity.what = forms_[child.index()] + " " + quantity.what;
  }

  /// What became of those counted: "dead", "dead and injured"; empty if the words do not say.
  std::string fate_of(TokenId anchor) const {
    if (const std::string* what = find(terms_.what_by_noun, doc_.lemma(anchor))) return *what;
    for (const TokenId child : doc_.dependents(anchor)) {
      const std::string_view relation = doc_.relation(child);
      if (relation == "amod" || relation == "acl" || relation == "advcl") {
        if (const std::string* what = find(terms_.what_by_adjective, forms_[child.index()]))
          return joined(child, *what);
        if (doc_.upos(child) == Upos::kVerb && relation == "acl") {
          if (const std::string* what = what_of_verb(child, relative_role(child))) return joined(child, *what);
        }
      }
    }
    TokenId at = anchor;
    for (int steps = 0; steps < 6 && doc_.head(at).exists() && doc_.relation(at) == "conj"; ++steps) at = doc_.head(at);
    const TokenId head = doc_.head(at);
    if (!head.exists()) return "";
    const std::string_view relation = doc_.deprel(at);
    if (const std::string* what = what_of_verb(head, relation)) return joined(head, *what);
    if (relation.starts_with("nsubj") && doc_.upos(head) != Upos::kVerb)
      if (const std::string* what = find(terms_.what_by_adjective, forms_[head.index()])) return joined(head, *what);
    if (relation == "obj" || relation == "nsubj") {  // "left 30 people dead"
      for (const TokenId child : doc_.dependents(head))
        if (doc_.relation(child) == "xcomp")
          if (const std::string* what = find(terms_.what_by_adjective, forms_[child.index()]))
            return joined(child, *what);
    }
    if ((relation == "obl" || relation == "obj") && doc_.upos(head) == Upos::kVerb) {  // "the death toll rose to 30"
      for (const TokenId child : doc_.dependents(head)) {
        if (doc_.relation(child) != "nsubj" || doc_.lemma(child) != "toll") continue;
        for (const TokenId modifier : doc_.dependents(child))
          if (const std::string* what = find(terms_.what_by_noun, doc_.lemma(modifier))) return *what;
      }
    }
    return "";
  }

  /// The relation in which a noun stands to the verb of its relative or participle clause.
  std::string_view relative_role(TokenId verb) const {
    for (const TokenId child : doc_.dependents(verb)) {
      const std::string_view relation = doc_.deprel(child);
      if (relation.starts_with("nsubj")) {
        const bool is_relative =
            forms_[child.index()] == "who" || forms_[child.index()] == "that" || forms_[child.index()] == "which";
        return is_relative ? relation : "obj";
      }
    }
    const std::string_view xpos = doc_.xpos(verb);
    return xpos == "VBG" ? "nsubj" : "obj";
  }

  const std::string* what_of_verb(TokenId verb, std::string_view relation) const {
    const std::string& lemma = doc_.lemma(verb);
    if (relation == "obj" || relation == "nsubj:pass" || relation == "iobj") return find(terms_.what_by_verb, lemma);
    if (relation == "nsubj") {
      if (const std::string* what = find(terms_.what_by_intransitive, lemma)) return what;
    }
    return nullptr;
  }

  /// "killed and injured" joins both.
  std::string joined(TokenId word, const std::string& what) const {
    for (const TokenId child : doc_.dependents(word)) {
      if (doc_.relation(child) != "conj") continue;
      bool has_own = false;
      for (const TokenId below : doc_.dependents(child))
        has_own |= doc_.relation(below).starts_with("nsubj") || doc_.relation(below) == "obj";
      if (has_own) continue;
      const std::string* other = find(terms_.what_by_verb, doc_.lemma(child));
      if (other == nullptr) other = find(terms_.what_by_adjective, forms_[child.index()]);
      if (other != nullptr && *other != what) return what + " and " + *other;
    }
    return what;
  }

  Document& doc_;
  const Terms& terms_;
  const lang::Numbers& numbers_;
  std::vector<std::string> forms_;
  std::vector<bool> is_time_;
  TokenRange sentence_;
};

class QuantityStage final : public Stage {
 public:
  QuantityStage(Terms terms, lang::Numbers numbers) : terms_(std::move(terms)), numbers_(std::move(numbers)) {}

  StageInfo info() const override {
    return {"quantity", layers(Layer::kText, Layer::kTokens, Layer::kSentences, Layer::kSyntax, Layer::kTimes),
            layers(Layer::kQuantities)};
  }

  Result<void> run(std::span<Document> batch, Workspace&) const override {
    for (Document& doc : batch) {
      if (doc.has_failed()) continue;
      doc.quantities.clear();
      Reading(doc, terms_, numbers_).run();
      doc.mark(Layer::kQuantities);
    }
    return {};
  }

 private:
  Terms terms_;
  lang::Numbers numbers_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_quantity_stage(const std::filesystem::path& data) {
  ASSIGN_OR_RETURN(Terms terms, Terms::load(data));
  ASSIGN_OR_RETURN(lang::Numbers numbers, lang::Numbers::load(data));
  return std::make_unique<QuantityStage>(std::move(terms), std::move(numbers));
}

}  // namespace casus::quantity
