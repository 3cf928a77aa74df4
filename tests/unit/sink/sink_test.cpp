// SPDX-License-Identifier: Apache-2.0
#include "sink/sink.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace casus::sink {
namespace {

/// A record full of what a format has to guard against.
record::Record nasty() {
  record::Record r;
  r.id = "0123456789abcdef";
  r.event = "ASSAULT";
  r.quad = "MATERIAL CONFLICT";
  r.cameo = "190";
  r.status = "actual";
  r.modes = {"firearms", "targeted"};
  r.plover_score = -9.0;
  r.actor.resize(2);
  r.actor[0].words = {"the \"Army\", so called\nof X\t", {0, 26}};
  r.actor[0].country = "USA";
  r.actor[0].other_sectors = {"GOV"};
  r.actor[1].words = {"Bob", {30, 33}};
  r.actor[1].name = "Robert; \\Smith";
  r.trigger = {"hit", {40, 43}};
  r.sentence = {0, 50};
  r.mentions = {{40, 43}};
  r.confidence = 0.123456;
  return r;
}

Document document() {
  Document doc;
  doc.text = std::string(60, 'x');
  doc.origin.id = "a,b.txt";
  doc.origin.published = "2025-01-01";
  doc.origin.extra_json = R"({"rank": 3})";
  return doc;
}

std::string written(std::string_view format, const std::vector<record::Record>& records) {
  std::string out;
  find_format(format)->records(document(), records, {"0.1.0", "m", "k", "c"}, out);
  return out;
}

/// Rows and fields of RFC 4180.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& field = rows.back().back();
    if (is_quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"')
      field += text[i++];
    else if (text[i] == '"')
      is_quoted = !is_quoted;
    else if (!is_quoted && text[i] == ',')
      rows.back().emplace_back();
    else if (!is_quoted && text[i] == '\n')
      rows.emplace_back(1);
    else
      field += text[i];
  }
  EXPECT_FALSE(is_quoted);
  rows.pop_back();
  return rows;
}

TEST(Formats, AreFoundByName) {
  for (const char* name : {"csv", "jsonl", "table"}) ASSERT_NE(find_format(name), nullptr) << name;
  EXPECT_EQ(find_format("xml"), nullptr);
}

TEST(Formats, WriteAnyRecord) {
  for (const Format& format : formats()) {
    EXPECT_FALSE(format.description.empty()) << format.name;
    const std::string out = written(format.name, {nasty(), record::Record{}});
    EXPECT_TRUE(out.ends_with("\n")) << format.name;
  }
}

TEST(Csv, QuotesWhatNeedsIt) {
  std::string header;
  find_format("csv")->header(header);
  const auto rows = read_csv(header + written("csv", {nasty()}));
  ASSERT_EQ(rows.size(), 2u);
  ASSERT_EQ(rows[0].size(), rows[1].size());
  EXPECT_EQ(rows[1][1], "a,b.txt");
  const auto actor = std::ranges::find(rows[0], "actor") - rows[0].begin();
  EXPECT_EQ(rows[1][static_cast<std::size_t>(actor)], "the \"Army\", so called\nof X\t; Robert; \\Smith");
}

TEST(Csv, LeavesUnknownFieldsEmpty) {
  const auto rows = read_csv(written("csv", {record::Record{}}));
  for (const std::string& field : rows[0]) EXPECT_NE(field, "null");
}

TEST(Jsonl, IsOneObjectALine) {
  const std::string out = written("jsonl", {nasty(), nasty()});
  EXPECT_EQ(std::ranges::count(out, '\n'), 2);
  const auto json = nlohmann::json::parse(out.substr(0, out.find('\n')));
  EXPECT_EQ(json["schema"], "casus.event/1");
  EXPECT_EQ(json["actor"][0]["text"], "the \"Army\", so called\nof X\t");
  EXPECT_EQ(json["actor"][0]["country"], "USA");
  EXPECT_TRUE(json["actor"][0]["name"].is_null());
  EXPECT_TRUE(json["goldstein"].is_null());
  EXPECT_EQ(json["document"]["extra"]["rank"], 3);
  EXPECT_DOUBLE_EQ(json["confidence"], 0.123);
}

TEST(Jsonl, ReplacesBrokenUtf8InsteadOfFailing) {
  record::Record r = nasty();
  r.trigger.text = "h\xFFt";
  const auto json = nlohmann::json::parse(written("jsonl", {r}));
  EXPECT_EQ(json["evidence"]["trigger"]["text"], "h\uFFFDt");
}

TEST(Fit, KeepsWhatFits) {
  EXPECT_EQ(fit("abc", 3), "abc");
  EXPECT_EQ(fit("", 3), "");
}

TEST(Fit, CutsBetweenCharactersAndSaysSo) {
  EXPECT_EQ(fit("abcdef", 3), "ab\u2026");
  EXPECT_EQ(fit("\u00E9\u00E9\u00E9\u00E9", 3), "\u00E9\u00E9\u2026");
}

TEST(Fit, TurnsControlCharactersIntoSpaces) {
  EXPECT_EQ(fit("a\nb\x1B[31m\x7F", 20), "a b [31m ");
}

}  // namespace
}  // namespace casus::sink
