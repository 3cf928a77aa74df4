// SPDX-License-Identifier: Apache-2.0
#include <numeric>
#include <random>

#include "hand_made.h"

namespace casus::eval {
namespace {

double weight(const std::string& gold, const std::string& record) {
  return pair_weight(event_of(gold), record_of(record), types());
}
Fields fields(const std::string& gold, const std::string& record) {
  return compare(event_of(gold_event("AID", 10, gold)), record_of(record_line("AID", 10, record)), types());
}

TEST(PairWeight, AddsTypeSidesAndTrigger) {
  EXPECT_EQ(weight(gold_event("AID", 10), record_line("AID", 12)), 9);
  EXPECT_EQ(weight(gold_event("AID", 10), record_line("COERCE", 12)), 5);
  EXPECT_EQ(weight(gold_event("AID", 10, kUnitedStates), record_line("AID", 12)), 7);
  EXPECT_EQ(weight(gold_event("AID", 10, kIran), record_line("AID", 12)), 7);
}

TEST(PairWeight, CountsTheSentenceHalfAndOnlyInTheQuadClass) {
  EXPECT_EQ(weight(gold_event("ASSAULT", 10), record_line("ASSAULT", 50)), 8.5);
  EXPECT_EQ(weight(gold_event("ASSAULT", 10), record_line("COERCE", 50)), 4.5);
  EXPECT_EQ(weight(gold_event("ASSAULT", 10), record_line("ACCUSE", 50)), 0);
  EXPECT_EQ(weight(gold_event("ASSAULT", 10), record_line("ASSAULT", 110)), 0);
}

TEST(PairWeight, LetsSpansTouchWithoutOverlap) {
  EXPECT_EQ(weight(gold_event("ACCUSE", 10), record_line("AID", 15)), 0);
  EXPECT_EQ(weight(gold_event("ACCUSE", 10), record_line("AID", 14)), 5);
}

TEST(PairWeight, LooksAtEightMentions) {
  const auto with_mentions = [](int before) {
    std::string mentions;
    for (int i = 0; i < before; ++i) mentions += "[900,905],";
    return record_of(
        json("{'event':'AID','evidence':{'trigger':{'span':[500,505]},'mentions':[" + mentions + "[10,15]]}}"));
  };
  const GoldEvent gold = event_of(gold_event("AID", 10));
  EXPECT_EQ(pair_weight(gold, with_mentions(7), types()), 9);
  EXPECT_EQ(pair_weight(gold, with_mentions(8), types()), 0);
}

TEST(PairWeight, LetsALongSpanMatchNothing) {
  const auto of_length = [](int length) {
    return weight(gold_event("AID", 10),
                  json("{'event':'AID','evidence':{'trigger':{'span':[10," + std::to_string(10 + length) + "]}}}"));
  };
  EXPECT_EQ(of_length(60), 9);
  EXPECT_EQ(of_length(61), 0);
}

TEST(Assign, TakesTheBestTotalAndNotTheBestPair) {
  const auto pairs = assign({{9, 8}, {8, 1}});
  EXPECT_EQ(pairs, (std::vector<std::pair<std::size_t, std::size_t>>{{1, 0}, {0, 1}}));
}

TEST(Assign, NeverTakesWhatWeighsNothing) {
  EXPECT_TRUE(assign({{0, 0}, {0, 0}}).empty());
  EXPECT_EQ(assign({{0, 3, 0}}).size(), 1u);
}

TEST(Assign, TakesNothingFromNothing) {
  EXPECT_TRUE(assign({}).empty());
  EXPECT_TRUE(assign({{}, {}}).empty());
}

TEST(Assign, ReachesTheTotalOfTryingAllOrders) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    const std::size_t rows = 1 + random() % 5, columns = 1 + random() % 5, n = std::max(rows, columns);
    std::vector<std::vector<double>> weights(rows, std::vector<double>(columns));
    for (auto& row : weights)
      for (double& w : row) w = static_cast<double>(random() % 19) / 2 * (random() % 2);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), 0);
    double best = 0;
    do {
      double sum = 0;
      for (std::size_t i = 0; i < rows; ++i)
        if (order[i] < columns) sum += weights[i][order[i]];
      best = std::max(best, sum);
    } while (std::ranges::next_permutation(order).found);
    double total = 0;
    for (const auto& [i, j] : assign(weights)) total += weights[i][j];
    ASSERT_EQ(total, best);
  }
}

TEST(Compare, TakesCountriesAsSets) {
  EXPECT_TRUE(
      fields("'actor':[{'country':'USA'},{'country':'IRN'}],'recipient':[{'country':'FRA'}]",
             "'actor':[{'country':'IRN'},{'country':'USA'},{'country':'USA'},{}],'recipient':[{'country':'FRA'}]")
          .actor);
  EXPECT_FALSE(fields("'actor':[{'country':'USA'}]", "'actor':[{'country':'USA'},{'country':'IRN'}]").actor);
  EXPECT_FALSE(fields("'recipient':[]", "'recipient':[{'country':'IRN'}]").recipient);
}

TEST(Compare, ReadsTheSidesOfAMutualActAsOne) {
  const std::string gold = "'actor':[{'country':'USA','sector':'GOV'},{'country':'IRN'}]";
  const Fields out = fields(gold, "'actor':[{'country':'IRN'}],'recipient':[{'country':'USA','sector':'GOV'}]");
  EXPECT_TRUE(out.actor && out.recipient && out.actor_sectors);
  EXPECT_FALSE(fields(gold + ",'recipient':[{'country':'FRA'}]",
                      "'actor':[{'country':'IRN'}],'recipient':[{'country':'USA'},{'country':'FRA'}]")
                   .actor);
}

