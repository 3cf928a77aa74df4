// SPDX-License-Identifier: Apache-2.0
#include "actor/actor.h"

#include <gtest/gtest.h>

#include "../support/processor_time.h"

namespace casus::actor {
namespace {

const Dictionary& dictionary() {
  static const auto loaded = Dictionary::load(std::filesystem::path(CASUS_SOURCE_DIR) / "data");
  EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error().message);
  return *loaded;
}

std::optional<Day> day(std::string_view text) {
  return parse_day(text);
}

Resolved phrase(std::string_view text, bool is_person = false, std::string_view when = "2024-01-15") {
  Phrase one = phrase_of(text);
  one.is_person = is_person;
  return dictionary().resolve_phrase(one, day(when));
}

std::string code(const Resolved& one) {
  return one.country + "/" + one.sector;
}

std::string name_code(std::string_view words, std::string_view when = "2024-01-15") {
  const auto one = dictionary().resolve_name(words, day(when));
  return one ? code(*one) : "-";
}

TEST(Fold, DropsCaseDiacriticsDotsAndApostrophes) {
  EXPECT_EQ(fold("C\u00f4te d\u2019Ivoire"), "cote divoire");
  EXPECT_EQ(fold("Cote d'Ivoire"), "cote divoire");
  EXPECT_EQ(fold("The U.S."), "us");
  EXPECT_EQ(fold("al-Qa'ida's"), "al qaida");
  EXPECT_EQ(fold("Recep Tayyip Erdo\u011fan"), "recep tayyip erdogan");
}

TEST(ParseDay, TakesYearMonthAndDay) {
  EXPECT_EQ(day("1970-01-02"), Day{1});
  EXPECT_EQ(day("1971"), Day{365});
  EXPECT_FALSE(day("1970-02-30").has_value());
  EXPECT_FALSE(day("soon").has_value());
}

TEST(ResolveName, KnowsStatesByAllTheirNames) {
  for (const char* name : {"Colombia", "Colombian", "Colombians", "the Republic of Colombia"}) {
    const auto one = dictionary().resolve_name(name, {});
    ASSERT_TRUE(one.has_value()) << name;
    EXPECT_EQ(one->country, "COL") << name;
    EXPECT_EQ(one->name, "Colombia") << name;
    EXPECT_EQ(one->wikidata_id, "Q739") << name;
  }
  EXPECT_EQ(name_code("Cote d'Ivoire"), "CIV/");
  EXPECT_EQ(name_code("Britain"), "GBR/");
  EXPECT_EQ(name_code("South Korean"), "KOR/");
  EXPECT_EQ(name_code("Kosovo"), "KOS/");
  EXPECT_EQ(name_code("Puerto Rico"), "USA/");
  EXPECT_EQ(dictionary().country_name("GBR"), "United Kingdom");
  EXPECT_EQ(dictionary().country_name("USA"), "United States");
  EXPECT_EQ(dictionary().country_wikidata_id("USA"), "Q30");
}

TEST(StateOf, FilesTerritoriesUnderTheirState) {
  EXPECT_EQ(dictionary().state_of("PRI"), "USA");
  EXPECT_EQ(dictionary().state_of("XKX"), "KOS");
  EXPECT_EQ(dictionary().state_of("COL"), "COL");
  EXPECT_EQ(dictionary().state_of(""), "");
}

TEST(ResolveName, NeverTakesThePronounForTheState) {
  EXPECT_EQ(name_code("US"), "USA/");
  EXPECT_EQ(name_code("U.S."), "USA/");
  EXPECT_EQ(name_code("us"), "-");
  EXPECT_EQ(name_code("Us"), "-");
  EXPECT_EQ(name_code("ice"), "-");
  EXPECT_EQ(name_code("who"), "-");
}

TEST(ResolveName, KnowsSeatsAndBodies) {
  EXPECT_EQ(name_code("Kremlin"), "RUS/GOV");
  EXPECT_EQ(name_code("the White House"), "USA/GOV");
  EXPECT_EQ(name_code("Bogot\u00e1"), "COL/GOV");
  EXPECT_EQ(name_code("ICE"), "USA/COP");
  EXPECT_EQ(name_code("FSB"), "RUS/SPY");
  EXPECT_EQ(name_code("United Nations"), "UNO/");
  EXPECT_EQ(name_code("NATO"), "IGO/MIL");
  EXPECT_EQ(name_code("Nato"), "IGO/MIL");
  EXPECT_EQ(name_code("Ice"), "-");
  EXPECT_EQ(name_code("Amnesty International"), "NGO/");
  EXPECT_EQ(name_code("Islamic State"), "IMG/REB");
  EXPECT_EQ(name_code("Reuters"), "/JRN");
  EXPECT_EQ(dictionary().resolve_name("Kremlin", {})->name, "Russia");
}

TEST(ResolveName, KnowsPeoplesByTheirUsualNames) {
  EXPECT_EQ(name_code("Uzbek"), "UZB/");
  EXPECT_EQ(name_code("Azeris"), "AZE/");
  EXPECT_EQ(name_code("South Africans"), "ZAF/");
  EXPECT_EQ(name_code("Salvadoreans"), "SLV/");
}

TEST(ResolveName, KnowsStatesByTheShortNamesOfTheirIslands) {
  EXPECT_EQ(name_code("St Vincent"), "VCT/");
  EXPECT_EQ(name_code("St. Kitts"), "KNA/");
  EXPECT_EQ(name_code("Trinidad"), "TTO/");
}

TEST(ResolveName, FollowsTheDates) {
  EXPECT_EQ(name_code("Taliban", "2019-01-01"), "AFG/REB");
  EXPECT_EQ(name_code("Taliban", "2023-01-01"), "AFG/GOV");
  EXPECT_EQ(name_code("Angela Merkel", "2010-01-01"), "DEU/GOV");
  EXPECT_EQ(name_code("Angela Merkel", "2024-01-01"), "DEU/ELI");
  EXPECT_EQ(name_code("Gustavo Petro", "2023-05-05"), "COL/GOV");
}

TEST(ResolveName, KnowsNobodyByAnUnknownName) {
  EXPECT_EQ(name_code("Zorblax Quimby"), "-");
  EXPECT_EQ(name_code(""), "-");
  EXPECT_EQ(name_code("'"), "-");
}

TEST(ResolvePerson, TakesASurnameInOffice) {
  EXPECT_EQ(dictionary().resolve_person("Putin", day("2022-03-01"))->name, "Vladimir Putin");
  EXPECT_EQ(dictionary().resolve_person("Bush", day("2004-03-01"))->name, "George W. Bush");
  EXPECT_EQ(dictionary().resolve_person("Bush", day("1990-03-01"))->name, "George H. W. Bush");
  EXPECT_FALSE(dictionary().resolve_person("Putin", day("2022-03-01"), "FRA").has_value());
}

TEST(ResolvePhrase, ReadsTitleAndNation) {
  const Resolved one = phrase("Colombian President Gustavo Petro", true);
  EXPECT_EQ(code(one), "COL/GOV");
  EXPECT_EQ(one.name, "Gustavo Petro");
  EXPECT_EQ(one.role, "president");
  EXPECT_STREQ(one.by.by, "title");
  const Resolved unknown = phrase("Kenyan Foreign Minister Zorblax Quimby", true);
  EXPECT_EQ(code(unknown), "KEN/GOV");
  EXPECT_EQ(unknown.name, "Zorblax Quimby");
  EXPECT_EQ(unknown.role, "foreign minister");
}

TEST(ResolvePhrase, LetsTheTextWinOverTheDictionary) {
  EXPECT_EQ(code(phrase("former president \u00c1lvaro Uribe", true)), "COL/ELI");
  EXPECT_EQ(code(phrase("French opposition leader Gustavo Petro", true)), "FRA/OPP");
}

TEST(ResolvePhrase, GivesANamelessBodyTheNameOfItsState) {
  const Resolved police = phrase("South Korean police");
  EXPECT_EQ(code(police), "KOR/COP");
  EXPECT_EQ(police.name, "South Korea");
  EXPECT_EQ(code(phrase("Israel's army")), "ISR/MIL");
  EXPECT_EQ(code(phrase("troops from Rwanda")), "RWA/MIL");
  EXPECT_EQ(code(phrase("the government of Mali")), "MLI/GOV");
  EXPECT_EQ(code(phrase("a Russian warplane")), "RUS/MIL");
  EXPECT_EQ(code(phrase("Israeli forces")), "ISR/MIL");
  EXPECT_EQ(code(phrase("the US Treasury")), "USA/GOV");
}

TEST(ResolvePhrase, LetsWeakHeadsTakeWhatStandsBeside) {
  EXPECT_EQ(code(phrase("agents of US Immigration and Customs Enforcement")), "USA/COP");
  EXPECT_EQ(code(phrase("ICE agents")), "USA/COP");
  EXPECT_EQ(code(phrase("a Hamas leader")), "PSE/REB");
  EXPECT_EQ(code(phrase("the Colombian leader")), "COL/GOV");
  EXPECT_EQ(code(phrase("rebel leader")), "/REB");
  EXPECT_EQ(code(phrase("the UN envoy")), "UNO/");
  EXPECT_EQ(code(phrase("UN peacekeepers")), "UNO/MIL");
  EXPECT_EQ(code(phrase("NATO forces")), "IGO/MIL");
  EXPECT_EQ(code(phrase("leader")), "/");
}

TEST(ResolvePhrase, TellsAnAuthorityFromItsOfficials) {
  EXPECT_EQ(phrase("the Afghan authority").role_class, RoleClass::kBody);
  EXPECT_EQ(phrase("the Afghan authority").name, "Afghanistan");
  EXPECT_EQ(phrase("the Afghan official").role_class, RoleClass::kOffice);
}

TEST(ResolvePhrase, GivesPeopleACountryAndNoName) {
  Phrase aleppo = phrase_of("residents of Aleppo");
  aleppo.attachments[0].phrase.words[0].place_country = "SYR";
  const Resolved residents = dictionary().resolve_phrase(aleppo, {});
  EXPECT_EQ(code(residents), "SYR/CVL");
  EXPECT_EQ(residents.name, "");
  EXPECT_EQ(code(phrase("Syrian refugees")), "SYR/REF");
  EXPECT_EQ(code(phrase("protesters in Kiev")), "UKR/CVL");
  EXPECT_EQ(code(phrase("the opposition leader")), "/OPP");
}

TEST(ResolvePhrase, DoesNotTakeBackersForTheNation) {
  EXPECT_EQ(code(phrase("Iran-backed militia")), "/PRM");
  EXPECT_EQ(code(phrase("Turkish-backed Syrian rebels")), "SYR/REB");
  EXPECT_EQ(code(phrase("pro-Russian separatists")), "/REB");
  EXPECT_EQ(code(phrase("US-Israeli forces")), "/MIL");
}

TEST(ResolvePhrase, DoesNotTakeDescentForTheNation) {
  EXPECT_EQ(code(phrase("ethnic Albanians")), "/CVL");
  EXPECT_EQ(code(phrase("ethnic Albanian rebels")), "/REB");
  EXPECT_EQ(code(phrase("ethnic Hungarians in Romania")), "ROU/CVL");
  EXPECT_EQ(code(phrase("Albanians")).substr(0, 3), "ALB");
}

TEST(ResolvePhrase, ReadsNamesAcrossAPossessive) {
  const auto owned = [](std::vector<std::string_view> words, bool is_named = true) {
    Phrase one;
    for (const std::string_view word : words) {
      const bool is_mark = word.starts_with("'");
      const bool is_capital = word.front() >= 'A' && word.front() <= 'Z';
      one.words.push_back({word, {}, is_mark ? Upos::kPart : is_capital ? Upos::kPropn : Upos::kNoun, {}});
    }
    one.head = words.size() - 1;
    one.is_name = is_named;
    return dictionary().resolve_phrase(one, day("2024-01-15"));
  };
  EXPECT_EQ(code(owned({"Lord", "'s", "Resistance", "Army"})), "UGA/REB");
  EXPECT_EQ(code(owned({"Kurdistan", "Workers", "'", "Party"})), "TUR/REB");
  EXPECT_EQ(code(owned({"Iran", "'s", "president"}, false)), "IRN/GOV");
  Phrase korea;
  for (const std::string_view word : {"Democratic", "People", "'s", "Republic", "of", "Korea"})
    korea.words.push_back({word, {}, word == "'s" ? Upos::kPart : word == "of" ? Upos::kAdp : Upos::kPropn, {}});
  korea.head = 3;
  EXPECT_EQ(dictionary().resolve_phrase(korea, day("2024-01-15")).country, "PRK");
}

TEST(ResolvePhrase, LeavesTheUnknownEmpty) {
  const Resolved one = phrase("the weather");
  EXPECT_EQ(code(one), "/");
  EXPECT_EQ(one.kind, Kind::kNone);
  EXPECT_EQ(code(dictionary().resolve_phrase({}, {})), "/");
}

TEST(Load, TellsWhatIsMissing) {
  const auto missing = Dictionary::load("no/such/folder");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
}

TEST(Load, IsQuick) {
  const double begin = test::processor_seconds();
  const auto loaded = Dictionary::load(std::filesystem::path(CASUS_SOURCE_DIR) / "data");
  const double took = 1000 * (test::processor_seconds() - begin);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_GT(loaded->names(), 40'000u);
  RecordProperty("milliseconds", std::to_string(took));
  EXPECT_LT(took, 400.0) << "far above the 15 ms of a release build";
}

}  // namespace
}  // namespace casus::actor
