// SPDX-License-Identifier: Apache-2.0
#include "frame/frame.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

#include "../support/parsed.h"

namespace casus::frame {
namespace {

const Stage& stage() {
  static const auto made = [] {
    auto book = codebook::Codebook::load(std::filesystem::path(CASUS_SOURCE_DIR) / "data");
    EXPECT_TRUE(book.has_value()) << (book ? "" : book.error().message);
    return make_frame_stage(std::make_shared<const codebook::Codebook>(std::move(*book)));
  }();
  return *made;
}

/// The frames of one sentence, asked by the trigger's word and the participant's part.
class Frames {
 public:
  /// `finite` is the form of the verb that has a tense.
  explicit Frames(std::string_view words, std::string_view finite = "-") : doc_(test::parsed(words)) {
    auto inventory = std::make_shared<Inventory>(*doc_.inventory);
    inventory->feats = {"_", "Mood=Ind|VerbForm=Fin"};
    doc_.inventory = inventory;
    for (std::size_t i = 0; i < doc_.tokens.size(); ++i)
      if (doc_.form(TokenId{i}) == finite) doc_.morphology[i].feats = 1;
    Workspace workspace;
    EXPECT_TRUE(stage().run({&doc_, 1}, workspace).has_value());
  }
  bool has(std::string_view trigger) const { return event(trigger) != nullptr; }
  std::string light_verb(std::string_view trigger) const {
    const Event* e = event(trigger);
    return e == nullptr || !e->support.exists() ? "" : std::string(doc_.form(e->support));
  }
  /// The heads of the participants in `part`, each with its preposition, in order.
  std::string who(std::string_view trigger, Part part) const {
    const Event* e = event(trigger);
    if (e == nullptr) return "no event";
    std::string out;
    for (const Participant& p : e->participants)
      if (p.part == part)
        out += (out.empty() ? "" : " ") + (p.preposition.empty() ? "" : p.preposition + ":") +
               std::string(doc_.form(p.head));
    return out;
  }

 private:
  const Event* event(std::string_view trigger) const {
    for (const Event& e : doc_.events)
      if (doc_.form(e.head) == trigger) return &e;
    return nullptr;
  }
  Document doc_;
};

TEST(Frames, TakeSubjectAndObjectOfAnActiveClause) {
  const Frames f("Rebels/NOUN/2/nsubj attacked/VERB/0/root/attack Oslo/PROPN/2/obj");
  EXPECT_EQ(f.who("attacked", Part::kDoer), "Rebels");
  EXPECT_EQ(f.who("attacked", Part::kUndergoer), "Oslo");
}

TEST(Frames, TurnAPassiveClauseRound) {
  const Frames f(
      "Oslo/PROPN/3/nsubj:pass was/AUX/3/aux:pass/be attacked/VERB/0/root/attack by/ADP/5/case "
      "rebels/NOUN/3/obl:agent");
  EXPECT_EQ(f.who("attacked", Part::kDoer), "rebels");
  EXPECT_EQ(f.who("attacked", Part::kUndergoer), "Oslo");
}

TEST(Frames, LeaveThePassiveDoerUnknown) {
  const Frames f("Oslo/PROPN/3/nsubj:pass was/AUX/3/aux:pass/be attacked/VERB/0/root/attack");
  EXPECT_EQ(f.who("attacked", Part::kDoer), "");
}

TEST(Frames, GiveTheInfinitiveTheSubjectAbove) {
  const Frames f(
      "Kenya/PROPN/2/nsubj promised/VERB/0/root/promise to/PART/4/mark arrest/VERB/2/xcomp rebels/NOUN/4/obj");
  EXPECT_EQ(f.who("arrest", Part::kDoer), "Kenya");
  EXPECT_EQ(f.who("arrest", Part::kUndergoer), "rebels");
}

TEST(Frames, GiveTheInfinitiveTheObjectOfWhoUrges) {
  const Frames f(
      "Kenya/PROPN/2/nsubj urged/VERB/0/root/urge Chad/PROPN/2/obj to/PART/5/mark arrest/VERB/2/xcomp "
      "rebels/NOUN/5/obj");
  EXPECT_EQ(f.who("arrest", Part::kDoer), "Chad");
}

TEST(Frames, GiveAFiniteClauseNoSubjectFromAbove) {
  constexpr std::string_view kWords =
      "killed/VERB/5/ccomp/kill two/NOUN/1/obj ,/PUNCT/1/punct police/NOUN/5/nsubj said/VERB/0/root/say";
  EXPECT_EQ(Frames(kWords, "killed").who("killed", Part::kDoer), "");
  EXPECT_EQ(Frames(kWords).who("killed", Part::kDoer), "police");
}

TEST(Frames, GiveTheRelativeClauseItsNoun) {
  const Frames f("soldiers/NOUN/0/root who/PRON/3/nsubj attacked/VERB/1/acl:relcl/attack Oslo/PROPN/3/obj");
  EXPECT_EQ(f.who("attacked", Part::kDoer), "soldiers");
  EXPECT_EQ(f.who("attacked", Part::kUndergoer), "Oslo");
}

TEST(Frames, TakeAllOfACoordination) {
  const Frames f("France/PROPN/4/nsubj and/CCONJ/3/cc Chad/PROPN/1/conj attacked/VERB/0/root/attack rebels/NOUN/4/obj");
  EXPECT_EQ(f.who("attacked", Part::kDoer), "France Chad");
}

TEST(Frames, ShareTheSubjectOfCoordinatedVerbs) {
  const Frames f("Police/NOUN/2/nsubj came/VERB/0/root/come and/CCONJ/4/cc arrested/VERB/2/conj/arrest men/NOUN/4/obj");
  EXPECT_EQ(f.who("arrested", Part::kDoer), "Police");
}

TEST(Frames, ReadThePartiesOfANoun) {
  const Frames f("Kenya/PROPN/3/nmod:poss 's/PART/1/case attack/NOUN/4/nsubj failed/VERB/0/root/fail");
  EXPECT_EQ(f.who("attack", Part::kDoer), "Kenya");
}

TEST(Frames, FindTheLightVerbOfANoun) {
  const Frames f(
      "Canada/PROPN/2/nsubj imposed/VERB/0/root/impose sanctions/NOUN/2/obj/sanction on/ADP/5/case Chad/PROPN/3/nmod");
  EXPECT_TRUE(f.has("sanctions"));
  EXPECT_EQ(f.light_verb("sanctions"), "imposed");
}

TEST(Frames, AreNotMadeOfWordsThatTellNoEvent) {
  const Frames f("Farmers/NOUN/2/nsubj grew/VERB/0/root/grow apples/NOUN/2/obj/apple");
  EXPECT_FALSE(f.has("grew"));
  EXPECT_FALSE(f.has("apples"));
}

TEST(Frames, AreNotMadeOfANounBeforeANoun) {
  const Frames f("The/DET/3/det strike/NOUN/3/compound force/NOUN/4/nsubj left/VERB/0/root/leave");
  EXPECT_FALSE(f.has("strike"));
}

TEST(Frames, AreNotMadeInsideFurniture) {
  Document doc = test::parsed("Rebels/NOUN/2/nsubj attacked/VERB/0/root/attack Oslo/PROPN/2/obj");
  doc.furniture = {{0, static_cast<std::uint32_t>(doc.text.size())}};
  Workspace workspace;
  ASSERT_TRUE(stage().run({&doc, 1}, workspace).has_value());
  EXPECT_TRUE(doc.events.empty());
  EXPECT_TRUE(doc.has(Layer::kEvents));
}

}  // namespace
}  // namespace casus::frame