TEST(Compare, AsksForASectorOnlyWhereGoldHasOne) {
  EXPECT_TRUE(fields("'actor':[{'country':'USA'}]", "'actor':[{'country':'USA','sector':'MIL'}]").actor_sectors);
  EXPECT_FALSE(fields("'actor':[{'country':'USA','sector':'MIL'}]", "'actor':[{'country':'USA'}]").actor_sectors);
}

TEST(Compare, FindsASectorUnderItsCountryOrUnderAnyWhereGoldHasNone) {
  const std::string found = "'actor':[{'country':'USA','sector':'GOV'},{'country':'IRN','sector':'MIL'}]";
  EXPECT_FALSE(fields("'actor':[{'country':'USA','sector':'MIL'}]", found).actor_sectors);
  EXPECT_TRUE(fields("'actor':[{'country':null,'sector':'MIL'}]", found).actor_sectors);
}

TEST(Compare, TakesTwoOtherSectorsAndThreeACountry) {
  const std::string gold = "'actor':[{'country':'USA','sector':'SPY'}]";
  EXPECT_TRUE(fields(gold, "'actor':[{'country':'USA','sector':'GOV','other_sectors':['MIL','SPY']}]").actor_sectors);
  EXPECT_FALSE(
      fields(gold, "'actor':[{'country':'USA','sector':'GOV','other_sectors':['MIL','COP','SPY']}]").actor_sectors);
  EXPECT_FALSE(fields(gold,
                      "'actor':[{'country':'USA','sector':'GOV','other_sectors':['MIL','COP']},"
                      "{'country':'USA','sector':'SPY'}]")
                   .actor_sectors);
}

TEST(Compare, ComparesTheInnermostSpeaker) {
  const std::string gold = "'attribution':['United Nations','Gustavo Petro']";
  EXPECT_TRUE(fields(gold, "'attribution':[{'source':{'name':'Petro'}}]").source);
  EXPECT_FALSE(fields(gold, "'attribution':[{'source':{'name':'Petro'}},{'source':{'name':'X'}}]").source);
  EXPECT_FALSE(fields(gold, "").source);
  EXPECT_TRUE(fields("", "").source);
  EXPECT_FALSE(fields("", "'attribution':[{'source':{'name':'Petro'}}]").source);
}

TEST(IsSameName, AsksThatOneNamesWordsAreAllAmongTheOthers) {
  EXPECT_TRUE(is_same_name("Gustavo Petro", "petro"));
  EXPECT_TRUE(is_same_name("Petro, Gustavo", "Gustavo PETRO"));
  EXPECT_FALSE(is_same_name("Gustavo Petro", "Gustavo Gaviria"));
  EXPECT_FALSE(is_same_name("", ""));
  EXPECT_FALSE(is_same_name("Petro", "..."));
}

TEST(IsSameName, AllowsFourWordsMore) {
  EXPECT_TRUE(is_same_name("a", "a b c d e"));
  EXPECT_FALSE(is_same_name("a", "a b c d e f"));
}

TEST(IsSameName, KnowsLettersOfAllScriptsAndTheirCases) {
  EXPECT_TRUE(is_same_name("\u00c9mile Z\u00c0", "\u00e9mile z\u00e0"));
  EXPECT_TRUE(is_same_name("\u041f\u0443\u0442\u0438\u043d", "\u0432 \u043f\u0443\u0442\u0438\u043d"));
  EXPECT_FALSE(is_same_name("\u00c9mile", "Emile"));
  EXPECT_TRUE(is_same_name("x\u00b2", "X\u00b2"));  // a superscript is a number
  EXPECT_TRUE(is_same_name("e\u0301x", "x"));       // a combining mark is no part of a word
}

TEST(Judge, BuildsEachLevelOnTheType) {
  Fields all{true, true, true, true, true, true, true, true};
  for (const bool is_right : judge(all)) EXPECT_TRUE(is_right);
  Fields other_type = all;
  other_type.type = false;
  EXPECT_EQ(judge(other_type), (Verdict{true, true, false, false, false, false, false, false}));
  Fields other_sector = all;
  other_sector.recipient_sectors = false;
  EXPECT_EQ(judge(other_sector), (Verdict{true, true, true, true, false, true, true, false}));
  Fields other_source = all;
  other_source.source = false;
  EXPECT_EQ(judge(other_source), (Verdict{true, true, true, true, true, true, false, true}));
}

TEST(Score, GivesEachDocumentItsRecords) {
  const auto gold = gold_of(gold_document({gold_event("AID", 10)}) + gold_document({gold_event("AID", 10)}, "b.txt"));
  const auto results = score(gold, records_of(record_line("AID", 10, "", "b.txt")), "r", types());
  ASSERT_TRUE(results);
  EXPECT_FALSE(results->at(0).record_of[0]);
  EXPECT_TRUE(results->at(1).record_of[0]);
}

TEST(Score, RefusesRecordsOfUnknownDocuments) {
  const auto gold = gold_of(gold_document({}) + gold_document({}, "b.txt"));
  const auto results = score(gold, records_of(record_line("AID", 10, "", "c.txt")), "r.jsonl", types());
  ASSERT_FALSE(results);
  EXPECT_EQ(to_string(results.error()), "bad_input: r.jsonl: document.id 'c.txt' is in no gold document");
}

TEST(Score, GivesALoneDocumentAllRecords) {
  const auto gold = gold_of(gold_document({gold_event("AID", 10)}));
  const auto results = score(gold, records_of(record_line("AID", 10, "", "elsewhere")), "r", types());
  ASSERT_TRUE(results);
  EXPECT_TRUE(results->at(0).record_of[0]);
}

}  // namespace
}  // namespace casus::eval
