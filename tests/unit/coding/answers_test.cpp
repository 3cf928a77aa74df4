// SPDX-License-Identifier: Apache-2.0
#include "coding/answers.h"

#include <gtest/gtest.h>

namespace casus::coding {
namespace {

Side side(std::string country, std::string sector) {
  Side out;
  out.country = std::move(country);
  out.sector = std::move(sector);
  return out;
}

Coding coding(std::string type, std::vector<Side> actors, std::vector<Side> recipients) {
  Coding out;
  out.type = std::move(type);
  out.actors = std::move(actors);
  out.recipients = std::move(recipients);
  return out;
}

Document told(std::vector<Coding> codings) {
  Document doc;
  doc.codings = std::move(codings);
  fill_from_earlier(doc);
  return doc;
}

const Side kLatvia = side("LVA", "GOV");
const Side kEmbassy = side("RUS", "GOV");

TEST(FillFromEarlier, AReplyGoesToWhoLastDidSomethingToTheOneWhoReplies) {
  const Document doc = told({coding("SANCTION", {kLatvia}, {kEmbassy}), coding("ACCUSE", {side("RUS", "LEG")}, {})});
  ASSERT_EQ(doc.codings[1].recipients.size(), 1u);
  EXPECT_EQ(doc.codings[1].recipients[0].country, "LVA");
  ASSERT_EQ(doc.codings[1].reasons.size(), 1u);
  EXPECT_EQ(doc.codings[1].reasons[0].field, "recipient");
  EXPECT_EQ(doc.codings[1].reasons[0].why, "a reply to who last did something to the actor: LVA");
}

TEST(FillFromEarlier, LeavesWhatHasASideAndWhatIsNoReply) {
  const Document doc = told({coding("SANCTION", {kLatvia}, {kEmbassy}),
                             coding("ACCUSE", {kEmbassy}, {side("EST", "GOV")}), coding("MOBILIZE", {kEmbassy}, {})});
  EXPECT_EQ(doc.codings[1].recipients[0].country, "EST");
  EXPECT_TRUE(doc.codings[2].recipients.empty());
}

TEST(FillFromEarlier, WhoGoesOnGoesOnWithTheSame) {
  const Document doc = told({coding("ACCUSE", {kLatvia}, {kEmbassy}), coding("REQUEST", {kLatvia}, {}),
                             coding("PROTEST", {side("FRA", "CVL")}, {}), coding("REQUEST", {kLatvia}, {})});
  ASSERT_EQ(doc.codings[1].recipients.size(), 1u);
  EXPECT_EQ(doc.codings[1].recipients[0].country, "RUS");
  EXPECT_TRUE(doc.codings[3].recipients.empty());
}

TEST(FillFromEarlier, NobodyRepliesToHimself) {
  const Document doc = told({coding("ACCUSE", {kLatvia}, {side("LVA", "JRN")}), coding("PROTEST", {kEmbassy}, {}),
                             coding("REJECT", {kLatvia}, {})});
  EXPECT_TRUE(doc.codings[2].recipients.empty());
}

TEST(FillFromEarlier, WhatBefallsSomebodyAgainIsOfTheSameDoer) {
  const Document doc = told({coding("ASSAULT", {side("SDN", "PRM")}, {side("SDN", "CVL")}),
                             coding("ASSAULT", {}, {side("SDN", "CVL")}), coding("COERCE", {}, {side("SDN", "CVL")})});
  ASSERT_EQ(doc.codings[1].actors.size(), 1u);
  EXPECT_EQ(doc.codings[1].actors[0].sector, "PRM");
  EXPECT_TRUE(doc.codings[2].actors.empty());
}

TEST(FillFromEarlier, DoesNotLookFarBack) {
  std::vector<Coding> all{coding("SANCTION", {kLatvia}, {kEmbassy})};
  for (int i = 0; i < 6; ++i) all.push_back(coding("PROTEST", {side("FRA", "CVL")}, {}));
  all.push_back(coding("ACCUSE", {kEmbassy}, {}));
  EXPECT_TRUE(told(std::move(all)).codings.back().recipients.empty());
}

}  // namespace
}  // namespace casus::coding
