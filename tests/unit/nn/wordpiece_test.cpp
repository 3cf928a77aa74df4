// SPDX-License-Identifier: Apache-2.0
#include "nn/wordpiece.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "nn/model_file.h"

namespace casus::nn {
namespace {
constexpr std::string_view kVocabulary =
    "[UNK]\n[CLS]\n[SEP]\npetro\nsao\nun\n##believ\n##ably\n.\nu\ns\n\u65e5\n##t\n";

std::vector<std::uint32_t> pieces(std::string_view word) {
  std::vector<std::uint32_t> out;
  WordPiece::make(kVocabulary)->append(word, out);
  return out;
}
using Ids = std::vector<std::uint32_t>;

TEST(WordPiece, TakesTheLongestPieces) {
  EXPECT_EQ(pieces("Unbelievably"), (Ids{5, 6, 7}));
}
TEST(WordPiece, DropsCaseAndCombiningMarks) {
  EXPECT_EQ(pieces("S\u00e3o"), Ids{4});
}
TEST(WordPiece, SplitsPunctuationAndIdeographsOff) {
  EXPECT_EQ(pieces("U.S."), (Ids{9, 8, 10, 8}));
  EXPECT_EQ(pieces("s\u65e5s"), (Ids{10, 11, 10}));
}
TEST(WordPiece, DoesNotKnowWhatItCannotSpell) {
  EXPECT_EQ(pieces("zzz"), Ids{0});
  EXPECT_EQ(pieces("unzzz"), Ids{0});
  EXPECT_EQ(pieces(std::string(101, 's')), Ids{0});
}
TEST(WordPiece, GivesOnePieceAtLeastAndSixteenAtMost) {
  EXPECT_EQ(pieces("\u200b"), Ids{0});
  EXPECT_EQ(pieces(""), Ids{0});
  EXPECT_EQ(pieces(std::string(40, '.')).size(), kMaxWordPieces);
  EXPECT_EQ(pieces(std::string(1'000'000, '.')).size(), kMaxWordPieces);
}
/// The vocabulary of the project's model; needs `file` while it is used.
std::string vocabulary_of(const std::filesystem::path& path) {
  const auto file = ModelFile::open(path.string());
  if (!file) return "";
  const auto text = file->text("vocabulary");
  return text ? std::string(*text) : "";
}

TEST(WordPiece, AgreesWithTheTokenizerThatTheModelWasMadeWith) {
  const std::filesystem::path root(CASUS_SOURCE_DIR);
  const std::string vocabulary = vocabulary_of(root / "data" / "model" / "casus-base.model");
  if (std::ranges::count(vocabulary, '\n') != 30522) GTEST_SKIP() << "no model with BERT's uncased vocabulary";
  const auto word_piece = WordPiece::make(vocabulary);
  ASSERT_TRUE(word_piece);
  std::ifstream pairs(root / "tests" / "unit" / "nn" / "pieces.tsv");
  std::size_t compared = 0;
  for (std::string line; std::getline(pairs, line);) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;
    Ids expected;
    std::istringstream ids(line.substr(tab + 1));
    for (std::uint32_t id = 0; ids >> id;) expected.push_back(id);
    Ids found;
    word_piece->append(std::string_view(line).substr(0, tab), found);
    EXPECT_EQ(found, expected) << line;
    ++compared;
  }
  EXPECT_GT(compared, 200u);
}

TEST(WordPiece, RefusesAVocabularyWithoutItsMarks) {
  EXPECT_FALSE(WordPiece::make("a\nb\n").has_value());
}

TEST(CaseOf, TellsHowAWordIsWritten) {
  EXPECT_EQ(case_of("1,000"), 0);
  EXPECT_EQ(case_of("said"), 1);
  EXPECT_EQ(case_of("Petro"), 2);
  EXPECT_EQ(case_of("I"), 2);
  EXPECT_EQ(case_of("U.S."), 3);
  EXPECT_EQ(case_of("McCain"), 4);
  EXPECT_EQ(case_of("\u00c9tat"), 2);
}
}  // namespace
}  // namespace casus::nn
