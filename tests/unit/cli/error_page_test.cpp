// SPDX-License-Identifier: Apache-2.0
#include "cli/error_page.h"

#include <gtest/gtest.h>

namespace casus::cli {
namespace {

const eval::Types& types() {
  static const eval::Types kTypes({{"AID", "MATERIAL COOPERATION"}, {"ASSAULT", "MATERIAL CONFLICT"}});
  return kTypes;
}

/// "Aid came <b>.", an event on "came" and a record on `begin`, of that type and status.
struct Page {
  std::vector<eval::GoldDocument> gold{1};
  std::string text = "Aid came <b>. Rain.";

  ErrorPage of(std::size_t type, std::uint32_t begin, eval::Status status, bool is_required = true) {
    gold[0].file = "a.txt";
    eval::GoldEvent event;
    event.id = "e1";
    event.types = {*types().find("AID")};
    event.trigger = {"came", {4, 8}};
    event.sentence = Span{0, 13};
    event.is_required = is_required;
    gold[0].events = {event};
    eval::Record record;
    record.type = type;
    record.status = status;
    record.trigger = {"words", {begin, begin + 4}};
    record.sentence = begin < 13 ? Span{0, 13} : Span{14, 19};
    const auto results = eval::score(gold, {record}, "r", types());
    return error_page(*results, {text}, eval::report_on(*results, types()), types());
  }
};

TEST(ErrorPage, HasNoCaseWhereAllIsRight) {
  EXPECT_EQ(Page().of(0, 4, eval::Status::kActual).cases, 0u);
}

TEST(ErrorPage, ShowsAMissAndAFalseAlarm) {
  const ErrorPage page = Page().of(0, 14, eval::Status::kActual);
  EXPECT_EQ(page.cases, 2u);
  EXPECT_NE(page.html.find("Aid <span class=\"g\">came</span> &lt;b&gt;."), std::string::npos);
  EXPECT_NE(page.html.find("<span class=\"r\">Rain</span>."), std::string::npos);
  EXPECT_NE(page.html.find("No record in this sentence."), std::string::npos);
}

TEST(ErrorPage, ShadesTheFieldThatDiffers) {
  const ErrorPage page = Page().of(0, 4, eval::Status::kNegated);
  EXPECT_EQ(page.cases, 1u);
  EXPECT_NE(page.html.find("<td class=\"bad\">actual</td><td class=\"bad\">negated</td>"), std::string::npos);
  EXPECT_NE(page.html.find("wrong: status"), std::string::npos);
}

TEST(ErrorPage, CountsTypesTakenForOthers) {
  EXPECT_NE(Page().of(1, 4, eval::Status::kActual).html.find("AID &rarr; ASSAULT <b>1</b>"), std::string::npos);
}

TEST(ErrorPage, PassesOverOptionalEventsUnlessToldAsHappened) {
  EXPECT_EQ(Page().of(0, 4, eval::Status::kNegated, false).cases, 0u);
  EXPECT_EQ(Page().of(1, 4, eval::Status::kActual, false).cases, 1u);  // another quad class: no true telling
}

TEST(ErrorPage, LeavesATextOutThatTheGoldWasNotMarkedIn) {
  Page page;
  page.text = "Aid went <b>. Rain.";
  const std::string html = page.of(0, 14, eval::Status::kActual).html;
  EXPECT_NE(html.find("not at hand"), std::string::npos);
  EXPECT_EQ(html.find("<blockquote>"), std::string::npos);
}

TEST(ErrorPage, TakesSpansThatLeaveTheText) {
  EXPECT_EQ(Page().of(0, 4000, eval::Status::kActual).cases, 2u);
}

}  // namespace
}  // namespace casus::cli
