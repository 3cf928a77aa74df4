// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "base/day.h"
#include "base/result.h"
#include "base/sha256.h"
#include "base/span.h"

namespace casus {
namespace {

TEST(Day, IsWrittenAndReadBack) {
  for (std::int32_t day = -200'000; day < 200'000; day += 13) ASSERT_EQ(parse_day(format_day(day)), day) << day;
  EXPECT_EQ(format_day(0), "1970-01-01");
  EXPECT_EQ(parse_day("2024-02-29T10:00:00Z"), 19782);
}

TEST(Day, IsNoneWhereTheCalendarHasNone) {
  for (const char* text : {"", "2024", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024/01/01",
                           "20240101  ", "-001-01-01", "2024-1-01x"})
    EXPECT_FALSE(parse_day(text)) << text;
}

TEST(Sha256, GivesThePublishedDigests) {  // FIPS 180-2, appendix B
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(WordsOf, CutsASpanPastTheEndToTheText) {
  EXPECT_EQ(words_of("Petro said", {0, 5}), "Petro");
  EXPECT_EQ(words_of("Petro", {3, 50}), "ro");
  EXPECT_EQ(words_of("Petro", {30, 50}), "");
  EXPECT_EQ(words_of("Petro", {3, 1}), "");
}

TEST(Span, OverlapsOnlyWhereBothHaveBytes) {
  EXPECT_TRUE((Span{0, 5}.overlaps({4, 6})));
  EXPECT_FALSE((Span{0, 5}.overlaps({5, 6})));
  EXPECT_TRUE((Span{0, 5}.contains({0, 5})));
  EXPECT_FALSE((Span{0, 5}.contains({0, 6})));
}

TEST(ErrorCode, HasANameAndAStatusOfItsOwnKind) {
  std::set<std::string_view> names;
  for (const ErrorCode code : {ErrorCode::kBadInput, ErrorCode::kBadData, ErrorCode::kNotFound, ErrorCode::kLimit,
                               ErrorCode::kIo, ErrorCode::kUnsupported, ErrorCode::kInternal}) {
    EXPECT_TRUE(names.insert(to_string(code)).second);
    EXPECT_GE(exit_status(code), 2);
    EXPECT_LT(exit_status(code), 126);
  }
}

Result<int> twice(Result<int> value) {
  ASSIGN_OR_RETURN(const int n, value);
  return 2 * n;
}

TEST(AssignOrReturn, PassesTheErrorOn) {
  EXPECT_EQ(twice(4), 8);
  const auto failed = twice(fail(ErrorCode::kLimit, "too long", Span{1, 2}));
  ASSERT_FALSE(failed);
  EXPECT_EQ(to_string(failed.error()), "limit: too long");
  EXPECT_EQ(failed.error().where, (Span{1, 2}));
}

}  // namespace
}  // namespace casus
