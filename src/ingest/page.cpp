// SPDX-License-Identifier: Apache-2.0
#include "ingest/page.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>

#include "base/utf8.h"
#include "ingest/words.h"

namespace casus::ingest {
namespace {

constexpr std::size_t kMaxDepth = 600;         // browsers stop near 512
constexpr std::size_t kMaxFormatting = 32;     // open <b>, <i>, <a> …: a parser re-opens them in every block
constexpr std::size_t kMaxReopened = 300'000;  // of them, in the whole page
constexpr std::size_t kMaxAttributes = 400;
constexpr std::size_t kMaxTags = 1'000'000;
constexpr std::size_t kBlock = std::size_t{4} << 20;

void* allocate(void* arena, std::size_t size) {
  return static_cast<Arena*>(arena)->allocate(size);
}
void deallocate(void*, void*) {}

/// Elements that have no end tag, or whose end is implied by the next one of their kind: they do not nest by
/// themselves.
bool nests(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_KEYGEN:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_META:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TRACK:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_P:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_OPTGROUP:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_COLGROUP:
      return false;
    default:
      return true;
  }
}

bool is_formatting(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
      return true;
    default:
      return false;
  }
}

struct Tag {
  std::string_view name;
  std::size_t end = 0;  // behind '>'
  std::size_t attributes = 0;
  bool is_end = false;
  bool is_self_closing = false;
};

std::size_t find_or_end(std::string_view text, std::string_view what, std::size_t from) {
  const std::size_t found = text.find(what, from);
  return found == std::string_view::npos ? text.size() : found;
}

/// The attributes that anything here reads, and those that decide how the parser builds its tree.
bool is_wanted(std::string_view name, std::string_view value, GumboTag tag) {
  if (tag == GUMBO_TAG_META) return true;
  switch (name.size()) {
    case 2:
      return lower_ascii(name) == "id";
    case 3:
      return lower_ascii(name) == "rel";
    case 4: {
      const std::string low = lower_ascii(name);
      return low == "role" || low == "lang" || (low == "href" && tag == GUMBO_TAG_LINK) ||
             (low == "type" && tag == GUMBO_TAG_INPUT);
    }
    case 5: {
      const std::string low = lower_ascii(name);
      return low == "class" || (low == "style" && value.find("none") != std::string_view::npos);
    }
    case 6:
      return lower_ascii(name) == "hidden";
    case 7:
      return lower_ascii(name) == "content";
    case 8: {
      const std::string low = lower_ascii(name);
      return low == "itemprop" || low == "datetime" || low == "encoding";
    }
    case 11:
      return lower_ascii(name) == "aria-hidden";
    default:
      return false;
  }
}

struct Attribute {
  std::size_t begin = 0, end = 0;
  std::string_view name, value;
};

/// The tag at html[begin] == '<', followed by a letter or by '/' and a letter; `attribute` is called for each
/// attribute. Paper: HTML standard, section 13.2.5, tag states.
template <typename Visit>
Tag read_tag(std::string_view html, std::size_t begin, Visit visit) {
  Tag tag;
  std::size_t at = begin + 1;
  if (html[at] == '/') {
    tag.is_end = true;
    ++at;
  }
  const std::size_t name_at = at;
  while (at < html.size() && !is_space(html[at]) && html[at] != '>' && html[at] != '/') ++at;
  tag.name = html.substr(name_at, at - name_at);
  while (at < html.size()) {
    if (html[at] == '>') {
      tag.is_self_closing = html[at - 1] == '/';
      tag.end = at + 1;
      return tag;
    }
    if (is_space(html[at]) || html[at] == '/') {
      ++at;
      continue;
    }
    Attribute attribute{at, 0, {}, {}};
    ++at;  // a name may begin with '='
    while (at < html.size() && !is_space(html[at]) && html[at] != '/' && html[at] != '>' && html[at] != '=') ++at;
    attribute.name = html.substr(attribute.begin, at - attribute.begin);
    attribute.end = at;
    while (at < html.size() && is_space(html[at])) ++at;
    if (at < html.size() && html[at] == '=') {
      ++at;
      while (at < html.size() && is_space(html[at])) ++at;
      std::size_t value_at = at;
      if (at < html.size() && (html[at] == '"' || html[at] == '\'')) {
        value_at = at + 1;
        at = find_or_end(html, html.substr(at, 1), value_at);
        attribute.value = html.substr(value_at, at - value_at);
        at = std::min(at + 1, html.size());
      } else {
        while (at < html.size() && !is_space(html[at]) && html[at] != '>') ++at;
        attribute.value = html.substr(value_at, at - value_at);
      }
      attribute.end = at;
    }
    ++tag.attributes;
    visit(attribute);
  }
  tag.end = html.size();
  return tag;
}

