// SPDX-License-Identifier: Apache-2.0
#include "attribution/attribution.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "attribution/cues.h"

namespace casus::attribution {
namespace {

const std::filesystem::path kData = std::filesystem::path(CASUS_SOURCE_DIR) / "data";

Label label_of(std::vector<std::string>& list, const std::string& name) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i] == name) return static_cast<Label>(i);
  list.push_back(name);
  return static_cast<Label>(list.size() - 1);
}

/// A document of sentences, one a line, each word as form/lemma/POS/head/relation (heads count from 1; XPOS VBN where
/// the POS is written "VERB:VBN"). Words are set apart by spaces but for punctuation, which is glued to what stands
/// before.
Document document_of(const std::string& lines) {
  Document doc;
  auto inventory = std::make_shared<Inventory>();
  std::stringstream in(lines);
  std::string line;
  while (std::getline(in, line)) {
    if (!doc.text.empty()) doc.text += ' ';
    const std::uint32_t base = static_cast<std::uint32_t>(doc.tokens.size());
    std::stringstream words(line);
    std::string word;
    while (words >> word) {
      std::vector<std::string> parts;
      std::stringstream fields(word);
      std::string part;
      while (std::getline(fields, part, '/')) parts.push_back(part);
      if (parts.size() != 5) ADD_FAILURE() << word;
      const bool glued = parts[0] == "." || parts[0] == "," || parts[0] == ":" || parts[0] == "'s" ||
                         parts[0] == "\u201D" || (!doc.text.empty() && doc.text.ends_with("\u201C"));
      if (!doc.tokens.empty() && !glued && doc.text.back() != ' ') doc.text += ' ';
      const std::uint32_t begin = static_cast<std::uint32_t>(doc.text.size());
      doc.text += parts[0];
      Token token;
      token.span = {begin, static_cast<std::uint32_t>(doc.text.size())};
      token.break_before = doc.tokens.empty() ? 3 : glued ? 0 : 1;
      doc.tokens.push_back(token);
      Morphology morphology;
      const std::size_t colon = parts[2].find(':');
      morphology.upos = parse_upos(parts[2].substr(0, colon)).value_or(Upos::kX);
      morphology.xpos = label_of(inventory->xpos, colon == std::string::npos ? "_" : parts[2].substr(colon + 1));
      morphology.feats = label_of(inventory->feats, "_");
      morphology.lemma = parts[1];
      doc.morphology.push_back(morphology);
      Arc arc;
      const int head = std::stoi(parts[3]);
      if (head > 0) arc.head = TokenId{base + static_cast<std::uint32_t>(head) - 1};
      arc.deprel = label_of(inventory->deprel, parts[4]);
      doc.arcs.push_back(arc);
    }
    doc.sentences.push_back({{base, static_cast<std::uint32_t>(doc.tokens.size())}});
  }
  doc.inventory = std::move(inventory);
  return doc;
}

Document read(Document doc) {
  auto stage = make_attribution_stage(kData);
  EXPECT_TRUE(stage.has_value()) << (stage ? "" : to_string(stage.error()));
  Workspace workspace;
  if (stage) {
    const auto result = (*stage)->run(std::span(&doc, 1), workspace);
    EXPECT_TRUE(result.has_value());
  }
  return doc;
}

Document read(const std::string& lines) {
  return read(document_of(lines));
}

std::string shown(const Document& doc, const Attribution& attribution) {
  return std::string(doc.words(attribution.source_tokens)) + " | " + std::string(doc.words(attribution.cue)) + " | " +
         std::string(words_of(doc.text, attribution.content));
}

TEST(Cues, EveryExampleGivesWhatItExpects) {
  const auto cues = Cues::load(kData);
  ASSERT_TRUE(cues.has_value()) << to_string(cues.error());
  EXPECT_GE(cues->examples().size(), 12u);
  for (const CueExample& example : cues->examples()) {
    const Document doc = read(example.sentence);
    std::vector<std::string> found;
    for (const Attribution& attribution : doc.attributions) found.push_back(shown(doc, attribution));
    EXPECT_EQ(found, example.expect) << example.name;
  }
}

