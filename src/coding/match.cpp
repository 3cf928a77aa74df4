// SPDX-License-Identifier: Apache-2.0
#include "coding/match.h"

#include <algorithm>
#include <tuple>

#include "base/ascii.h"

namespace casus::coding {
namespace {

bool holds(const std::vector<std::string>& list, const std::string& word) {
  return std::ranges::find(list, word) != list.end();
}

class Matcher {
 public:
  Matcher(const Tree& tree, const Event& event, const codebook::Codebook& codebook)
      : tree_(tree), doc_(tree.doc()), event_(event), codebook_(codebook), upos_(doc_.upos(event.head)) {}

  std::optional<Match> best(std::string& why_not) {
    std::optional<Match> best;
    for (const codebook::Candidate& candidate : candidates()) {
      const codebook::Predicate& predicate = codebook_.predicate(candidate);
      if (!fits(candidate, predicate, why_not)) continue;
      if (best && rank(candidate) <= rank(best->candidate)) continue;
      best = Match{candidate, {}, {}};
    }
    if (best) fill_sides(*best);
    return best;
  }

 private:
  bool is_verb() const { return upos_ == Upos::kVerb || upos_ == Upos::kAux; }
  std::span<const codebook::Candidate> candidates() const {
    const std::string lemma = lower_ascii(doc_.lemma(event_.head));
    if (is_verb()) return codebook_.verbs(lemma);
    return upos_ == Upos::kAdj ? codebook_.adjectives(lemma) : codebook_.nouns(lemma);
  }
  const codebook::Phrase& phrase(const codebook::Candidate& candidate) const {
    if (is_verb()) return codebook_.verb_phrase(candidate);
    return upos_ == Upos::kAdj ? codebook_.adjective_phrase(candidate) : codebook_.noun_phrase(candidate);
  }
  std::tuple<std::size_t, std::uint32_t, bool, double, std::uint32_t> rank(const codebook::Candidate& candidate) const {
    const codebook::Predicate& predicate = codebook_.predicate(candidate);
    return {phrase(candidate).words.size(), predicate.selections(), has_sense(predicate), predicate.weight,
            predicate.conditions()};
  }

  /// Whether the role analysis took the word in a sense that the predicate lists. It picks among readings and excludes
  /// none: senses are guessed wrong too often for that.
  bool has_sense(const codebook::Predicate& predicate) const {
    if (!event_.predicate.exists()) return true;
    const std::string& roleset = doc_.predicates[event_.predicate.index()].roleset;
    const std::size_t dot = roleset.rfind('.');
    return dot == std::string::npos || predicate.allows_roleset(roleset.substr(0, dot), roleset.substr(dot + 1));
  }

  /// The words of a phrase besides its head: of a verb among its particles, prepositions and objects; of a noun among
  /// its modifiers and prepositional phrases.
  bool has_phrase(const codebook::Phrase& wanted) const {
    for (const std::string& word : wanted.rest) {
      bool found = false;
      for (const TokenId child : tree_.dependents(event_.head)) {
        found = found || lower_ascii(doc_.lemma(child)) == word || tree_.preposition(child) == word;
        for (const TokenId inner : tree_.dependents(child))
          found = found || ((tree_.is(inner, "case") || tree_.is(inner, "det") || tree_.is(inner, "mark")) &&
                            lower_ascii(doc_.lemma(inner)) == word);
      }
      // Particles and prepositions may hang elsewhere in the tree: "called on the army to".
      for (std::uint32_t next = event_.head.value + 1;
           !found && next <= event_.head.value + 2 && next < tree_.sentence().end; ++next)
        found = lower_ascii(doc_.lemma(TokenId{next})) == word;
      for (std::uint32_t before = event_.head.value;
           !found && before > tree_.sentence().begin && before + 3 > event_.head.value; --before)
        found = upos_ != Upos::kVerb && lower_ascii(doc_.lemma(TokenId{before - 1})) == word;
      if (!found) return false;
    }
    return true;
  }

  /// The modifiers of a noun: "heart" of "heart attack", "Israeli" of "Israeli strikes". A verb has none.
  std::vector<std::string> modifiers() const {
    std::vector<std::string> out;
    if (upos_ == Upos::kVerb) return out;
    for (const TokenId child : tree_.dependents(event_.head))
      if (tree_.is(child, "compound") || tree_.is(child, "amod") || tree_.is(child, "nmod:poss"))
        out.push_back(lower_ascii(doc_.lemma(child)));
    return out;
  }

  bool is_of(const Participant& p) const { return p.preposition == "of" && upos_ != Upos::kVerb; }

