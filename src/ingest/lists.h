// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace casus::ingest {

/// Looks up views in a set of strings without a copy.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

/// The words that tell furniture from a story. Threads: const after loading, so shared freely.
struct Lists {
  // data/ingest/furniture.toml: words of class, id and role attributes
  TextSet drop_words;                      ///< "share", "related", "author-bio"
  std::vector<std::string> drop_prefixes;  ///< "newsletter" for "newslettersignup"
  TextSet always_words;                    ///< furniture however much of the page it holds
  TextSet keep_words;                      ///< "article-body", "entry-content"
  std::vector<std::string> date_names;     ///< meta names that carry the day of publication, best first
  std::vector<std::string> author_names;
  // data/lang/<xx>/furniture.toml: lines, lower case
  TextSet lines;                     ///< whole lines
  std::vector<std::string> starts;   ///< lines that begin so and are short
  std::vector<std::string> labels;   ///< begin a line, then ':' and anything
  std::vector<std::string> credits;  ///< begin a credit line: "photo by"
  TextSet endings;                   ///< a heading after which the story is over
  std::vector<std::string> consent;  ///< inside a notice about cookies or subscriptions
};

}  // namespace casus::ingest
