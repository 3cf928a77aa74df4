// SPDX-License-Identifier: Apache-2.0
#include "coding/status.h"

#include <toml++/toml.h>

#include <algorithm>

#include "base/ascii.h"

namespace casus::coding {
namespace {

Error at(const std::filesystem::path& file, const toml::node& node, std::string what) {
  return {
      ErrorCode::kBadData, file.filename().string() + ":" + std::to_string(node.source().begin.line) + ": " + what, {}};
}

Result<std::vector<std::string>> words_in(const std::filesystem::path& file, const toml::node* node,
                                          const toml::node& owner) {
  if (node == nullptr || !node->is_array()) return std::unexpected(at(file, owner, "expected a list of words"));
  std::vector<std::string> out;
  for (const toml::node& item : *node->as_array()) {
    const auto text = item.value<std::string>();
    if (!text) return std::unexpected(at(file, item, "expected a word in quotation marks"));
    out.push_back(*text);
  }
  return out;
}

/// A clause that another word may govern: its relation to that word.
bool is_clausal(std::string_view relation) {
  return relation == "xcomp" || relation == "ccomp" || relation == "advcl" || relation == "acl" || relation == "csubj";
}

}  // namespace

Outcome StatusRules::outcome(Effect effect, TokenId cue, const char* why) {
  switch (effect) {
    case Effect::kNegated:
      return {Status::kNegated, cue, why};
    case Effect::kFuture:
      return {Status::kFuture, cue, why};
    case Effect::kHypothetical:
      return {Status::kHypothetical, cue, why};
    case Effect::kNone:
      break;
  }
  return {std::nullopt, cue, why};
}

Result<StatusRules> StatusRules::load(const std::filesystem::path& file) {
  toml::parse_result table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::kBadData, file.filename().string() + ":" + std::to_string(error.source().begin.line) + ": " +
                                         std::string(error.description()));
  }
  StatusRules rules;
  const auto fill = [&](std::set<std::string, std::less<>>& into, std::string_view section,
                        std::string_view key) -> Result<void> {
    const auto node = table[section][key];
    ASSIGN_OR_RETURN(const auto words, words_in(file, node.node(), table));
    into.insert(words.begin(), words.end());
    return {};
  };
  RETURN_IF_ERROR(fill(rules.future_modals_, "modal", "future"));
  RETURN_IF_ERROR(fill(rules.hypothetical_modals_, "modal", "hypothetical"));
  RETURN_IF_ERROR(fill(rules.negations_, "negation", "word"));
  RETURN_IF_ERROR(fill(rules.conditions_, "condition", "mark"));
  RETURN_IF_ERROR(fill(rules.historical_, "historical", "word"));
  rules.historical_years_ = table["historical"]["years"].value_or(20);
  const toml::array* governors = table["governor"].as_array();
  if (governors == nullptr) return std::unexpected(at(file, table, "expected [[governor]] tables"));
  for (const toml::node& node : *governors) {
    const toml::table* row = node.as_table();
    if (row == nullptr) return std::unexpected(at(file, node, "expected a table"));
    const std::string status = (*row)["status"].value_or(std::string());
    Effect effect = Effect::kNone;
    if (status == "negated")
      effect = Effect::kNegated;
    else if (status == "future")
      effect = Effect::kFuture;
    else if (status == "hypothetical")
      effect = Effect::kHypothetical;
    else if (status != "none")
      return std::unexpected(at(file, node, "unknown status '" + status + "'"));
    ASSIGN_OR_RETURN(const auto words, words_in(file, row->get("word"), node));
    for (const std::string& word : words) rules.governors_.emplace(word, effect);
  }
  return rules;
}

/// "said it would expel": "would" in a reported clause, under a verb of the past, without a condition.
bool is_reported_future(const Tree& tree, TokenId verb) {
  const Document& doc = tree.doc();
  const TokenId first = tree.first_conjunct(verb);
  for (const TokenId child : tree.dependents(verb))
    if (tree.is(child, "advcl") && tree.dependent(child, "mark").exists() &&
        lower_ascii(doc.form(tree.dependent(child, "mark"))) == "if")
      return false;
  for (const TokenId child : tree.dependents(first))  // "…, he said": the report is below or beside
    if (tree.is(child, "parataxis")) return true;
  const TokenId governor = doc.head(first);
  return tree.is(first, "ccomp") && governor.exists() && doc.upos(governor) == Upos::kVerb &&
         (doc.xpos(governor) == "VBD" || doc.xpos(governor) == "VBN");
}