Tag read_tag(std::string_view html, std::size_t begin) {
  return read_tag(html, begin, [](const Attribute&) {});
}

/// Where the contents of a raw text element (script, style) end: before its end tag.
std::size_t raw_text_end(std::string_view html, std::size_t from, std::string_view name) {
  const bool is_script = name.size() == 6 && lower_ascii(name) == "script";
  bool escaped = false, doubled = false;  // "<!--" and a "<script" inside it
  for (std::size_t at = from; at < html.size(); ++at) {
    if (escaped) {
      while (at < html.size() && html[at] != '<' && html[at] != '-') ++at;
      if (at < html.size() && html[at] == '-') {
        if (html.substr(at, 3) == "-->") escaped = doubled = false;
        continue;
      }
    } else {
      at = find_or_end(html, "<", at);
    }
    if (at >= html.size()) break;
    const std::string_view rest = html.substr(at);
    if (is_script && rest.starts_with("<!--")) {
      escaped = true;
      // "<!-->" ends at once.
      at += rest.starts_with("<!-->") || rest.starts_with("<!--->") ? 1 : 3;
      continue;
    }
    const bool is_end = rest.size() > 1 && rest[1] == '/';
    const std::size_t name_at = is_end ? 2 : 1;
    if (rest.size() <= name_at + name.size() ||
        !std::ranges::equal(
            rest.substr(name_at, name.size()), name, {}, [](char c) { return lower_ascii(c); },
            [](char c) { return lower_ascii(c); }))
      continue;
    const char after = rest[name_at + name.size()];
    if (!is_space(after) && after != '>' && after != '/') continue;
    if (is_end && !doubled) return at;
    if (escaped) doubled = !is_end;
  }
  return html.size();
}

/// Behind the </svg> of a drawing that opened before `from`, where nothing but simple shapes stands in it; else 0.
std::size_t drawing_end(std::string_view html, std::size_t from) {
  static constexpr std::string_view kShapes[] = {"path", "g",    "use",     "circle",   "rect",  "polygon",
                                                 "line", "defs", "ellipse", "polyline", "symbol"};
  for (std::size_t at = find_or_end(html, "<", from); at + 1 < html.size(); at = find_or_end(html, "<", at)) {
    if (html[at + 1] != '/' && !is_ascii_letter(html[at + 1])) return 0;
    const Tag tag = read_tag(html, at);
    if (tag.is_end && lower_ascii(tag.name.substr(0, 8)) == "svg") return tag.end;
    if (std::ranges::find(kShapes, tag.name) == std::end(kShapes)) return 0;
    at = tag.end;
  }
  return 0;
}