  std::vector<const Participant*> at(const codebook::Slot& slot, const codebook::Predicate& predicate) const {
    std::vector<const Participant*> out;
    for (const Participant& p : event_.participants) {
      bool here = false;
      switch (slot.place) {
        case codebook::Place::kDoer:
          here = p.part == Part::kDoer || (is_of(p) && predicate.of == codebook::Place::kDoer);
          break;
        case codebook::Place::kUndergoer:
          here = p.part == Part::kUndergoer || (is_of(p) && predicate.of == codebook::Place::kUndergoer);
          break;
        case codebook::Place::kAddressee:
          here = p.part == Part::kAddressee;
          break;
        case codebook::Place::kParty:
          here = p.part == Part::kParty || (is_of(p) && predicate.of == codebook::Place::kParty);
          break;
        case codebook::Place::kTopic:
          here = p.part == Part::kTopic;
          break;
        case codebook::Place::kPreposition:
          here = p.preposition == slot.preposition;
          break;
      }
      if (here) out.push_back(&p);
    }
    return out;
  }

  std::vector<const Participant*> undergoers(const codebook::Predicate& predicate) const {
    return at({codebook::Place::kUndergoer, ""}, predicate);
  }

  bool has_clause(const codebook::Predicate& predicate) const {
    for (const TokenId child : tree_.dependents(event_.head)) {
      const bool clause = tree_.is(child, "ccomp") || tree_.is(child, "xcomp") || tree_.is(child, "acl") ||
                          (tree_.is(child, "advcl") && tree_.dependent(child, "mark").exists());
      if (!clause) continue;
      const std::string lemma = lower_ascii(doc_.lemma(child));
      if (!predicate.complement.empty() && !holds(predicate.complement, lemma)) continue;
      if (holds(predicate.complement_not, lemma)) continue;
      return true;
    }
    return false;
  }

  std::optional<EntityType> type_of(TokenId head) const {
    const MentionId mention = tree_.mention_at(head);
    if (!mention.exists()) return std::nullopt;
    return doc_.mentions[mention.index()].type;
  }

  /// True for a party that the dictionaries know by country or sector, whatever kind of thing the network takes it for.
  bool is_known(TokenId head) const {
    const MentionId mention = tree_.mention_at(head);
    if (!mention.exists() || mention.index() >= doc_.entity_of.size() || !doc_.entity_of[mention.index()].exists())
      return false;
    const Entity& entity = doc_.entities[doc_.entity_of[mention.index()].index()];
    return !entity.sector.empty() || (!entity.country.empty() && doc_.mentions[mention.index()].is_name);
  }
  static bool is_people(const std::vector<EntityType>& types) {
    return std::ranges::find(types, EntityType::kPerson) != types.end() ||
           std::ranges::find(types, EntityType::kOrganization) != types.end();
  }

