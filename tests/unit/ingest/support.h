// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "ingest/ingest.h"

namespace casus::ingest {

inline const Options& test_options() {
  static const Options options = [] {
    Options made;
    auto lists = load_lists(std::string(CASUS_SOURCE_DIR) + "/data");
    EXPECT_TRUE(lists.has_value()) << to_string(lists.error());
    if (lists) made.lists = *lists;
    return made;
  }();
  return options;
}

inline Document read_ok(const std::string& raw, const std::string& id) {
  auto doc = read_document(raw, id, test_options());
  EXPECT_TRUE(doc.has_value()) << to_string(doc.error());
  return doc ? *doc : Document{};
}

inline std::string raw_of(const Document& doc, std::string_view words) {
  const std::size_t at = doc.text.find(words);
  if (at == std::string::npos) return "(not in the text)";
  const Span raw = raw_range(doc, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())});
  return doc.raw.substr(raw.begin, raw.size());
}

/// What must hold of every alignment: runs cover the text, ascend on both sides, stay inside raw; where `raw` is the
/// text's own encoding, a byte-by-byte run holds equal bytes but for folded white space.
inline void expect_sound(const Document& doc, bool same_encoding) {
  std::uint32_t text_at = 0, raw_at = 0;
  const auto is_blank = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; };
  for (const Alignment::Run& run : doc.alignment.runs()) {
    ASSERT_EQ(run.text.begin, text_at);
    ASSERT_LE(raw_at, run.raw.begin);
    ASSERT_LE(run.raw.begin, run.raw.end);
    ASSERT_LE(run.raw.end, doc.raw.size());
    if (same_encoding && run.text.size() == run.raw.size())
      for (std::uint32_t i = 0; i < run.text.size(); ++i) {
        const char text = doc.text[run.text.begin + i], raw = doc.raw[run.raw.begin + i];
        ASSERT_TRUE(text == raw || (is_blank(text) && is_blank(raw)))
            << "at " << run.text.begin + i << " '" << text << "' '" << raw << "'";
      }
    text_at = run.text.end;
    raw_at = run.raw.end;
  }
  ASSERT_EQ(text_at, doc.text.size());
  for (const Span span : doc.furniture) ASSERT_LE(span.end, doc.text.size());
}

inline std::vector<Result<Document>> read_all(const std::string& bytes, const std::string& name) {
  std::istringstream input(bytes);
  std::vector<Result<Document>> out;
  const auto done = read(input, name, test_options(), [&](Result<Document> doc) {
    out.push_back(std::move(doc));
    return true;
  });
  EXPECT_TRUE(done.has_value());
  return out;
}

inline std::vector<std::string> warnings_of(const Document& doc) {
  std::vector<std::string> out;
  for (const Failure& failure : doc.failures)
    if (failure.is_warning) out.push_back(failure.error.message);
  return out;
}

}  // namespace casus::ingest