/// Negation, modal verbs, conditions in the clause of `verb` itself.
std::optional<Outcome> StatusRules::clause_cue(const Tree& tree, TokenId verb) const {
  const Document& doc = tree.doc();
  std::optional<Outcome> modal;
  for (const TokenId child : tree.dependents(verb)) {
    const std::string word = lower_ascii(doc.form(child));
    const std::string& lemma = doc.lemma(child);
    if ((tree.is(child, "advmod") || tree.is(child, "det") || tree.is(child, "cc") || tree.is(child, "mark")) &&
        (negations_.contains(word) || negations_.contains(lemma)))
      return outcome(Effect::kNegated, child, "negation");
    if (tree.is(child, "mark") && conditions_.contains(word)) return outcome(Effect::kHypothetical, child, "condition");
    if (!tree.is(child, "aux")) continue;
    if (future_modals_.contains(word)) modal = outcome(Effect::kFuture, child, "future auxiliary");
    if (word == "would" && is_reported_future(tree, verb))
      modal = outcome(Effect::kFuture, child, "future in the past");
    else if (hypothetical_modals_.contains(word) && (word != "'d" || doc.xpos(child) == "MD"))
      modal = outcome(Effect::kHypothetical, child, "modal verb");
  }
  // "No injuries were reported": the negation stands on the subject or object.
  for (const TokenId child : tree.dependents(verb)) {
    if (!tree.is(child, "nsubj") && !tree.is(child, "obj")) continue;
    const TokenId determiner = tree.dependent(child, "det");
    if (determiner.exists() && lower_ascii(doc.form(determiner)) == "no")
      return outcome(Effect::kNegated, determiner, "negation");
    if (const std::string word = lower_ascii(doc.form(child)); word == "nobody" || word == "none")
      return outcome(Effect::kNegated, child, "negation");
  }
  if (modal) return modal;
  // "going to", "about to", "set to".
  return std::nullopt;
}

/// Determiners and adjectives of an event noun: "no talks", "planned talks", "a possible attack".
std::optional<Outcome> StatusRules::noun_cue(const Tree& tree, TokenId noun) const {
  const Document& doc = tree.doc();
  for (const TokenId child : tree.dependents(noun)) {
    const std::string word = lower_ascii(doc.form(child));
    if (tree.is(child, "det") && word == "no") return outcome(Effect::kNegated, child, "negation");
    if (!tree.is(child, "amod") && !tree.is(child, "compound")) continue;
    const auto found = governors_.find(lower_ascii(doc.lemma(child)));
    const auto by_form = found == governors_.end() ? governors_.find(word) : found;
    if (by_form != governors_.end()) return outcome(by_form->second, child, "modifier of the noun");
  }
  return std::nullopt;
}

std::optional<Outcome> StatusRules::governor_cue(const Tree& tree, TokenId token) const {
  const auto found = governors_.find(lower_ascii(tree.doc().lemma(token)));
  if (found == governors_.end()) return std::nullopt;
  return outcome(found->second, token, "governing word");
}

Outcome StatusRules::outcome_of(const Tree& tree, const Event& event) const {
  const Document& doc = tree.doc();
  TokenId at = event.head;
  const bool verbal = doc.upos(at) == Upos::kVerb || doc.upos(at) == Upos::kAdj;
  if (auto cue = verbal ? clause_cue(tree, at) : noun_cue(tree, at)) return *cue;
  for (std::uint32_t steps = 0; steps < tree.sentence().size(); ++steps) {
    const TokenId governor = doc.head(at);
    if (!governor.exists()) break;
    const std::string_view relation = doc.relation(at);
    const bool governor_is_verb = doc.upos(governor) == Upos::kVerb;
    if (relation ==
        "conj") {  // what holds of the first conjunct holds of the others, unless they have their own subject
      const bool own = tree.dependent(at, "nsubj").exists() || tree.dependent(at, "nsubj:pass").exists();
      if (own) {
        at = governor;
        continue;
      }
      if (auto cue = doc.upos(governor) == Upos::kVerb ? clause_cue(tree, governor) : noun_cue(tree, governor))
        return *cue;
      at = governor;
      continue;
    }
    if (relation == "nsubj" || relation == "appos" || relation == "parataxis" || relation == "nmod:poss") break;
    if (relation == "obl" && governor != event.support) {
      const std::string preposition = tree.preposition(at);
      if (preposition == "without") return {Status::kNegated, at, "negation"};
      if (preposition != "for" && preposition != "to" && preposition != "from" && preposition != "on" &&
          preposition != "of")
        break;
    }
    const bool infinitive = [&] {
      for (const TokenId child : tree.dependents(at))
        if (tree.is(child, "mark") && lower_ascii(doc.form(child)) == "to") return true;
      return false;
    }();
    if (relation == "advcl") {
      if (infinitive) return {Status::kHypothetical, at, "aim"};
      break;
    }
    if (relation == "acl" && !infinitive) break;  // participles and relative clauses tell for themselves
    if (relation == "ccomp" && !infinitive) {
      // A reported clause stands for itself, but not under a denial.
      if (auto cue = governor_cue(tree, governor); cue && cue->status == Status::kNegated && cue->why[0] == 'g')
        return *cue;
      break;
    }
    if (governor != event.support || is_clausal(relation)) {
      if (auto cue = governor_cue(tree, governor)) {
        // "did not fail to" is too rare to turn twice; a negated plan or threat is still not done.
        return *cue;
      }
    }
    if (governor_is_verb) {
      if (auto cue = clause_cue(tree, governor)) return *cue;
    } else if (auto cue = noun_cue(tree, governor)) {
      return *cue;
    }
    at = governor;
  }
  return {Status::kActual, {}, "told as done"};
}

bool StatusRules::is_commemoration(const Tree& tree, TokenId trigger) const {
  const Document& doc = tree.doc();
  TokenId at = trigger;
  for (std::uint32_t steps = 0; steps < tree.sentence().size() && at.exists(); ++steps) {
    if (historical_.contains(lower_ascii(doc.lemma(at)))) return true;
    at = doc.head(at);
  }
  return false;
}

}  // namespace casus::coding
