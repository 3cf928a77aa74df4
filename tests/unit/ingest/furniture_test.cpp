// SPDX-License-Identifier: Apache-2.0
#include "ingest/furniture.h"

#include "support.h"

namespace casus::ingest {
namespace {

std::vector<std::string> marked(const std::string& text) {
  const Document doc = read_ok(text, "a.txt");
  std::vector<std::string> out;
  for (const Span span : doc.furniture) out.emplace_back(words_of(doc.text, span));
  return out;
}
using Lines = std::vector<std::string>;

TEST(Furniture, MarksLinesThatWereCopiedWithTheStory) {
  for (const char* line :
       {"Prev Post :", "Next Post", "Share this:", "ADVERTISEMENT", "Related: Another story told elsewhere",
        "READ MORE: Why the tanks came", "Also read | Talks go on", "Subscribe to our newsletter",
        "Photo by Jane Roe/Agency", "By Jane Roe and John Doe", "Published 4 May 2018 10:45 GMT",
        "We use cookies to improve your experience.", "3 min read", "https://example.org/a", "\xC2\xAB Previous Post",
        "12 comments", "[Getty Images]"})
    EXPECT_EQ(marked(std::string("Tanks left the town.\n") + line + "\nTalks go on."), Lines{line});
}

TEST(Furniture, LeavesSentencesOfTheStoryAlone) {
  for (const char* line :
       {"Next, the president spoke of the tanks.", "Related attacks killed ten people.",
        "By Monday the tanks had left.", "Share prices fell.", "Police said more: the men fled.",
        "Photographs showed tanks in the town.", "Advertisement spending fell after the strike.",
        "Watch committees were set up in May 2018.", "Sources: two officials and a guard.",
        "The attack on 4 May 2018 killed 45.", "Follow the money, the minister said.",
        "\xE2\x80\x9CRead more,\xE2\x80\x9D she said.", "By hook or by crook", "May 2018 was the deadliest month"})
    EXPECT_EQ(marked(line), Lines{}) << line;
}

TEST(Furniture, MarksATailBehindTheLastSentence) {
  EXPECT_EQ(marked("The danger was real. Prev Post :"), Lines{"Prev Post :"});
  EXPECT_EQ(marked("The danger was real. Share"), Lines{});
}

TEST(Furniture, MarksTheAddressButNotTheWordsOfATitleLine) {
  EXPECT_EQ(marked("TITLE: Tanks leave LINK: http://example.org/a\nTanks left."),
            (Lines{"TITLE:", "LINK: http://example.org/a"}));
}

TEST(Furniture, SpansAscendAndDoNotOverlap) {
  const Document doc = read_ok("Share\n\nTITLE: a LINK: http://b.c/\nShare\r\nTanks left. Next Post\n", "a.txt");
  std::uint32_t at = 0;
  for (const Span span : doc.furniture) {
    EXPECT_LE(at, span.begin);
    EXPECT_LT(span.begin, span.end);
    at = span.end;
  }
  EXPECT_GE(doc.furniture.size(), 4U);
}

}  // namespace
}  // namespace casus::ingest
