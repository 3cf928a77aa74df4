// SPDX-License-Identifier: Apache-2.0
#include "ingest/ingest.h"

#include <chrono>
#include <filesystem>
#include <fstream>

#include "support.h"

namespace casus::ingest {
namespace {

TEST(ReadDocument, KeepsPlainTextByteForByte) {
  const std::string raw = "Tanks left.\r\n\r\n  Talks \xE2\x80\x9Cgo on\xE2\x80\x9D.\t\n";
  const Document doc = read_ok(raw, "a.txt");
  EXPECT_EQ(doc.text, raw);
  EXPECT_EQ(doc.raw, raw);
  EXPECT_EQ(doc.origin.id, "a.txt");
  EXPECT_TRUE(doc.has(Layer::kText));
  EXPECT_TRUE(doc.has(Layer::kFurniture));
  expect_sound(doc, true);
}

TEST(ReadDocument, DropsTheByteOrderMark) {
  const Document doc = read_ok(
      "\xEF\xBB\xBF"
      "Tanks left.",
      "a.txt");
  EXPECT_EQ(doc.text, "Tanks left.");
  EXPECT_EQ(raw_range(doc, {0, 5}), (Span{3, 8}));
}

TEST(ReadDocument, ReadsAnEmptyFileAsAnEmptyText) {
  for (const char* name : {"a.txt", "a.html"}) {
    const Document doc = read_ok("", name);
    EXPECT_EQ(doc.text, "");
    EXPECT_TRUE(doc.failures.empty());
  }
  EXPECT_TRUE(read_all("", "a.jsonl").empty());
}

TEST(ReadDocument, NamesWhatABinaryFileLooksLike) {
  const std::pair<std::string, std::string> cases[] = {{"%PDF-1.7\n", "PDF"},
                                                       {"\x89PNG\r\n\x1a\n", "PNG"},
                                                       {"PK\x03\x04zip", "ZIP"},
                                                       {"\x7F"
                                                        "ELF\x02",
                                                        "ELF"},
                                                       {"\xFF\xD8\xFF\xE0", "JPEG"},
                                                       {std::string("abc\0\0\0def", 9), "binary data"},
                                                       {"\x1F\x8B\x08", "gzip"}};
  for (const auto& [raw, kind] : cases) {
    const auto doc = read_document(raw, "x.txt", test_options());
    ASSERT_FALSE(doc.has_value()) << kind;
    EXPECT_EQ(doc.error().code, ErrorCode::kBadInput);
    EXPECT_NE(doc.error().message.find(kind), std::string::npos) << doc.error().message;
    EXPECT_NE(doc.error().message.find("expected text, HTML or JSONL"), std::string::npos);
  }
}

TEST(ReadDocument, RefusesAFeedByName) {
  const auto doc = read_document("<?xml version=\"1.0\"?><rss version=\"2.0\"></rss>", "x", test_options());
  ASSERT_FALSE(doc.has_value());
  EXPECT_EQ(doc.error().code, ErrorCode::kUnsupported);
}

TEST(ReadDocument, RefusesAnUnknownFormat) {
  Options options = test_options();
  options.format = "docx";
  const auto doc = read_document("a", "a", options);
  ASSERT_FALSE(doc.has_value());
  EXPECT_EQ(doc.error().code, ErrorCode::kUnsupported);
}

TEST(ReadDocument, RefusesMoreThanTheLimit) {
  Options options = test_options();
  options.max_bytes = 10;
  const auto doc = read_document("twelve bytes", "a.txt", options);
  ASSERT_FALSE(doc.has_value());
  EXPECT_EQ(doc.error().code, ErrorCode::kLimit);
}

TEST(ReadDocument, ReplacesBrokenUtf8WithAWarning) {
  const Document doc = read_ok("Petro said \xE2\x80\x9Cno\xE2\x80\x9D to \xFFhim.", "a.txt");
  EXPECT_EQ(doc.text, "Petro said \xE2\x80\x9Cno\xE2\x80\x9D to \xEF\xBF\xBDhim.");
  ASSERT_EQ(warnings_of(doc).size(), 1U);
  EXPECT_NE(warnings_of(doc)[0].find("1 bytes replaced"), std::string::npos);
  EXPECT_EQ(raw_of(doc, "\xEF\xBF\xBD"), "\xFF");
  EXPECT_EQ(raw_of(doc, "him."), "him.");
}

TEST(ReadDocument, TakesTheDayOfTheOptionsUnlessTheInputHasOne) {
  Options options = test_options();
  options.published = "2026-01-09";
  EXPECT_EQ(read_document("Tanks left.", "a.txt", options)->origin.published, "2026-01-09");
  EXPECT_EQ(read_document("{\"text\":\"a\"}", "a.jsonl", options)->origin.published, "2026-01-09");
  EXPECT_EQ(read_document("{\"text\":\"a\",\"published\":\"2020-02-03\"}", "a.jsonl", options)->origin.published,
            "2020-02-03");
}

TEST(ReadDocument, WarnsOfATruncatedPage) {
  const Document doc =
      read_ok("<html><body><p>The tanks left the town on Monday, officials said.</p><p>Then", "a.html");
  ASSERT_EQ(warnings_of(doc).size(), 1U);
  EXPECT_NE(warnings_of(doc)[0].find("truncated"), std::string::npos);
  EXPECT_NE(doc.text.find("The tanks left"), std::string::npos);
}

TEST(FormatOf, GoesByNameThenByLooking) {
  EXPECT_EQ(format_of("a.html", "no tags"), "html");
  EXPECT_EQ(format_of("a.ndjson", ""), "jsonl");
  EXPECT_EQ(format_of("-", "\n <!-- x --><!DOCTYPE HTML><p>"), "html");
  EXPECT_EQ(format_of("-", "{\"id\": 1, \"text\": \"a\"}\n"), "jsonl");
  EXPECT_EQ(format_of("-", "{\"id\": 1}\n"), "text");
  EXPECT_EQ(format_of("a.txt", "{\"text\": \"a\"}\n"), "text");
  EXPECT_EQ(format_of("-", "Tanks <b>left</b>."), "text");
}

TEST(Read, GivesOneDocumentALine) {
  const auto docs = read_all("{\"id\":\"a\",\"text\":\"One.\"}\r\n\n{\"id\":7,\"text\":\"Two.\"}", "x.jsonl");
  ASSERT_EQ(docs.size(), 2U);
  EXPECT_EQ(docs[0]->origin.id, "a");
  EXPECT_EQ(docs[0]->text, "One.");
  EXPECT_EQ(docs[1]->origin.id, "7");
}

TEST(Read, NamesABadLineAndGoesOn) {
  const auto docs = read_all(
      "{\"text\":\"One.\"}\n{\"text\":\n[1]\n{\"title\":\"x\"}\n{\"text\":5}\n{\"text\":\"Two.\"}\n", "x.jsonl");
  ASSERT_EQ(docs.size(), 6U);
  EXPECT_EQ(docs[0]->origin.id, "x.jsonl:1");
  for (const std::size_t bad : {1U, 2U, 3U, 4U}) {
    ASSERT_FALSE(docs[bad].has_value());
    EXPECT_EQ(docs[bad].error().code, ErrorCode::kBadInput);
    EXPECT_TRUE(docs[bad].error().message.starts_with("x.jsonl:" + std::to_string(bad + 1) + ":"))
        << docs[bad].error().message;
  }
  EXPECT_EQ(docs[5]->text, "Two.");
}

TEST(Read, StopsWhenToldTo) {
  std::istringstream input("{\"text\":\"1\"}\n{\"text\":\"2\"}\n");
  int count = 0;
  ASSERT_TRUE(read(input, "x.jsonl", test_options(), [&](Result<Document>) { return ++count < 1; }).has_value());
  EXPECT_EQ(count, 1);
}

TEST(Read, ReadsALineOfTenMegabytes) {
  std::string line = "{\"id\":\"big\",\"text\":\"";
  while (line.size() < 10'000'000) line += "The tanks left the town. ";
  const auto docs = read_all(line + "\"}\n{\"id\":\"small\",\"text\":\"a\"}\n", "x.jsonl");
  ASSERT_EQ(docs.size(), 2U);
  ASSERT_TRUE(docs[0].has_value());
  EXPECT_GT(docs[0]->text.size(), 9'900'000U);
  EXPECT_EQ(docs[1]->origin.id, "small");
}

TEST(Read, ReadsUtf16Lines) {
  const std::string line = "{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n";
  std::string wide = "\xFF\xFE";
  for (const char c : line) wide += std::string{c, '\0'};
  const auto docs = read_all(wide, "x.jsonl");
  ASSERT_EQ(docs.size(), 2U);
  EXPECT_EQ(docs[1]->text, "Two.");
}

TEST(Read, GivesAnErrorForABinaryStream) {
  const auto docs = read_all("%PDF-1.4 ...", "x.pdf");
  ASSERT_EQ(docs.size(), 1U);
  EXPECT_FALSE(docs[0].has_value());
}

TEST(ReadFile, SaysThatAFileIsMissing) {
  const auto done = read_file("no/such/file.txt", test_options(), [](Result<Document>) { return true; });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kNotFound);
  EXPECT_NE(done.error().message.find("no/such/file.txt"), std::string::npos);
}

TEST(ReadFile, SaysThatAFolderIsNone) {
  const auto done =
      read_file(std::filesystem::temp_directory_path(), test_options(), [](Result<Document>) { return true; });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kIo);
}

