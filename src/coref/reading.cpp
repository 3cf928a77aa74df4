// SPDX-License-Identifier: Apache-2.0
#include "coref/reading.h"

#include <algorithm>

namespace casus::coref {
namespace {
constexpr std::uint32_t kNoPlace = 0xFFFFFFFFu;
constexpr std::uint32_t kMaxWordsBefore = 24;
constexpr int kMaxDepth = 2;

bool is_apostrophe_s(std::string_view word) {
  return word == "'s" || word == "\xE2\x80\x99s";
}

/// The end of the name that `head` begins or ends: flat parts and what a hyphen joins.
std::uint32_t end_of_name(const Document& doc, TokenId head, const SentenceTree& tree) {
  std::uint32_t end = head.value + 1;
  for (const TokenId child : tree.children(head)) {
    const std::string_view relation = doc.relation(child);
    if (child.value > head.value && (relation == "flat" || relation == "goeswith" || relation == "fixed"))
      end = std::max(end, child.value + 1);
  }
  return std::min(end, head.value + 12);
}
}  // namespace

namespace {
bool is_of_state(actor::Kind kind) {
  return kind == actor::Kind::kCountry || kind == actor::Kind::kCapital || kind == actor::Kind::kSeat;
}

/// "South Africans", "Shiites".
bool is_of_people(actor::Kind kind) {
  return kind == actor::Kind::kDemonym || kind == actor::Kind::kFaith;
}

/// Groups and bodies whose names no person bears, as some persons bear a company's.
bool is_of_many(actor::Kind kind) {
  return kind == actor::Kind::kGroup || kind == actor::Kind::kParty || kind == actor::Kind::kIgo ||
         kind == actor::Kind::kNgo || kind == actor::Kind::kBody;
}
}  // namespace

Reader::Reader(const Document& doc, const Words& words, const actor::Dictionary& actors)
    : doc_(doc),
      words_(words),
      actors_(actors),
      day_(actor::parse_day(doc.origin.published)),
      place_at_(doc.tokens.size(), kNoPlace) {
  if (day_ == std::nullopt && doc.origin.published.size() > 10)
    day_ = actor::parse_day(std::string_view(doc.origin.published).substr(0, 10));
  for (std::uint32_t i = 0; i < doc.places.size(); ++i)
    for (std::uint32_t token = doc.places[i].tokens.begin; token < doc.places[i].tokens.end && token < place_at_.size();
         ++token)
      place_at_[token] = i;
  for (const Mention& mention : doc.mentions) {
    if (mention.type != EntityType::kPerson || mention.name.size() < 2) continue;
    if (const auto known = actors.resolve_name(doc.words(mention.name), day_); known && is_of_state(known->kind))
      continue;
    for (std::uint32_t i = mention.name.begin; i < mention.name.end; ++i)
      borne_.insert(actor::fold(doc.form(TokenId{i})));
  }
}

const PlaceReference* Reader::place_of(TokenId token) const {
  const std::uint32_t at = place_at_[token.index()];
  return at == kNoPlace ? nullptr : &doc_.places[at];
}

actor::Word Reader::word_at(std::uint32_t token) const {
  const PlaceReference* place = place_of(TokenId{token});
  return {doc_.form(TokenId{token}), doc_.lemma(TokenId{token}), doc_.upos(TokenId{token}),
          place == nullptr ? std::string_view() : actors_.state_of(place->country)};
}

void Reader::attach(actor::Phrase& phrase, TokenId head, const SentenceTree& tree, int depth) const {
  if (depth >= kMaxDepth) return;
  for (const TokenId child : tree.children(head)) {
    if (child.value <= head.value || doc_.relation(child) != "nmod" || phrase.attachments.size() >= 4) continue;
    std::string preposition;
    for (const TokenId below : tree.children(child))
      if (doc_.relation(below) == "case" && below.value < child.value && preposition.empty())
        preposition = doc_.lemma(below);
    if (preposition.empty() || is_apostrophe_s(preposition)) continue;
    std::ranges::transform(preposition, preposition.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    phrase.attachments.push_back({preposition, phrase_below(child, tree, depth + 1)});
  }
}

actor::Phrase Reader::phrase_below(TokenId head, const SentenceTree& tree, int depth) const {
  actor::Phrase phrase;
  std::uint32_t begin = head.value;
  for (const TokenId child : tree.children(head)) {
    const std::string_view relation = doc_.relation(child);
    if (child.value < head.value && (relation == "compound" || relation == "amod" || relation == "nmod")) {
      begin = std::min(begin, child.value);
      for (const TokenId below : tree.children(child)) begin = std::min(begin, below.value);
    }
  }
  begin = std::max(begin, head.value > kMaxWordsBefore ? head.value - kMaxWordsBefore : 0);
  begin = std::max(begin, tree.range().begin);
  for (std::uint32_t token = begin; token < end_of_name(doc_, head, tree); ++token)
    phrase.words.push_back(word_at(token));
  phrase.head = head.value - begin;
  phrase.is_name = doc_.upos(head) == Upos::kPropn;
  attach(phrase, head, tree, depth);
  return phrase;
}

/// "House of Representatives", "Ministry of Defense": where the words up to a phrase with "of" or "for" are a name or a
/// role that the dictionary knows, they are one; the end of it, or 0.
std::uint32_t Reader::end_with_of(std::uint32_t begin, TokenId head, const SentenceTree& tree) const {
  std::uint32_t best = 0;
  for (const TokenId child : tree.children(head)) {
    if (child.value <= head.value || child.value > head.value + 8) continue;
    const std::string_view relation = doc_.relation(child);
    if (relation != "nmod" && relation != "conj") continue;
    const std::uint32_t end = end_of_name(doc_, child, tree);
    const std::uint32_t first = std::max(begin, head.value > 5 ? head.value - 5 : 0);
    for (std::uint32_t start = first; start <= head.value; ++start) {
      const std::string_view words = doc_.words({start, end});
      if (words.size() > 120) continue;
      const auto known = actors_.resolve_name(words, day_);
      if ((known && !actor::is_person(known->kind)) || actors_.role_of(words)) best = std::max(best, end);
    }
  }
  return best;
}

actor::Phrase Reader::phrase_of(const Mention& mention, const SentenceTree& tree) const {
  actor::Phrase phrase;
  const std::uint32_t first = mention.head.value > kMaxWordsBefore ? mention.head.value - kMaxWordsBefore : 0;
  const std::uint32_t begin = std::max(mention.tokens.begin, first);
  std::uint32_t end = end_of_name(doc_, mention.head, tree);
  if (!mention.name.empty() && mention.name.contains(mention.head)) end = std::max(end, mention.name.end);
  end = std::min(std::min(end, mention.head.value + 12), std::max(mention.tokens.end, mention.head.value + 1));
  end = std::max(end, end_with_of(begin, mention.head, tree));
  for (std::uint32_t token = begin; token < end; ++token) phrase.words.push_back(word_at(token));
  phrase.head = mention.head.value - begin;
  phrase.is_name = mention.is_name;
  phrase.is_person = names_a_person(mention);
  if (mention.name.contains(mention.head) && mention.name.begin >= begin && mention.name.end <= end) {
    phrase.name_begin = mention.name.begin - begin;
    phrase.name_end = mention.name.end - begin;
  }
  attach(phrase, mention.head, tree, 0);
  return phrase;
}

/// True for "Petro", false for "Colombians", "Police" and "President" alone.
bool Reader::names_a_person(const Mention& mention) const {
  if (mention.type != EntityType::kPerson || doc_.upos(mention.head) != Upos::kPropn) return false;
  if (mention.name.size() > 1) {
    const auto known = actors_.resolve_name(doc_.words(mention.name), day_);
    return !known || !(is_of_state(known->kind) || is_of_people(known->kind) || is_of_many(known->kind));
  }
  const std::uint32_t after_head = mention.head.value + 1;
  for (std::uint32_t begin = mention.tokens.begin; begin < mention.head.value; ++begin)  // "two South Africans"
    if (const auto known = actors_.resolve_name(doc_.words({begin, after_head}), day_);
        known && (is_of_people(known->kind) || is_of_many(known->kind)))
      return false;
  const std::string_view form = doc_.form(mention.head);
  const bool has_next = mention.head.value + 1 < mention.tokens.end &&
                        doc_.upos(TokenId{mention.head.value + std::size_t{1}}) == Upos::kPropn;
  if (has_next) return true;
  if (const auto known = actors_.resolve_name(form, day_)) {
    if (is_of_people(known->kind) || is_of_many(known->kind)) return false;
    // "Rabat refused": a capital, unless somebody in the text is called so.
    const bool stands_alone = mention.head.value == mention.tokens.begin;
    if (is_of_state(known->kind) && stands_alone && !borne_.contains(actor::fold(form))) return false;
    if (known->kind == actor::Kind::kCountry && actor::fold(form) != actor::fold(known->name)) return false;
  }
  const bool has_before = mention.head.value > mention.tokens.begin &&
                          doc_.upos(TokenId{mention.head.value - std::size_t{1}}) == Upos::kPropn;
  return has_before || !actors_.role_of(doc_.lemma(mention.head)).has_value();
}

Reading Reader::read(const Mention& mention, const SentenceTree& tree) const {
  Reading out;
  out.lemma = actor::fold(doc_.lemma(mention.head));
  const std::string_view relation = doc_.relation(mention.head);
  out.is_subject = relation == "nsubj" || (relation == "conj" && doc_.head(mention.head).exists() &&
                                           doc_.relation(doc_.head(mention.head)) == "nsubj");
  if (mention.is_pronoun) {
    out.form = Reading::Form::kPronoun;
    out.lemma = actor::fold(doc_.form(mention.head));
    return out;
  }
  const std::string_view form = doc_.form(mention.head);
  out.is_plural = doc_.has_feature(mention.head, "Number=Plur") ||
                  (doc_.feats(mention.head) == "_" && out.lemma != actor::fold(form) && form.ends_with('s'));
  bool has_case = false;
  for (const TokenId child : tree.children(mention.head)) {
    const std::string lemma = actor::fold(doc_.lemma(child));
    const std::string_view how = doc_.relation(child);
    if (how == "det" || how == "nummod" || how == "amod") {
      out.is_definite = out.is_definite || has(words_.definite, lemma);
      out.is_indefinite = out.is_indefinite || how == "nummod" || has(words_.indefinite, lemma);
    }
    const bool is_nation = doc_.upos(child) == Upos::kAdj && doc_.form(child)[0] >= 'A' && doc_.form(child)[0] <= 'Z';
    if ((how == "compound" || how == "nmod") && child.value < mention.head.value && doc_.upos(child) == Upos::kPropn)
      out.is_of_others = true;
    out.is_of_known = out.is_of_known || is_nation || doc_.deprel(child) == "nmod:poss";
    out.is_restricted = out.is_restricted || how == "acl" || how == "nummod" || (how == "amod" && !is_nation) ||
                        (how == "nmod" && child.value > mention.head.value);
    if (how == "nummod" && lemma != "one" && lemma != "1") out.is_plural = true;
    if (how == "case" && child.value < mention.head.value) {
      out.is_inside = out.is_inside || has(words_.inside, lemma);
      has_case = has_case || out.is_inside || has(words_.toward, lemma);
    }
    if (how == "nmod" && child.value < mention.head.value) {
      if (has(words_.male_titles, lemma)) out.gender = Gender::kMale;
      if (has(words_.female_titles, lemma)) out.gender = Gender::kFemale;
    }
  }
  out.is_located = has_case && (relation == "obl" || relation == "nmod" || relation == "root");

  const actor::Phrase phrase = phrase_of(mention, tree);
  out.known = actors_.resolve_phrase(phrase, day_);
  if (!out.known.country.empty())
    out.is_of_others = false;
  else if (out.is_of_known && !mention.is_name)
    out.is_restricted = true;  // "the European team" is not the Afghan one
  const PlaceReference* place = place_of(mention.head);
  out.is_literal_place = place != nullptr && place->is_literal;
  if (phrase.is_person) {
    out.form = Reading::Form::kPerson;
    out.name = out.known.name;
    if (mention.name.size() > 1 && mention.name.contains(mention.head) && out.known.kind == actor::Kind::kPerson) {
      // The name scorer's span, where it is longer than what the dictionary made of the words.
      const std::string_view span = doc_.words(mention.name);
      if (out.name.empty()) out.name = span;
    }
    const std::string first = actor::fold(out.name.substr(0, out.name.find(' ')));
    if (out.gender == Gender::kUnknown && out.name.find(' ') != std::string::npos) {
      if (has(words_.male_names, first)) out.gender = Gender::kMale;
      if (has(words_.female_names, first)) out.gender = Gender::kFemale;
    }
  } else if (actor::is_state(out.known.kind)) {
    out.form = Reading::Form::kState;
    out.name = out.known.name;
    // "Western Australia" is another place than Australia.
    const std::uint32_t before = mention.head.value - 1;
    if (mention.head.value > mention.tokens.begin && doc_.upos(TokenId{std::size_t{before}}) == Upos::kPropn &&
        doc_.head(TokenId{std::size_t{before}}) == mention.head &&
        doc_.relation(TokenId{std::size_t{before}}) != "nmod" &&
        !actors_.resolve_name(doc_.words({before, mention.head.value + 1}), day_)) {
      out.name = doc_.words({before, mention.head.value + 1});
      out.known.name.clear();
      out.known.wikidata_id.clear();
      out.known.kind = actor::Kind::kPlace;
    }
    if (out.known.kind == actor::Kind::kPlace && place != nullptr && !place->name.empty()) out.name = place->name;
    if (out.name.empty())
      out.name =
          doc_.words(mention.name.empty() ? TokenRange{mention.head.value, mention.head.value + 1} : mention.name);
  } else if (mention.is_name && (out.known.has_own_name || out.known.kind == actor::Kind::kNone)) {
    out.form = Reading::Form::kName;
    out.name = out.known.name;
    if (out.name.empty()) {
      TokenRange range = mention.name;
      if (range.empty())
        range = {mention.tokens.begin, std::max(end_of_name(doc_, mention.head, tree), mention.head.value + 1)};
      while (range.size() > 1 && doc_.upos(TokenId{range.begin}) == Upos::kDet) ++range.begin;
      out.name = doc_.words(range);
    }
  } else if (mention.is_name && doc_.upos(mention.head) == Upos::kPropn &&
             (out.known.role_class == actor::RoleClass::kPeople || out.known.role_class == actor::RoleClass::kOrg)) {
    // "University of Khartoum", where the name scorer saw less.
    for (const TokenId child : tree.children(mention.head)) {
      if (child.value <= mention.head.value || child.value > mention.head.value + 4 || doc_.relation(child) != "nmod" ||
          doc_.upos(child) != Upos::kPropn || doc_.lemma(TokenId{mention.head.value + std::size_t{1}}) != "of")
        continue;
      out.form = Reading::Form::kName;
      out.name = doc_.words({mention.head.value, end_of_name(doc_, child, tree)});
      break;
    }
  } else if (!out.known.name.empty() && out.known.kind != actor::Kind::kRole) {
    out.form = actor::is_person(out.known.kind) ? Reading::Form::kPerson : Reading::Form::kName;
    out.name = out.known.name;
  }
  out.key = actor::fold(out.name);
  return out;
}

}  // namespace casus::coref
