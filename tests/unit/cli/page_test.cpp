// SPDX-License-Identifier: Apache-2.0
#include "cli/page.h"

#include <gtest/gtest.h>

#include <random>

namespace casus::cli {
namespace {

/// What a reader sees: without tags, references resolved.
std::string seen(const std::string& html) {
  static const std::pair<std::string_view, char> kReferences[]{
      {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}};
  std::string out;
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '<') {
      at = html.find('>', at) + 1;
      continue;
    }
    std::size_t length = 1;
    char character = html[at];
    for (const auto& [reference, meant] : kReferences)
      if (std::string_view(html).substr(at).starts_with(reference)) length = reference.size(), character = meant;
    out += character;
    at += length;
  }
  return out;
}

int count(const std::string& text, std::string_view part) {
  int out = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++out;
  return out;
}

TEST(EscapeHtml, GuardsTheFiveCharacters) {
  EXPECT_EQ(escape_html("<a b=\"c\">'&'"), "&lt;a b=&quot;c&quot;&gt;&#39;&amp;&#39;");
}

TEST(MarkedHtml, LeavesTextWithoutMarksAlone) {
  EXPECT_EQ(marked_html("a < b", {}), "a &lt; b");
}

TEST(MarkedHtml, WrapsAMark) {
  EXPECT_EQ(marked_html("they met there", {{{5, 8}, "trigger", 2}}),
            "they <span class=\"trigger\" data-card=\"2\">met</span> there");
}

TEST(MarkedHtml, GivesAPieceTheClassesOfAllMarksOverIt) {
  const std::string html = marked_html("abcdef", {{{0, 4}, "said", -1}, {{2, 6}, "side", -1}});
  EXPECT_EQ(html, "<span class=\"said\">ab</span><span class=\"said side\">cd</span><span class=\"side\">ef</span>");
}

TEST(MarkedHtml, PassesOverMarksThatLeaveTheText) {
  EXPECT_EQ(marked_html("abc", {{{2, 9}, "x", -1}, {{1, 1}, "y", -1}}), "abc");
}

TEST(MarkedHtml, ShowsTheTextUnchangedUnderAnyMarks) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (unsigned i = 0; i < random() % 30; ++i) text += "ab<>&\"' "[random() % 8];
    std::vector<Mark> marks;
    for (unsigned i = 0; i < random() % 6; ++i) {
      const auto begin = static_cast<std::uint32_t>(random() % (text.size() + 1));
      marks.push_back({{begin, static_cast<std::uint32_t>(begin + random() % 10)},
                       "c" + std::to_string(i),
                       static_cast<int>(random() % 4) - 1});
    }
    const std::string html = marked_html(text, marks);
    ASSERT_EQ(seen(html), text);
    ASSERT_EQ(count(html, "<span"), count(html, "</span>"));
  }
}

TEST(PageHead, EscapesTheTitle) {
  EXPECT_NE(page_head("a <b>").find("<title>a &lt;b&gt;</title>"), std::string::npos);
  EXPECT_EQ(page_head("x").find("http"), std::string::npos);
}

TEST(PageDocument, ShowsADocumentWithoutEvents) {
  Document doc;
  doc.origin.id = "<x>";
  doc.text = "Nothing & nobody.";
  const std::string page = page_document(doc, {}, 0);
  EXPECT_NE(page.find("&lt;x&gt;"), std::string::npos);
  EXPECT_NE(page.find("Nothing &amp; nobody."), std::string::npos);
  EXPECT_NE(page.find("No events."), std::string::npos);
}

}  // namespace
}  // namespace casus::cli
