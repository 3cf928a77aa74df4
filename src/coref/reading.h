// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "actor/actor.h"
#include "coref/words.h"
#include "document/document.h"
#include "document/sentence_tree.h"

namespace casus::coref {

/// What a mention's own words say, before it is set beside others.
struct Reading {
  enum class Form : std::uint8_t { kPronoun, kPerson, kState, kName, kNoun } form = Form::kNoun;
  actor::Resolved known;
  std::string name;   ///< the proper name as written; a place's by the gazetteer
  std::string key;    ///< `name` folded
  std::string lemma;  ///< of the head, folded
  Gender gender = Gender::kUnknown;
  bool is_definite = false;
  bool is_indefinite = false;
  bool is_plural = false;
  bool is_restricted = false;  ///< modifiers, phrases or clauses of its own tell it from others of its kind
  bool is_of_others = false;   ///< a proper name stands beside it that nothing is known of ("Quimby officials")
  bool is_of_known = false;    ///< has a possessor or an adjective of a nation
  bool is_subject = false;
  bool is_located = false;  ///< stands in a phrase of place ("in Bogota")
  bool is_inside = false;   ///< "in Bogota", not "to Bogota"
  bool is_literal_place = false;
};

/// Reads the mentions of one document.
class Reader {
 public:
  Reader(const Document& doc, const Words& words, const actor::Dictionary& actors);
  /// `tree` is that of the mention's sentence.
  Reading read(const Mention& mention, const SentenceTree& tree) const;

 private:
  const Document& doc_;
  const Words& words_;
  const actor::Dictionary& actors_;
  std::optional<Day> day_;
  std::set<std::string> borne_;          ///< words, folded, of names of persons of more than one word
  std::vector<std::uint32_t> place_at_;  ///< of tokens: index into doc.places, or kNoPlace

  actor::Word word_at(std::uint32_t token) const;
  actor::Phrase phrase_of(const Mention& mention, const SentenceTree& tree) const;
  actor::Phrase phrase_below(TokenId head, const SentenceTree& tree, int depth) const;
  void attach(actor::Phrase& phrase, TokenId head, const SentenceTree& tree, int depth) const;
  std::uint32_t end_with_of(std::uint32_t begin, TokenId head, const SentenceTree& tree) const;
  bool names_a_person(const Mention& mention) const;
  const PlaceReference* place_of(TokenId token) const;
};

}  // namespace casus::coref