TEST(ReadFile, CallsTheDocumentByTheFileName) {
  const auto path = std::filesystem::temp_directory_path() / "casus_ingest_test_file.txt";
  std::ofstream(path) << "Tanks left.";
  std::string id;
  ASSERT_TRUE(read_file(path, test_options(), [&](Result<Document> doc) {
                id = doc->origin.id;
                return true;
              }).has_value());
  std::filesystem::remove(path);
  EXPECT_EQ(id, "casus_ingest_test_file.txt");
}

TEST(JsonLine, TakesTheFieldsAndKeepsTheOthers) {
  const Document doc = read_ok(
      R"({"id":"a","text":"Tanks left.","title":"T","published":"9 January 2026","publisher":"P","url":"http:\/\/u","language":"en","section":["x",{"y":1}],"n":null})",
      "x.jsonl");
  EXPECT_EQ(doc.origin.title, "T");
  EXPECT_EQ(doc.origin.published, "2026-01-09");
  EXPECT_EQ(doc.origin.publisher, "P");
  EXPECT_EQ(doc.origin.url, "http://u");
  EXPECT_EQ(doc.origin.language, "en");
  EXPECT_EQ(doc.origin.extra_json, R"({"n":null,"section":["x",{"y":1}]})");
}

TEST(JsonLine, AlignsEscapesAsWholes) {
  const Document doc =
      read_ok(R"({"x":{"text":"no"},"text":"He said \"no\" in M\u00e9rida \ud83d\ude00.\nThen left."})", "x.jsonl");
  EXPECT_EQ(doc.text, "He said \"no\" in M\xC3\xA9rida \xF0\x9F\x98\x80.\nThen left.");
  EXPECT_EQ(raw_of(doc, "M\xC3\xA9rida"), R"(M\u00e9rida)");
  EXPECT_EQ(raw_of(doc, "\xF0\x9F\x98\x80"), R"(\ud83d\ude00)");
  EXPECT_EQ(raw_of(doc, "\"no\""), R"(\"no\")");
  EXPECT_EQ(raw_of(doc, "Then left."), "Then left.");
  expect_sound(doc, true);
}

