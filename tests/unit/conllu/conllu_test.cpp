// SPDX-License-Identifier: Apache-2.0
#include "conllu/conllu.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace casus::conllu {
namespace {

/// Lines of a CoNLL-U file with spaces for tabs; every word line has ten columns.
std::string file_of(std::initializer_list<std::string_view> lines) {
  std::string out;
  for (const std::string_view line : lines) {
    std::string copy(line);
    if (!line.starts_with('#')) std::ranges::replace(copy, ' ', '\t');
    out += copy + "\n";
  }
  return out;
}

Document read_one(const std::string& file) {
  auto docs = read(file);
  EXPECT_TRUE(docs) << to_string(docs.error());
  if (!docs || docs->empty()) return {};
  EXPECT_EQ(docs->size(), 1u);
  return std::move(docs->front());
}

std::string error_of(const std::string& file) {
  const auto docs = read(file);
  EXPECT_FALSE(docs);
  return docs ? "" : docs.error().message;
}

const std::string kTwoSentences =
    file_of({"# newdoc id = talks", "# newpar", "# text = They didn't talk.", "1 They they PRON PRP _ 4 nsubj _ _",
             "2-3 didn't _ _ _ _ _ _ _ _", "2 did do AUX VBD _ 4 aux _ _", "3 n't not PART RB _ 4 advmod _ _",
             "4 talk talk VERB VB _ 0 root _ Pred=1|SpaceAfter=No", "5 . . PUNCT . _ 4 punct _ _", "", "# newpar",
             "# text = No  news.", "1 No no DET DT _ 2 det _ _",
             "2 news news NOUN NN _ 0 root _ SpaceAfter=No|Roleset=report.01", "3 . . PUNCT . _ 2 punct _ _", ""});

TEST(ReadConllu, RebuildsTextWithParagraphs) {
  EXPECT_EQ(read_one(kTwoSentences).text, "They didn't talk.\n\nNo  news.");
}

TEST(ReadConllu, TakesTokensMultiwordTokensAndSentences) {
  const Document doc = read_one(kTwoSentences);
  ASSERT_EQ(doc.tokens.size(), 8u);
  EXPECT_EQ(doc.form(TokenId{1}), "did");
  EXPECT_EQ(doc.form(TokenId{2}), "n't");
  EXPECT_EQ(doc.tokens[1].multiword, 2);
  EXPECT_EQ(doc.tokens[2].multiword, 0);
  EXPECT_EQ(doc.tokens[2].break_before, 0);
  EXPECT_EQ(doc.tokens[5].break_before, 3);
  EXPECT_FALSE(doc.tokens[3].space_after);
  ASSERT_EQ(doc.sentences.size(), 2u);
  EXPECT_EQ(doc.sentences[1].tokens, (TokenRange{5, 8}));
  EXPECT_TRUE(doc.has(Layer::kSentences));
  EXPECT_FALSE(doc.has(Layer::kRoles));
}

TEST(ReadConllu, TakesMarkedPredicates) {
  const Document doc = read_one(kTwoSentences);
  ASSERT_EQ(doc.predicates.size(), 2u);
  EXPECT_EQ(doc.predicates[0].token, TokenId{3});
  EXPECT_EQ(doc.predicates[0].roleset, "");
  EXPECT_EQ(doc.predicates[1].token, TokenId{6});
  EXPECT_EQ(doc.predicates[1].roleset, "report.01");
}

TEST(ReadConllu, LeadsFromEachFormBackToTheFile) {
  const Document doc = read_one(kTwoSentences);
  for (std::size_t i = 0; i < doc.tokens.size(); ++i)
    EXPECT_EQ(words_of(doc.raw, raw_range(doc, doc.tokens[i].span)), doc.form(TokenId{i}));
}

TEST(ReadConllu, JoinsFormsWithoutATextComment) {
  EXPECT_EQ(read_one(file_of({"1 Hi hi INTJ UH _ 0 root _ SpaceAfter=No", "2 ! ! PUNCT . _ 1 punct _ _", "",
                              "1 Go go VERB VB _ 0 root _ _"}))
                .text,
            "Hi! Go");
}

TEST(ReadConllu, GluesASentenceBehindSpaceAfterNo) {
  const Document doc = read_one(file_of({"1 a a X X _ 0 root _ SpaceAfter=No", "", "1 b b X X _ 0 root _ _", ""}));
  EXPECT_EQ(doc.text, "ab");
  EXPECT_EQ(doc.tokens[1].break_before, 0);
}

TEST(ReadConllu, MakesADocumentOfEachNewdoc) {
  const auto docs =
      read(file_of({"# newdoc id = a", "1 x x X X _ 0 root _ _", "", "# newdoc id = b", "1 y y X X _ 0 root _ _", ""}));
  ASSERT_TRUE(docs);
  ASSERT_EQ(docs->size(), 2u);
  EXPECT_EQ((*docs)[0].origin.id, "a");
  EXPECT_EQ((*docs)[1].text, "y");
  EXPECT_TRUE((*docs)[1].raw.starts_with("# newdoc id = b"));
}

TEST(ReadConllu, SkipsEmptyNodes) {
  EXPECT_EQ(read_one(file_of({"1 a a X X _ 0 root _ _", "1.1 ghost g X X _ _ _ _ _", "2 b b X X _ 1 dep _ _"})).text,
            "a b");
}

TEST(ReadConllu, SharesOutAMultiwordTokenThatItsWordsDoNotSpell) {
  const Document doc =
      read_one(file_of({"1-2 zum _ _ _ _ _ _ _ _", "1 zu zu ADP X _ 2 case _ _", "2 dem der DET X _ 0 root _ _"}));
  ASSERT_EQ(doc.tokens.size(), 2u);
  EXPECT_EQ(doc.form(TokenId{0}), "z");
  EXPECT_EQ(doc.form(TokenId{1}), "um");
}

TEST(ReadConllu, GivesNoDocumentForAnEmptyFile) {
  const auto docs = read("\n\n");
  ASSERT_TRUE(docs);
  EXPECT_TRUE(docs->empty());
}

TEST(ReadConllu, NamesTheLineOfTooFewColumns) {
  EXPECT_EQ(error_of("# text = a\n1\ta\ta\n"), "CoNLL-U line 2: expected 10 columns parted by tabs, found '1\ta\ta'");
}
TEST(ReadConllu, RefusesIdsOutOfOrder) {
  EXPECT_EQ(error_of(file_of({"1 a a X X _ 0 root _ _", "3 b b X X _ 1 dep _ _"})),
            "CoNLL-U line 2: expected ID 2, found '3'");
}
TEST(ReadConllu, RefusesHugeNumbers) {
  EXPECT_EQ(error_of(file_of({"99999999999999999999 a a X X _ 0 root _ _"})),
            "CoNLL-U line 1: expected a number as ID, found '99999999999999999999'");
}
TEST(ReadConllu, RefusesARangeWithoutItsWords) {
  EXPECT_EQ(error_of(file_of({"1-3 abc _ _ _ _ _ _ _ _", "1 a a X X _ 0 root _ _", ""})),
            "CoNLL-U line 3: multiword token without its words");
}
TEST(ReadConllu, RefusesOverlappingRanges) {
  EXPECT_NE(
      error_of(file_of({"1-3 abc _ _ _ _ _ _ _ _", "1 a a X X _ 0 root _ _", "2-3 bc _ _ _ _ _ _ _ _"})).find("line 3"),
      std::string::npos);
}
TEST(ReadConllu, RefusesMoreWordsThanCharacters) {
  EXPECT_NE(error_of(file_of({"1-2 x _ _ _ _ _ _ _ _", "1 a a X X _ 0 root _ _", "2 b b X X _ 1 dep _ _", ""}))
                .find("more words than characters"),
            std::string::npos);
}
TEST(ReadConllu, RefusesATextThatTheFormsDoNotSpell) {
  EXPECT_NE(
      error_of(file_of({"# text = other", "1 a a X X _ 0 root _ _", ""})).find("does not go on with the form 'a'"),
      std::string::npos);
}
TEST(ReadConllu, RefusesBrokenUtf8) {
  EXPECT_EQ(error_of("1\t\xFF\ta\tX\tX\t_\t0\troot\t_\t_\n"), "CoNLL-U file is not UTF-8");
}

TEST(ReadConllu, SurvivesDamagedFiles) {
  for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
    std::mt19937 random(seed);
    std::string file = kTwoSentences;
    for (int i = 0; i < 4; ++i) {
      const std::size_t at = random() % file.size();
      if (random() % 2 == 0)
        file.erase(at, random() % 5);
      else
        file.insert(at, std::string(1, "\t\n-.019#="[random() % 9]));
    }
    const auto docs = read(file);
    if (!docs) continue;
    for (const Document& doc : *docs)
      for (const Token& token : doc.tokens)
        ASSERT_TRUE(token.span.begin < token.span.end && token.span.end <= doc.text.size()) << "seed " << seed;
  }
}

