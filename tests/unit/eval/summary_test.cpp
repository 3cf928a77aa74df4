// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "eval/twister.h"
#include "hand_made.h"

namespace casus::eval {
namespace {

/// Owns what the results point to.
struct Scored {
  std::vector<GoldDocument> gold;
  std::vector<DocumentResult> results;
  Report report;

  Scored(const std::string& gold_text, const std::string& lines) : gold(gold_of(gold_text)) {
    auto scored = score(gold, records_of(lines), "records.jsonl", types());
    EXPECT_TRUE(scored.has_value());
    if (scored) results = std::move(*scored);
    report = report_on(results, types());
  }
  const Counts& counts() const { return report.summary.counts; }
  const Score& level(Level level) const { return report.summary.levels[index(level)]; }
  const Count& type(const char* name) const { return counts().types[*types().find(name)]; }
};

Scored of_events(const std::vector<std::string>& events, const std::string& lines) {
  return {gold_document(events), lines};
}

TEST(Summary, CountsRequiredEventsAndRecords) {
  const Scored scored = of_events({gold_event("AID", 10), gold_event("ACCUSE", 110), gold_event("COERCE", 210)},
                                  record_line("AID", 10) + record_line("AID", 110));
  EXPECT_EQ(scored.counts().gold, 3u);
  EXPECT_EQ(scored.counts().found, 2u);
  EXPECT_EQ(scored.level(Level::kDetection).precision, 1);
  EXPECT_EQ(scored.level(Level::kDetection).recall, 0.6667);
  EXPECT_EQ(scored.level(Level::kDetection).f1, 0.8);
  EXPECT_EQ(scored.level(Level::kStrict).f1, 0.4);
}

TEST(Summary, CountsOptionalEventsNeitherForNorAgainst) {
  const Scored scored = of_events({gold_event("AID", 10, "'required':false"), gold_event("AID", 110)},
                                  record_line("AID", 10) + record_line("AID", 110));
  EXPECT_EQ(scored.counts().gold, 1u);
  EXPECT_EQ(scored.counts().found, 1u);
  EXPECT_EQ(scored.level(Level::kStrict).f1, 1);
  EXPECT_EQ(scored.type("AID").found, 1u);
}

TEST(Summary, LetsAnOptionalEventLeaveTheToldOnesOnlyWhereItIsTrue) {
  const Scored scored = of_events(
      {gold_event("AID", 10, "'required':false"), gold_event("AID", 110, "'required':false,'status':'negated'")},
      record_line("AID", 10) + record_line("AID", 110));
  EXPECT_EQ(scored.counts().told, 1u);
  EXPECT_EQ(scored.counts().falsely_told, 1u);
  EXPECT_EQ(scored.report.summary.false_happened_share, 1);
}

TEST(Summary, CountsRecordsToldAsActualThatDidNotHappen) {
  const Scored scored =
      of_events({gold_event("AID", 10), gold_event("AID", 110, "'status':'future'"), gold_event("AID", 210)},
                record_line("AID", 10) + record_line("AID", 110) + record_line("ACCUSE", 210) +
                    record_line("AID", 310) + record_line("AID", 410, "'status':'negated'"));
  EXPECT_EQ(scored.counts().told, 4u);
  EXPECT_EQ(scored.counts().falsely_told, 3u);  // another status, another quad class, no event at all
  EXPECT_EQ(scored.counts().not_happened, 1u);
  EXPECT_EQ(scored.counts().told_as_happened, 1u);
}

TEST(Summary, LeavesEventsThatWereNotFoundOutOfToldAsHappened) {
  const Scored scored = of_events({gold_event("AID", 10, "'status':'future'")}, "");
  EXPECT_EQ(scored.counts().not_happened, 0u);
  EXPECT_EQ(scored.report.summary.told_as_happened_share, 0);
}

TEST(Summary, CountsAnEventOfSeveralTypesUnderTheOneTold) {
  const std::string either = json("{'event':['COERCE','ASSAULT'],'trigger':{'span':[10,15]}}");
  const Scored told = of_events({either}, record_line("ASSAULT", 10));
  EXPECT_EQ(told.type("ASSAULT").gold, 1u);
  EXPECT_EQ(told.type("COERCE").gold, 0u);
  EXPECT_EQ(of_events({either}, "").type("COERCE").gold, 1u);
}

TEST(Summary, AveragesOverTheTypesOfTheGold) {
  const Scored scored = of_events({gold_event("AID", 10), gold_event("ACCUSE", 110)},
                                  record_line("AID", 10) + record_line("COERCE", 310));
  EXPECT_EQ(scored.report.summary.macro_type_f1, 0.5);
}

TEST(Summary, CountsStatusesOverAllAndOverMatchedEvents) {
  const Scored scored = of_events(
      {gold_event("AID", 10, "'status':'future'"), gold_event("AID", 110, "'status':'future'"), gold_event("AID", 210)},
      record_line("AID", 10, "'status':'future'") + record_line("AID", 210, "'status':'future'"));
  const Count& future = scored.counts().status[index(Status::kFuture)];
  EXPECT_EQ((std::vector{future.gold, future.found, future.right}), (std::vector<std::size_t>{2, 2, 1}));
  EXPECT_EQ(scored.counts().confusion[index(Status::kActual)][index(Status::kFuture)], 1u);
  EXPECT_EQ(scored.report.summary.matched_status[index(Status::kFuture)].f1, 0.6667);  // the missed one is left out
  EXPECT_NEAR(scored.report.summary.macro_status_f1, 0.6667 / 2, 1e-4);
}

TEST(Summary, CountsModesAndContextsOfEventsWithTheRightType) {
  const Scored scored =
      of_events({gold_event("ASSAULT", 10, "'mode':['beat'],'context':['military','crime']"), gold_event("AID", 110)},
                record_line("ASSAULT", 10, "'mode':['firearms'],'context':['crime','legal']") +
                    record_line("ACCUSE", 110, "'context':['legal']"));
  const Count &modes = scored.counts().modes, &contexts = scored.counts().contexts;
  EXPECT_EQ((std::vector{modes.gold, modes.found, modes.right}), (std::vector<std::size_t>{1, 1, 0}));
  EXPECT_EQ((std::vector{contexts.gold, contexts.found, contexts.right}), (std::vector<std::size_t>{2, 2, 1}));
  EXPECT_EQ(scored.report.summary.contexts.f1, 0.5);
}

TEST(Summary, CountsATrapWhereNoEventStandsAndTheRecordSaysItHappened) {
  const std::string trap = json(",'traps':[{'text':'x','span':[10,20]}]}");
  const auto with_trap = [&](const std::vector<std::string>& events, const std::string& line) {
    std::string gold = gold_document(events);
    gold.replace(gold.rfind('}'), 1, trap);
    return Scored(gold, line).counts().traps_stepped_into;
  };
  EXPECT_EQ(with_trap({}, record_line("AID", 12)), 1u);
  EXPECT_EQ(with_trap({}, record_line("AID", 20)), 0u);
  EXPECT_EQ(with_trap({}, record_line("AID", 12, "'status':'hypothetical'")), 0u);
  EXPECT_EQ(with_trap({gold_event("ACCUSE", 14)}, record_line("AID", 12)), 0u);
}

TEST(Round4, RoundsTheExactValueHalfToEven) {
  EXPECT_EQ(round4(0.03125), 0.0312);
  EXPECT_EQ(round4(0.09375), 0.0938);
  EXPECT_EQ(round4(2.0 / 3), 0.6667);
  EXPECT_EQ(round4(0.00005), 0.0001);  // the float lies above the half
}

TEST(Twister, DrawsAsTheStandardLibraryOfPythonDoes) {
  Twister twister(1);
  EXPECT_EQ(twister.uniform(), 0.13436424411240122);
  EXPECT_EQ(twister.uniform(), 0.8474337369372327);
  for (int i = 0; i < 1000; ++i) EXPECT_LT(twister.below(7), 7u);
}

std::string twenty_documents(std::string& lines) {
  std::string gold;
  for (int i = 0; i < 20; ++i) {
    const std::string file = std::to_string(i) + ".txt";
    gold += gold_document({gold_event("AID", 10), gold_event("ACCUSE", 110)}, file);
    if (i % 2 == 0) lines += record_line("AID", 10, "'confidence':0.7", file);
    if (i % 3 == 0) lines += record_line("ACCUSE", 110, "'confidence':0.4", file);
  }
  return gold;
}

TEST(Intervals, HoldTheScoreAndAreTheSameEachTime) {
  std::string lines;
  const std::string gold = twenty_documents(lines);
  const Scored scored(gold, lines);
  const Interval& recall = scored.report.intervals.levels[index(Level::kStrict)].recall;
  EXPECT_LT(recall.low, scored.level(Level::kStrict).recall);
  EXPECT_GT(recall.high, scored.level(Level::kStrict).recall);
  std::string first, second;
  write_json(scored.report, scored.results, types(), first);
  const Scored again(gold, lines);
  write_json(again.report, again.results, types(), second);
  EXPECT_EQ(first, second);
}

TEST(Intervals, AreAPointWhereThereIsOneDocument) {
  const Scored scored = of_events({gold_event("AID", 10), gold_event("AID", 110)}, record_line("AID", 10));
  const Interval& f1 = scored.report.intervals.levels[index(Level::kType)].f1;
  EXPECT_EQ(f1.low, f1.high);
  EXPECT_EQ(f1.low, scored.level(Level::kType).f1);
}

TEST(Intervals, OfATypeLeaveOutTheRoundsWithoutIt) {
  std::string lines;
  std::string gold = twenty_documents(lines);
  gold += gold_document({gold_event("CONSULT", 10)}, "x.txt");
  lines += record_line("CONSULT", 10, "", "x.txt");
  const Scored scored(gold, lines);
  const auto consult = scored.report.intervals.type_f1[*types().find("CONSULT")];
  ASSERT_TRUE(consult);
  EXPECT_EQ(consult->low, 1);
  EXPECT_FALSE(scored.report.intervals.type_f1[*types().find("COERCE")]);
}

TEST(Confidence, JudgesRecordsThatCountAndHaveOne) {
  const Scored scored =
      of_events({gold_event("AID", 10), gold_event("AID", 110, "'required':false"), gold_event("ASSAULT", 210, kIran)},
                record_line("AID", 10, "'confidence':0.9") + record_line("AID", 110, "'confidence':0.1") +
                    record_line("ASSAULT", 210, "'confidence':0.5") + record_line("AID", 310));
  EXPECT_EQ(scored.report.confidence.records, 2u);
  EXPECT_EQ(scored.report.confidence.without, 1u);
  EXPECT_NEAR(scored.report.confidence.strict.error, (0.1 + 0.5) / 2, 1e-12);
  EXPECT_NEAR(scored.report.confidence.type.error, (0.1 + 0.5) / 2, 1e-12);
  // Two records fill ten bins, a fifth of one each; the lower one has the right type and the wrong sides.
  EXPECT_NEAR(scored.report.confidence.type.bins[0].right, 0.2, 1e-12);
  EXPECT_NEAR(scored.report.confidence.strict.bins[0].right, 0, 1e-12);
}

TEST(WriteJson, NamesWhatWasMissedAndWrong) {
  const Scored scored = of_events({gold_event("AID", 10), gold_event("AID", 110)}, record_line("COERCE", 110));
  std::string out;
  write_json(scored.report, scored.results, types(), out);
  const auto json = nlohmann::json::parse(out);
  EXPECT_EQ(json["by_document"][0]["missed"], nlohmann::json::parse(R"(["e10"])"));
  EXPECT_EQ(json["by_document"][0]["wrong"], nlohmann::json::parse(R"([["e110","COERCE"]])"));
}

TEST(WriteTable, ShowsNoRowForATypeThatNobodyNames) {
  const Scored scored = of_events({gold_event("AID", 10)}, record_line("AID", 10));
  std::string out;
  write_table(scored.report, types(), out);
  EXPECT_NE(out.find("\nAID "), std::string::npos);
  EXPECT_EQ(out.find("\nCOERCE "), std::string::npos);
  EXPECT_NE(out.find("1 document, 1 gold events, 1 records"), std::string::npos);
}

TEST(Report, StandsWithoutAnyRecord) {
  const Scored scored = of_events({gold_event("AID", 10)}, "");
  EXPECT_EQ(scored.level(Level::kStrict).f1, 0);
  EXPECT_EQ(scored.report.confidence.records, 0u);
  std::string out;
  write_table(scored.report, types(), out);
  EXPECT_EQ(out.find("nan"), std::string::npos);
}

std::vector<DocumentResult> results_of(const std::vector<GoldDocument>& gold, const std::string& lines) {
  auto scored = score(gold, records_of(lines), "records.jsonl", types());
  EXPECT_TRUE(scored.has_value());
  return scored ? std::move(*scored) : std::vector<DocumentResult>();
}

TEST(Comparison, PairsTheDocumentsOfEachDraw) {
  std::string text, all, first_half;
  for (int i = 0; i < 8; ++i) {
    const std::string name = std::string(1, static_cast<char>('a' + i)) + ".txt";
    text += gold_document({gold_event("AID", 10)}, name);
    all += record_line("AID", 10, "", name);
    if (i % 2 == 0) first_half += record_line("AID", 10, "", name);
  }
  const std::vector<GoldDocument> gold = gold_of(text);
  const auto complete = results_of(gold, all), half = results_of(gold, first_half);
  const Difference detection = compare(complete, half, types()).levels[index(Level::kDetection)];
  EXPECT_NEAR(detection.value, 1 - 2.0 / 3, 0.001);
  EXPECT_LT(detection.interval.low, detection.value);
  EXPECT_GT(detection.interval.high, detection.value);
  EXPECT_GT(detection.better, 0.98);
  const Difference same = compare(half, half, types()).levels[index(Level::kDetection)];
  EXPECT_EQ(same.interval.low, 0);
  EXPECT_EQ(same.interval.high, 0);
  EXPECT_EQ(same.better, 0);
}

}  // namespace
}  // namespace casus::eval