/// Of the character reference at source[from] the end, and how many bytes of text it became. `longest` is the end of
/// the longest reading; without ';' a name may run into the next word ("&copy2020"), so a shorter one is tried where
/// the texts do not go on alike, and two characters where one does not fit.
std::pair<std::size_t, std::size_t> reference_at(std::string_view source, std::size_t from, std::size_t longest,
                                                 std::string_view text, std::size_t to) {
  const auto goes_on = [&](std::size_t end, std::size_t text_end) {
    if (end >= source.size() || text_end >= text.size()) return end >= source.size() && text_end >= text.size();
    const char c = source[end];
    return c == text[text_end] || c == '&' || c == '<' || c == '\r' || c == '\0';
  };
  const std::size_t one = utf8::decode(text, to).length;
  if (goes_on(longest, to + one)) return {longest, one};
  const std::size_t two = to + one < text.size() ? one + utf8::decode(text, to + one).length : one;
  if (source[longest - 1] == ';' && goes_on(longest, to + two)) return {longest, two};
  for (std::size_t end = from + 3; end < longest && source[from + 1] != '#'; ++end)
    if (source[end] == text[std::min(to + one, text.size() - 1)] && goes_on(end, to + one)) return {end, one};
  return {longest, one};
}

/// Gumbo counts a character reference in an int, which overflows: "&#xBBBBBBBB;" would become bytes that are no UTF-8.
/// Digits of such length become a number just past U+10FFFF, which it reads as U+FFFD, as the standard says; every byte
/// keeps its place.
void bound_references(std::string& html) {
  constexpr std::size_t kMostDigits = 7;
  for (std::size_t at = html.find("&#"); at != std::string::npos; at = html.find("&#", at)) {
    at += 2;
    const bool is_hex = at < html.size() && (html[at] == 'x' || html[at] == 'X');
    if (is_hex) ++at;
    const auto digits = is_hex ? std::string_view("0123456789abcdefABCDEF") : std::string_view("0123456789");
    const std::size_t end = std::min(html.find_first_not_of(digits, at), html.size());
    const std::size_t first = std::min(html.find_first_not_of('0', at), end);
    if (end - first > kMostDigits) {
      const std::string_view past = is_hex ? "110000" : "1114112";
      std::fill(html.begin() + static_cast<std::ptrdiff_t>(at), html.begin() + static_cast<std::ptrdiff_t>(end), '0');
      std::ranges::copy(past, html.begin() + static_cast<std::ptrdiff_t>(end - past.size()));
    }
    at = end;
  }
}

GumboTag tag_of(std::string_view name) {
  if (name.size() > 32) return GUMBO_TAG_UNKNOWN;
  return gumbo_tagn_enum(name.data(), static_cast<unsigned>(name.size()));
}

}  // namespace

void* Arena::allocate(std::size_t size) {
  size = (size + 15) & ~std::size_t{15};
  if (size > left_) {
    const std::size_t block = std::max(size, kBlock);
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block));
    if (block > size || left_ == 0) {
      next_ = blocks_.back().get();
      left_ = block;
    } else {
      return blocks_.back().get();
    }
  }
  std::byte* out = next_;
  next_ += size;
  left_ -= size;
  return out;
}

std::string_view PageNode::attribute(const char* name) const {
  if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE) return {};
  const GumboVector& attributes = node->v.element.attributes;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[i]);
    if (std::strcmp(attribute->name, name) == 0) return attribute->value;
  }
  return {};
}

Page::Page(std::string_view html) {
  skim(html);
  bound_references(kept_);
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate;
  options.deallocator = deallocate;
  options.userdata = &arena_;
  options.max_errors = 0;
  // The tree lives in the arena and goes with it: gumbo_destroy_output would only walk it.
  const GumboOutput* output = gumbo_parse_with_options(&options, kept_.data(), kept_.size());
  flatten(output->root);
}

void Page::keep(std::string_view html, std::size_t begin, std::size_t end) {
  if (begin == end) return;
  pieces_.push_back({static_cast<std::uint32_t>(kept_.size()), static_cast<std::uint32_t>(begin)});
  kept_.append(html.substr(begin, end - begin));
}