/// "Iran's army attacked", analysed.
Document analysed() {
  Document doc;
  doc.origin.id = "d";
  doc.text = "Iran's army attacked.\nHome";
  doc.tokens = {{{0, 4}, 2, false, 3},   {{4, 6}, 0, true, 0},   {{7, 11}, 1, true, 1},
                {{12, 20}, 1, false, 1}, {{20, 21}, 1, true, 0}, {{22, 26}, 1, false, 2}};
  doc.sentences = {{{0, 5}}, {{5, 6}}};
  auto inventory = std::make_shared<Inventory>();
  inventory->xpos = {"NN", "VBD"};
  inventory->feats = {"_", "Tense=Past"};
  inventory->deprel = {"root", "nsubj"};
  inventory->role = {"O", "ARG0"};
  doc.inventory = inventory;
  doc.morphology.resize(6);
  doc.arcs.resize(6);
  for (std::size_t i = 0; i < 6; ++i) doc.morphology[i].lemma = "x";
  doc.morphology[3] = {Upos::kVerb, 1, 1, "attack"};
  doc.arcs[2] = {TokenId{3}, 1};
  doc.mentions.resize(2);
  doc.mentions[0].tokens = {0, 3};
  doc.mentions[0].type = EntityType::kOrganization;
  doc.mentions[1].tokens = {0, 2};
  doc.mentions[1].type = EntityType::kPlace;
  doc.predicates = {{TokenId{3}, "attack.01", {}}};
  doc.arguments = {{PredicateId{0}, TokenId{2}, {0, 3}, 1, {}}};
  doc.furniture = {{22, 26}};
  return doc;
}

