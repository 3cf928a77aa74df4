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

constexpr std::size_t kMaxDepth = 600;      // browsers stop near 512
constexpr std::size_t kMaxFormatting = 64;  // open <b>, <i>, <a> …: a parser re-opens them in every block
constexpr std::size_t kMaxAttributes = 400;
constexpr std::size_t kMaxTags = 1'000'000;

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
  std::size_t end = 0;         // behind '>'
  std::size_t attributes = 0;  // roughly
  bool is_end = false;
  bool is_self_closing = false;
};

std::size_t find_or_end(std::string_view text, std::string_view what, std::size_t from) {
  const std::size_t found = text.find(what, from);
  return found == std::string_view::npos ? text.size() : found;
}

/// The tag at html[begin] == '<', followed by a letter or by '/' and a letter.
Tag read_tag(std::string_view html, std::size_t begin) {
  Tag tag;
  std::size_t at = begin + 1;
  if (html[at] == '/') {
    tag.is_end = true;
    ++at;
  }
  const std::size_t name_at = at;
  while (at < html.size() && !is_space(html[at]) && html[at] != '>' && html[at] != '/') ++at;
  tag.name = html.substr(name_at, at - name_at);
  bool wants_value = false;
  while (at < html.size()) {
    const char c = html[at];
    if (c == '>') {
      tag.is_self_closing = html[at - 1] == '/';
      tag.end = at + 1;
      return tag;
    }
    if (wants_value && (c == '"' || c == '\'')) {
      at = html.find(c, at + 1);
      if (at == std::string_view::npos) break;
      wants_value = false;
      ++at;
      continue;
    }
    if (c == '=') {
      wants_value = true;
      ++tag.attributes;
    } else if (is_space(c)) {
      if (!is_space(html[at - 1]) && !wants_value) ++tag.attributes;
    } else {
      wants_value = false;
    }
    ++at;
  }
  tag.end = html.size();
  return tag;
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

GumboTag tag_of(std::string_view name) {
  if (name.size() > 32) return GUMBO_TAG_UNKNOWN;
  return gumbo_tagn_enum(name.data(), static_cast<unsigned>(name.size()));
}

}  // namespace

void* Arena::allocate(std::size_t size) {
  size = (size + 15) & ~std::size_t{15};
  if (size > left_) {
    const std::size_t block = std::max<std::size_t>(size, std::size_t{256} * 1024);
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
  std::size_t depth = 0, formatting = 0, tags = 0, kept_from = 0;
  const auto cut = [&](std::size_t begin, std::size_t end) {
    keep(html, kept_from, begin);
    kept_from = end;
  };
  for (std::size_t at = find_or_end(html, "<", 0); at + 1 < html.size(); at = find_or_end(html, "<", at)) {
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
    const Tag tag = read_tag(html, at);
    const GumboTag kind = tag_of(tag.name);
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
    const std::size_t slot = static_cast<std::size_t>(kind);
    bool drop = ++tags > kMaxTags || tag.attributes > kMaxAttributes;
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
      const std::size_t size = utf8::decode(text, to).length;
      if (closed) {
        place(size, end + 1 - from);
        continue;
      }
      // Without ';' a name may run into the next word: the shortest reading after which the texts agree again.
      std::size_t length = end - from;
      for (std::size_t tried = 3; tried < end - from; ++tried)
        if (to + size < text.size() && source[from + tried] == text[to + size] && name[0] != '#') {
          length = tried;
          break;
        }
      place(size, length);
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