void Page::skim(std::string_view html) {
  kept_.reserve(html.size());
  std::array<std::uint32_t, GUMBO_TAG_LAST + 1> open{}, dropped{};
  std::vector<std::pair<std::size_t, std::size_t>> unwanted;  // attributes of the tag at hand
  std::size_t depth = 0, formatting = 0, reopened = 0, tags = 0, kept_from = 0;
  const auto cut = [&](std::size_t begin, std::size_t end) {
    keep(html, kept_from, begin);
    kept_from = end;
  };
  // Of long white space between words one character is enough.
  const auto next_tag = [&](std::size_t from) {
    const std::size_t end = find_or_end(html, "<", from);
    for (std::size_t i = from; i < end; ++i) {
      if (!is_space(html[i])) continue;
      std::size_t stop = i + 1;
      while (stop < end && is_space(html[stop])) ++stop;
      if (stop - i > 3) cut(i + 1, stop);
      i = stop;
    }
    return end;
  };
  for (std::size_t at = next_tag(0); at + 1 < html.size(); at = next_tag(at)) {
    const char next = html[at + 1];
    if (next == '!') {
      if (html.substr(at, 4) == "<!--") {
        // "<!-->" and "<!--->" are whole comments.
        std::size_t end = html.substr(at + 4, 1) == ">" ? at + 5 : html.substr(at + 4, 2) == "->" ? at + 6 : 0;
        if (end == 0) {
          end = find_or_end(html, "-->", at + 4);
          const std::size_t bang = html.substr(0, end).find("--!>", at + 4);
          end = bang != std::string_view::npos ? bang + 4 : std::min(end + 3, html.size());
        }
        cut(at, end);
        at = end;
      } else {
        ++at;
      }
      continue;
    }
    const bool is_tag = is_ascii_letter(next) || (next == '/' && at + 2 < html.size() && is_ascii_letter(html[at + 2]));
    if (!is_tag) {
      ++at;
      continue;
    }
    unwanted.clear();
    std::size_t name_end = at + 1;
    while (name_end < html.size() && !is_space(html[name_end]) && html[name_end] != '>' && html[name_end] != '/')
      ++name_end;
    const GumboTag opening = tag_of(html.substr(at + 1, name_end - at - 1));
    const Tag tag = read_tag(html, at, [&](const Attribute& attribute) {
      if (is_wanted(attribute.name, attribute.value, opening) || unwanted.size() > kMaxAttributes) return;
      // The space in front goes too where another mark keeps the neighbours apart.
      const bool is_apart =
          attribute.end < html.size() && (is_space(html[attribute.end]) || html[attribute.end] == '>');
      unwanted.emplace_back(attribute.begin - (is_apart && is_space(html[attribute.begin - 1]) ? 1 : 0), attribute.end);
    });
    const GumboTag kind = tag.is_end ? tag_of(tag.name) : opening;
    const bool is_foreign = open[GUMBO_TAG_SVG] + open[GUMBO_TAG_MATH] > 0;
    if (!tag.is_end && (kind == GUMBO_TAG_SCRIPT || kind == GUMBO_TAG_STYLE)) {
      if (is_foreign && tag.is_self_closing) {
        cut(at, tag.end);
        at = tag.end;
        continue;
      }
      const std::size_t end = raw_text_end(html, tag.end, tag.name);
      const std::string_view head = html.substr(at, tag.end - at);
      if (kind == GUMBO_TAG_SCRIPT && head.find("ld+json") != std::string_view::npos)
        linked_data_.push_back(html.substr(tag.end, end - tag.end));
      const std::size_t behind = std::min(find_or_end(html, ">", end) + 1, html.size());
      cut(at, behind);
      at = behind;
      continue;
    }
    if (!tag.is_end && !is_foreign &&
        (kind == GUMBO_TAG_TEXTAREA || kind == GUMBO_TAG_TITLE || kind == GUMBO_TAG_IFRAME || kind == GUMBO_TAG_XMP ||
         kind == GUMBO_TAG_NOEMBED || kind == GUMBO_TAG_NOFRAMES)) {
      at = raw_text_end(html, tag.end, tag.name);
      // Its end tag was no start of nesting; step over it.
      at = std::min(find_or_end(html, ">", at) + 1, html.size());
      continue;
    }
    // Pictures hold no text and no other element.
    if (kind == GUMBO_TAG_IMG || kind == GUMBO_TAG_SOURCE || kind == GUMBO_TAG_TRACK || kind == GUMBO_TAG_EMBED) {
      cut(at, tag.end);
      at = tag.end;
      continue;
    }
    if (kind == GUMBO_TAG_SVG && !tag.is_end && !is_foreign) {
      if (const std::size_t end = drawing_end(html, tag.end); end > 0) {
        cut(at, end);
        at = end;
        continue;
      }
    }
    const std::size_t slot = static_cast<std::size_t>(kind);
    bool drop = ++tags > kMaxTags || tag.attributes > kMaxAttributes;
    if (!tag.is_end && !is_formatting(kind) && (reopened += formatting) > kMaxReopened && formatting > 0) {
      // Every block re-opens them all: close them here for good.
      cut(at, at);
      for (std::size_t i = 0; i < open.size(); ++i)
        for (; is_formatting(static_cast<GumboTag>(i)) && open[i] > 0; --open[i], --depth)
          kept_ += std::string("</") + gumbo_normalized_tagname(static_cast<GumboTag>(i)) + ">";
      formatting = 0;
    }
    drop = drop || (is_formatting(kind) && reopened > kMaxReopened);
    if (nests(kind)) {
      if (tag.is_end) {
        if (dropped[slot] > 0) {
          --dropped[slot];
          drop = true;
        } else if (open[slot] > 0) {
          --open[slot];
          --depth;
          formatting -= is_formatting(kind) ? 1 : 0;
        }
      } else if (!(is_foreign && tag.is_self_closing)) {
        drop = drop || depth >= kMaxDepth || (is_formatting(kind) && formatting >= kMaxFormatting);
        if (drop) {
          ++dropped[slot];
        } else {
          ++open[slot];
          ++depth;
          formatting += is_formatting(kind) ? 1 : 0;
        }
      }
    }
    if (drop) {
      ++dropped_tags_;
      cut(at, tag.end);
    } else {
      for (const auto& [begin, end] : unwanted) cut(begin, end);
    }
    at = tag.end;
  }
  keep(html, kept_from, html.size());
}

