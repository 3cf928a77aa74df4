// SPDX-License-Identifier: Apache-2.0
#include "ingest/metadata.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/day.h"
#include "ingest/json_text.h"
#include "ingest/words.h"

namespace casus::ingest {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxValue = 1000;

std::string iso_day(int year, int month, int day) {
  static constexpr std::array<int, 12> kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1600 || year > 2200 || month < 1 || month > 12 || day < 1 ||
      day > kDays[static_cast<std::size_t>(month - 1)])
    return {};
  const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month == 2 && day == 29 && !is_leap) return {};
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", year, month, day);
  return out.data();
}

/// A number or a word of a date, in order.
struct Part {
  std::string word;  // lower case; empty for a number
  int number = 0;
  int digits = 0;
  char before = ' ';  // the character in front
};

std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts;
  for (std::size_t at = 0; at < text.size() && parts.size() < 12;) {
    const std::size_t begin = at;
    const char before = at == 0 ? ' ' : text[at - 1];
    if (is_digit(text[at])) {
      int number = 0;
      while (at < text.size() && is_digit(text[at])) {
        if (at - begin < 9) number = number * 10 + (text[at] - '0');
        ++at;
      }
      parts.push_back({{}, number, static_cast<int>(at - begin), before});
    } else if (is_ascii_letter(text[at])) {
      while (at < text.size() && is_ascii_letter(text[at])) ++at;
      parts.push_back({lower_ascii(text.substr(begin, at - begin)), 0, 0, before});
    } else {
      ++at;
    }
  }
  return parts;
}

int month_of(std::string_view word) {
  if (word.size() < 3) return 0;
  for (std::size_t i = 0; i < kMonthNames.size(); ++i)
    if (kMonthNames[i].starts_with(word) || (word == "sept" && i == 8)) return static_cast<int>(i + 1);
  return 0;
}

bool is_day(const Part& part) {
  return part.word.empty() && part.digits > 0 && part.digits <= 2;
}
bool is_year(const Part& part) {
  return part.digits == 4;
}

std::string text_of(const json& value) {
  if (value.is_string()) return fold(value.get_ref<const std::string&>().substr(0, kMaxValue));
  if (value.is_array() && !value.empty()) {
    std::string all;
    for (const json& item : value) {
      const std::string one = text_of(item);
      if (one.empty()) continue;
      if (!all.empty()) all += ", ";
      all += one;
      if (all.size() > kMaxValue) break;
    }
    return all;
  }
  if (value.is_object()) {
    if (const auto name = value.find("name"); name != value.end() && name->is_string()) return text_of(*name);
    if (const auto text = value.find("@value"); text != value.end()) return text_of(*text);
  }
  return {};
}

bool is_article_type(const json& object) {
  const auto type = object.find("@type");
  if (type == object.end()) return false;
  const std::string name = text_of(*type);
  return name.find("Article") != std::string::npos || name.find("BlogPosting") != std::string::npos ||
         name.find("Report") != std::string::npos || name.find("LiveBlog") != std::string::npos;
}

void set_if_empty(std::string& field, std::string value) {
  if (field.empty()) field = std::move(value);
}

void read_linked_object(const json& object, Metadata& out) {
  const auto field = [&](const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? std::string() : text_of(*found);
  };
  set_if_empty(out.title, field("headline"));
  set_if_empty(out.published, find_day(field("datePublished")));
  set_if_empty(out.published, find_day(field("dateCreated")));
  set_if_empty(out.author, field("author"));
  set_if_empty(out.publisher, field("publisher"));
  set_if_empty(out.language, field("inLanguage"));
}

void read_linked_data(std::string_view source, Metadata& out) {
  source = trim(source);
  if (source.size() > 2'000'000 || json_depth(source) > kMaxJsonDepth) return;
  const json value = json::parse(source, nullptr, false, true);
  if (value.is_discarded()) return;
  std::vector<const json*> open{&value};
  std::vector<const json*> articles;
  for (std::size_t i = 0; i < open.size() && open.size() < 1000; ++i) {
    const json& item = *open[i];
    if (item.is_array()) {
      for (const json& child : item) open.push_back(&child);
    } else if (item.is_object()) {
      if (is_article_type(item)) articles.push_back(&item);
      for (const char* name : {"@graph", "mainEntity", "mainEntityOfPage"})
        if (const auto child = item.find(name); child != item.end()) open.push_back(&*child);
    }
  }
  if (!articles.empty()) read_linked_object(*articles.front(), out);
}

class PageMetadata {
 public:
  PageMetadata(const Page& page, const Lists& lists) : page_(page), nodes_(page.nodes()), lists_(lists) {}

