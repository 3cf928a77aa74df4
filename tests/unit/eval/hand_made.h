// SPDX-License-Identifier: Apache-2.0
// Small gold documents and records written by hand, as JSON with single quotation marks.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "eval/eval.h"

namespace casus::eval {

inline Types types() {
  return Types({{"ASSAULT", "MATERIAL CONFLICT"},
                {"COERCE", "MATERIAL CONFLICT"},
                {"CONSULT", "VERBAL COOPERATION"},
                {"AID", "MATERIAL COOPERATION"},
                {"ACCUSE", "VERBAL CONFLICT"}});
}

inline std::string json(std::string text) {
  std::ranges::replace(text, '\'', '"');
  return text;
}

/// A record of `type` with its trigger at [begin, begin + 5); `more` are further members.
inline std::string record_line(const std::string& type, int begin, const std::string& more = "",
                               const std::string& document = "a.txt") {
  return json("{'document':{'id':'" + document + "'},'event':'" + type + "'" + (more.empty() ? "" : ",") + more +
              ",'evidence':{'trigger':{'text':'words','span':[" + std::to_string(begin) + "," +
              std::to_string(begin + 5) + "]},'sentence':[" + std::to_string(begin / 100 * 100) + "," +
              std::to_string(begin / 100 * 100 + 100) + "]}}\n");
}

/// A gold event; its sentence is the hundred bytes around its trigger.
inline std::string gold_event(const std::string& type, int begin, const std::string& more = "") {
  return json("{'id':'e" + std::to_string(begin) + "','event':['" + type + "'],'trigger':{'text':'words','span':[" +
              std::to_string(begin) + "," + std::to_string(begin + 5) + "]},'sentence':[" +
              std::to_string(begin / 100 * 100) + "," + std::to_string(begin / 100 * 100 + 100) + "]" +
              (more.empty() ? "" : ",") + more + "}");
}

inline std::string gold_document(const std::vector<std::string>& events, const std::string& file = "a.txt",
                                 const std::string& more = "") {
  std::string out = json("{'document':{'file':'" + file + "'" + more + "},'events':[");
  for (std::size_t i = 0; i < events.size(); ++i) out += (i == 0 ? "" : ",") + events[i];
  return out + "]}\n";
}

inline std::vector<GoldDocument> gold_of(const std::string& text) {
  auto gold = read_gold(text, "gold.json", types());
  EXPECT_TRUE(gold.has_value()) << (gold ? "" : gold.error().message);
  return gold ? std::move(*gold) : std::vector<GoldDocument>();
}
inline std::vector<Record> records_of(const std::string& lines) {
  auto records = read_records(lines, "records.jsonl", types());
  EXPECT_TRUE(records.has_value()) << (records ? "" : records.error().message);
  return records ? std::move(*records) : std::vector<Record>();
}
inline GoldEvent event_of(const std::string& event) {
  return gold_of(gold_document({event})).at(0).events.at(0);
}
inline Record record_of(const std::string& line) {
  return records_of(line).at(0);
}

inline constexpr const char* kUnitedStates = "'actor':[{'name':'United States','country':'USA','sector':'MIL'}]";
inline constexpr const char* kIran = "'recipient':[{'name':'Iran','country':'IRN'}]";

}  // namespace casus::eval