void Page::flatten(const GumboNode* root) {
  struct Frame {
    const GumboNode* node;
    std::uint32_t index;
    unsigned child;
  };
  std::vector<Frame> stack;
  const auto add = [&](const GumboNode* node, std::uint32_t parent) {
    const bool is_element = node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
    const bool is_text =
        node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
    if (!is_element && !is_text) return;
    const auto index = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back({node, parent, index + 1, is_text ? GUMBO_TAG_LAST : node->v.element.tag});
    if (is_element && node->type != GUMBO_NODE_TEMPLATE) stack.push_back({node, index, 0});
  };
  add(root, 0);
  while (!stack.empty()) {
    Frame& frame = stack.back();
    const GumboVector& children = frame.node->v.element.children;
    if (frame.child == children.length) {
      nodes_[frame.index].end = static_cast<std::uint32_t>(nodes_.size());
      stack.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[frame.child++]);
    add(child, frame.index);
  }
}

std::uint32_t Page::html_offset(std::size_t kept) const {
  const auto piece = std::ranges::upper_bound(pieces_, kept, {}, [](const Piece& p) { return p.kept_begin; });
  if (piece == pieces_.begin()) return 0;
  const Piece& found = *(piece - 1);
  return found.html_begin + static_cast<std::uint32_t>(kept - found.kept_begin);
}

