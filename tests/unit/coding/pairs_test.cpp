// SPDX-License-Identifier: Apache-2.0
#include "coding/pairs.h"

#include <gtest/gtest.h>

#include "../support/parsed.h"

namespace casus::coding {
namespace {

/// "officials of the two countries met": Togo and Ghana stand elsewhere.
struct Met {
  Document doc = test::parsed(
      "officials/NOUN/6/nsubj of/ADP/5/case the/DET/5/det two/NUM/5/nummod countries/NOUN/1/nmod met/VERB/0/root");
  Side side;

  Met() {
    auto inventory = std::make_shared<Inventory>(*doc.inventory);
    inventory->feats = {"_", "Number=Plur"};
    doc.inventory = inventory;
    doc.morphology[0].feats = 1;
    Nation nation{TokenId{0}, "TGO", 0.7F, TokenId{5}, "Togo", {}};
    nation.likeliest = {{{"TGO", 0.7F, TokenId{5}}, {"GHA", 0.2F, TokenId{5}}}};
    doc.nations = {nation};
    side.head = TokenId{0};
    side.tokens = {0, 5};
    side.country = "TGO";
    side.sector = "GOV";
    side.name = "Togo";
  }

  std::vector<std::string> countries() {
    doc.codings.resize(1);
    doc.codings[0].actors = {side};
    split_pairs(doc);
    std::vector<std::string> out;
    for (const Side& actor : doc.codings[0].actors) out.push_back(actor.country);
    return out;
  }
};

using Countries = std::vector<std::string>;

TEST(SplitPairs, GivesEachOfTwoItsCountry) {
  Met met;
  EXPECT_EQ(met.countries(), (Countries{"TGO", "GHA"}));
  EXPECT_EQ(met.doc.codings[0].actors[1].sector, "GOV");
  EXPECT_EQ(met.doc.codings[0].actors[1].name, "");
  ASSERT_EQ(met.doc.codings[0].reasons.size(), 1u);
  EXPECT_EQ(met.doc.codings[0].reasons[0].field, "actor");
}

TEST(SplitPairs, LeavesOneWhereTheSecondCountryIsUnlikely) {
  Met met;
  met.doc.nations[0].likeliest[1].score = 0.05F;
  EXPECT_EQ(met.countries(), Countries{"TGO"});
}

TEST(SplitPairs, LeavesWhatIsNoPair) {
  Met met;
  met.side.tokens = {0, 1};
  EXPECT_EQ(met.countries(), Countries{"TGO"});
}

TEST(SplitPairs, LeavesOneOfTwo) {
  Met met;
  met.doc.morphology[0].feats = 0;  // "an official of the two countries"
  EXPECT_EQ(met.countries(), Countries{"TGO"});
}

TEST(SplitPairs, LeavesAPairThatNamesItsState) {
  Met met;
  met.doc.nations[0].likeliest[0].evidence = TokenId{4};  // "the two Togolese officials"
  EXPECT_EQ(met.countries(), Countries{"TGO"});
}

}  // namespace
}  // namespace casus::coding
