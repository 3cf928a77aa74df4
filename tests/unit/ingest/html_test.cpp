// SPDX-License-Identifier: Apache-2.0
#include "../support/processor_time.h"
#include "ingest/metadata.h"
#include "support.h"

namespace casus::ingest {
namespace {

const std::string kOne = "The tanks left the town on Monday, officials said, after a week of talks.";
const std::string kTwo = "A spokesman for the rebels denied it, and the army gave no comment on the matter.";

std::string page(const std::string& body, const std::string& head = "") {
  return "<!DOCTYPE html><html lang=\"en-GB\"><head>" + head + "</head><body>" + body + "</body></html>";
}
std::string p(const std::string& words) {
  return "<p>" + words + "</p>";
}

double seconds_to_read(const std::string& html) {
  const double start = test::processor_seconds();
  const Document doc = read_ok(html, "x.html");
  expect_sound(doc, true);
  return test::processor_seconds() - start;
}

TEST(Html, KeepsTheStoryAndDropsWhatStandsAround) {
  const Document doc = read_ok(
      page(
          "<nav><a href=a>Home</a> <a href=b>World</a></nav><header><h1>Tanks leave</h1></header><div "
          "class=\"share-bar\">Share this</div>"
          "<article>" +
          p(kOne) + "<div class=relatedPosts><a href=x>Another story, told elsewhere.</a></div>" + p(kTwo) +
          "<figure><img src=a><figcaption>A tank, seen in May.</figcaption></figure></article>"
          "<div id=\"cookie-notice\"><p>We use cookies, as you know, to give you the best of all experiences.</p></div>"
          "<div class=comments><p>I do not believe a word of this, my friends, and nor should you.</p></div>"
          "<p><a href=p>Prev Post</a></p><footer>All rights reserved.</footer>"),
      "x.html");
  EXPECT_EQ(doc.text, kOne + "\n\n" + kTwo);
  EXPECT_TRUE(doc.furniture.empty());
  expect_sound(doc, true);
}

TEST(Html, KeepsHeadingsAndListsOfTheStory) {
  const Document doc =
      read_ok(page("<article>" + p(kOne) + "<h2>The terms</h2><ul><li>Tanks leave.</li><li>Talks go on.</li></ul>" +
                   p(kTwo) + "</article>"),
              "x.html");
  EXPECT_EQ(doc.text, kOne + "\n\nThe terms\n\nTanks leave.\nTalks go on.\n\n" + kTwo);
}

TEST(Html, PutsTheStandfirstInFrontOfTheStory) {
  const Document doc = read_ok(page("<div><h1>Tanks leave</h1><div class=intro>The army has left a town that it had "
                                    "held for a year, its spokesman said.</div></div><div class=\"article-body\">" +
                                    p(kOne) + p(kTwo) + p(kOne) + "</div>"),
                               "x.html");
  EXPECT_TRUE(doc.text.starts_with("The army has left a town"));
}

TEST(Html, ReadsReferencesOfAnyLengthAsUtf8) {
  for (const char* digits : {"xBBBBBBBBBBBBBBBB", "X80000000", "4294967361", "99999999999999999999", "x110000"}) {
    const std::string page = "<title>A &#" + std::string(digits) + "; B</title><p>One &#" + digits + "; two.</p>";
    Options options;
    options.format = "html";
    const auto doc = read_document(page, "input", options);
    ASSERT_TRUE(doc) << digits;
    EXPECT_NE(doc->text.find("One \xEF\xBF\xBD two."), std::string::npos) << digits << ": " << doc->text;
  }
  const auto doc = read_document("<p>One &#x0000000041; two.</p>", "input", {.format = "html"});
  ASSERT_TRUE(doc);
  EXPECT_NE(doc->text.find("One A two."), std::string::npos) << doc->text;
}

TEST(Html, MapsCharacterReferencesAsWholes) {
  const Document doc = read_ok(page(p("Smith &amp; Sons left M&eacute;rida&nbsp;on Monday, said AT&T "
                                      "&#8220;officials&#x201D; there &lt;all&gt; &copy2020 &notaname; a & b.") +
                                    p(kOne)),
                               "x.html");
  EXPECT_TRUE(doc.text.starts_with("Smith & Sons left M\xC3\xA9rida")) << doc.text;
  EXPECT_EQ(raw_of(doc, "Smith & Sons"), "Smith &amp; Sons");
  EXPECT_EQ(raw_of(doc, "M\xC3\xA9rida"), "M&eacute;rida");
  EXPECT_EQ(raw_of(doc, "AT&T"), "AT&T");
  EXPECT_EQ(raw_of(doc, "\xE2\x80\x9Cofficials\xE2\x80\x9D"), "&#8220;officials&#x201D;");
  EXPECT_EQ(raw_of(doc, "<all>"), "&lt;all&gt;");
  EXPECT_EQ(raw_of(doc, "\xC2\xA9"), "&copy");
  EXPECT_EQ(raw_of(doc, "2020"), "2020");
  EXPECT_EQ(raw_of(doc, "a & b."), "a & b.");
  expect_sound(doc, true);
}

TEST(Html, AlignsAcrossScriptsCommentsAndStrayTags) {
  const Document doc = read_ok(page("<script>var a = '<p>no</p>'; <!-- <script> --></script><style>p{}</style>" +
                                    p("The tanks <!-- not -->left <b>the</b> to<script>x()</script>wn</x> on "
                                      "Monday,\r\n  officials <img src=a>said.") +
                                    p(kTwo)),
                               "x.html");
  EXPECT_TRUE(doc.text.starts_with("The tanks left the town on Monday, officials said.")) << doc.text;
  EXPECT_EQ(raw_of(doc, "tanks left"), "tanks <!-- not -->left");
  EXPECT_EQ(raw_of(doc, "town"), "to<script>x()</script>wn");
  EXPECT_EQ(raw_of(doc, "officials"), "officials");
  expect_sound(doc, true);
}

TEST(Html, KeepsTagNamesApartFromAttributesItSkips) {
  const Document doc = read_ok(page("<p data-a='1'class=b>" + kOne +
                                    "</p><p onclick=x data-b=\"2\"id=c>     The   tanks      left.</p>" + p(kTwo)),
                               "x.html");
  EXPECT_EQ(doc.text, kOne + "\n\nThe tanks left.\n\n" + kTwo);
  EXPECT_EQ(raw_of(doc, "tanks left."), "tanks      left.");
  expect_sound(doc, true);
}

TEST(Html, FindsWhatThePageSaysOfItself) {
  const Document doc = read_ok(page(p(kOne),
                                    "<title>Tanks leave - The Paper</title><meta property='og:site_name' content='The "
                                    "Paper'><link rel=canonical href='https://paper.example/2025/03/04/tanks'>"
                                    "<meta name=author content='Jane Roe'>"),
                               "x.html");
  EXPECT_EQ(doc.origin.title, "Tanks leave");
  EXPECT_EQ(doc.origin.publisher, "The Paper");
  EXPECT_EQ(doc.origin.author, "Jane Roe");
  EXPECT_EQ(doc.origin.language, "en");
  EXPECT_EQ(doc.origin.published, "2025-03-04");
  EXPECT_EQ(doc.origin.url, "https://paper.example/2025/03/04/tanks");
}

TEST(Html, BelievesJsonLdFirst) {
  const Document doc = read_ok(
      page(
          p(kOne),
          R"(<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"W"},{"@type":["NewsArticle"],"headline":"Tanks leave town","datePublished":"2025-03-04T10:00:00Z","author":[{"name":"Jane Roe"},{"name":"John Doe"}],"publisher":{"name":"The Paper"}}]}</script><meta name="date" content="2025-03-09">)"),
      "x.html");
  EXPECT_EQ(doc.origin.title, "Tanks leave town");
  EXPECT_EQ(doc.origin.published, "2025-03-04");
  EXPECT_EQ(doc.origin.author, "Jane Roe, John Doe");
  EXPECT_EQ(doc.origin.publisher, "The Paper");
}

TEST(Html, ReadsTheDeclaredEncoding) {
  const Document doc = read_ok(
      "<html><head><meta charset=iso-8859-1></head><body><p>The tanks left M\xE9rida on Monday, said \x93officials\x94 "
      "there, and more.</p></body></html>",
      "x.html");
  EXPECT_TRUE(doc.text.starts_with("The tanks left M\xC3\xA9rida on Monday, said \xE2\x80\x9Cofficials\xE2\x80\x9D"))
      << doc.text;
  EXPECT_EQ(raw_of(doc, "M\xC3\xA9rida"), "M\xE9rida");
  EXPECT_TRUE(doc.failures.empty());
  expect_sound(doc, false);
}

TEST(Html, ReadsUtf16) {
  std::string wide = "\xFE\xFF";
  for (const char c : page(p(kOne))) wide += std::string{'\0', c};
  const Document doc = read_ok(wide, "x.html");
  EXPECT_EQ(doc.text, kOne);
  expect_sound(doc, false);
}

TEST(Html, SurvivesHostilePages) {
  std::string deep, formats, tables, attributes = "<p ", mixed, opens;
  for (int i = 0; i < 200'000; ++i) deep += "<div>";
  for (int i = 0; i < 60'000; ++i) formats += "<b id=" + std::to_string(i) + "><p>x";
  for (int i = 0; i < 100'000; ++i) tables += "<table><tr><td>a";
  for (int i = 0; i < 300'000; ++i) attributes += "a" + std::to_string(i) + " ";
  for (int i = 0; i < 80'000; ++i) mixed += "<a href=x><i></b></a><svg><p>";
  for (int i = 0; i < 400'000; ++i) opens += "<!--";
  for (const std::string* html : {&deep, &formats, &tables, &attributes, &mixed, &opens})
    EXPECT_LT(seconds_to_read("<html>" + *html + "words of a story, told."), 10.0) << html->substr(0, 20);
  for (const char* part : {"<script><!--", "<script>-<", "&amp", "<", "</", "<a b='", "<svg><g>", "<textarea>",
                           "<title>", "\r", "&#x", "<![CDATA[", "<li>x", "<select><option>", "<x-"}) {
    std::string html = "<html><body>";
    while (html.size() < 1'000'000) html += part;
    EXPECT_LT(seconds_to_read(html), 10.0) << part;
  }
}

TEST(Html, ReadsALargePageInTime) {
  std::string body;
  while (body.size() < 10'000'000)
    body += "<div class=\"a b\"><p>" + kOne + " <a href=\"x\">" + kTwo + "</a></p></div>\n";
  EXPECT_LT(seconds_to_read(page("<article>" + body + "</article>")), 10.0);
}

TEST(FindDay, ReadsTheUsualSpellings) {
  for (const char* text :
       {"2019-11-18T10:00:00Z", "20191118", "2019/11/18", "18.11.2019", "18 November 2019", "Nov. 18, 2019",
        "Monday, 18 Nov 2019 10:00:00 GMT", "November 18th, 2019", "Published on 18/11/2019", "11/18/2019"})
    EXPECT_EQ(find_day(text), "2019-11-18") << text;
}

TEST(FindDay, GivesNothingForWhatIsNoDay) {
  for (const char* text :
       {"", "2019", "2019-13-45", "31 April 2019", "3 days ago", "05/06/2019", "29 February 2019", "12345678"})
    EXPECT_EQ(find_day(text), "") << text;
}

}  // namespace
}  // namespace casus::ingest