std::vector<Page::Place> Page::places_of(const PageNode& node) const {
  const std::string_view text = node.text();
  const GumboStringPiece original = node.node->v.text.original_text;
  std::vector<Place> places(text.size());
  const char* const kept_end = kept_.data() + kept_.size();
  const bool is_inside = original.data != nullptr && original.data >= kept_.data() && original.data <= kept_end;
  const std::size_t base = is_inside ? static_cast<std::size_t>(original.data - kept_.data()) : 0;
  std::string_view source = is_inside ? std::string_view(original.data, original.length) : std::string_view();
  if (source.size() > kept_.size() - base) source = source.substr(0, kept_.size() - base);
  // Kept offsets first; each is then moved to the html.
  std::size_t from = 0, to = 0;
  const auto place = [&](std::size_t size, std::size_t length) {
    size = std::min(size, text.size() - to);
    const std::uint32_t begin = html_offset(base + from);
    const std::uint32_t end = length == 0 ? begin : html_offset(base + from + length - 1) + 1;
    for (std::size_t i = 0; i < size; ++i) places[to + i] = {begin, end};
    to += size;
    from += length;
  };
  std::size_t piece_left = 0;  // bytes up to the next cut, within which offsets simply count on
  std::uint32_t html_at = 0;
  while (to < text.size() && from < source.size()) {
    const char c = source[from];
    if (c == '<' && from + 1 < source.size() &&
        (is_ascii_letter(source[from + 1]) || source[from + 1] == '/' || source[from + 1] == '!' ||
         source[from + 1] == '?')) {
      // A tag that the parser ignored in the middle of a text.
      from = is_ascii_letter(source[from + 1]) ||
                     (source[from + 1] == '/' && from + 2 < source.size() && is_ascii_letter(source[from + 2]))
                 ? read_tag(source, from).end
                 : std::min(find_or_end(source, ">", from) + 1, source.size());
      piece_left = 0;
      continue;
    }
    if (c == '&' && from + 1 < source.size() && (is_ascii_letter(source[from + 1]) || source[from + 1] == '#')) {
      piece_left = 0;
      std::size_t end = from + 1;
      while (end < source.size() && end < from + 40 && (is_ascii_word(source[end]) || source[end] == '#')) ++end;
      const std::string_view name = source.substr(from + 1, end - from - 1);
      const bool closed = end < source.size() && source[end] == ';';
      const bool is_literal = text[to] == '&' && lower_ascii(name.substr(0, 3)) != "amp" && name != "#38" &&
                              name != "#x26" && name != "#X26";
      if (is_literal) {
        place(1, 1);
        continue;
      }
      const auto [length, size] = reference_at(source, from, closed ? end + 1 : end, text, to);
      place(size, length - from);
      continue;
    }
    if (c == '\r') {
      const bool is_pair = from + 1 < source.size() && source[from + 1] == '\n';
      piece_left = 0;
      place(1, is_pair ? 2 : 1);
      continue;
    }
    if (c == text[to]) {
      if (piece_left == 0) {
        html_at = html_offset(base + from);
        const auto next =
            std::ranges::upper_bound(pieces_, base + from, {}, [](const Piece& p) { return p.kept_begin; });
        piece_left = (next == pieces_.end() ? kept_.size() : next->kept_begin) - (base + from);
      }
      places[to] = {html_at, html_at + 1};
      ++html_at;
      --piece_left;
      ++to;
      ++from;
      continue;
    }
    if (c == '\0') {  // the parser drops or replaces it
      piece_left = 0;
      const bool is_replaced = static_cast<unsigned char>(text[to]) == 0xEF;
      if (is_replaced)
        place(3, 1);
      else
        ++from;
      continue;
    }
    break;
  }
  // Where the two could not be matched, the rest of the text is the rest of the source as a whole.
  if (to < text.size()) {
    if (from >= source.size()) from = source.size();
    place(text.size() - to, source.size() - from);
  }
  return places;
}

}  // namespace casus::ingest
