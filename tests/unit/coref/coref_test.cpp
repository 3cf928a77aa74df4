// SPDX-License-Identifier: Apache-2.0
#include "coref/coref.h"

#include <gtest/gtest.h>

#include <sstream>

#include "../support/parsed.h"

namespace casus::coref {
namespace {

std::filesystem::path data() {
  return std::filesystem::path(CASUS_SOURCE_DIR) / "data";
}

const Stage& stage() {
  static const auto made = [] {
    auto actors = actor::Dictionary::load(data());
    EXPECT_TRUE(actors.has_value()) << (actors ? "" : actors.error().message);
    auto stage = make_coref_stage(data(), std::make_shared<const actor::Dictionary>(std::move(*actors)));
    EXPECT_TRUE(stage.has_value()) << (stage ? "" : stage.error().message);
    return std::move(*stage);
  }();
  return *made;
}

/// Sentences as form/UPOS/head/deprel[/lemma], and the mentions in them, found one after the other.
class Text {
 public:
  explicit Text(std::vector<std::string> sentences) {
    std::string all;
    std::vector<std::uint32_t> ends;
    std::uint32_t count = 0;
    for (const std::string& sentence : sentences) {
      std::istringstream words(sentence);
      std::string shifted;
      std::uint32_t in_sentence = 0;
      for (std::string word; words >> word; ++in_sentence) {
        const std::size_t first = word.find('/', word.find('/') + 1);
        const std::size_t second = word.find('/', first + 1);
        const int head = std::stoi(word.substr(first + 1, second - first - 1));
        shifted += word.substr(0, first + 1) + std::to_string(head == 0 ? 0 : head + static_cast<int>(count)) +
                   word.substr(second) + " ";
      }
      all += shifted;
      count += in_sentence;
      ends.push_back(count);
    }
    doc = test::parsed(all);
    doc.sentences.clear();
    std::uint32_t begin = 0;
    for (const std::uint32_t end : ends) {
      doc.sentences.push_back({{begin, end}});
      begin = end;
    }
    doc.origin.published = "2024-03-01";
  }

  /// Adds the next mention whose words are `words` behind the one before; its head is the word `head`.
  Text& mention(std::string_view words, std::string_view head, EntityType type, std::string_view name = {}) {
    const std::uint32_t start = doc.mentions.empty() ? 0 : doc.mentions.back().tokens.begin;
    Mention out;
    out.type = type;
    out.tokens = find(words, start);
    out.head = TokenId{find(head, out.tokens.begin).begin};
    if (!name.empty()) out.name = find(name, out.tokens.begin);
    out.is_name = !name.empty();
    out.is_pronoun = doc.upos(out.head) == Upos::kPron;
    doc.mentions.push_back(out);
    return *this;
  }

  const Entity& operator[](std::size_t mention) {
    if (!doc.has(Layer::kEntities)) {
      doc.mark(Layer::kMentions);
      Workspace workspace;
      EXPECT_TRUE(stage().run({&doc, 1}, workspace).has_value());
    }
    return doc.entities[doc.entity_of[mention].index()];
  }
  bool same(std::size_t a, std::size_t b) { return &(*this)[a] == &(*this)[b]; }
  std::string code(std::size_t mention) { return (*this)[mention].country + "/" + (*this)[mention].sector; }

  Document doc;

