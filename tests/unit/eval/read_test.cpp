// SPDX-License-Identifier: Apache-2.0
#include "hand_made.h"

namespace casus::eval {
namespace {

std::string fault_of_gold(const std::string& text) {
  const auto gold = read_gold(text, "gold.json", types());
  return gold ? "" : to_string(gold.error());
}
std::string fault_of_records(const std::string& lines) {
  const auto records = read_records(lines, "r.jsonl", types());
  return records ? "" : to_string(records.error());
}

TEST(ReadGold, TakesOneDocumentAListAndLines) {
  const std::string one = gold_document({gold_event("AID", 10)}), two = gold_document({}, "b.txt");
  EXPECT_EQ(gold_of(one).size(), 1u);
  EXPECT_EQ(gold_of("[" + one + "," + two + "]").size(), 2u);
  EXPECT_EQ(gold_of(one + "\n" + two).at(1).file, "b.txt");
}

TEST(ReadGold, TakesATypeAsANameOrAListOfAny) {
  EXPECT_EQ(event_of(json("{'event':'AID','trigger':{'span':[1,2]}}")).types.size(), 1u);
  EXPECT_EQ(event_of(json("{'event':['AID','COERCE'],'trigger':{'span':[1,2]}}")).types.size(), 2u);
}

TEST(ReadGold, TakesAnEventForRequiredAndActualUnlessTold) {
  const GoldEvent plain = event_of(gold_event("AID", 10));
  EXPECT_TRUE(plain.is_required);
  EXPECT_EQ(plain.status, Status::kActual);
  const GoldEvent told = event_of(gold_event("AID", 10, "'required':false,'status':'negated'"));
  EXPECT_FALSE(told.is_required);
  EXPECT_EQ(told.status, Status::kNegated);
}

TEST(ReadGold, NamesDocumentAndEventOfAFault) {
  EXPECT_EQ(fault_of_gold(gold_document({gold_event("DANCE", 10)})),
            "bad_input: gold.json: a.txt: e10: unknown event 'DANCE'");
  EXPECT_NE(
      fault_of_gold(gold_document({gold_event("AID", 10, "'status':'maybe'")})).find("a.txt: e10: unknown status"),
      std::string::npos);
}

TEST(ReadGold, RefusesWhatIsNoGold) {
  EXPECT_NE(fault_of_gold("{\"a\": 1}").find("no gold document"), std::string::npos);
  EXPECT_NE(fault_of_gold("[]").find("no gold document"), std::string::npos);
  EXPECT_NE(fault_of_gold("[1, 2]").find("no gold document"), std::string::npos);
  EXPECT_EQ(fault_of_gold("[{\"a\": 1},\n  }"), "bad_input: gold.json: broken JSON at byte 14");
  EXPECT_EQ(fault_of_gold(""), "bad_input: gold.json: broken JSON at byte 1");
}

TEST(ReadGold, RefusesTwoDocumentsOfOneName) {
  EXPECT_NE(fault_of_gold(gold_document({}) + gold_document({})).find("'a.txt'"), std::string::npos);
}

TEST(ReadRecords, PassesOverBlankLinesAndCountsThem) {
  EXPECT_EQ(records_of("\n \r\n" + record_line("AID", 10) + "\n").size(), 1u);
  EXPECT_EQ(fault_of_records("\n\n{\"event\":\n"), "bad_input: r.jsonl:3: broken JSON at byte 10");
}

TEST(ReadRecords, NamesTheLineOfEachFault) {
  const std::string good = record_line("AID", 10);
  const auto fault = [&](const std::string& line) { return fault_of_records(good + json(line)); };
  EXPECT_EQ(fault(record_line("DANCE", 1)), "bad_input: r.jsonl:2: unknown event 'DANCE'");
  EXPECT_EQ(fault(record_line("AID", 1, "'status':null")), "bad_input: r.jsonl:2: unknown status null");
  EXPECT_EQ(fault(record_line("AID", 1, "'actor':[3]")),
            "bad_input: r.jsonl:2: 'actor' holds something else than objects");
  EXPECT_EQ(fault("{'event':'AID'}"), "bad_input: r.jsonl:2: the span of the trigger is not [begin, end)");
  for (const char* span : {"[5,5]", "[-1,5]", "[1,5.5]", "[1]", "'x'", "[1,99999999999]"})
    EXPECT_NE(fault("{'event':'AID','evidence':{'trigger':{'span':" + std::string(span) + "}}}").find("the trigger"),
              std::string::npos)
        << span;
  EXPECT_NE(fault("{'event':'AID','evidence':{'trigger':{'span':[1,2]},'mentions':[[2,1]]}}").find("a mention"),
            std::string::npos);
  EXPECT_NE(fault("[]").find("no event record"), std::string::npos);
}

TEST(ReadRecords, NamesADocumentByTheLastPartOfItsId) {
  EXPECT_EQ(record_of(record_line("AID", 1, "", "news/2020/x.txt")).document, "x.txt");
}

TEST(ReadRecords, TakesTheInnermostSpeakersNameElseItsWords) {
  const auto source = [](const std::string& chain) { return record_of(record_line("AID", 1, chain)).source; };
  EXPECT_EQ(source("'attribution':[{'source':{'name':'A'}},{'source':{'name':'B','text':'he'}}]"), "B");
  EXPECT_EQ(source("'attribution':[{'source':{'name':null,'text':'officials'}}]"), "officials");
  EXPECT_EQ(source("'attribution':[{'source':{'name':'A'}},{'source':null}]"), std::nullopt);
  EXPECT_EQ(source("'attribution':[]"), std::nullopt);
}

TEST(ReadRecords, LeavesOutAConfidenceThatIsNoProbability) {
  EXPECT_EQ(record_of(record_line("AID", 1, "'confidence':0.25")).confidence, 0.25);
  for (const char* value : {"1.5", "-0.1", "null", "'high'"})
    EXPECT_EQ(record_of(record_line("AID", 1, "'confidence':" + std::string(value))).confidence, std::nullopt) << value;
}

}  // namespace
}  // namespace casus::eval