  Metadata read() {
    for (const std::string_view source : page_.linked_data()) read_linked_data(source, out_);
    look();
    use_meta();
    use_page();
    if (out_.language.size() > 3 && (out_.language[2] == '-' || out_.language[2] == '_')) out_.language.resize(2);
    out_.language = out_.language.size() <= 3 ? lower_ascii(out_.language) : std::string();
    for (std::string* value : {&out_.title, &out_.author, &out_.publisher, &out_.url})
      value->resize(std::min(value->size(), kMaxValue));
    return std::move(out_);
  }

 private:
  std::string subtree_text(std::uint32_t element) const {
    std::string text;
    for (std::uint32_t i = element; i < nodes_[element].end && text.size() < kMaxValue; ++i)
      if (nodes_[i].is_text()) text += nodes_[i].text();
    return fold(text);
  }

  void look();
  void look_meta(const PageNode& node);
  void use_meta();
  void use_page();
  const std::string& meta(std::string_view name) const {
    static const std::string kNothing;
    const auto found = meta_.find(name);
    return found == meta_.end() ? kNothing : found->second;
  }

  const Page& page_;
  const std::vector<PageNode>& nodes_;
  const Lists& lists_;
  Metadata out_;
  std::map<std::string, std::string, std::less<>> meta_;
  std::string head_title_, time_, by_class_, item_date_;
  std::vector<std::string> headings_;
};

void PageMetadata::look_meta(const PageNode& node) {
  std::string_view name, content;
  const GumboVector& attributes = node.node->v.element.attributes;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[i]);
    const std::string_view key = attribute->name, value = attribute->value;
    if (key == "content")
      content = value;
    else if (key == "property" || key == "name" || key == "itemprop" || (key == "http-equiv" && name.empty()))
      name = value;
  }
  if (!name.empty() && !content.empty() && name.size() < 60)
    meta_.try_emplace(lower_ascii(trim(name)), fold(content.substr(0, kMaxValue)));
}

void PageMetadata::look() {
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    const PageNode& node = nodes_[i];
    if (node.is_text()) continue;
    switch (node.tag) {
      case GUMBO_TAG_HTML:
        set_if_empty(out_.language, std::string(node.attribute("lang").substr(0, 20)));
        break;
      case GUMBO_TAG_META:
        look_meta(node);
        break;
      case GUMBO_TAG_TITLE:
        if (head_title_.empty()) head_title_ = subtree_text(i);
        break;
      case GUMBO_TAG_LINK:
        if (node.attribute("rel") == "canonical") set_if_empty(out_.url, std::string(trim(node.attribute("href"))));
        break;
      case GUMBO_TAG_H1:
        if (headings_.size() < 3) headings_.push_back(subtree_text(i));
        break;
      case GUMBO_TAG_TIME:
        if (time_.empty()) {
          time_ = find_day(node.attribute("datetime"));
          if (time_.empty()) time_ = find_day(subtree_text(i));
        }
        break;
      case GUMBO_TAG_SPAN:
      case GUMBO_TAG_DIV:
      case GUMBO_TAG_P:
      case GUMBO_TAG_ABBR:
      case GUMBO_TAG_LI:
      case GUMBO_TAG_A: {
        const std::string_view item = node.attribute("itemprop");
        if (item_date_.empty() && item == "datePublished") {
          item_date_ = find_day(node.attribute("content"));
          if (item_date_.empty()) item_date_ = find_day(subtree_text(i));
        }
        if (by_class_.empty() && node.end - i < 12) {
          const std::string_view names = node.attribute("class");
          if (!names.empty() && names.size() < 200) {
            const std::string low = lower_ascii(names);
            if (low.find("date") != std::string::npos || low.find("time") != std::string::npos ||
                low.find("publish") != std::string::npos)
              by_class_ = find_day(subtree_text(i));
          }
        }
        if (out_.author.empty() && (item == "author" || node.attribute("rel") == "author"))
          out_.author = subtree_text(i);
        break;
      }
      default:
        break;
    }
  }
}

void PageMetadata::use_meta() {
  for (const char* name :
       {"og:title", "twitter:title", "headline", "dc.title", "parsely-title", "sailthru.title", "citation_title"})
    set_if_empty(out_.title, meta(name));
  for (const std::string& name : lists_.date_names) set_if_empty(out_.published, find_day(meta(name)));
  for (const std::string& name : lists_.author_names) {
    const std::string& author = meta(name);
    if (!author.starts_with("http")) set_if_empty(out_.author, author);
  }
  for (const char* name :
       {"og:site_name", "application-name", "dc.publisher", "citation_journal_title", "publisher", "copyright"})
    set_if_empty(out_.publisher, meta(name));
  for (const char* name : {"og:locale", "content-language", "language", "dc.language"})
    set_if_empty(out_.language, meta(name));
  set_if_empty(out_.url, meta("og:url"));
  if (!out_.url.starts_with("http") && meta("og:url").starts_with("http")) out_.url = meta("og:url");
  if (out_.author.starts_with("By ")) out_.author.erase(0, 3);
}