  bool fits(const codebook::Candidate& candidate, const codebook::Predicate& predicate, std::string& why_not) const {
    if (!has_phrase(phrase(candidate))) return false;
    const auto lacks = [&](std::string what) {
      why_not = codebook_.type(candidate).name + ": " + std::move(what);
      return false;
    };
    const auto doers = at({codebook::Place::kDoer, ""}, predicate);
    if (!predicate.subject.empty() || !predicate.subject_word.empty() || !predicate.subject_not.empty())
      for (const Participant* doer : doers) {
        const auto type = type_of(doer->head);
        const std::string lemma = lower_ascii(doc_.lemma(doer->head));
        if (!predicate.subject.empty() && type && !is_known(doer->head) &&
            std::ranges::find(predicate.subject, *type) == predicate.subject.end())
          return lacks("the doer is no such entity");
        if (holds(predicate.subject_not, lemma)) return lacks("the doer is " + lemma);
      }
    const std::vector<std::string> modifying = modifiers();
    if (!predicate.subject_word.empty()) {
      const bool wanted =
          std::ranges::any_of(
              doers,
              [&](const Participant* p) { return holds(predicate.subject_word, lower_ascii(doc_.lemma(p->head))); }) ||
          std::ranges::any_of(modifying, [&](const std::string& word) { return holds(predicate.subject_word, word); });
      if (!wanted) return lacks("another doer is wanted");
    }
    for (const std::string& word : modifying)
      if (holds(predicate.subject_not, word) || holds(predicate.object_not, word))
        return lacks("it is modified by " + word);
    const auto objects = undergoers(predicate);
    if (predicate.needs_object && objects.empty()) return lacks("it has no object");
    if (predicate.no_object && upos_ == Upos::kVerb && !objects.empty()) return lacks("it has an object");
    if (!predicate.object.empty() && std::ranges::none_of(objects, [&](const Participant* p) {
          return holds(predicate.object, lower_ascii(doc_.lemma(p->head)));
        }))
      return lacks("another object is wanted");
    for (const Participant* object : objects)
      if (holds(predicate.object_not, lower_ascii(doc_.lemma(object->head))))
        return lacks("the object is " + doc_.lemma(object->head));
    if (!predicate.object_type.empty()) {
      const bool right = std::ranges::any_of(objects, [&](const Participant* p) {
        const auto type = type_of(p->head);
        return type && ((is_people(predicate.object_type) && is_known(p->head)) ||
                        std::ranges::find(predicate.object_type, *type) != predicate.object_type.end());
      });
      if (!right) return lacks("the object is no such entity");
    }
    if ((predicate.needs_clause || !predicate.complement.empty()) && !has_clause(predicate))
      return lacks("it has no clause");
    if (!predicate.needs_clause && predicate.complement.empty() && !predicate.complement_not.empty()) {
      for (const TokenId child : tree_.dependents(event_.head))
        if ((tree_.is(child, "ccomp") || tree_.is(child, "xcomp")) &&
            holds(predicate.complement_not, lower_ascii(doc_.lemma(child))))
          return lacks("its clause tells " + doc_.lemma(child));
    }
    if (predicate.preposition.empty())
      for (const Participant& p : event_.participants)
        if (!p.preposition.empty() && holds(predicate.preposition_object_not, lower_ascii(doc_.lemma(p.head))))
          return lacks("it is about " + doc_.lemma(p.head));
    if (!predicate.preposition.empty()) {
      bool found = false;
      for (const Participant& p : event_.participants) {
        if (!holds(predicate.preposition, p.preposition)) continue;
        const std::string lemma = lower_ascii(doc_.lemma(p.head));
        if (!predicate.preposition_object.empty() && !holds(predicate.preposition_object, lemma)) continue;
        if (holds(predicate.preposition_object_not, lemma)) continue;
        found = true;
      }
      // "call for halting": the preposition may mark a clause.
      for (const TokenId child : tree_.dependents(event_.head)) {
        const TokenId mark = tree_.dependent(child, "mark");
        found = found || (mark.exists() && predicate.preposition_object.empty() &&
                          holds(predicate.preposition, lower_ascii(doc_.lemma(mark))));
      }
      if (!found) return lacks("the preposition '" + predicate.preposition.front() + "' is wanted");
    }
    return true;
  }

  void fill_sides(Match& match) const {
    const codebook::Predicate& predicate = codebook_.predicate(match.candidate);
    const auto first_found = [&](const std::vector<codebook::Slot>& slots) {
      for (const codebook::Slot& slot : slots)
        if (auto found = at(slot, predicate); !found.empty()) return found;
      return std::vector<const Participant*>{};
    };
    match.actors = first_found(predicate.actor);
    // "fought the militants" has a doer and a victim, "clashed with" has not.
    const bool directed =
        is_verb() && codebook_.type(match.candidate).quad == "MATERIAL CONFLICT" && !undergoers(predicate).empty();
    if (predicate.mutual && directed) {
      match.recipients = undergoers(predicate);
      return;
    }
    if (!predicate.mutual) {
      match.recipients = first_found(predicate.recipient);
      std::erase_if(match.recipients,
                    [&](const Participant* p) { return std::ranges::find(match.actors, p) != match.actors.end(); });
      return;
    }
    const std::vector<codebook::Slot> parties{{codebook::Place::kDoer, ""},
                                              {codebook::Place::kUndergoer, ""},
                                              {codebook::Place::kParty, ""},
                                              {codebook::Place::kPreposition, "with"},
                                              {codebook::Place::kPreposition, "between"}};
    for (const auto& slots : {predicate.actor, parties, predicate.recipient})
      for (const codebook::Slot& slot : slots)
        for (const Participant* p : slot.place == codebook::Place::kUndergoer && predicate.object_is_topic
                                        ? std::vector<const Participant*>{}
                                        : at(slot, predicate))
          if (std::ranges::find(match.actors, p) == match.actors.end()) match.actors.push_back(p);
  }

  const Tree& tree_;
  const Document& doc_;
  const Event& event_;
  const codebook::Codebook& codebook_;
  Upos upos_;
};

}  // namespace

std::optional<Match> best_match(const Tree& tree, const Event& event, const codebook::Codebook& codebook,
                                std::string& why_not) {
  return Matcher(tree, event, codebook).best(why_not);
}

}  // namespace casus::coding
