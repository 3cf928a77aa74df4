// SPDX-License-Identifier: Apache-2.0
#include "place/place.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "../support/processor_time.h"
#include "place/fold.h"
#include "place/gazetteer.h"

namespace casus::place {
namespace {

const std::filesystem::path kData = std::filesystem::path(CASUS_SOURCE_DIR) / "data";

Label label_of(std::vector<std::string>& list, const std::string& name) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i] == name) return static_cast<Label>(i);
  list.push_back(name);
  return static_cast<Label>(list.size() - 1);
}

/// One sentence of words as form/POS/head/relation; heads count from 1. `kind` set: every PROPN run is a mention so
/// typed.
Document read(const std::string& line, std::optional<EntityType> kind = EntityType::kPlace) {
  Document doc;
  auto inventory = std::make_shared<Inventory>();
  std::stringstream words(line);
  std::string word;
  while (words >> word) {
    std::vector<std::string> parts;
    std::stringstream fields(word);
    std::string part;
    while (std::getline(fields, part, '/')) parts.push_back(part);
    if (!doc.text.empty() && parts[0] != ",") doc.text += ' ';
    Token token;
    token.span.begin = static_cast<std::uint32_t>(doc.text.size());
    doc.text += parts[0];
    token.span.end = static_cast<std::uint32_t>(doc.text.size());
    doc.tokens.push_back(token);
    Morphology morphology;
    morphology.upos = parse_upos(parts[1]).value_or(Upos::kX);
    morphology.xpos = label_of(inventory->xpos, "_");
    morphology.feats = label_of(inventory->feats, "_");
    doc.morphology.push_back(morphology);
    Arc arc;
    const int head = std::stoi(parts[2]);
    if (head > 0) arc.head = TokenId{static_cast<std::size_t>(head - 1)};
    arc.deprel = label_of(inventory->deprel, parts[3]);
    doc.arcs.push_back(arc);
  }
  doc.sentences.push_back({{0, static_cast<std::uint32_t>(doc.tokens.size())}});
  doc.inventory = std::move(inventory);
  doc.mark(Layer::kSyntax);
  for (std::uint32_t i = 0; kind && i < doc.tokens.size(); ++i) {
    if (doc.upos(TokenId{i}) != Upos::kPropn) continue;
    std::uint32_t end = i;
    while (end < doc.tokens.size() && doc.upos(TokenId{end}) == Upos::kPropn) ++end;
    Mention mention;
    mention.tokens = {i, end};
    mention.head = TokenId{i};
    mention.type = *kind;
    mention.is_name = true;
    doc.mentions.push_back(mention);
    i = end;
  }
  auto stage = make_place_stage(kData);
  EXPECT_TRUE(stage.has_value()) << (stage ? "" : to_string(stage.error()));
  Workspace workspace;
  if (stage) {
    EXPECT_TRUE((*stage)->run(std::span(&doc, 1), workspace).has_value());
  }
  return doc;
}

std::string shown(const Document& doc) {
  std::string out;
  for (const PlaceReference& place : doc.places) {
    if (!out.empty()) out += "; ";
    out += std::string(doc.words(place.tokens)) + " = " + place.name + " " + place.country + " " + place.feature +
           (place.is_literal ? "" : " not literal");
  }
  return out;
}

TEST(Fold, DropsAccentsAndCase) {
  EXPECT_EQ(fold("\u00CEle-de-France"), "ile-de-france");
  EXPECT_EQ(fold("\u0141\u00F3d\u017A"), "lodz");
  EXPECT_EQ(fold("Sana\u2019a  City"), "sana'a city");
}

TEST(Gazetteer, FindsTheHeaviestFirst) {
  const auto gazetteer = Gazetteer::load(kData);
  ASSERT_TRUE(gazetteer.has_value()) << to_string(gazetteer.error());
  const auto paris = gazetteer->find("paris");
  ASSERT_GE(paris.size(), 2u);
  EXPECT_EQ(paris[0].country, "FRA");
  EXPECT_TRUE(gazetteer->find("no such town").empty());
  EXPECT_TRUE(gazetteer->find("").empty());
}

TEST(Gazetteer, KnowsTheCountryOfEveryTown) {
  std::ifstream in(kData / "places/gazetteer.tsv");
  std::size_t towns = 0;
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string key, name, country, admin1, feature;
    for (std::string* field : {&key, &name, &country, &admin1, &feature}) std::getline(fields, *field, '\t');
    if (!feature.starts_with("PPL")) continue;
    ++towns;
    EXPECT_EQ(country.size(), 3U) << name;
  }
  EXPECT_GT(towns, 30000U);
}

