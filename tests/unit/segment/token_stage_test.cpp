// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "../support/processor_time.h"
#include "segment/segment.h"

namespace casus::segment {
namespace {

const Stage& stage() {
  static const auto made = make_token_stage(std::filesystem::path(CASUS_SOURCE_DIR) / "data");
  EXPECT_TRUE(made) << to_string(made.error());
  return **made;
}

Document tokenized(std::string text) {
  std::vector<Document> batch(1);
  batch[0].text = std::move(text);
  batch[0].mark(Layer::kText);
  Workspace workspace;
  EXPECT_TRUE(stage().run(batch, workspace));
  return std::move(batch[0]);
}

/// The words, parted by spaces; words of one multiword token are joined by '+'.
std::string words(std::string text) {
  const Document doc = tokenized(std::move(text));
  std::string out;
  for (std::size_t i = 0; i < doc.tokens.size(); ++i) {
    if (i > 0) out += doc.tokens[i].multiword == 0 ? "+" : " ";
    out += doc.form(TokenId{i});
  }
  return out;
}

TEST(SplitTokens, PartsPunctuationFromWords) {
  EXPECT_EQ(words("\"No,\" he said (twice)."), "\" No , \" he said ( twice ) .");
}
TEST(SplitTokens, JoinsCliticsAsMultiwordTokens) {
  EXPECT_EQ(words("They'll say it didn't matter to Iran's army."), "They+'ll say it did+n't matter to Iran+'s army .");
}
TEST(SplitTokens, TakesCurlyApostrophes) {
  EXPECT_EQ(words("We won\u2019t go."), "We wo+n\u2019t go .");
}
TEST(SplitTokens, PartsPossessiveOfAnAbbreviation) {
  EXPECT_EQ(words("the U.N.'s envoy"), "the U.N.+'s envoy");
}
TEST(SplitTokens, PartsContractionsWithoutApostrophe) {
  EXPECT_EQ(words("We cannot, I'm gonna"), "We can+not , I+'m gon+na");
}
TEST(SplitTokens, KeepsPossessiveIts) {
  EXPECT_EQ(words("The army said its soldiers left."), "The army said its soldiers left .");
}
TEST(SplitTokens, KeepsAbbreviationsWhole) {
  EXPECT_EQ(words("Gen. Smith of the U.S. Army, Jan. 5, 9 a.m. sharp"),
            "Gen. Smith of the U.S. Army , Jan. 5 , 9 a.m. sharp");
}
TEST(SplitTokens, PartsFinalStopOfASentence) {
  EXPECT_EQ(words("They left. He stayed."), "They left . He stayed .");
}
TEST(SplitTokens, PartsHyphensOfCompoundsButNotPrefixes) {
  EXPECT_EQ(words("a 20-year-old anti-government co-founder"), "a 20 - year - old anti-government co-founder");
}
TEST(SplitTokens, PartsMoneyAndPercent) {
  EXPECT_EQ(words("$5, 10% and \u20AC3"), "$ 5 , 10 % and \u20AC 3");
}
TEST(SplitTokens, KeepsNumbersTimesAndOrdinals) {
  EXPECT_EQ(words("1,200 at 12:30 on the 2nd in the 1990s"), "1,200 at 12:30 on the 2nd in the 1990s");
}
TEST(SplitTokens, PartsUnitsFromNumbers) {
  EXPECT_EQ(words("5km at 3pm"), "5 km at 3 pm");
}
TEST(SplitTokens, KeepsIsoDates) {
  EXPECT_EQ(words("on 2024-03-01."), "on 2024-03-01 .");
}
TEST(SplitTokens, KeepsCodeNames) {
  EXPECT_EQ(words("the G7, H5N1 and MH370"), "the G7 , H5N1 and MH370");
}
TEST(SplitTokens, KeepsWebAddresses) {
  EXPECT_EQ(words("See https://www.example.org/a-b?c=1&d=2, please"),
            "See https://www.example.org/a-b?c=1&d=2 , please");
}
TEST(SplitTokens, KeepsMailAddressesInBrackets) {
  EXPECT_EQ(words("<press.office@example.org>"), "< press.office@example.org >");
}
TEST(SplitTokens, KeepsHashtagsAndHandles) {
  EXPECT_EQ(words("#topic @user_1 said"), "#topic @user_1 said");
}
TEST(SplitTokens, PartsSingleQuotationMarks) {
  EXPECT_EQ(words("They called it 'a disgrace', \u2018a shame\u2019."),
            "They called it ' a disgrace ' , \u2018 a shame \u2019 .");
}
TEST(SplitTokens, JoinsThePossessiveOfAPlural) {
  EXPECT_EQ(words("The workers' union left."), "The workers+' union left .");
}
TEST(SplitTokens, KeepsNamesWithAnApostrophe) {
  EXPECT_EQ(words("O'Brien's and D\u2019Souza"), "O'Brien+'s and D\u2019Souza");
}
TEST(SplitTokens, KeepsElidedWords) {
  EXPECT_EQ(words("Get 'em out."), "Get 'em out .");
}
TEST(SplitTokens, PartsSlashes) {
  EXPECT_EQ(words("Kyiv/Kiev and/or"), "Kyiv / Kiev and / or");
}
TEST(SplitTokens, PartsDashesAndKeepsEllipses) {
  EXPECT_EQ(words("he\u2014who left\u2014said..."), "he \u2014 who left \u2014 said ...");
}

TEST(SplitTokens, TellsWhatStandsBeforeEachToken) {
  const Document doc = tokenized("One two.\nThree\r\n\r\nFour");
  const std::vector<int> expected{3, 1, 0, 2, 3};
  ASSERT_EQ(doc.tokens.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(doc.tokens[i].break_before, expected[i]) << i;
}

TEST(SplitTokens, TellsWhereASpaceFollows) {
  const Document doc = tokenized("Hi, you.");
  ASSERT_EQ(doc.tokens.size(), 4u);
  EXPECT_FALSE(doc.tokens[0].space_after);
  EXPECT_TRUE(doc.tokens[1].space_after);
  EXPECT_FALSE(doc.tokens[2].space_after);
}

TEST(SplitTokens, SkipsADocumentThatHasTokens) {
  std::vector<Document> batch(1);
  batch[0].text = "one two";
  batch[0].tokens = {{.span = {0, 7}}};
  batch[0].mark(Layer::kTokens);
  Workspace workspace;
  ASSERT_TRUE(stage().run(batch, workspace));
  EXPECT_EQ(batch[0].tokens.size(), 1u);
}

TEST(SplitTokens, GivesNoTokensForWhiteSpace) {
  EXPECT_TRUE(tokenized("").tokens.empty());
  EXPECT_TRUE(tokenized(" \n\t\u00A0\u3000").tokens.empty());
}

/// Every byte that is not white space lies in exactly one token, on code-point borders.
void expect_covers(const Document& doc) {
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < doc.tokens.size(); ++i) {
    const Token& token = doc.tokens[i];
    ASSERT_LT(token.span.begin, token.span.end);
    ASSERT_LE(at, token.span.begin);
    for (const char c : doc.text.substr(at, token.span.begin - at)) ASSERT_FALSE(c > 0x20 && c < 0x7F) << i;
    ASSERT_NE(static_cast<unsigned char>(doc.text[token.span.begin]) & 0xC0, 0x80);
    ASSERT_EQ(token.break_before == 0, at == token.span.begin && i > 0);
    at = token.span.end;
  }
  for (const char c : doc.text.substr(at)) ASSERT_FALSE(c > 0x20 && c < 0x7F);
  std::size_t covered = 0;
  for (std::size_t i = 0; i < doc.tokens.size(); i += doc.tokens[i].multiword) {
    ASSERT_GE(doc.tokens[i].multiword, 1);
    covered += doc.tokens[i].multiword;
  }
  ASSERT_EQ(covered, doc.tokens.size());
}

TEST(SplitTokens, CoversEveryByteOfRandomText) {
  const std::vector<std::string> parts{"a",   "B", "its",  "n't", "'",      "\u2019",       ".",      "-",
                                       "/",   "9", " ",    "\n",  "\u00E9", "\u0301",       "\u200B", "\U0001F600",
                                       "://", "@", "www.", "$",   "\u4E2D", "\xE2\x80\xA8", "s",      "#"};
  for (std::uint32_t seed = 1; seed <= 3000; ++seed) {
    std::mt19937 random(seed);
    std::string text;
    for (std::uint32_t i = random() % 40; i > 0; --i) text += parts[random() % parts.size()];
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + text);
    expect_covers(tokenized(text));
    if (HasFatalFailure()) return;
  }
}

TEST(SplitTokens, PartsAGiantChunkInLinearTime) {
  for (const std::string unit : {"a", "a.b-c/'d", "-", "\u4E2D", "....!!"}) {
    std::string text;
    while (text.size() < 10'000'000) text += unit;
    const double start = test::processor_seconds();
    const Document doc = tokenized(text);
    EXPECT_LT(test::processor_seconds() - start, 8.0) << unit;
    for (const Token& token : doc.tokens) ASSERT_LE(token.span.size(), 1004u);
    EXPECT_EQ(doc.tokens.back().span.end, text.size());
  }
}

TEST(MakeTokenStage, NamesMissingData) {
  const auto made = make_token_stage("no/such/folder");
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("language.toml"), std::string::npos);
}

}  // namespace
}  // namespace casus::segment
