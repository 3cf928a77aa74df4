// SPDX-License-Identifier: Apache-2.0
#include "frame/participants.h"

#include <algorithm>
#include <array>
#include <span>

namespace casus::frame {
namespace {
constexpr int kMaxDepth = 6;  // governors looked through: "agreed to ask them to stop firing"

// Verbs whose object does what their infinitive tells; all others pass on their subject.
constexpr std::array<std::string_view, 32> kObjectControl{
    "urge",    "ask",    "tell",     "order",     "force",     "allow",     "persuade", "press",
    "invite",  "call",   "command",  "compel",    "permit",    "encourage", "help",     "lead",
    "want",    "expect", "enable",   "authorize", "authorise", "require",   "accuse",   "instruct",
    "request", "warn",   "convince", "push",      "advise",    "let",       "make",     "see"};

bool controls_object(std::string_view lemma) {
  return std::ranges::find(kObjectControl, lemma) != kObjectControl.end();
}

bool is_relative_pronoun(const Tree& tree, TokenId token) {
  const Document& doc = tree.doc();
  if (doc.has_feature(token, "PronType=Rel")) return true;
  const std::string& lemma = doc.lemma(token);
  return lemma == "who" || lemma == "which" || lemma == "that" || lemma == "whom";
}

/// A modifier that can do something: a name, a nation, a person, a body; not the "peace" of "peace talks".
bool is_party(const Tree& tree, TokenId token) {
  const MentionId id = tree.mention_at(token);
  if (!id.exists() || tree.doc().upos(token) == Upos::kVerb) return false;
  const Mention& mention = tree.doc().mentions[id.index()];
  return mention.type == EntityType::kPerson || mention.type == EntityType::kOrganization ||
         mention.type == EntityType::kNationality || (mention.is_name && mention.type == EntityType::kPlace);
}

class Collector {
 public:
  explicit Collector(const Tree& tree) : tree_(tree) {}

  /// Adds `head` and its conjuncts. A relative pronoun stands for `antecedent`.
  void add(TokenId head, Part part, std::string preposition, const char* by, TokenId antecedent = {}) {
    if (is_relative_pronoun(tree_, head)) {
      if (!antecedent.exists()) return;
      head = antecedent;
    }
    for (const TokenId each : tree_.conjuncts(head)) {
      if (const MentionId mention = tree_.mention_at(each);
          mention.exists() && tree_.doc().mentions[mention.index()].type == EntityType::kTime)
        continue;  // "on Sunday" takes no part
      const bool known = std::ranges::any_of(out_, [&](const Participant& p) { return p.head == each; });
      if (!known) out_.push_back({each, tree_.phrase(each), part, preposition, {by, 1.0F}});
    }
  }
  void add_all(const std::vector<Participant>& others, const char* by) {
    for (Participant participant : others) {
      participant.by.by = by;
      const bool known = std::ranges::any_of(out_, [&](const Participant& p) { return p.head == participant.head; });
      if (!known) out_.push_back(std::move(participant));
    }
  }
  bool has(Part part) const {
    return std::ranges::any_of(out_, [&](const Participant& p) { return p.part == part; });
  }
  bool has_preposition(std::string_view preposition) const {
    return std::ranges::any_of(out_, [&](const Participant& p) { return p.preposition == preposition; });
  }
  std::vector<Participant> take() { return std::move(out_); }

