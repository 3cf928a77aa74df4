// SPDX-License-Identifier: Apache-2.0
#include "coding/merge.h"

#include <algorithm>
#include <set>

#include "coding/sides.h"

namespace casus::coding {
namespace {

constexpr std::size_t kTollDistance = 3;  // sentences between an attack and its toll
constexpr std::size_t kLookBack = 40;     // codings; keeps the work linear in long documents

std::set<std::string> countries(const std::vector<Side>& sides) {
  std::set<std::string> out;
  for (const Side& side : sides)
    if (!side.country.empty()) out.insert(side.country);
  return out;
}

bool share_entity(const std::vector<Side>& first, const std::vector<Side>& second) {
  return std::ranges::any_of(first, [&](const Side& x) {
    return std::ranges::any_of(second, [&](const Side& y) { return x.entity.exists() && x.entity == y.entity; });
  });
}

bool agree(const std::vector<Side>& first, const std::vector<Side>& second) {
  if (first.empty() || second.empty()) return true;
  const auto a = countries(first), b = countries(second);
  if (a.empty() && b.empty()) return share_entity(first, second);
  return a == b || a.empty() || b.empty();
}

std::string lemma_of(const Document& doc, const Coding& coding) {
  return doc.lemma(doc.events[coding.event.index()].head);
}

/// Verbs and nouns of one stem tell one kind of deed: "killed", "killing"; compared by roleset, else by first letters.
bool same_word(const Document& doc, const Coding& a, const Coding& b) {
  const Event& first = doc.events[a.event.index()];
  const Event& second = doc.events[b.event.index()];
  if (first.predicate.exists() && second.predicate.exists() &&
      doc.predicates[first.predicate.index()].roleset == doc.predicates[second.predicate.index()].roleset)
    return true;
  const std::string x = lemma_of(doc, a), y = lemma_of(doc, b);
  if (x == y) return true;
  const std::size_t stem = std::min<std::size_t>({5, x.size(), y.size()});
  return stem >= 4 && x.compare(0, stem, y, 0, stem) == 0;
}

std::size_t sentence_of(const Document& doc, const Coding& coding) {
  return doc.sentence_of(doc.events[coding.event.index()].head).index();
}

/// "the attack", "this operation": a noun that points back in its sentence.
bool points_back(const Document& doc, const Coding& coding) {
  const TokenId head = doc.events[coding.event.index()].head;
  if (doc.upos(head) != Upos::kNoun) return false;
  const std::uint32_t begin = doc.sentences[sentence_of(doc, coding)].tokens.begin;
  for (std::uint32_t i = head.value; i > begin && i + 4 > head.value; --i) {
    const std::string& lemma = doc.lemma(TokenId{i - 1});
    if (lemma == "the" || lemma == "this" || lemma == "that" || lemma == "these" || lemma == "those") return true;
    if (doc.upos(TokenId{i - 1}) == Upos::kVerb) break;
  }
  return false;
}

/// "31 people were killed": the toll of an attack that is told for itself.
bool is_toll(const Document& doc, const Coding& coding) {
  if (coding.type != "ASSAULT" || !coding.actors.empty()) return false;
  const std::string lemma = lemma_of(doc, coding);
  return lemma == "kill" || lemma == "injure" || lemma == "wound" || lemma == "hurt" || lemma == "die";
}

/// Each statement is an act of its own; a headline tells its article's.
bool is_spoken(const Coding& coding) {
  return coding.type == "ACCUSE" || coding.type == "REQUEST" || coding.type == "REJECT" || coding.type == "THREATEN" ||
         coding.type == "SUPPORT" || coding.type == "AGREE";
}

bool is_headline(const Document& doc, const Coding& coding) {
  const Sentence& sentence = doc.sentences[sentence_of(doc, coding)];
  const std::string_view last = doc.form(TokenId{sentence.tokens.end - 1});
  return sentence_of(doc, coding) < 2 && doc.upos(TokenId{sentence.tokens.end - 1}) != Upos::kPunct && last != ".";
}

/// "US strikes killed 30": the toll told as a clause of its own, by the doer of the attack before it.
bool is_toll_of(const Document& doc, const Coding& earlier, const Coding& later) {
  const std::string lemma = lemma_of(doc, later);
  const bool toll = lemma == "kill" || lemma == "injure" || lemma == "wound";
  return toll && earlier.type == "ASSAULT" && later.type == "ASSAULT" && earlier.status == later.status &&
         sentence_of(doc, earlier) == sentence_of(doc, later) && lemma_of(doc, earlier) != lemma &&
         doc.upos(doc.events[earlier.event.index()].head) == Upos::kNoun && agree(earlier.actors, later.actors);
}

constexpr float kSame = 0.5F;
constexpr std::size_t kToldAgainDistance = 3;  // sentences to the event that it tells again

const EventScore* score_of(const Document& doc, const Coding& coding) {
  return doc.event_score(doc.events[coding.event.index()].head);
}

/// The trained scorers' share for "tells again what other words tell".
float mention_share(const Document& doc, const Coding& coding) {
  const EventScore* score = score_of(doc, coding);
  return score == nullptr ? 0.0F : score->ranks[static_cast<std::size_t>(Rank::kMention)];
}

/// Whether the trained scorers hold the two words for one event.
bool is_linked(const Document& doc, const Coding& a, const Coding& b) {
  const auto to = [&](const Coding& from, const Coding& into) {
    const EventScore* score = score_of(doc, from);
    return score != nullptr && std::ranges::any_of(score->arcs, [&](const EventArc& arc) {
             return arc.kind == ArcKind::kSame && arc.score >= kSame &&
                    arc.token == doc.events[into.event.index()].head;
           });
  };
  return to(a, b) || to(b, a);
}

/// "The army shelled the camp", "the camp fired back": whether who does the one suffers the other.
bool is_crossed(const Coding& a, const Coding& b) {
  const auto share = [](const std::vector<Side>& first, const std::vector<Side>& second) {
    return std::ranges::any_of(first, [&](const Side& x) {
      return std::ranges::any_of(second, [&](const Side& y) { return same_party(x, y); });
    });
  };
  return !share(a.actors, b.actors) && (share(a.actors, b.recipients) || share(b.actors, a.recipients));
}

bool is_told_again(const Document& doc, const Thresholds& thresholds, const Coding& earlier, const Coding& later) {
  if (earlier.type != later.type || is_crossed(earlier, later)) return false;
  if (is_linked(doc, earlier, later) || is_toll_of(doc, earlier, later)) return true;
  if (!agree(earlier.actors, later.actors) || !agree(earlier.recipients, later.recipients)) return false;
  const std::size_t apart = sentence_of(doc, later) - sentence_of(doc, earlier);
  const bool is_mention = std::max(mention_share(doc, earlier), mention_share(doc, later)) > thresholds.told_again;
  if (is_mention && apart <= kToldAgainDistance) return true;
  if (earlier.status != later.status) return false;
  if (apart <= kTollDistance && (is_toll(doc, earlier) || is_toll(doc, later))) return true;
  const bool sides_bare = later.actors.empty() && later.recipients.empty();
  if (points_back(doc, later) || mention_share(doc, later) > 0.5F || mention_share(doc, earlier) > 0.5F) return true;
  if (!same_word(doc, earlier, later)) return false;
  if (is_spoken(earlier) && !is_headline(doc, earlier)) return false;
  if (sides_bare) return true;
  // The same word with the same named sides: one event, unless both name a side and the two differ in more than one.
  const bool actor_shared =
      (!countries(earlier.actors).empty() && countries(earlier.actors) == countries(later.actors)) ||
      share_entity(earlier.actors, later.actors) || share_entity(earlier.recipients, later.recipients);
  const bool recipient_shared = countries(earlier.recipients) == countries(later.recipients);
  return actor_shared && (recipient_shared || later.recipients.empty() || earlier.recipients.empty());
}

double fullness(const Document& doc, const Coding& coding) {
  double out = 0;
  for (const Side& side : coding.actors) out += side.country.empty() ? 0.5 : 2;
  for (const Side& side : coding.recipients) out += side.country.empty() ? 0.5 : 2;
  out += coding.attributions.empty() ? 0.5 : 0;
  out += 3.0 * (1.0 - static_cast<double>(mention_share(doc, coding)));
  out += 0.25 * static_cast<double>(
                    std::min<std::size_t>(coding.quantities.size() + coding.places.size() + coding.times.size(), 4));
  return out + (doc.upos(doc.events[coding.event.index()].head) == Upos::kVerb ? 0.25 : 0);
}

template <typename T>
void take_if_empty(std::vector<T>& into, const std::vector<T>& from) {
  if (into.empty()) into = from;
}

/// A side that is told by a country goes before one that is not ("gunmen").
void take_if_unknown(std::vector<Side>& into, const std::vector<Side>& from) {
  if (into.empty() || (countries(into).empty() && !countries(from).empty())) into = from;
}

void join(const Document& doc, Coding& into, Coding from) {
  if (fullness(doc, from) > fullness(doc, into)) std::swap(into, from);
  take_if_unknown(into.actors, from.actors);
  take_if_unknown(into.recipients, from.recipients);
  take_if_empty(into.times, from.times);
  take_if_empty(into.places, from.places);
  for (const QuantityId quantity : from.quantities)
    if (std::ranges::find(into.quantities, quantity) == into.quantities.end()) into.quantities.push_back(quantity);
  take_if_empty(into.modes, from.modes);
  into.probability = std::max(into.probability, from.probability);
  into.mentions.insert(into.mentions.end(), from.mentions.begin(), from.mentions.end());
  std::ranges::sort(into.mentions);
}

/// Why an event that nothing else tells is none of its own; empty: it is one.
std::string why_bare(const Document& doc, const Coding& coding) {
  const auto nobody = [&](const std::vector<Side>& sides) {
    return std::ranges::none_of(sides, [&](const Side& side) { return is_political(doc, side); });
  };
  if (is_toll(doc, coding)) return "a toll of which nobody is named who caused it";  // most are of accidents
  return nobody(coding.actors) && nobody(coding.recipients) ? "nobody is named who did it or to whom" : "";
}

}  // namespace

void merge_mentions(const Thresholds& thresholds, Document& doc) {
  std::vector<Coding> kept;
  for (Coding& coding : doc.codings) {
    Coding* same = nullptr;
    const std::size_t first = kept.size() > kLookBack ? kept.size() - kLookBack : 0;
    for (std::size_t i = kept.size(); i > first && same == nullptr; --i)
      if (is_told_again(doc, thresholds, kept[i - 1], coding)) same = &kept[i - 1];
    if (same != nullptr)
      join(doc, *same, std::move(coding));
    else
      kept.push_back(std::move(coding));
  }
  std::erase_if(kept, [&](const Coding& coding) {
    const std::string why = why_bare(doc, coding);
    const TokenId head = doc.events[coding.event.index()].head;
    if (!why.empty()) doc.silences.push_back({doc.sentence_of(head), head, coding.type + ": " + why});
    return !why.empty();
  });
  std::ranges::stable_sort(kept, {}, [](const Coding& c) { return c.event; });
  doc.codings = std::move(kept);
}

}  // namespace casus::coding
