// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "coref/clusters.h"

namespace casus::coref {

/// A second look at the clusters, over everything and not the named alone: who "I", "we" and "you" are in one voice (a
/// quotation or the text around it), what "it" and "they" stand for, nouns said again, predicates and appositions.
/// Linear: hash look-ups, and a short list of recent candidates for pronouns.
class Links {
 public:
  Links(const Document& doc, const Words& words, Clusters& clusters);
  void run();

 private:
  struct Candidate {
    std::uint32_t mention = 0;
    std::uint32_t sentence = 0;
    bool is_subject = false;
    bool is_possessor = false;
  };
  /// What a noun's own words say of it; `modifiers` ascending.
  struct Noun {
    std::uint32_t sentence = 0;
    std::vector<std::string> modifiers;
  };
  enum class Article : std::uint8_t { kNone, kDefinite, kIndefinite, kPossessor };

  const Document& doc_;
  const Words& words_;
  Clusters& clusters_;
  std::vector<std::uint32_t> quotation_;        ///< of tokens; 0 outside of all
  std::vector<std::uint32_t> mention_at_head_;  ///< of tokens
  std::vector<std::uint32_t> cluster_size_;     ///< of mentions, as the first look left them
  std::vector<bool> has_pronoun_;               ///< of cluster roots
  std::deque<Candidate> recent_;
  std::map<std::pair<char, std::uint32_t>, std::uint32_t> voices_;  ///< person and quotation -> its first mention
  std::unordered_map<std::uint32_t, std::uint32_t> speakers_;       ///< quotation -> mention of who says it
  std::unordered_map<std::string, std::uint32_t> by_words_, by_head_;
  std::unordered_map<std::uint32_t, Noun> nouns_;  ///< by mention

  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

  void mark_quotations();
  void link_pronoun(std::uint32_t mention, std::uint32_t sentence);
  bool link_voice(std::uint32_t mention);
  void link_third_person(std::uint32_t mention, std::uint32_t sentence, bool is_plural);
  void remember(std::uint32_t mention, std::uint32_t sentence);
  void find_speakers(const SentenceTree& tree);
  void link_speakers();
  Article article_of(TokenId head, const SentenceTree& tree) const;
  std::vector<std::string> modifiers_of(TokenId head, const SentenceTree& tree);
  void link_noun(std::uint32_t mention, std::uint32_t sentence, const SentenceTree& tree);
  void link_predicate(std::uint32_t mention, const SentenceTree& tree);
  void link_apposition(std::uint32_t mention);
  void unite(std::uint32_t a, std::uint32_t b);
};

}  // namespace casus::coref