 private:
  TokenRange find(std::string_view words, std::uint32_t start) const {
    for (std::uint32_t begin = start; begin < doc.tokens.size(); ++begin)
      for (std::uint32_t end = begin + 1; end <= doc.tokens.size(); ++end)
        if (doc.words({begin, end}) == words) return {begin, end};
    ADD_FAILURE() << "no such words: " << words;
    return {0, 1};
  }
};

constexpr EntityType kPerson = EntityType::kPerson;
constexpr EntityType kOrganization = EntityType::kOrganization;

TEST(Coref, TakesAPartOfANameForNobodyElse) {
  Text t({"Dennis/PROPN/3/nsubj Moses/PROPN/1/flat spoke/VERB/0/root", "He/PRON/2/nsubj left/VERB/0/root"});
  t.doc.origin.published = "2018-03-28";  // when a Moses was president elsewhere
  t.mention("Dennis Moses", "Dennis", EntityType::kPerson, "Dennis Moses")
      .mention("Moses", "Moses", EntityType::kPerson)
      .mention("He", "He", EntityType::kPerson);
  EXPECT_TRUE(t.same(0, 1));
  EXPECT_TRUE(t.same(0, 2));
  EXPECT_EQ(t[1].name, "Dennis Moses");
}

TEST(Coref, JoinsFullNameSurnameTitleAndPronoun) {
  Text text(
      {"Colombian/ADJ/3/amod President/PROPN/3/nmod:desc Gustavo/PROPN/5/nsubj Petro/PROPN/3/flat spoke/VERB/0/root",
       "Petro/PROPN/2/nsubj said/VERB/0/root he/PRON/4/nsubj agreed/VERB/2/ccomp",
       "The/DET/3/det Colombian/ADJ/3/amod leader/NOUN/4/nsubj left/VERB/0/root"});
  text.mention("Colombian President Gustavo Petro", "Gustavo", kPerson, "Gustavo Petro")
      .mention("Petro", "Petro", kPerson, "Petro");
  text.doc.mentions.back().tokens = {5, 6};
  text.doc.mentions.back().head = TokenId{std::size_t{5}};
  text.doc.mentions.back().name = {5, 6};
  text.mention("he", "he", kPerson).mention("The Colombian leader", "leader", kPerson);
  EXPECT_TRUE(text.same(0, 1));
  EXPECT_TRUE(text.same(0, 2));
  EXPECT_TRUE(text.same(0, 3));
  EXPECT_EQ(text[0].name, "Gustavo Petro");
  EXPECT_EQ(text.code(0), "COL/GOV");
  EXPECT_EQ(text[0].role, "president");
  EXPECT_EQ(text[0].representative, MentionId{std::size_t{0}});
}

TEST(Coref, TellsNounsForPeopleFromBodies) {
  Text text({"The/DET/2/det minister/NOUN/3/nsubj warned/VERB/0/root the/DET/5/det ministry/NOUN/3/obj"});
  text.mention("The minister", "minister", kPerson).mention("the ministry", "ministry", kOrganization);
  EXPECT_EQ(text[0].sector, "GOV");
  EXPECT_TRUE(text.doc.mentions[0].is_role);
  EXPECT_FALSE(text.doc.mentions[1].is_role);
}

TEST(Coref, KnowsGroupsAndCapitalsThatTheScorerTakesForPersons) {
  Text text({"Boko/PROPN/3/nsubj Haram/PROPN/1/flat denied/VERB/0/root it/PRON/3/obj",
             "Apia/PROPN/2/nsubj refused/VERB/0/root"});
  text.mention("Boko Haram", "Boko", kPerson, "Boko Haram").mention("Apia", "Apia", kPerson, "Apia");
  EXPECT_EQ(text.code(0), "NGA/REB");
  EXPECT_EQ(text.code(1), "WSM/GOV");
}

TEST(Coref, LeavesAPersonTheNameOfACapital) {
  Text text({"Jack/PROPN/3/nsubj London/PROPN/1/flat spoke/VERB/0/root", "London/PROPN/2/nsubj refused/VERB/0/root"});
  text.mention("Jack London", "Jack", kPerson, "Jack London").mention("London", "London", kPerson, "London");
  text.doc.mentions.back().tokens = text.doc.mentions.back().name = {3, 4};
  text.doc.mentions.back().head = TokenId{std::size_t{3}};
  EXPECT_EQ(text[1].country, "");
  EXPECT_TRUE(text.same(0, 1));
}

TEST(Coref, JoinsAnApposition) {
  Text text(
      {"Zorblax/PROPN/8/nsubj Quimby/PROPN/1/flat ,/PUNCT/5/punct the/DET/5/det president/NOUN/1/appos of/ADP/7/case "
       "Kenya/PROPN/5/nmod left/VERB/0/root"});
  text.mention("Zorblax Quimby", "Zorblax", kPerson, "Zorblax Quimby")
      .mention("the president of Kenya", "president", kPerson)
      .mention("Kenya", "Kenya", EntityType::kPlace, "Kenya");
  EXPECT_TRUE(text.same(0, 1));
  EXPECT_EQ(text[0].name, "Zorblax Quimby");
  EXPECT_EQ(text.code(0), "KEN/GOV");
  EXPECT_EQ(text[2].name, "Kenya");
  EXPECT_EQ(text.code(2), "KEN/");
}

TEST(Coref, LearnsAnAcronymInBrackets) {
  Text text(
      {"The/DET/3/det Quimby/PROPN/3/compound Society/PROPN/7/nsubj (/PUNCT/5/punct QSX/PROPN/3/appos )/PUNCT/5/punct "
       "met/VERB/0/root",
       "QSX/PROPN/2/nsubj left/VERB/0/root"});
  text.mention("The Quimby Society", "Society", kOrganization, "Quimby Society")
      .mention("QSX", "QSX", kOrganization, "QSX");
  text.doc.mentions.push_back({{7, 8}, TokenId{std::size_t{7}}, kOrganization, true, false, {}, {7, 8}});
  EXPECT_TRUE(text.same(0, 1));
  EXPECT_TRUE(text.same(0, 2));
  EXPECT_EQ(text[0].name, "Quimby Society");
}

TEST(Coref, GivesTheGovernmentItsCapitalsName) {
  Text text({"Washington/PROPN/2/nsubj warned/VERB/0/root Tehran/PROPN/2/obj",
             "Crowds/NOUN/2/nsubj met/VERB/0/root in/ADP/4/case Tehran/PROPN/2/obl"});
  text.mention("Washington", "Washington", EntityType::kPlace, "Washington")
      .mention("Tehran", "Tehran", EntityType::kPlace, "Tehran")
      .mention("Crowds", "Crowds", kPerson);
  text.doc.mentions.push_back({{6, 7}, TokenId{std::size_t{6}}, EntityType::kPlace, true, false, {}, {6, 7}});
  EXPECT_EQ(text.code(0), "USA/GOV");
  EXPECT_EQ(text[0].name, "United States");
  EXPECT_EQ(text.code(1), "IRN/GOV");
  EXPECT_EQ(text.code(3), "IRN/");
  EXPECT_EQ(text[3].name, "Tehran");
  EXPECT_EQ(text.code(2), "IRN/CVL") << "people are of the place where they are";
}

TEST(Coref, KeepsTwoPeopleOfOneSurnameApart) {
  Text text({"Bill/PROPN/3/nsubj Quimby/PROPN/1/flat met/VERB/0/root Hillary/PROPN/3/obj Quimby/PROPN/4/flat",
             "She/PRON/2/nsubj left/VERB/0/root"});
  text.mention("Bill Quimby", "Bill", kPerson, "Bill Quimby")
      .mention("Hillary Quimby", "Hillary", kPerson, "Hillary Quimby")
      .mention("She", "She", kPerson);
  EXPECT_FALSE(text.same(0, 1));
  EXPECT_TRUE(text.same(1, 2));
}

TEST(Coref, DoesNotBindAnObjectPronounToItsOwnSubject) {
  Text text({"John/PROPN/3/nsubj Quimby/PROPN/1/flat slept/VERB/0/root",
             "Omar/PROPN/3/nsubj Zorblax/PROPN/1/flat hit/VERB/0/root him/PRON/3/obj"});
  text.mention("John Quimby", "John", kPerson, "John Quimby")
      .mention("Omar Zorblax", "Omar", kPerson, "Omar Zorblax")
      .mention("him", "him", kPerson);
  EXPECT_TRUE(text.same(0, 2));
  EXPECT_FALSE(text.same(1, 2));
}

TEST(Coref, LetsTheCountryStandForTheStateLastNamed) {
  Text text({"Mali/PROPN/2/nsubj voted/VERB/0/root", "The/DET/2/det country/NOUN/3/nsubj waited/VERB/0/root"});
  text.mention("Mali", "Mali", EntityType::kPlace, "Mali").mention("The country", "country", EntityType::kPlace);
  EXPECT_TRUE(text.same(0, 1));
  EXPECT_EQ(text.code(1), "MLI/");
}

TEST(Coref, GivesANamelessBodyTheStateTheDocumentIsAbout) {
  Text text({"Nigeria/PROPN/2/nsubj voted/VERB/0/root",
             "The/DET/2/det army/NOUN/3/nsubj fired/VERB/0/root on/ADP/5/case protesters/NOUN/3/obl/protester"});
  text.mention("Nigeria", "Nigeria", EntityType::kPlace, "Nigeria")
      .mention("The army", "army", kOrganization)
      .mention("protesters", "protesters", kPerson);
  EXPECT_EQ(text.code(1), "NGA/MIL");
  EXPECT_EQ(text[1].name, "Nigeria");
  EXPECT_EQ(text.code(2), "NGA/CVL");
  EXPECT_EQ(text[2].name, "");
}

TEST(Coref, APossessorIsNotWhatItPossesses) {
  Text text({"Omar/PROPN/3/nsubj Zorblax/PROPN/1/flat hugged/VERB/0/root his/PRON/5/nmod:poss mother/NOUN/3/obj"});
  text.mention("Omar Zorblax", "Omar", kPerson, "Omar Zorblax").mention("his mother", "mother", kPerson);
  text.doc.mentions.push_back({{3, 4}, TokenId{std::size_t{3}}, kPerson, false, true, {}, {}});
  EXPECT_TRUE(text.same(0, 2));
  EXPECT_FALSE(text.same(1, 2));
}

TEST(Coref, LeavesANounWithItsOwnModifiersApart) {
  Text text({"Some/DET/2/det soldiers/NOUN/3/nsubj/soldier left/VERB/0/root",
             "The/DET/3/det wounded/ADJ/3/amod soldiers/NOUN/4/nsubj/soldier slept/VERB/0/root",
             "The/DET/2/det soldiers/NOUN/3/nsubj/soldier returned/VERB/0/root"});
  text.mention("Some soldiers", "soldiers", kPerson)
      .mention("The wounded soldiers", "soldiers", kPerson)
      .mention("The soldiers", "soldiers", kPerson);
  EXPECT_FALSE(text.same(0, 1));
  EXPECT_TRUE(text.same(0, 2));
}

TEST(Coref, APartyOfACountryThatIsNotNamedIsNotThatCountrys) {
  Text text(
      {"Mali/PROPN/2/nsubj voted/VERB/0/root for/ADP/6/case the/DET/6/det Democratic/PROPN/6/amod Party/PROPN/2/obl"});
  text.mention("Mali", "Mali", EntityType::kPlace, "Mali")
      .mention("the Democratic Party", "Party", kOrganization, "Democratic Party");
  EXPECT_EQ(text.code(1), "/PTY");
}

TEST(Coref, LeavesStrangersApart) {
  Text text({"A/DET/2/det man/NOUN/3/nsubj met/VERB/0/root a/DET/5/det man/NOUN/3/obj"});
  text.mention("A man", "man", kPerson);
  text.doc.mentions.push_back({{3, 5}, TokenId{std::size_t{4}}, kPerson, false, false, {}, {}});
  EXPECT_FALSE(text.same(0, 1));
}

/// Gives every token `form` the features `feats`.
void set_features(Text& text, std::string_view form, std::string_view feats) {
  auto inventory = std::make_shared<Inventory>(*text.doc.inventory);
  inventory->feats.emplace_back(feats);
  text.doc.inventory = inventory;
  for (std::size_t i = 0; i < text.doc.tokens.size(); ++i)
    if (text.doc.form(TokenId{i}) == form)
      text.doc.morphology[i].feats = static_cast<Label>(inventory->feats.size() - 1);
}

TEST(Coref, JoinsAnAcronymWithTheNameInFullBehindIt) {
  Text text({"ZPQ/PROPN/2/nsubj won/VERB/0/root",
             "The/DET/4/det Zorblax/PROPN/4/compound People/PROPN/4/compound "
             "Quorum/PROPN/5/nsubj celebrated/VERB/0/root"});
  text.mention("ZPQ", "ZPQ", kOrganization, "ZPQ")
      .mention("The Zorblax People Quorum", "Quorum", kOrganization, "Zorblax People Quorum");
  EXPECT_TRUE(text.same(0, 1));
  EXPECT_EQ(text[0].name, "Zorblax People Quorum");
}

TEST(Coref, KnowsAnAcronymAndASurnameByWhomTheyNamedBefore) {
  Text text({"Zorblax/PROPN/5/nsubj People/PROPN/1/flat Quorum/PROPN/1/flat and/CCONJ/5/cc met/VERB/0/root",
             "ZPQ/PROPN/2/nsubj won/VERB/0/root", "Anna/PROPN/3/nsubj Fentworth/PROPN/1/flat left/VERB/0/root",
             "Fentworth/PROPN/2/nsubj won/VERB/0/root"});
  text.mention("Zorblax People Quorum", "Zorblax", kOrganization, "Zorblax People Quorum")
      .mention("ZPQ", "ZPQ", kPerson, "ZPQ")
      .mention("Anna Fentworth", "Anna", kPerson, "Anna Fentworth");
  text.doc.mentions.push_back({{10, 11}, TokenId{std::size_t{10}}, kOrganization, true, false, {}, {10, 11}});
  EXPECT_TRUE(text.same(0, 1));
  EXPECT_TRUE(text.same(2, 3));
}

TEST(Coref, JoinsTheEndOfALongNameToIt) {
  Text text({"Zorblax/PROPN/4/nsubj Quimby/PROPN/1/flat Fentworth/PROPN/1/flat left/VERB/0/root",
             "Quimby/PROPN/3/nsubj Fentworth/PROPN/1/flat returned/VERB/0/root"});
  text.mention("Zorblax Quimby Fentworth", "Zorblax", kPerson, "Zorblax Quimby Fentworth");
  Mention mention = text.doc.mentions.back();
  mention.tokens = mention.name = {4, 6};
  mention.head = TokenId{std::size_t{4}};
  text.doc.mentions.push_back(mention);
  EXPECT_TRUE(text.same(0, 1));
}

TEST(Links, TheFirstPersonIsOneInAVoiceAndAQuotationsIsItsSpeaker) {
  Text text({"I/PRON/2/nsubj saw/VERB/0/root Petro/PROPN/2/obj",
             "\"/PUNCT/3/punct I/PRON/3/nsubj agree/VERB/6/ccomp \"/PUNCT/3/punct Petro/PROPN/6/nsubj said/VERB/0/root",
             "I/PRON/2/nsubj left/VERB/0/root"});
  set_features(text, "I", "Number=Sing|Person=1|PronType=Prs");
  text.mention("I", "I", kPerson).mention("Petro", "Petro", kPerson, "Petro");
  for (const auto& [at, is_name] : {std::pair(4, false), std::pair(7, true), std::pair(9, false)}) {
    Mention mention = text.doc.mentions[is_name ? 1 : 0];
    mention.tokens = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)};
    mention.head = TokenId{static_cast<std::size_t>(at)};
    if (is_name) mention.name = mention.tokens;
    text.doc.mentions.push_back(mention);
  }
  EXPECT_TRUE(text.same(0, 4));
  EXPECT_TRUE(text.same(1, 2));
  EXPECT_TRUE(text.same(1, 3));
  EXPECT_FALSE(text.same(0, 2));
}