std::string line_of(const std::string& out, std::string_view start) {
  const std::size_t at = out.find("\n" + std::string(start));
  return at == std::string::npos ? "" : out.substr(at + 1, out.find('\n', at + 1) - at - 1);
}

TEST(WriteConllu, WritesEveryColumn) {
  std::string out;
  write(analysed(), out);
  EXPECT_EQ(line_of(out, "4\t"),
            "4\tattacked\tattack\tVERB\tVBD\tTense=Past\t0\troot\t_\tRoleset=attack.01|SpaceAfter=No");
  EXPECT_EQ(line_of(out, "3\t"), "3\tarmy\tx\tX\tNN\t_\t4\tnsubj\t_\tEntity=I-ORGANIZATION|Role=ARG0:4");
}
TEST(WriteConllu, WritesMultiwordRanges) {
  std::string out;
  write(analysed(), out);
  EXPECT_EQ(line_of(out, "1-2"), "1-2\tIran's\t_\t_\t_\t_\t_\t_\t_\t_");
  EXPECT_EQ(line_of(out, "1\t"), "1\tIran\tx\tX\tNN\t_\t0\troot\t_\tEntity=B-ORGANIZATION");
}
TEST(WriteConllu, MarksFurniture) {
  std::string out;
  write(analysed(), out);
  EXPECT_NE(out.find("1\tHome\tx\tX\tNN\t_\t0\troot\t_\tFurniture=Yes|SpaceAfter=No\n"), std::string::npos);
}
TEST(WriteConllu, WritesTokensWithoutAnyOtherLayer) {
  Document doc;
  doc.text = "a b";
  doc.tokens = {{{0, 1}, 1, true, 3}, {{2, 3}, 1, true, 1}};
  std::string out;
  write(doc, out);
  EXPECT_EQ(line_of(out, "2\t"), "2\tb\t_\t_\t_\t_\t_\t_\t_\t_");
}
TEST(WriteConllu, KeepsLineBreaksOutOfComments) {
  Document doc;
  doc.text = "a\nb";
  doc.tokens = {{{0, 1}, 1, true, 3}, {{2, 3}, 1, true, 2}};
  std::string out;
  write(doc, out);
  EXPECT_NE(out.find("# text = a b\n"), std::string::npos);
}
TEST(WriteConllu, IsReadBackTheSame) {
  const Document doc = read_one(kTwoSentences);
  std::string out;
  write(doc, out);
  const Document again = read_one(out);
  EXPECT_EQ(again.text, "They didn't talk.\n\nNo news.");  // white space inside a sentence becomes one space
  ASSERT_EQ(again.tokens.size(), doc.tokens.size());
  for (std::size_t i = 0; i < doc.tokens.size(); ++i) EXPECT_EQ(again.tokens[i].multiword, doc.tokens[i].multiword);
  EXPECT_EQ(again.sentences, doc.sentences);
  EXPECT_EQ(again.predicates.size(), doc.predicates.size());
}

}  // namespace
}  // namespace casus::conllu
