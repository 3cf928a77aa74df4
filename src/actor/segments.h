// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actor/dictionary.h"

namespace casus::actor {

/// A stretch of a noun phrase's words that says one thing of its party.
struct Segment {
  enum class Type : std::uint8_t { kWord, kName, kRole, kFormer, kHonorific, kMark } type = Type::kWord;
  std::size_t begin = 0;
  std::size_t end = 0;
  const Spelling* spelling = nullptr;
  const Role* role = nullptr;
  std::string role_words = {};
  bool is_ignored = false;  ///< "Iran" of "Iran-backed", "Russian" of "pro-Russian"
};

/// A noun phrase cut into segments.
struct Cut {
  std::vector<std::string> folded;  ///< of each word
  std::vector<Segment> segments;
  std::size_t head = 0;  ///< the segment that the phrase's head stands in
};

/// Cuts the words of a phrase into the longest names and role nouns that the dictionaries know, and marks such as
/// "former". `day`: names count as of then.
Cut cut_phrase(const Store& store, const Phrase& phrase, std::optional<Day> day);

bool is_name_word(const Word& word);

/// The words from `begin` to `end` as they are written, without possessive marks.
std::string own_words(const Phrase& phrase, std::size_t begin, std::size_t end);

}  // namespace casus::actor
