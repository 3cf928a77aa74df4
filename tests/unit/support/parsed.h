// SPDX-License-Identifier: Apache-2.0
// A document of one sentence for tests, written as form/UPOS/head/deprel, heads counted from 1:
//   Document doc = test::parsed("Petro/PROPN/2/nsubj spoke/VERB/0/root ./PUNCT/2/punct");
#pragma once
#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace casus::test {

inline Document parsed(std::string_view words) {
  Document doc;
  auto inventory = std::make_shared<Inventory>();
  inventory->xpos = {"_"};
  inventory->feats = {"_"};
  inventory->role = {"O", "ARG0", "ARG1", "ARGM-TMP"};
  std::istringstream stream{std::string(words)};
  for (std::string word; stream >> word;) {
    std::vector<std::string> parts;
    std::istringstream columns(word);
    for (std::string part; std::getline(columns, part, '/');) parts.push_back(part);
    if (!doc.text.empty()) doc.text += ' ';
    const auto begin = static_cast<std::uint32_t>(doc.text.size());
    doc.text += parts.at(0);
    doc.tokens.emplace_back().span = {begin, static_cast<std::uint32_t>(doc.text.size())};
    const Upos upos = parse_upos(parts.at(1)).value();
    std::string lemma = parts[0];
    if (upos != Upos::kPropn && parts.size() < 5)
      std::ranges::transform(lemma, lemma.begin(),
                             [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (parts.size() > 4) lemma = parts[4];
    doc.morphology.push_back({upos, 0, 0, lemma});
    auto relation = std::ranges::find(inventory->deprel, parts.at(3));
    if (relation == inventory->deprel.end()) relation = inventory->deprel.insert(relation, parts[3]);
    const int head = std::stoi(parts.at(2));
    doc.arcs.push_back({head == 0 ? TokenId{} : TokenId{static_cast<std::size_t>(head - 1)},
                        static_cast<Label>(relation - inventory->deprel.begin())});
  }
  doc.raw = doc.text;
  doc.alignment = Alignment::identity(static_cast<std::uint32_t>(doc.text.size()));
  doc.sentences = {{{0, static_cast<std::uint32_t>(doc.tokens.size())}}};
  doc.inventory = inventory;
  for (const Layer layer : {Layer::kText, Layer::kTokens, Layer::kSentences, Layer::kSyntax}) doc.mark(layer);
  return doc;
}

inline TokenRange all_of(const Document& doc) {
  return {0, static_cast<std::uint32_t>(doc.tokens.size())};
}

}  // namespace casus::test