TEST(Links, ItStandsForTheSubjectBefore) {
  Text text({"The/DET/2/det storm/NOUN/3/nsubj hit/VERB/0/root the/DET/5/det coast/NOUN/3/obj",
             "It/PRON/2/nsubj grew/VERB/0/root"});
  text.mention("The storm", "storm", EntityType::kEvent)
      .mention("the coast", "coast", EntityType::kPlace)
      .mention("It", "It", EntityType::kEvent);
  EXPECT_TRUE(text.same(0, 2));
  EXPECT_FALSE(text.same(1, 2));
}

TEST(Links, ANounSaidAgainWithAnArticleNeedsNoModifiersTheFirstLacked) {
  Text text({"Long/ADJ/3/amod peace/NOUN/3/compound talks/NOUN/4/nsubj began/VERB/0/root",
             "The/DET/2/det talks/NOUN/3/nsubj ended/VERB/0/root"});
  text.mention("Long peace talks", "talks", EntityType::kEvent).mention("The talks", "talks", EntityType::kEvent);
  EXPECT_TRUE(text.same(0, 1));
  Text other({"The/DET/2/det talks/NOUN/3/nsubj ended/VERB/0/root",
              "Secret/ADJ/2/amod talks/NOUN/3/nsubj went/VERB/0/root on/ADV/3/advmod"});
  other.mention("The talks", "talks", EntityType::kEvent).mention("Secret talks", "talks", EntityType::kEvent);
  EXPECT_FALSE(other.same(0, 1));
}

