// SPDX-License-Identifier: Apache-2.0
#include "timex/timex.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/day.h"

namespace casus::timex {
namespace {

const std::filesystem::path kData = std::filesystem::path(CASUS_SOURCE_DIR) / "data";

/// A document of one sentence a line, words set apart by spaces, without trees.
Document read(const std::string& text, const std::string& published) {
  Document doc;
  doc.text = text;
  doc.origin.published = published;
  std::uint32_t begin = 0;
  std::uint32_t sentence = 0;
  for (std::uint32_t i = 0; i <= text.size(); ++i) {
    const bool ends = i == text.size() || text[i] == ' ' || text[i] == '\n';
    if (!ends) continue;
    if (i > begin) {
      Token token;
      token.span = {begin, i};
      doc.tokens.push_back(token);
    }
    begin = i + 1;
    if (i == text.size() || text[i] == '\n') {
      doc.sentences.push_back({{sentence, static_cast<std::uint32_t>(doc.tokens.size())}});
      sentence = static_cast<std::uint32_t>(doc.tokens.size());
    }
  }
  auto stage = make_time_stage(kData);
  EXPECT_TRUE(stage.has_value()) << (stage ? "" : to_string(stage.error()));
  Workspace workspace;
  if (stage) {
    EXPECT_TRUE((*stage)->run(std::span(&doc, 1), workspace).has_value());
  }
  return doc;
}

/// "words value start..end" of each expression, joined by "; ".
std::string shown(const std::string& text, const std::string& published = "2018-04-05") {
  const Document doc = read(text, published);
  std::string out;
  for (const TimeExpression& time : doc.times) {
    if (!out.empty()) out += "; ";
    out += std::string(doc.words(time.tokens)) + " " + (time.value.empty() ? "?" : time.value) + " " +
           (time.start ? format_day(*time.start) : "") + ".." + (time.end ? format_day(*time.end) : "");
  }
  return out;
}

TEST(Times, WeekdayLooksBackFromTheDayOfPublication) {
  EXPECT_EQ(shown("He left on Tuesday ."), "Tuesday 2018-04-03 2018-04-03..2018-04-03");
  EXPECT_EQ(shown("He left Thursday ."), "Thursday 2018-04-05 2018-04-05..2018-04-05");
  EXPECT_EQ(shown("It came Wednesday night ."), "Wednesday night 2018-04-04TNI 2018-04-04..2018-04-04");
}

TEST(Times, WeekdayHasNoDayWithoutPublication) {
  EXPECT_EQ(shown("He left on Tuesday .", ""), "Tuesday ? ..");
}

TEST(Times, ReadsFullDates) {
  EXPECT_EQ(shown("On March 27 , 2017 they met ."), "March 27 , 2017 2017-03-27 2017-03-27..2017-03-27");
  EXPECT_EQ(shown("On 27 March 2017 they met .", ""), "27 March 2017 2017-03-27 2017-03-27..2017-03-27");
  EXPECT_EQ(shown("On March 4 they met ."), "March 4 2018-03-04 2018-03-04..2018-03-04");
  EXPECT_EQ(shown("In December 2017 they met ."), "December 2017 2017-12 2017-12-01..2017-12-31");
  EXPECT_EQ(shown("From August 10 - 12 , 2015 they met ."),
            "August 10 - 12 , 2015 2015-08-10/2015-08-12 2015-08-10..2015-08-12");
}

TEST(Times, OpensTheBoundThatThePrepositionOpens) {
  EXPECT_EQ(shown("since 2014 ."), "2014 2014 2014-01-01..");
  EXPECT_EQ(shown("by April 5 ."), "April 5 2018-04-05 ..2018-04-05");
}

TEST(Times, ReadsRelativeUnits) {
  EXPECT_EQ(shown("yesterday ."), "yesterday 2018-04-04 2018-04-04..2018-04-04");
  EXPECT_EQ(shown("last week ."), "last week 2018-W13 2018-03-26..2018-04-01");
  EXPECT_EQ(shown("three days ago ."), "three days ago 2018-04-02 2018-04-02..2018-04-02");
  EXPECT_EQ(shown("the last 24 hours ."), "the last 24 hours PT24H 2018-04-04..2018-04-05");
  EXPECT_EQ(shown("in recent months .", "2026-01-09"), "recent months PAST_REF 2025-10-01..2026-01-09");
  EXPECT_EQ(shown("for twelve years ."), "twelve years P12Y ..");
  EXPECT_EQ(shown("last month ."), "last month 2018-03 2018-03-01..2018-03-31");
}

TEST(Times, PartsOfMonthsAndYears) {
  EXPECT_EQ(shown("in early March ."), "early March 2018-03 2018-03-01..2018-03-10");
  EXPECT_EQ(shown("during the 1990s ."), "the 1990s 199 1990-01-01..1999-12-31");
}

TEST(Times, TellsTheDayBeforeFromTheDayToldLast) {
  EXPECT_EQ(shown("on Tuesday he spoke of the day before ."),
            "Tuesday 2018-04-03 2018-04-03..2018-04-03; the day before 2018-04-02 2018-04-02..2018-04-02");
}

TEST(Times, ClockTakesItsWeekday) {
  EXPECT_EQ(shown("around 5 p.m. Wednesday ."), "5 p.m. Wednesday 2018-04-04T17:00 2018-04-04..2018-04-04");
}

TEST(Times, JoinsRanges) {
  EXPECT_EQ(shown("between 1990 and 1995 ."), "1990 and 1995 1990/1995 1990-01-01..1995-12-31");
}

TEST(Times, DatelineStandsForThePublication) {
  EXPECT_EQ(shown("Friday , August 21 , 2015\nHe left yesterday .", ""),
            "Friday , August 21 , 2015 2015-08-21 2015-08-21..2015-08-21; yesterday 2015-08-20 2015-08-20..2015-08-20");
}

TEST(Times, AnAgeIsNoTime) {
  EXPECT_EQ(shown("a 34 - year - old man and a boy six years old"), "");
}

TEST(Times, ReadsQuartersAndWeekends) {
  EXPECT_EQ(shown("in the third quarter of 2017 ."), "the third quarter of 2017 2017-Q3 2017-07-01..2017-09-30");
  EXPECT_EQ(shown("the weekend ."), "the weekend 2018-W13-WE 2018-03-31..2018-04-01");
}

TEST(Times, LeavesNumbersAlone) {
  EXPECT_EQ(shown("He may march on 2000 people ."), "");
  EXPECT_EQ(shown("99999999999999999999 days ago ."), "99999999999999999999 days ago ? ..");
}

}  // namespace
}  // namespace casus::timex