TEST(JsonLine, MendsLoneSurrogates) {
  const Document doc = read_ok(R"({"text":"a \ud83d b"})", "x.jsonl");
  EXPECT_EQ(doc.text, "a \xEF\xBF\xBD b");
  EXPECT_EQ(warnings_of(doc).size(), 1U);
}

TEST(JsonLine, ReadsHtmlAndAlignsItToTheLine) {
  const Document doc = read_ok(
      R"({"id":"h","html":"<html><head><title>On tanks<\/title></head><body><p>The \"tanks\" left the town of M&eacute;rida on Monday, officials said.</p></body></html>"})",
      "x.jsonl");
  EXPECT_EQ(doc.text, "The \"tanks\" left the town of M\xC3\xA9rida on Monday, officials said.");
  EXPECT_EQ(doc.origin.title, "On tanks");
  EXPECT_EQ(raw_of(doc, "\"tanks\""), R"(\"tanks\")");
  EXPECT_EQ(raw_of(doc, "M\xC3\xA9rida"), "M&eacute;rida");
  expect_sound(doc, true);
}

TEST(JsonLine, RefusesDeepNesting) {
  const auto doc =
      read_document("{\"text\":\"a\",\"x\":" + std::string(5'000'000, '[') + "}", "x.jsonl", test_options());
  ASSERT_FALSE(doc.has_value());
  EXPECT_NE(doc.error().message.find("nested deeper"), std::string::npos);
}

TEST(LoadLists, NamesFileAndLineOfAnUnknownKey) {
  const auto data = std::filesystem::temp_directory_path() / "casus_ingest_test_data";
  std::filesystem::create_directories(data / "ingest");
  std::ofstream(data / "ingest" / "furniture.toml") << "drop = []\nkeeep = []\n";
  const auto lists = load_lists(data);
  std::filesystem::remove_all(data);
  ASSERT_FALSE(lists.has_value());
  EXPECT_EQ(to_string(lists.error()), "bad_data: ingest/furniture.toml:2: unknown key 'keeep'");
}

}  // namespace
}  // namespace casus::ingest