TEST(Links, APossessedNounIsKnownByWhoseItIs) {
  Text text({"His/PRON/2/nmod:poss car/NOUN/3/nsubj stopped/VERB/0/root",
             "Her/PRON/2/nmod:poss car/NOUN/3/nsubj went/VERB/0/root on/ADV/3/advmod",
             "His/PRON/2/nmod:poss car/NOUN/3/nsubj burned/VERB/0/root"});
  const auto add = [&](std::uint32_t begin, std::uint32_t end, EntityType type) {
    Mention mention;
    mention.tokens = {begin, end};
    mention.head = TokenId{std::size_t{end - 1}};
    mention.type = type;
    mention.is_pronoun = end - begin == 1;
    text.doc.mentions.push_back(mention);
  };
  for (const std::uint32_t begin : {0U, 3U, 7U}) {
    add(begin, begin + 2, EntityType::kObject);
    add(begin, begin + 1, kPerson);
  }
  EXPECT_TRUE(text.same(1, 5));
  EXPECT_TRUE(text.same(0, 4));
  EXPECT_FALSE(text.same(0, 2));
}

TEST(Links, APredicateIsItsSubjectUnlessDenied) {
  Text text({"Zorblax/PROPN/4/nsubj is/AUX/4/cop a/DET/4/det lawyer/NOUN/0/root",
             "Quimby/PROPN/5/nsubj is/AUX/5/cop not/PART/5/advmod a/DET/5/det judge/NOUN/0/root"});
  text.mention("Zorblax", "Zorblax", kPerson, "Zorblax")
      .mention("a lawyer", "lawyer", kPerson)
      .mention("Quimby", "Quimby", kPerson, "Quimby")
      .mention("a judge", "judge", kPerson);
  EXPECT_TRUE(text.same(0, 1));
  EXPECT_FALSE(text.same(2, 3));
}

