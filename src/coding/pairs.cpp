// SPDX-License-Identifier: Apache-2.0
#include "coding/pairs.h"

#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"

namespace casus::coding {
namespace {
constexpr float kLeastSecond = 0.1F;  // of the probability that the party goes with the second country

bool is_many(const Document& doc, TokenId token) {
  return doc.feats(token).find("Number=Plur") != std::string_view::npos;
}

/// Whether the words say that the party is a pair: "both", "the two", about themselves or about what they are of.
bool tells_pair(const Document& doc, const Side& side) {
  std::string before;
  for (std::uint32_t i = side.tokens.begin; i < side.tokens.end; ++i) {
    const std::string word = lower_ascii(doc.form(TokenId{i}));
    const bool is_pair =
        word == "both" || (word == "two" && (before == "the" || before == "these" || before == "those"));
    if (is_pair && (is_many(doc, side.head) || side.head == TokenId{i})) return true;
    before = word;
  }
  return false;
}

/// Its two countries; null where it has none.
const Nation* pair_of(const Document& doc, const Side& side) {
  const Nation* nation = doc.nation_of(side.head);
  if (nation == nullptr || nation->likeliest[1].score < kLeastSecond || !tells_pair(doc, side)) return nullptr;
  for (const CountryGuess& guess : nation->likeliest)
    if (side.tokens.contains(guess.evidence)) return nullptr;  // "both Iranian officials"
  return nation;
}

void split(const Document& doc, std::string_view field, std::vector<Side>& sides, Coding& coding) {
  std::vector<Side> out;
  for (Side& side : sides) {
    const Nation* nation = pair_of(doc, side);
    if (nation == nullptr) {
      out.push_back(std::move(side));
      continue;
    }
    std::string why = '"' + std::string(doc.words(side.tokens)) + "\": two countries";
    for (const CountryGuess& guess : nation->likeliest) {
      why += ", " + guess.country + " as \"" + std::string(doc.form(guess.evidence)) + '"';
      out.push_back(side);
      out.back().country = guess.country;
      out.back().name.clear();  // one state's, at most
      out.back().wikidata_id.clear();
    }
    coding.reasons.push_back({std::string(field), std::move(why)});
  }
  sides = std::move(out);
}

}  // namespace

void split_pairs(Document& doc) {
  for (Coding& coding : doc.codings) {
    split(doc, "actor", coding.actors, coding);
    split(doc, "recipient", coding.recipients, coding);
  }
}

}  // namespace casus::coding