TEST(Attribution, NestsAClaimInAClaim) {
  const Document doc = read(
      "Officials/official/NOUN/2/nsubj said/say/VERB/0/root rebels/rebel/NOUN/5/nsubj had/have/AUX/5/aux "
      "claimed/claim/VERB/2/ccomp "
      "responsibility/responsibility/NOUN/5/obj ././PUNCT/2/punct");
  ASSERT_EQ(doc.attributions.size(), 2u);
  EXPECT_EQ(shown(doc, doc.attributions[0]), "Officials | said | rebels had claimed responsibility");
  EXPECT_EQ(shown(doc, doc.attributions[1]), "rebels | claimed | responsibility");
  EXPECT_EQ(doc.attributions[1].within, AttributionId{0});
  EXPECT_FALSE(doc.attributions[0].within.exists());
}

TEST(Attribution, LetsTheOneOfTwoSubjectsSpeakWhoCan) {
  const Document doc = read(
      "A/a/DET/2/det bombing/bombing/NOUN/7/nsubj killed/kill/VERB/7/ccomp two/two/NUM/3/obj ,/,/PUNCT/3/punct "
      "Ankara/Ankara/PROPN/7/nsubj said/say/VERB/0/root ././PUNCT/7/punct");
  ASSERT_EQ(doc.attributions.size(), 1u);
  EXPECT_EQ(doc.words(doc.attributions[0].source_tokens), "Ankara");
}

TEST(Attribution, PassiveNamesNobody) {
  const Document doc = read(
      "Rebels/rebel/NOUN/3/nsubj:pass are/be/AUX/3/aux:pass said/say/VERB:VBN/0/root to/to/PART/6/mark "
      "have/have/AUX/6/aux "
      "left/leave/VERB/3/xcomp ././PUNCT/3/punct");
  ASSERT_EQ(doc.attributions.size(), 1u);
  EXPECT_TRUE(doc.attributions[0].source_tokens.empty());
  EXPECT_EQ(words_of(doc.text, doc.attributions[0].content), "Rebels are said to have left");
}

TEST(Quotation, TakesTheSubjectOfItsClauseAsSpeaker) {
  const Document doc = read(
      "Petro/Petro/PROPN/2/nsubj warned/warn/VERB/0/root of/of/ADP/7/case a/a/DET/7/det \u201C/\u201C/PUNCT/7/punct "
      "real/real/ADJ/7/amod "
      "threat/threat/NOUN/2/obl \u201D/\u201D/PUNCT/7/punct ././PUNCT/2/punct");
  ASSERT_EQ(doc.quotations.size(), 1u);
  EXPECT_EQ(words_of(doc.text, doc.quotations[0].span), "real threat");
  EXPECT_TRUE(doc.quotations[0].is_direct);
  EXPECT_EQ(doc.words(doc.quotations[0].source_tokens), "Petro");
}

TEST(Quotation, TakesAnyVerbRightBehindWordsThatBreakOff) {
  const Document doc = read(
      "\u201C/\u201C/PUNCT/3/punct We/we/PRON/3/nsubj lost/lose/VERB/0/root ,/,/PUNCT/3/punct "
      "\u201D/\u201D/PUNCT/3/punct sobbed/sob/VERB/3/parataxis Cook/Cook/PROPN/6/nsubj ././PUNCT/3/punct");
  ASSERT_EQ(doc.quotations.size(), 1u);
  EXPECT_TRUE(doc.quotations[0].is_direct);
  EXPECT_EQ(doc.words(doc.quotations[0].source_tokens), "Cook");
  EXPECT_EQ(doc.words(doc.quotations[0].cue), "sobbed");
}