TEST(Links, TwoNamesStayTwo) {
  Text text({"Kenya/PROPN/4/nsubj is/AUX/4/cop the/DET/4/det Uganda/PROPN/0/root of/ADP/6/case Africa/PROPN/4/nmod"});
  text.mention("Kenya", "Kenya", EntityType::kPlace, "Kenya")
      .mention("the Uganda of Africa", "Uganda", EntityType::kPlace, "Uganda");
  EXPECT_FALSE(text.same(0, 1));
}

TEST(Coref, EveryMentionHasAnEntityAndRunsAgreeByteForByte) {
  Text text({"Mali/PROPN/2/nsubj voted/VERB/0/root it/PRON/2/obj"});
  text.mention("Mali", "Mali", EntityType::kPlace, "Mali").mention("it", "it", EntityType::kAbstract);
  static_cast<void>(text[0]);
  ASSERT_EQ(text.doc.entity_of.size(), 2u);
  for (const EntityId entity : text.doc.entity_of) EXPECT_LT(entity.index(), text.doc.entities.size());
}

TEST(Coref, TakesAnEmptyDocument) {
  Document doc;
  doc.inventory = std::make_shared<Inventory>();
  Workspace workspace;
  EXPECT_TRUE(stage().run({&doc, 1}, workspace).has_value());
  EXPECT_TRUE(doc.entities.empty());
  EXPECT_TRUE(doc.has(Layer::kEntities));
}

}  // namespace
}  // namespace casus::coref
