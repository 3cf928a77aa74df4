// SPDX-License-Identifier: Apache-2.0
#include "ingest/encoding.h"

#include "base/utf8.h"
#include "support.h"

namespace casus::ingest {
namespace {

TEST(Decode, TakesWellFormedUtf8WhateverIsDeclared) {
  const Decoded decoded = decode("M\xC3\xA9rida", "iso-8859-1");
  EXPECT_EQ(decoded.text, "M\xC3\xA9rida");
  EXPECT_EQ(decoded.warning, "");
}

TEST(Decode, GoesByTheDeclaration) {
  EXPECT_EQ(decode("\xD2\xE0\xED\xEA\xE8", "windows-1251").text, "\xD0\xA2\xD0\xB0\xD0\xBD\xD0\xBA\xD0\xB8");
  EXPECT_EQ(decode("\xCC\xB9\xBF\xCB", "GB2312").text, "\xE5\x9D\xA6\xE5\x85\x8B");
}

TEST(Decode, GuessesWithAWarning) {
  const Decoded decoded = decode(
      "Les manifestants ont quitt\xE9 la ville apr\xE8s une journ\xE9"
      "e de n\xE9gociations, a d\xE9"
      "clar\xE9 le pr\xE9sident.",
      "");
  EXPECT_NE(decoded.text.find("quitt\xC3\xA9 la ville apr\xC3\xA8s"), std::string::npos) << decoded.text;
  EXPECT_NE(decoded.warning.find("guessed"), std::string::npos);
}

TEST(Decode, ReadsUtf16OfBothOrdersWithAndWithoutMark) {
  for (const bool is_big : {false, true})
    for (const bool has_mark : {false, true}) {
      std::string raw = has_mark ? is_big ? "\xFE\xFF" : "\xFF\xFE" : "";
      for (const char c : std::string("The tanks left the town."))
        raw += is_big ? std::string{'\0', c} : std::string{c, '\0'};
      const Decoded decoded = decode(raw, "");
      EXPECT_EQ(decoded.text, "The tanks left the town.");
      EXPECT_EQ(decoded.alignment.raw_range({4, 9}), (Span{8U + (has_mark ? 2U : 0U), 18U + (has_mark ? 2U : 0U)}));
    }
}

TEST(Decode, AlignsSurrogatePairs) {
  const Decoded decoded = decode(std::string("\xFF\xFE"
                                             "a\0\x3D\xD8\x00\xDE"
                                             "b\0",
                                             10),
                                 "");
  EXPECT_EQ(decoded.text,
            "a\xF0\x9F\x98\x80"
            "b");
  EXPECT_EQ(decoded.alignment.raw_range({1, 5}), (Span{4, 8}));
  EXPECT_EQ(decoded.alignment.raw_range({5, 6}), (Span{8, 10}));
}

TEST(Decode, AlwaysGivesUtf8ThatIsCoveredByItsAlignment) {
  std::uint32_t seed = 20260109;  // printed on failure
  for (int round = 0; round < 2000; ++round) {
    std::string raw;
    for (std::size_t size = (seed >> 8) % 60; raw.size() < size;) {
      seed = seed * 1664525 + 1013904223;
      const auto byte = static_cast<char>(seed >> 24);
      raw += (seed >> 16) % 3 == 0 ? byte : static_cast<char>('a' + (seed >> 20) % 26);
    }
    seed = seed * 1664525 + 1013904223;
    for (const char* declared : {"", "utf-8", "windows-1252", "shift_jis", "utf-16", "gb18030", "no-such"}) {
      const Decoded decoded = decode(raw, declared);
      ASSERT_TRUE(utf8::is_valid(decoded.text)) << "seed " << seed;
      std::uint32_t text_at = 0, raw_at = 0;
      for (const Alignment::Run& run : decoded.alignment.runs()) {
        ASSERT_EQ(run.text.begin, text_at) << "seed " << seed;
        ASSERT_LE(raw_at, run.raw.begin) << "seed " << seed;
        ASSERT_LE(run.raw.end, raw.size()) << "seed " << seed;
        text_at = run.text.end;
        raw_at = run.raw.end;
      }
      ASSERT_EQ(text_at, decoded.text.size()) << "seed " << seed;
    }
  }
}

TEST(DeclaredEncoding, ReadsMetaAndProlog) {
  EXPECT_EQ(declared_encoding("<html><META Charset='Big5'>"), "big5");
  EXPECT_EQ(declared_encoding("<meta http-equiv=Content-Type content=\"text/html; charset=Windows-1251\">"),
            "windows-1251");
  EXPECT_EQ(declared_encoding("<?xml version='1.0' encoding='iso-8859-2'?><html>"), "iso-8859-2");
  EXPECT_EQ(declared_encoding("<html><body>charset=x"), "");
}

TEST(Compose, GoesThroughBothWays) {
  Alignment outer, inner;
  outer.add({0, 1}, {2, 7});  // "&amp;"
  outer.add({1, 4}, {7, 10});
  inner.add({0, 8}, {10, 18});
  inner.add({8, 10}, {18, 19});
  const Alignment both = compose(outer, inner);
  EXPECT_EQ(both.raw_range({0, 1}), (Span{12, 17}));
  EXPECT_EQ(both.raw_range({1, 2}), (Span{17, 18}));
  EXPECT_EQ(both.raw_range({2, 4}), (Span{18, 19}));
}

}  // namespace
}  // namespace casus::ingest