TEST(Quotation, TakesTheNameBehindADescriptionWhereTheTreeHasLostTheSubject) {
  const Document doc = read(
      "\u201C/\u201C/PUNCT/3/punct We/we/PRON/3/nsubj lost/lose/VERB/11/ccomp ,/,/PUNCT/3/punct "
      "\u201D/\u201D/PUNCT/3/punct their/they/PRON/7/nmod:poss lawyer/lawyer/NOUN/3/obj ,/,/PUNCT/9/punct "
      "Cook/Cook/PROPN/7/appos ,/,/PUNCT/9/punct said/say/VERB/0/root ././PUNCT/11/punct");
  ASSERT_EQ(doc.quotations.size(), 1u);
  EXPECT_EQ(doc.words(doc.quotations[0].source_tokens), "Cook");
}

TEST(Quotation, FindsASpeakerFromWhomTheSentenceIsCutOff) {
  const Document doc = read(
      "\u201C/\u201C/PUNCT/3/punct We/we/PRON/3/nsubj lost/lose/VERB/6/ccomp ,/,/PUNCT/3/punct "
      "\u201D/\u201D/PUNCT/3/punct said/say/VERB/0/root\n"
      "Cook/Cook/PROPN/2/nsubj left/leave/VERB/0/root ././PUNCT/2/punct");
  ASSERT_EQ(doc.quotations.size(), 1u);
  EXPECT_EQ(doc.words(doc.quotations[0].source_tokens), "Cook");
}

TEST(Quotation, InheritsTheSubjectOfAParticiple) {
  const Document doc = read(
      "Trump/Trump/PROPN/3/nsubj has/have/AUX/3/aux spoken/speak/VERB/0/root ,/,/PUNCT/3/punct "
      "arguing/argue/VERB/3/advcl that/that/SCONJ/9/mark "
      "they/they/PRON/9/nsubj \u201C/\u201C/PUNCT/9/punct run/run/VERB/5/ccomp Mexico/Mexico/PROPN/9/obj "
      "\u201D/\u201D/PUNCT/9/punct ././PUNCT/3/punct");
  ASSERT_EQ(doc.quotations.size(), 1u);
  EXPECT_EQ(doc.words(doc.quotations[0].source_tokens), "Trump");
  EXPECT_EQ(doc.words(doc.quotations[0].cue), "arguing");
}

TEST(Quotation, GoesOnWithTheSameSpeaker) {
  const Document doc = read(
      "\u201C/\u201C/PUNCT/3/punct We/we/PRON/3/nsubj left/leave/VERB/7/ccomp ,/,/PUNCT/3/punct "
      "\u201D/\u201D/PUNCT/3/punct Cook/Cook/PROPN/7/nsubj "
      "said/say/VERB/0/root ././PUNCT/7/punct\n"
      "\u201C/\u201C/PUNCT/3/punct They/they/PRON/3/nsubj stayed/stay/VERB/0/root there/there/ADV/3/advmod "
      "now/now/ADV/3/advmod ././PUNCT/3/punct \u201D/\u201D/PUNCT/3/punct");
  ASSERT_EQ(doc.quotations.size(), 2u);
  EXPECT_EQ(doc.words(doc.quotations[1].source_tokens), "Cook");
  EXPECT_TRUE(doc.quotations[1].is_direct);
}

TEST(Quotation, ANameInMarksIsNobodysWords) {
  const Document doc = read(
      "The/the/DET/2/det robot/robot/NOUN/10/nsubj ,/,/PUNCT/2/punct named/name/VERB:VBN/2/acl "
      "\u201C/\u201C/PUNCT/7/punct Better/good/ADJ/7/amod "
      "Idea/idea/NOUN/4/xcomp \u201D/\u201D/PUNCT/7/punct ,/,/PUNCT/2/punct won/win/VERB/0/root ././PUNCT/10/punct");
  ASSERT_EQ(doc.quotations.size(), 1u);
  EXPECT_FALSE(doc.quotations[0].is_direct);
}