 private:
  const Tree& tree_;
  std::vector<Participant> out_;
};

std::vector<Participant> only(std::vector<Participant> all, Part part) {
  std::erase_if(all, [&](const Participant& p) { return p.part != part; });
  return all;
}

std::vector<Participant> as(std::vector<Participant> all, Part part) {
  for (Participant& p : all) p.part = part, p.preposition.clear();
  return all;
}

/// Who a clause's implied subject is, by the clause that governs it: the object under "urge", else the subject.
std::vector<Participant> controllers(const Tree& tree, TokenId governor, int depth) {
  const Document& doc = tree.doc();
  if (depth >= kMaxDepth) return {};
  if (doc.upos(governor) != Upos::kVerb) {
    // "… that there is a threat, accusing …": the subject is that of a clause further up.
    const TokenId subject = tree.dependent(governor, "nsubj");
    Collector out(tree);
    if (subject.exists()) out.add(subject, Part::kDoer, "", "subject");
    const TokenId above = doc.head(governor);
    if (subject.exists() || !above.exists()) return out.take();
    return controllers(tree, above, depth + 1);
  }
  const auto of_governor = clause_participants(tree, governor, depth + 1);
  if (controls_object(doc.lemma(governor))) {
    auto objects = only(of_governor, Part::kUndergoer);
    if (objects.empty()) objects = only(of_governor, Part::kAddressee);
    if (objects.empty())  // "called on X to"
      for (const Participant& p : of_governor)
        if (p.preposition == "on" || p.preposition == "upon" || p.preposition == "to") objects.push_back(p);
    if (!objects.empty()) return as(std::move(objects), Part::kDoer);
  }
  if (tree.is_passive(governor)) return as(only(of_governor, Part::kUndergoer), Part::kDoer);
  return only(of_governor, Part::kDoer);
}

void add_own_dependents(const Tree& tree, TokenId verb, bool passive, TokenId antecedent, Collector& out) {
  for (const TokenId child : tree.dependents(verb)) {
    if (tree.is(child, "nsubj:pass")) {
      out.add(child, Part::kUndergoer, "", "passive subject", antecedent);
    } else if (tree.is(child, "nsubj")) {
      // Two subjects are a parser's slip: the one behind the verb is its object.
      const bool second = child > verb && tree.dependent(verb, "nsubj") < verb;
      out.add(child, second ? Part::kUndergoer : Part::kDoer, "", second ? "object" : "subject", antecedent);
    } else if (tree.is(child, "obj")) {
      out.add(child, Part::kUndergoer, "", "object", antecedent);
    } else if (tree.is(child, "iobj")) {
      out.add(child, Part::kAddressee, "", "indirect object", antecedent);
    } else if (tree.is(child, "obl") && !tree.is(child, "obl:tmod") && !tree.is(child, "obl:unmarked")) {
      const std::string preposition = tree.preposition(child);
      if (passive && preposition == "by") {
        out.add(child, Part::kDoer, "", "agent of the passive", antecedent);
      } else if (!preposition.empty()) {
        out.add(child, Part::kTopic, preposition, "prepositional phrase", antecedent);
      }
    }
  }
}

/// "the rebels who attacked", "the post attacked by rebels", "troops guarding the border".
void add_from_modified_noun(const Tree& tree, TokenId verb, bool passive, Collector& out) {
  const Document& doc = tree.doc();
  const TokenId noun = doc.head(verb);
  if (!noun.exists() || !(tree.is(verb, "acl") || tree.is(verb, "amod"))) return;
  if (tree.is(verb, "acl:relcl")) {
    if (!out.has(Part::kDoer) && !passive)
      out.add(noun, Part::kDoer, "", "relative clause");
    else if (!out.has(Part::kUndergoer))
      out.add(noun, Part::kUndergoer, "", "relative clause");
    return;
  }
  const bool infinitive = tree.dependent(verb, "mark").exists() && doc.lemma(tree.dependent(verb, "mark")) == "to";
  if (infinitive) return;  // the noun's own doer is asked below
  if (passive && !out.has(Part::kUndergoer)) out.add(noun, Part::kUndergoer, "", "participle");
  if (!passive && !out.has(Part::kDoer)) out.add(noun, Part::kDoer, "", "participle");
}

/// The possessor or modifier that owns a noun: "Russia's" of "Russia's decision to withdraw"; else its clause's
/// subject.
std::vector<Participant> owners(const Tree& tree, TokenId noun, int depth) {
  Collector out(tree);
  const TokenId possessor = tree.dependent(noun, "nmod:poss");
  if (possessor.exists()) out.add(possessor, Part::kDoer, "", "possessor");
  if (!out.has(Part::kDoer))
    for (const TokenId child : tree.dependents(noun))
      if (tree.is(child, "compound") || tree.is(child, "amod"))
        if (is_party(tree, child)) out.add(child, Part::kDoer, "", "modifier");
  const TokenId governor = tree.doc().head(noun);
  if (!out.has(Part::kDoer) && governor.exists() && tree.doc().upos(governor) == Upos::kVerb && depth < kMaxDepth)
    out.add_all(only(clause_participants(tree, governor, depth + 1), Part::kDoer), "subject of the governing verb");
  return out.take();
}

/// "killed", "has killed"; not "to kill", "killing".
bool is_finite(const Tree& tree, TokenId verb) {
  constexpr std::string_view kFinite = "VerbForm=Fin";
  return tree.doc().has_feature(verb, kFinite) || std::ranges::any_of(tree.dependents(verb), [&](TokenId child) {
           return tree.is(child, "aux") && tree.doc().has_feature(child, kFinite);
         });
}

void add_from_governor(const Tree& tree, TokenId verb, int depth, Collector& out) {
  const Document& doc = tree.doc();
  const TokenId governor = doc.head(verb);
  if (!governor.exists() || depth >= kMaxDepth || out.has(Part::kDoer)) return;
  if (tree.is(verb, "xcomp")) {
    out.add_all(controllers(tree, governor, depth), "control");
  } else if (tree.is(verb, "conj")) {
    const auto shared = clause_participants(tree, governor, depth + 1);
    if (tree.is_passive(governor) == tree.is_passive(verb)) {
      out.add_all(only(shared, Part::kDoer), "coordination");
      if (!out.has(Part::kUndergoer) && tree.is_passive(verb))
        out.add_all(only(shared, Part::kUndergoer), "coordination");
    } else if (tree.is_passive(verb) && !out.has(Part::kUndergoer)) {
      out.add_all(as(only(shared, Part::kDoer), Part::kUndergoer), "coordination");
    } else if (!tree.is_passive(verb)) {
      out.add_all(as(only(shared, Part::kUndergoer), Part::kDoer), "coordination");
    }
  } else if (tree.is(verb, "advcl")) {
    if (!tree.is_passive(verb)) {
      out.add_all(controllers(tree, governor, depth), "adverbial clause");
    } else if (!out.has(Part::kUndergoer)) {
      out.add_all(as(controllers(tree, governor, depth), Part::kUndergoer), "adverbial clause");
    }
  } else if (tree.is(verb, "acl") && doc.upos(governor) != Upos::kVerb && !tree.is_passive(verb)) {
    out.add_all(owners(tree, governor, depth), "owner of the noun");
  } else if (tree.is(verb, "ccomp") && doc.upos(governor) == Upos::kVerb && !tree.is_passive(verb) &&
             !is_finite(tree, verb)) {
    out.add_all(controllers(tree, governor, depth), "control");
  }
}

/// The arguments of the role predicate on `token`; empty if it has none.
std::span<const Argument> arguments_of(const Document& doc, TokenId token) {
  const auto predicate = std::ranges::lower_bound(doc.predicates, token, {}, &Predicate::token);
  if (predicate == doc.predicates.end() || predicate->token != token) return {};
  const PredicateId id{static_cast<std::size_t>(predicate - doc.predicates.begin())};
  const auto range = std::ranges::equal_range(doc.arguments, id, {}, &Argument::predicate);
  return {range.begin(), range.end()};
}

Part part_of_role(std::string_view role) {
  if (role == "ARG0") return Part::kDoer;
  if (role == "ARG1") return Part::kUndergoer;
  return Part::kAddressee;
}

}  // namespace

std::vector<Participant> clause_participants(const Tree& tree, TokenId verb, int depth) {
  const Document& doc = tree.doc();
  Collector out(tree);
  const bool passive = tree.is_passive(verb);
  const bool relative = tree.is(verb, "acl:relcl");
  add_own_dependents(tree, verb, passive, relative ? doc.head(verb) : TokenId{}, out);
  add_from_modified_noun(tree, verb, passive, out);
  // "attacked and looted the village": the object stands at the last verb and belongs to all before it.
  if (!passive && !out.has(Part::kUndergoer))
    for (const TokenId other : tree.conjuncts(verb))
      if (other != verb && !tree.is_passive(other) && tree.dependent(other, "obj").exists() &&
          !tree.dependent(other, "nsubj").exists() && tree.dependents(verb).size() <= 2)
        out.add(tree.dependent(other, "obj"), Part::kUndergoer, "", "coordination");
  add_from_governor(tree, verb, depth, out);
  if (depth == 0) {
    for (const Argument& argument : arguments_of(doc, verb)) {
      const std::string_view role = doc.role(argument);
      if (role != "ARG0" && role != "ARG1" && role != "ARG2") continue;
      const Part part = part_of_role(role);
      const bool nominal = argument.head != verb && doc.upos(argument.head) != Upos::kVerb;
      if (!out.has(part) && tree.contains(argument.head) && nominal)
        out.add(argument.head, part, tree.preposition(argument.head), "semantic role");
    }
  }
  return out.take();
}

bool has_rest(const Tree& tree, TokenId head, const codebook::Phrase& phrase) {
  const Document& doc = tree.doc();
  // Each further word is a particle, a preposition or the head of an object of `head`, or just follows it.
  for (const std::string& word : phrase.rest) {
    bool found = false;
    for (const TokenId child : tree.dependents(head)) {
      found = found || doc.lemma(child) == word || tree.preposition(child) == word;
      for (const TokenId inner : tree.dependents(child))
        found = found || (tree.is(inner, "case") && doc.lemma(inner) == word);
    }
    for (std::uint32_t next = head.value + 1; !found && next <= head.value + 3 && next < tree.sentence().end; ++next)
      found = doc.lemma(TokenId{next}) == word;
    if (!found) return false;
  }
  return true;
}

std::optional<Support> support_of(const Tree& tree, TokenId noun, const codebook::Codebook& codebook) {
  const Document& doc = tree.doc();
  const std::string& lemma = doc.lemma(noun);
  const auto carrying = [&](TokenId verb, std::string_view at) -> std::optional<Support> {
    for (const std::uint32_t index : codebook.light(doc.lemma(verb))) {
      const codebook::LightVerb& light = codebook.light_verbs()[index];
      if (light.noun_at != at) continue;
      if (!light.noun.empty() && std::ranges::find(light.noun, lemma) == light.noun.end()) continue;
      if (std::ranges::find(light.noun_not, lemma) != light.noun_not.end()) continue;
      for (const codebook::Phrase& phrase : light.verbs)
        if (phrase.head == doc.lemma(verb) && has_rest(tree, verb, phrase)) return Support{verb, &light};
    }
    return std::nullopt;
  };
  const TokenId first = tree.first_conjunct(noun);
  const TokenId governor = doc.head(first);
  if (governor.exists() && doc.upos(governor) == Upos::kVerb) {
    const bool object = tree.is(first, "obj") || tree.is(first, "nsubj:pass");
    const std::string at = object ? "object" : tree.is(first, "obl") ? tree.preposition(first) : "";
    if (!at.empty())
      if (auto support = carrying(governor, at)) return support;
  }
  for (const TokenId child : tree.dependents(noun))
    if (tree.is(child, "acl") && doc.xpos(child) == "VBN")
      if (auto support = carrying(child, "object")) return support;
  return std::nullopt;
}

/// The verb that tells a phase of what `noun` tells and shares its doer: "completed their withdrawal"; not "prevented".
TokenId phase_verb_of(const Tree& tree, TokenId noun, const codebook::Codebook& codebook) {
  const Document& doc = tree.doc();
  const TokenId first = tree.first_conjunct(noun);
  const TokenId verb = doc.head(first);
  if (!verb.exists() || !tree.is(first, "obj") || doc.upos(verb) != Upos::kVerb) return {};
  for (const std::uint32_t index : codebook.aspect(doc.lemma(verb)))
    if (codebook.aspects()[index].phase != "prevent") return verb;
  return {};
}

std::vector<Participant> noun_participants(const Tree& tree, TokenId noun, const codebook::Codebook& codebook) {
  const Document& doc = tree.doc();
  Collector out(tree);
  for (const TokenId child : tree.dependents(noun)) {
    if (tree.is(child, "nmod:poss")) {
      out.add(child, Part::kDoer, "", "possessor");
    } else if (tree.is(child, "nmod") && !tree.is(child, "nmod:tmod") && !tree.is(child, "nmod:unmarked")) {
      const std::string preposition = tree.preposition(child);
      if (preposition == "by")
        out.add(child, Part::kDoer, "", "by-phrase of the noun");
      else if (preposition == "between" || preposition == "among")
        out.add(child, Part::kParty, preposition, "between-phrase");
      else if (!preposition.empty())
        out.add(child, Part::kTopic, preposition, "phrase of the noun");
    } else if (tree.is(child, "compound") || tree.is(child, "amod")) {
      if (is_party(tree, child)) out.add(child, Part::kDoer, "", "modifier");
    }
  }
  const TokenId first = tree.first_conjunct(noun);
  if (first != noun && !out.has(Part::kDoer) && doc.upos(first) == Upos::kNoun)  // "US strikes and the seizure of X"
    for (const TokenId child : tree.dependents(first)) {
      const bool owner = tree.is(child, "nmod:poss") ||
                         ((tree.is(child, "compound") || tree.is(child, "amod")) && is_party(tree, child));
      if (owner) out.add(child, Part::kDoer, "", "coordination");
    }
  if (!out.has(Part::kDoer))
    if (const TokenId verb = phase_verb_of(tree, noun, codebook); verb.exists())
      out.add_all(only(clause_participants(tree, verb, 1), Part::kDoer), "subject of the phase verb");
  // "said in a call with X", "agreed during talks with X": who says or agrees talks.
  const TokenId above = doc.head(noun);
  const bool has_partner = out.has_preposition("with");
  if (!out.has(Part::kDoer) && has_partner && tree.is(noun, "obl") && above.exists() &&
      doc.upos(above) == Upos::kVerb) {
    const std::string preposition = tree.preposition(noun);
    if (preposition == "in" || preposition == "during" || preposition == "at" || preposition == "after" ||
        preposition == "on")
      out.add_all(only(clause_participants(tree, above, 1), Part::kDoer), "subject of the clause");
  }
  const auto support = support_of(tree, noun, codebook);
  if (!support) return out.take();
  for (const Participant& participant : clause_participants(tree, support->verb, 1)) {
    const bool itself = participant.head == noun || tree.first_conjunct(noun) == participant.head;
    if (itself || participant.part == Part::kUndergoer) continue;
    if (participant.part == Part::kDoer) {
      const Part part = support->light->subject == codebook::Place::kUndergoer ? Part::kUndergoer : Part::kDoer;
      if (!out.has(part)) out.add(participant.head, part, "", "light verb");
    } else {
      const bool undergoer = participant.preposition == support->light->preposition && !participant.preposition.empty();
      out.add(participant.head, undergoer ? Part::kUndergoer : participant.part, participant.preposition, "light verb");
    }
  }
  return out.take();
}

}  // namespace casus::frame
