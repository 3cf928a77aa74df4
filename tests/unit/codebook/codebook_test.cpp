// SPDX-License-Identifier: Apache-2.0
#include "codebook/codebook.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace casus::codebook {
namespace {

const std::filesystem::path kData = std::filesystem::path(CASUS_SOURCE_DIR) / "data";

const Codebook& book() {
  static const Result<Codebook> loaded = Codebook::load(kData);
  if (!loaded) {
    ADD_FAILURE() << casus::to_string(loaded.error());
    std::abort();
  }
  return *loaded;
}

/// A codebook of one type in a folder that goes with the test.
class SmallBook : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::path(::testing::TempDir()) /
            (std::string("codebook_") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(root_);
    write("contexts.toml", "[[context]]\nname = \"military\"\ndefinition = \"d\"\nwords = [\"army\", \"air force\"]\n");
    write("cameo.toml", "\"190\" = { name = \"n\", quad = 4, goldstein = -10.0 }\n");
    write("light_verbs.toml", "[[light]]\nverb = [\"hold\"]\n");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = root_ / "codebook" / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  /// Lines 1 to 7 are the head of the type, `predicate` begins at line 9.
  void write_type(const std::string& predicate, const std::string& head = "") {
    write("own/fight.toml",
          "name = \"FIGHT\"\nquad = \"MATERIAL CONFLICT\"\nscore = -9.0\ncameo = \"190\"\ndefinition = \"d\"\n" +
              (head.empty() ? "\n" : head + "\n") + "\n[[predicate]]\n" + predicate + "\n");
  }
  std::string error() {
    const Result<Codebook> loaded = Codebook::load(root_);
    return loaded ? "no error" : casus::to_string(loaded.error());
  }

  std::filesystem::path root_;
};

TEST_F(SmallBook, TakesATypeOfItsOwn) {
  write_type("verb = [\"hit\", \"hit out\"]\nactor = [\"doer\", \"prep:by\"]");
  const Result<Codebook> loaded = Codebook::load(root_);
  ASSERT_TRUE(loaded) << casus::to_string(loaded.error());
  ASSERT_NE(loaded->type("FIGHT"), nullptr);
  EXPECT_EQ(loaded->type("FIGHT")->file, "codebook/own/fight.toml");
  EXPECT_EQ(loaded->type("FIGHT")->predicates[0].actor[1], (Slot{Place::kPreposition, "by"}));
}

TEST_F(SmallBook, NamesFileAndLineOfAnUnknownKey) {
  write_type("verb = [\"hit\"]\nactor = [\"doer\"]\nverbs = [\"hurt\"]");
  EXPECT_EQ(error(), "bad_data: codebook/own/fight.toml:11: unknown key 'verbs'");
}

TEST_F(SmallBook, RefusesAModeThatTheTypeLacks) {
  write_type("verb = [\"hit\"]\nactor = [\"doer\"]\nmode = \"aerial\"");
  EXPECT_EQ(error(), "bad_data: codebook/own/fight.toml:11: FIGHT has no mode 'aerial'");
}

TEST_F(SmallBook, RefusesAContextThatIsNotInTheList) {
  write_type("verb = [\"hit\"]\nactor = [\"doer\"]\ncontext = [\"weather\"]");
  EXPECT_EQ(error(), "bad_data: codebook/own/fight.toml:11: unknown context 'weather'");
}

TEST_F(SmallBook, RefusesACameoCodeThatDoesNotExist) {
  write_type("verb = [\"hit\"]\nactor = [\"doer\"]\ncameo = \"999\"");
  EXPECT_EQ(error(), "bad_data: codebook/own/fight.toml:11: unknown CAMEO code '999'");
}

TEST_F(SmallBook, RefusesCapitalsInLemmas) {
  write_type("verb = [\"Hit\"]\nactor = [\"doer\"]");
  EXPECT_EQ(error(), "bad_data: codebook/own/fight.toml:9: 'Hit' must be in lower case with single spaces");
}

TEST_F(SmallBook, RefusesAPlaceThatNoFrameHas) {
  write_type("verb = [\"hit\"]\nactor = [\"agent\"]");
  EXPECT_NE(error().find("fight.toml:10: unknown place 'agent'"), std::string::npos) << error();
}

TEST_F(SmallBook, RefusesARolesetOfAnotherWord) {
  write_type("verb = [\"hit\"]\nactor = [\"doer\"]\nroleset = [\"kick.01\"]");
  EXPECT_EQ(error(), "bad_data: codebook/own/fight.toml:11: 'kick.01' is of no word of this predicate");
}

TEST_F(SmallBook, RefusesAnExampleWhoseTriggerIsNotInItsText) {
  write_type("verb = [\"hit\"]\nactor = [\"doer\"]\n[[example]]\ntext = \"He ran.\"\ntrigger = \"hit\"");
  EXPECT_EQ(error(), "bad_data: codebook/own/fight.toml:13: 'hit' is not in the text");
}

TEST_F(SmallBook, TellsWhereTomlItselfIsBroken) {
  write_type("verb = [\"hit\"\nactor = [\"doer\"]");
  EXPECT_NE(error().find("bad_data: codebook/own/fight.toml:"), std::string::npos) << error();
}

TEST_F(SmallBook, RefusesATypeThatStandsTwice) {
  write_type("verb = [\"hit\"]\nactor = [\"doer\"]");
  std::filesystem::copy(root_ / "codebook/own/fight.toml", root_ / "codebook/own/second.toml");
  EXPECT_EQ(error(), "bad_data: codebook/own/second.toml:1: type 'FIGHT' stands twice");
}

TEST_F(SmallBook, SaysThatAFolderIsMissing) {
  std::filesystem::remove_all(root_);
  EXPECT_EQ(error(), "io: codebook/contexts.toml: cannot be read");
}

TEST_F(SmallBook, ChangesItsHashWithAnyFile) {
  write_type("verb = [\"hit\"]\nactor = [\"doer\"]");
  const std::string before = Codebook::load(root_)->sha256();
  EXPECT_EQ(before, Codebook::load(root_)->sha256());
  write("light_verbs.toml", "[[light]]\nverb = [\"hold\", \"stage\"]\n");
  EXPECT_NE(before, Codebook::load(root_)->sha256());
}

TEST_F(SmallBook, FindsContextsByWordsAndPhrases) {
  write_type("verb = [\"hit\"]\nactor = [\"doer\"]");
  const Codebook loaded = *Codebook::load(root_);
  const std::vector<std::string_view> phrase{"the", "air", "force"};
  const std::vector<std::string_view> torn{"air", "and", "force"};
  EXPECT_EQ(loaded.contexts_of(phrase), std::vector<std::uint32_t>{0});
  EXPECT_TRUE(loaded.contexts_of(torn).empty());
}

TEST(Roleset, BindsOnlyTheLemmasItNames) {
  Predicate predicate;
  predicate.rolesets = {"fire.01", "turn_down.05"};
  EXPECT_TRUE(predicate.allows_roleset("fire", "01"));
  EXPECT_FALSE(predicate.allows_roleset("fire", "02"));
  EXPECT_TRUE(predicate.allows_roleset("shoot", "02"));
  EXPECT_TRUE(predicate.allows_roleset("fire", ""));
  EXPECT_FALSE(predicate.allows_roleset("turn_down", "07"));
}

TEST(Phrase, HasTheHeadOfANounBeforeItsPreposition) {
  const auto heads = [](std::string_view lemma, std::string_view text) {
    return std::ranges::any_of(book().nouns(lemma),
                               [&](const Candidate& c) { return book().noun_phrase(c).text == text; });
  };
  EXPECT_TRUE(heads("strike", "air strike"));
  EXPECT_TRUE(heads("show", "show of force"));
  EXPECT_FALSE(heads("force", "show of force"));
}

TEST(Phrase, HasTheHeadOfAVerbFirst) {
  const auto candidates = book().verbs("call");
  ASSERT_FALSE(candidates.empty());
  EXPECT_TRUE(
      std::ranges::any_of(candidates, [](const Candidate& c) { return book().verb_phrase(c).text == "call for"; }));
}

TEST(LookUp, GivesLongerPhrasesFirst) {
  std::size_t words = 99;
  for (const Candidate& candidate : book().verbs("take")) {
    EXPECT_LE(book().verb_phrase(candidate).words.size(), words);
    words = book().verb_phrase(candidate).words.size();
  }
}

TEST(LookUp, GivesNothingForAWordOutsideTheCodebook) {
  EXPECT_TRUE(book().verbs("knit").empty());
  EXPECT_TRUE(book().nouns("spoon").empty());
}

TEST(ShippedCodebook, HasTheSixteenTypesOfPlover) {
  std::set<std::string> names;
  for (const Type& type : book().types()) names.insert(type.name);
  EXPECT_EQ(names, (std::set<std::string>{"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT",
                                          "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE",
                                          "COERCE", "ASSAULT"}));
}

TEST(ShippedCodebook, HasThirtySevenContextsAndTheirWords) {
  EXPECT_EQ(book().contexts().size(), 37U);
  for (const Context& context : book().contexts()) EXPECT_FALSE(context.words.empty()) << context.name;
}

TEST(ShippedCodebook, HasTheModesOfPlover) {
  std::size_t modes = 0;
  for (const Type& type : book().types()) modes += type.modes.size();
  EXPECT_EQ(modes, 67U);
  ASSERT_NE(book().type("ASSAULT")->mode("aerial"), nullptr);
  EXPECT_DOUBLE_EQ(*book().type("ASSAULT")->mode("aerial")->score, -9.5);
}

TEST(ShippedCodebook, SaysWhatThePublicTablesContradict) {
  EXPECT_EQ(book().type("SANCTION")->quad, "MATERIAL CONFLICT");
  EXPECT_DOUBLE_EQ(book().type("ACCUSE")->score, -3.0);
}

TEST(ShippedCodebook, ScoresConflictBelowCooperation) {
  for (const Type& type : book().types()) {
    const bool conflict = type.quad.ends_with("CONFLICT");
    EXPECT_TRUE(conflict ? type.score <= 0 : type.score > 0) << type.name;
  }
}

TEST(ShippedCodebook, HasEightExamplesATypeAndTwoThatGiveNothing) {
  for (const Type& type : book().types()) {
    EXPECT_GE(type.examples.size(), 8U) << type.name;
    EXPECT_GE(std::ranges::count_if(type.examples, &Example::none), 2) << type.name;
  }
}

TEST(ShippedCodebook, NamesGoldsteinValues) {
  ASSERT_NE(book().cameo("190"), nullptr);
  EXPECT_DOUBLE_EQ(book().cameo("190")->goldstein, -10.0);
  EXPECT_EQ(book().cameo("999"), nullptr);
}

/// A form of a verb or noun shares its beginning with the lemma, but for a few that bend.
bool may_be_form(std::string form, const std::string& lemma) {
  std::ranges::transform(form, form.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  static const std::set<std::pair<std::string, std::string>> kBent{
      {"met", "meet"},  {"spoke", "speak"}, {"withdrew", "withdraw"}, {"sold", "sell"},
      {"held", "hold"}, {"took", "take"},   {"laid", "lay"},          {"shot", "shoot"},
      {"gave", "give"}, {"blew", "blow"},   {"sent", "send"},         {"put", "put"},
      {"cut", "cut"},   {"sued", "sue"},    {"fought", "fight"},      {"broke", "break"}};
  return kBent.contains({form, lemma}) || form.substr(0, std::min<std::size_t>(4, lemma.size())) == lemma.substr(0, 4);
}

TEST(ShippedCodebook, ListsTheTriggerOfEveryExample) {
  for (const Type& type : book().types()) {
    for (const Example& example : type.examples) {
      if (example.none || type.name == "AGREE") continue;  // AGREE takes future events of other types too
      bool known = false;
      for (const Predicate& predicate : type.predicates)
        for (const auto* phrases : {&predicate.verbs, &predicate.nouns, &predicate.adjectives})
          for (const Phrase& phrase : *phrases) known = known || may_be_form(example.trigger, phrase.head);
      EXPECT_TRUE(known || example.status == "future") << type.file << ":" << example.line << ": " << example.trigger;
    }
  }
}

TEST(ShippedCodebook, KnowsVerbsThatCarryTheirNoun) {
  ASSERT_FALSE(book().light("hold").empty());
  EXPECT_EQ(book().light_verbs()[book().light("hold")[0]].subject, Place::kDoer);
  ASSERT_FALSE(book().aspect("lift").empty());
  EXPECT_EQ(book().aspects()[book().aspect("lift")[0]].turns.at("SANCTION"), "CONCEDE");
}

}  // namespace
}  // namespace casus::codebook
