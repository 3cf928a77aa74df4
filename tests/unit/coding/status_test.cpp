// SPDX-License-Identifier: Apache-2.0
#include "coding/status.h"

#include <gtest/gtest.h>

#include <fstream>

#include "../support/parsed.h"

namespace casus::coding {
namespace {

const StatusRules& rules() {
  static const auto loaded =
      StatusRules::load(std::filesystem::path(CASUS_SOURCE_DIR) / "data" / "lang" / "en" / "status.toml");
  EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().message);
  return *loaded;
}

/// The status of the event at `trigger`; "none" where it is no event.
std::string status(std::string_view words, std::string_view trigger, std::string_view support = "") {
  const Document doc = test::parsed(words);
  const std::vector<MentionId> mention_of = mentions_by_head(doc);
  const Tree tree(doc, test::all_of(doc), mention_of);
  Event event;
  for (std::size_t i = 0; i < doc.tokens.size(); ++i) {
    if (doc.form(TokenId{i}) == trigger) event.head = TokenId{i};
    if (doc.form(TokenId{i}) == support) event.support = TokenId{i};
  }
  EXPECT_TRUE(event.head.exists());
  event.trigger = {event.head.value, event.head.value + 1};
  const Outcome outcome = rules().outcome_of(tree, event);
  return outcome.status ? std::string(to_string(*outcome.status)) : "none";
}

TEST(Status, IsActualWhereNothingSpeaksAgainst) {
  EXPECT_EQ(status("Rebels/NOUN/2/nsubj attacked/VERB/0/root/attack Oslo/PROPN/2/obj", "attacked"), "actual");
}

TEST(Status, IsNegatedByNot) {
  EXPECT_EQ(
      status("Rebels/NOUN/4/nsubj did/AUX/4/aux/do not/PART/4/advmod attack/VERB/0/root Oslo/PROPN/4/obj", "attack"),
      "negated");
}

TEST(Status, IsNegatedByNoOnTheSubject) {
  EXPECT_EQ(
      status("No/DET/2/det soldiers/NOUN/4/nsubj:pass were/AUX/4/aux:pass/be attacked/VERB/0/root/attack", "attacked"),
      "negated");
}

TEST(Status, OfANounIsNegatedByNo) {
  EXPECT_EQ(status("No/DET/2/det talks/NOUN/4/nsubj:pass/talk were/AUX/4/aux:pass/be held/VERB/0/root/hold", "talks"),
            "negated");
}

TEST(Status, IsNegatedUnderADenial) {
  EXPECT_EQ(
      status("Iran/PROPN/2/nsubj denied/VERB/0/root/deny attacking/VERB/2/xcomp/attack ships/NOUN/3/obj", "attacking"),
      "negated");
}

TEST(Status, IsNegatedUnderFailure) {
  EXPECT_EQ(status("They/PRON/2/nsubj failed/VERB/0/root/fail to/PART/4/mark attack/VERB/2/xcomp", "attack"),
            "negated");
}

TEST(Status, IsFutureUnderWill) {
  EXPECT_EQ(status("Rebels/NOUN/3/nsubj will/AUX/3/aux attack/VERB/0/root Oslo/PROPN/3/obj", "attack"), "future");
}

TEST(Status, IsFutureUnderAPlan) {
  EXPECT_EQ(status("They/PRON/2/nsubj plan/VERB/0/root to/PART/4/mark protest/VERB/2/xcomp", "protest"), "future");
}

TEST(Status, IsHypotheticalUnderMay) {
  EXPECT_EQ(status("Rebels/NOUN/3/nsubj may/AUX/3/aux attack/VERB/0/root Oslo/PROPN/3/obj", "attack"), "hypothetical");
}

TEST(Status, IsHypotheticalInACondition) {
  EXPECT_EQ(
      status(
          "If/SCONJ/3/mark rebels/NOUN/3/nsubj attack/VERB/6/advcl ,/PUNCT/3/punct we/PRON/6/nsubj leave/VERB/0/root",
          "attack"),
      "hypothetical");
}

TEST(Status, IsHypotheticalUnderAThreat) {
  EXPECT_EQ(status("They/PRON/2/nsubj threatened/VERB/0/root/threaten to/PART/4/mark attack/VERB/2/xcomp", "attack"),
            "hypothetical");
}

TEST(Status, OfAnAimIsHypothetical) {
  EXPECT_EQ(status("They/PRON/2/nsubj came/VERB/0/root/come to/PART/4/mark attack/VERB/2/advcl", "attack"),
            "hypothetical");
}

TEST(Status, OfANegationOutranksTheModalVerb) {
  EXPECT_EQ(status("Rebels/NOUN/4/nsubj will/AUX/4/aux not/PART/4/advmod attack/VERB/0/root", "attack"), "negated");
}

TEST(Status, OfAReportedClauseStandsForItself) {
  EXPECT_EQ(
      status("He/PRON/2/nsubj said/VERB/0/root/say rebels/NOUN/4/nsubj attacked/VERB/2/ccomp/attack Oslo/PROPN/4/obj",
             "attacked"),
      "actual");
}

TEST(Status, OfAPossibleDeedIsHypothetical) {
  EXPECT_EQ(status("They/PRON/2/nsubj discussed/VERB/0/root/discuss a/DET/5/det possible/ADJ/5/amod attack/NOUN/2/obj",
                   "attack"),
            "hypothetical");
}

TEST(Status, GoesOnFromTheFirstConjunct) {
  EXPECT_EQ(status("They/PRON/3/nsubj will/AUX/3/aux come/VERB/0/root and/CCONJ/5/cc attack/VERB/3/conj", "attack"),
            "future");
}

TEST(StatusRules, NameTheLineOfAnUnknownStatus) {
  const auto file = std::filesystem::path(::testing::TempDir()) / "status.toml";
  std::ofstream(file) << "[modal]\nfuture = []\nhypothetical = []\n[negation]\nword = []\n[condition]\nmark = "
                         "[]\n[historical]\nword = []\n"
                         "[[governor]]\nstatus = \"maybe\"\nword = []\n";
  const auto loaded = StatusRules::load(file);
  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(loaded.error().code, ErrorCode::kBadData);
  EXPECT_TRUE(loaded.error().message.starts_with("status.toml:10:")) << loaded.error().message;
  EXPECT_NE(loaded.error().message.find("maybe"), std::string::npos);
}

}  // namespace
}  // namespace casus::coding
