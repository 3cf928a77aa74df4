// SPDX-License-Identifier: Apache-2.0
#include "quantity/quantity.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace casus::quantity {
namespace {

const std::filesystem::path kData = std::filesystem::path(CASUS_SOURCE_DIR) / "data";

Label label_of(std::vector<std::string>& list, const std::string& name) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i] == name) return static_cast<Label>(i);
  list.push_back(name);
  return static_cast<Label>(list.size() - 1);
}

/// One sentence of words as form/lemma/POS/head/relation; heads count from 1.
Document read(const std::string& line) {
  Document doc;
  auto inventory = std::make_shared<Inventory>();
  std::stringstream words(line);
  std::string word;
  while (words >> word) {
    std::vector<std::string> parts;
    std::stringstream fields(word);
    std::string part;
    while (std::getline(fields, part, '/')) parts.push_back(part);
    if (!doc.text.empty()) doc.text += ' ';
    Token token;
    token.span.begin = static_cast<std::uint32_t>(doc.text.size());
    doc.text += parts[0];
    token.span.end = static_cast<std::uint32_t>(doc.text.size());
    doc.tokens.push_back(token);
    Morphology morphology;
    morphology.upos = parse_upos(parts[2]).value_or(Upos::kX);
    morphology.xpos = label_of(inventory->xpos, parts[2] == "VERB" && parts[0].ends_with("ed") ? "VBN" : "_");
    morphology.feats = label_of(inventory->feats, "_");
    morphology.lemma = parts[1];
    doc.morphology.push_back(morphology);
    Arc arc;
    const int head = std::stoi(parts[3]);
    if (head > 0) arc.head = TokenId{static_cast<std::size_t>(head - 1)};
    arc.deprel = label_of(inventory->deprel, parts[4]);
    doc.arcs.push_back(arc);
  }
  doc.sentences.push_back({{0, static_cast<std::uint32_t>(doc.tokens.size())}});
  doc.inventory = std::move(inventory);
  doc.mark(Layer::kSyntax);
  auto stage = make_quantity_stage(kData);
  EXPECT_TRUE(stage.has_value()) << (stage ? "" : to_string(stage.error()));
  Workspace workspace;
  if (stage) {
    EXPECT_TRUE((*stage)->run(std::span(&doc, 1), workspace).has_value());
  }
  return doc;
}

std::string shown(const std::string& line) {
  const Document doc = read(line);
  std::stringstream out;
  for (const Quantity& quantity : doc.quantities) {
    if (out.tellp() > 0) out << "; ";
    out << doc.words(quantity.tokens) << " = " << quantity.what << (quantity.unit.empty() ? "" : " " + quantity.unit)
        << " ";
    if (quantity.min) out << *quantity.min;
    out << "..";
    if (quantity.max) out << *quantity.max;
    if (quantity.is_strict) out << " strict";
    if (quantity.is_approximate) out << " approximate";
  }
  return out.str();
}

TEST(Quantities, CountsTheDeadUnderTheirVerb) {
  EXPECT_EQ(shown("killing/kill/VERB/0/root more/more/ADJ/4/advmod than/than/ADP/2/fixed 110/110/NUM/5/nummod "
                  "people/people/NOUN/1/obj"),
            "more than 110 people = dead 110.. strict");
  EXPECT_EQ(shown("Two/two/NUM/2/nummod men/man/NOUN/4/nsubj:pass were/be/AUX/4/aux:pass injured/injure/VERB/0/root"),
            "Two men = injured 2..2");
  EXPECT_EQ(shown("Two/two/NUM/2/nummod men/man/NOUN/3/nsubj killed/kill/VERB/0/root him/he/PRON/3/obj"),
            "Two men = people 2..2");
  EXPECT_EQ(shown("60/60/NUM/2/nummod people/people/NOUN/0/root killed/kill/VERB/2/acl and/and/CCONJ/5/cc "
                  "injured/injure/VERB/3/conj"),
            "60 people = dead and injured 60..60");
}

TEST(Quantities, VaguePluralsHaveNoUpperBound) {
  EXPECT_EQ(shown("Hundreds/hundred/NOUN/5/nsubj of/of/ADP/3/case protesters/protester/NOUN/1/nmod were/be/AUX/5/aux "
                  "there/there/ADV/0/root"),
            "Hundreds of protesters = people 200.. approximate");
  EXPECT_EQ(shown("dozens/dozen/NOUN/2/nsubj died/die/VERB/0/root"), "dozens = dead 24.. approximate");
}

TEST(Quantities, BoundsFromAbove) {
  EXPECT_EQ(shown("nearly/nearly/ADV/3/advmod two/two/NUM/3/compound million/million/NUM/4/nummod "
                  "immigrants/immigrant/NOUN/0/root"),
            "nearly two million immigrants = people ..2e+06 approximate");
  EXPECT_EQ(
      shown("as/as/ADV/4/advmod many/many/ADJ/1/fixed as/as/ADP/1/fixed 80/80/NUM/5/nummod tanks/tank/NOUN/0/root"),
      "as many as 80 tanks = tanks ..80");
}

TEST(Quantities, ReadsRanges) {
  EXPECT_EQ(shown("six/six/NUM/4/nummod to/to/ADP/3/case 12/12/NUM/1/nmod shells/shell/NOUN/0/root"),
            "six to 12 shells = shells 6..12");
}

TEST(Quantities, MoneyAndMeasuresHaveUnits) {
  EXPECT_EQ(shown("$/$/SYM/0/root 1.1/1.1/NUM/3/compound billion/billion/NUM/1/nummod"),
            "$ 1.1 billion = money USD 1.1e+09..1.1e+09");
  EXPECT_EQ(shown("7.5/7.5/NUM/2/nummod kilometers/kilometer/NOUN/0/root"), "7.5 kilometers = distance km 7.5..7.5");
  EXPECT_EQ(shown("10/10/NUM/2/nummod %/%/SYM/0/root"), "10 % = share percent 10..10");
}

TEST(Quantities, LeavesCompoundsScoresAndBareNumbersAlone) {
  EXPECT_EQ(shown("96/96/NUM/0/root -/-/PUNCT/3/punct 94/94/NUM/1/nummod"), "");
  EXPECT_EQ(shown("aged/age/VERB/0/root 33/33/NUM/1/obl"), "");
}

TEST(Quantities, ReadsMillionsBehindAHyphen) {
  EXPECT_EQ(shown("$/$/SYM/0/root 555/555/NUM/1/nummod million/million/NUM/1/nummod"),
            "$ 555 million = money USD 5.55e+08..5.55e+08");
}

TEST(Quantities, LeavesNamesAndAgesAlone) {
  EXPECT_EQ(shown("Resolution/Resolution/PROPN/0/root 2249/2249/NUM/1/nummod"), "");
  EXPECT_EQ(shown("a/a/DET/7/det 37/37/NUM/4/nummod -/-/PUNCT/4/punct year/year/NOUN/6/obl -/-/PUNCT/6/punct "
                  "old/old/ADJ/7/amod woman/woman/NOUN/0/root"),
            "");
}

}  // namespace
}  // namespace casus::quantity
