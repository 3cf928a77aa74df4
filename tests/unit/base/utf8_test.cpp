// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <gtest/gtest.h>

#include <random>

namespace casus::utf8 {
namespace {

TEST(Utf8, WritesAndReadsEveryCodePoint) {
  for (char32_t code_point = 0; code_point <= 0x10FFFF; code_point += code_point < 0x3000 ? 1 : 97) {
    if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
    std::string text;
    append(text, code_point);
    const Decoded decoded = decode(text, 0);
    ASSERT_EQ(decoded.code_point, code_point);
    ASSERT_EQ(decoded.length, text.size());
    ASSERT_TRUE(is_valid(text));
  }
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndWhatIsTooLarge) {
  for (const std::string_view text : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                      "\xF8\x88\x80\x80\x80", "\x80", "\xC3", "\xE2\x82", "\xFF"}) {
    EXPECT_FALSE(is_valid(text)) << text.size();
    EXPECT_EQ(decode(text, 0).code_point, 0xFFFDu);
    EXPECT_EQ(decode(text, 0).length, 1u);
  }
}

TEST(Utf8, DecodesAnyBytesToTheirEnd) {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    std::string text(random() % 40, '\0');
    for (char& c : text) c = static_cast<char>(random());
    std::size_t at = 0;
    while (at < text.size()) {
      const Decoded decoded = decode(text, at);
      ASSERT_GE(decoded.length, 1u);
      at += decoded.length;
    }
    ASSERT_EQ(at, text.size());
  }
}

TEST(Utf8, KnowsWhereCharactersBegin) {
  const std::string text = "a\u00E9\u20AC";
  const std::vector<bool> expected{true, true, false, true, false, false, true};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(is_border(text, i), expected[i]) << i;
}

}  // namespace
}  // namespace casus::utf8