/// "A headline - The Site": the part before the last mark, where it is the longer one or the rest is the site's name.
std::string without_site(const std::string& title, const std::string& site) {
  std::size_t at = std::string::npos;
  for (const std::string_view mark :
       {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ", " \xC2\xBB ", " \xC2\xB7 "}) {
    const std::size_t found = title.rfind(mark);
    if (found != std::string::npos && (at == std::string::npos || found > at)) at = found;
  }
  const bool is_site = !site.empty() && at != std::string::npos && title.find(site, at) != std::string::npos;
  return at != std::string::npos && (is_site || at * 2 >= title.size()) ? title.substr(0, at) : title;
}

void PageMetadata::use_page() {
  if (headings_.size() == 1 && headings_[0].size() > 10) set_if_empty(out_.title, headings_[0]);
  const std::string short_title = without_site(head_title_, out_.publisher);
  // The part of <title> that also stands as a heading is surely the headline.
  for (const std::string& heading : headings_)
    if (heading.size() > 10 && head_title_.find(heading) != std::string::npos) set_if_empty(out_.title, heading);
  set_if_empty(out_.title, short_title);
  if (!headings_.empty()) set_if_empty(out_.title, headings_[0]);
  if (out_.publisher.empty() && short_title.size() < head_title_.size()) {
    std::string_view rest = std::string_view(head_title_).substr(short_title.size());
    while (!rest.empty() && !is_ascii_letter(rest.front()) &&
           !(static_cast<unsigned char>(rest.front()) >= 0xC3 && static_cast<unsigned char>(rest.front()) != 0xE2))
      rest.remove_prefix(1);
    if (rest.size() < 40) out_.publisher = std::string(rest);
  }
  set_if_empty(out_.published, item_date_);
  set_if_empty(out_.published, day_of_url(out_.url));
  set_if_empty(out_.published, time_);
  set_if_empty(out_.published, by_class_);
}

}  // namespace

Metadata read_metadata(const Page& page, const Lists& lists) {
  return PageMetadata(page, lists).read();
}

std::string find_day(std::string_view text) {
  const std::vector<Part> parts = parts_of(text.substr(0, 120));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    if (part.digits == 8) {
      const std::string day = iso_day(part.number / 10000, part.number / 100 % 100, part.number % 100);
      if (!day.empty()) return day;
    }
    // 20191118T101500 and the like are one number to the eye only.
    if (part.digits == 14) continue;
    if (i + 2 >= parts.size()) continue;
    const Part &second = parts[i + 1], &third = parts[i + 2];
    std::string day;
    if (is_year(part) && is_day(second) && is_day(third) && second.before == third.before)
      day = iso_day(part.number, second.number, third.number);
    else if (is_day(part) && is_day(second) && is_year(third) && second.before == '.')
      day = iso_day(third.number, second.number, part.number);
    else if (is_day(part) && month_of(second.word) > 0 && is_year(third))
      day = iso_day(third.number, month_of(second.word), part.number);
    else if (month_of(part.word) > 0 && is_day(second) && is_year(third))
      day = iso_day(third.number, month_of(part.word), second.number);
    else if (month_of(part.word) > 0 && is_day(second) && i + 3 < parts.size() && third.word.size() == 2 &&
             is_year(parts[i + 3]))
      day = iso_day(parts[i + 3].number, month_of(part.word), second.number);  // "May 4th, 2018"
    else if (is_day(part) && is_day(second) && is_year(third) && second.before == '/' &&
             (part.number > 12) != (second.number > 12))
      day = part.number > 12 ? iso_day(third.number, second.number, part.number)
                             : iso_day(third.number, part.number, second.number);
    if (!day.empty()) return day;
  }
  return {};
}

std::string day_of_url(std::string_view url) {
  for (std::size_t at = url.find('/'); at != std::string_view::npos; at = url.find('/', at + 1)) {
    const std::string_view rest = url.substr(at + 1);
    if (rest.size() < 10 || !is_digit(rest[0]) || !is_digit(rest[3]) || is_digit(rest[4])) continue;
    if ((rest[4] != '/' && rest[4] != '-') || !(rest.starts_with("19") || rest.starts_with("20"))) continue;
    const std::vector<Part> parts = parts_of(rest.substr(0, 11));
    if (parts.size() >= 3 && parts[0].digits == 4 && parts[1].digits <= 2 && parts[2].digits <= 2)
      if (std::string day = iso_day(parts[0].number, parts[1].digits > 0 ? parts[1].number : month_of(parts[1].word),
                                    parts[2].number);
          !day.empty())
        return day;
  }
  return {};
}

}  // namespace casus::ingest
