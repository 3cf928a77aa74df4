// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "attribution/cues.h"
#include "attribution/trees.h"
#include "document/document.h"

namespace casus::attribution {

/// A phrase that brings a source: "according to" with the token that heads the source.
struct SourcePhrase {
  TokenRange words;
  TokenId source;
};

/// Reads the trees for who reports what.
class Reports {
 public:
  Reports(const Trees& tree, const Cues& cues);

  /// The cue that stands on `token`; null if none.
  const Cue* cue_at(TokenId token) const { return cue_[token.index()]; }
  /// The head of whoever speaks by the cue on `token`; absent where nobody is named.
  TokenId source_of(TokenId token) const { return source_of(token, 0); }
  /// Who is quoted by `source`, where the words around it say so ("X, quoting Y"); else `source`.
  TokenId deepest(TokenId source) const;
  /// Who does what `verb` tells, across coordination, participles, infinitives and relative clauses.
  TokenId subject_of(TokenId verb) const { return subject_of(verb, 0); }
  /// The head of the one spoken to; absent if none.
  TokenId addressee_of(TokenId token) const;
  /// The phrase that hangs on `token`, or on a token of its phrase; null if none.
  const SourcePhrase* phrase_at(TokenId token) const;
  /// All reporting frames in the order of their cues, without what quotation marks add.
  std::vector<Attribution> find() const;
  /// Fills source, its words and the cue of an Attribution or a Quotation.
  template <typename Record>
  void credit(Record& record, TokenId source, TokenRange cue) const {
    record.cue = cue;
    if (!source.exists()) return;
    record.source_tokens = tree_.phrase(source);
    record.source = tree_.mention_of(source);
  }
  bool is_passive(TokenId verb) const;

 private:
  TokenId source_of(TokenId token, int depth) const;
  TokenId subject_of(TokenId verb, int depth) const;
  TokenId source_of_verb(TokenId verb, int depth) const;
  TokenId last_object(TokenId verb) const;
  TokenId source_of_noun(TokenId noun, int depth) const;
  TokenId inherited(TokenId verb, int depth) const;
  /// True for who can speak: a personal pronoun, a name, a person, body, place or nation.
  bool can_speak(TokenId token) const;
  TokenId antecedent(TokenId subject) const;
  /// A name set beside a description, or whoever the source itself quotes.
  TokenId clause_of(TokenId token) const;
  void find_phrases();
  void add(std::vector<Attribution>& out, TokenId source, TokenRange cue, TokenRange content, const char* by) const;
  void add_verb(std::vector<Attribution>& out, TokenId verb) const;
  void add_noun(std::vector<Attribution>& out, TokenId noun) const;
  void add_adverb(std::vector<Attribution>& out, TokenId adverb) const;
  void add_adjective(std::vector<Attribution>& out, TokenId adjective) const;
  void add_phrase(std::vector<Attribution>& out, const SourcePhrase& phrase) const;
  void add_unmarked(std::vector<Attribution>& out, TokenId verb) const;
  TokenRange without(TokenRange range, TokenRange cut) const;
  /// The subtree without the words that lead it in; an infinitive keeps its "to".
  TokenRange content_of(TokenId head, bool keeps_to = true) const;

  const Trees& tree_;
  const Document& doc_;
  const Cues& cues_;
  std::vector<const Cue*> cue_;
  std::vector<SourcePhrase> phrases_;
  std::vector<std::uint32_t> phrase_of_;  ///< for each token that such a phrase hangs on, its place in phrases_ + 1
};

}  // namespace casus::attribution