TEST(Attribution, KindIsMixedWhereWordsOfTheClauseAreQuoted) {
  const Document doc = read(
      "He/he/PRON/2/nsubj said/say/VERB/0/root it/it/PRON/6/nsubj was/be/AUX/6/cop \u201C/\u201C/PUNCT/6/punct "
      "good/good/ADJ/2/ccomp "
      "\u201D/\u201D/PUNCT/6/punct ././PUNCT/2/punct");
  ASSERT_EQ(doc.attributions.size(), 1u);
  EXPECT_EQ(doc.attributions[0].kind, AttributionKind::kMixed);
}

TEST(AttributionStage, RefusesUnknownKeysAndNamesTheLine) {
  const std::filesystem::path data = std::filesystem::path(testing::TempDir()) / "attribution_bad_cues";
  std::filesystem::create_directories(data / "lang/en");
  std::ofstream(data / "lang/en/cues.toml")
      << "[[style]]\nname = \"x\"\npart = \"verb\"\nsource = \"subject\"\nlemas = []\n";
  const auto bad = make_attribution_stage(data);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, ErrorCode::kBadData);
  EXPECT_NE(bad.error().message.find("lang/en/cues.toml:5: unknown key 'lemas'"), std::string::npos)
      << bad.error().message;
  std::filesystem::remove_all(data);
}

TEST(AttributionStage, NamesAMissingFile) {
  const auto missing = make_attribution_stage(std::filesystem::path(CASUS_SOURCE_DIR) / "nowhere");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
}

TEST(Quotation, ACommandIsAClause) {
  const Document doc = read(
      "\u201C/\u201C/PUNCT/3/punct Never/never/ADV/3/advmod leave/leave/VERB/7/ccomp ././PUNCT/3/punct "
      "\u201D/\u201D/PUNCT/3/punct "
      "Cook/Cook/PROPN/7/nsubj said/say/VERB/0/root ././PUNCT/7/punct");
  ASSERT_EQ(doc.quotations.size(), 1u);
  EXPECT_TRUE(doc.quotations[0].is_direct);
  EXPECT_EQ(doc.words(doc.quotations[0].source_tokens), "Cook");
}

TEST(Quotation, TakesTheOneQuotedByTheSourceItself) {
  const Document doc = read(
      "They/they/PRON/2/nsubj quoted/quote/VERB/0/root her/she/PRON/2/obj as/as/SCONJ/5/mark saying/say/VERB/2/advcl "
      "\u201C/\u201C/PUNCT/9/punct all/all/PRON/9/nsubj is/be/AUX/9/cop well/well/ADJ/5/ccomp "
      "\u201D/\u201D/PUNCT/9/punct ././PUNCT/2/punct");
  ASSERT_EQ(doc.quotations.size(), 1u);
  EXPECT_EQ(doc.words(doc.quotations[0].source_tokens), "her");
}

TEST(Attribution, TakesADescriptionAndItsNameForOneSpeaker) {
  Document doc = document_of(
      "Rebels/rebel/NOUN/2/nsubj fled/flee/VERB/8/ccomp ,/,/PUNCT/2/punct their/their/PRON/5/nmod:poss "
      "leader/leader/NOUN/7/appos ,/,/PUNCT/5/punct Tomar/Tomar/PROPN/8/nsubj said/say/VERB/0/root ././PUNCT/8/punct");
  EventScore flight;
  flight.token = TokenId{1};
  flight.types = {0.1F, 0.9F};
  flight.arcs = {{ArcKind::kSource, TokenId{4}, 0.9F, {}}};
  doc.event_scores = {flight};
  EXPECT_EQ(read(doc).attributions.size(), 1u);
  doc.event_scores[0].arcs[0].token = TokenId{0};
  EXPECT_EQ(read(doc).attributions.size(), 2u);
}

TEST(Attribution, AnswersEmptyDocuments) {
  const Document doc = read("");
  EXPECT_TRUE(doc.quotations.empty());
  EXPECT_TRUE(doc.has(Layer::kAttributions));
}

}  // namespace
}  // namespace casus::attribution