TEST(Gazetteer, RefusesABrokenLine) {
  const std::filesystem::path data = std::filesystem::path(testing::TempDir()) / "place_bad";
  std::filesystem::create_directories(data / "places");
  std::ofstream(data / "places/gazetteer.tsv") << "a\tA\tFRA\t\tPPL\t1\t\t\t\t4.2\nb\tB\n";
  const auto bad = Gazetteer::load(data);
  ASSERT_FALSE(bad.has_value());
  EXPECT_NE(bad.error().message.find("places/gazetteer.tsv:2"), std::string::npos);
  std::filesystem::remove_all(data);
}

TEST(Places, ResolvesWithCoordinates) {
  const Document doc = read("in/ADP/2/case Minneapolis/PROPN/0/root");
  ASSERT_EQ(shown(doc), "Minneapolis = Minneapolis USA PPL");
  EXPECT_EQ(doc.places[0].admin1, "Minnesota");
  EXPECT_NEAR(doc.places[0].latitude.value_or(0), 44.98, 0.05);
  EXPECT_EQ(doc.places[0].geonames_id, 5037649);
}

TEST(Places, TheDivisionBehindTheCommaDecides) {
  EXPECT_EQ(read("in/ADP/2/case Paris/PROPN/0/root ,/PUNCT/4/punct Texas/PROPN/2/appos").places[0].country, "USA");
  EXPECT_EQ(read("in/ADP/2/case Paris/PROPN/0/root").places[0].country, "FRA");
}

TEST(Places, ACountryNamedNearByDecides) {
  const Document doc = read("Florida/PROPN/4/obl in/ADP/3/case Uruguay/PROPN/1/nmod burns/VERB/0/root");
  EXPECT_EQ(doc.places[0].country, "URY");
}

TEST(Places, DemonymsAndActingCountriesAreNotLiteral) {
  EXPECT_EQ(shown(read("Colombian/ADJ/2/amod police/NOUN/3/nsubj left/VERB/0/root")),
            "Colombian = Colombia COL PCLI not literal");
  EXPECT_EQ(shown(read("Colombia/PROPN/2/nsubj warned/VERB/0/root")), "Colombia = Colombia COL PCLI not literal");
  EXPECT_EQ(shown(read("strikes/NOUN/0/root in/ADP/3/case Colombia/PROPN/1/nmod")), "Colombia = Colombia COL PCLI");
}

TEST(Places, SeasHaveNoCountry) {
  const Document doc = read("in/ADP/3/case the/DET/3/det Caribbean/PROPN/0/root");
  EXPECT_EQ(shown(doc), "Caribbean = Caribbean Sea  SEA");
  EXPECT_EQ(doc.places[0].radius_km, 1200);
}

TEST(Places, ACountryIsNotItsOwnProvince) {
  const Document doc =
      read("Mexican/ADJ/2/amod police/NOUN/5/nsubj in/ADP/4/case Mexico/PROPN/2/nmod left/VERB/0/root");
  EXPECT_EQ(shown(doc), "Mexican = Mexico MEX PCLI not literal; Mexico = Mexico MEX PCLI");
}

TEST(Places, PersonsAreNoPlaces) {
  EXPECT_EQ(shown(read("Paris/PROPN/2/nsubj left/VERB/0/root", EntityType::kPerson)), "");
}

TEST(Places, AMonthBesideANumberIsNoTown) {
  EXPECT_EQ(shown(read("in/ADP/2/case March/PROPN/0/root 3/NUM/2/nummod")), "");
  EXPECT_EQ(shown(read("3/NUM/2/nummod March/PROPN/0/root")), "");
  EXPECT_EQ(shown(read("in/ADP/2/case March/PROPN/0/root")), "March = March GBR PPL");
}

TEST(Places, APronounIsNoCountry) {
  EXPECT_EQ(shown(read("told/VERB/0/root us/PRON/1/obj")), "");
}

TEST(Places, KeepsTheNameThatTheGazetteerLacks) {
  const Document doc = read("at/ADP/2/case Qzxvillea/PROPN/3/compound Dam/PROPN/0/root");
  EXPECT_EQ(shown(doc), "Qzxvillea Dam = Qzxvillea Dam  ");
  EXPECT_FALSE(doc.places[0].latitude.has_value());
}

TEST(Places, LoadsInTwentyMilliseconds) {
  const double start = test::processor_seconds();
  const auto gazetteer = Gazetteer::load(kData);
  const double took = 1000 * (test::processor_seconds() - start);
  ASSERT_TRUE(gazetteer.has_value());
  RecordProperty("milliseconds", static_cast<int>(took));
  EXPECT_LT(took, 200.0);  // ten times the budget: sanitizers are slow
}

}  // namespace
}  // namespace casus::place
