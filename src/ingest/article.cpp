// SPDX-License-Identifier: Apache-2.0
#include "ingest/article.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <unordered_map>
#include <vector>

#include "ingest/furniture.h"
#include "ingest/words.h"

namespace casus::ingest {
namespace {

enum class Kind : std::uint8_t { kInline, kBlock, kGone, kSoft };

/// How an element of this name takes part: in a line, as a block, never, or as a block that is often furniture.
Kind kind_of(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_MAP:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RT:
      return Kind::kGone;
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_LABEL:
      return Kind::kSoft;
    case GUMBO_TAG_P:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_FRAMESET:
    case GUMBO_TAG_DIR:
      return Kind::kBlock;
    default:
      return Kind::kInline;
  }
}

const std::array<Kind, GUMBO_TAG_LAST + 1>& kinds() {
  static const std::array<Kind, GUMBO_TAG_LAST + 1> table = [] {
    std::array<Kind, GUMBO_TAG_LAST + 1> out{};
    for (std::size_t tag = 0; tag < out.size(); ++tag) out[tag] = kind_of(static_cast<GumboTag>(tag));
    return out;
  }();
  return table;
}

Kind kind(const PageNode& node) {
  return node.is_text() ? Kind::kInline : kinds()[static_cast<std::size_t>(node.tag)];
}
bool is_block(const PageNode& node) {
  return kind(node) == Kind::kBlock || kind(node) == Kind::kSoft;
}
bool is_heading(GumboTag tag) {
  return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

enum class Hint : std::uint8_t { kNone, kDrop, kKeep, kNever };

/// What the words of a class, id or role attribute say.
Hint hint_of(std::string_view value, const Lists& lists) {
  Hint hint = Hint::kNone;
  std::string word, before;
  const auto close = [&] {
    if (word.empty()) return;
    const std::string pair = before.empty() ? std::string() : before + "-" + word;
    if (lists.always_words.contains(word) || (!pair.empty() && lists.always_words.contains(pair))) {
      hint = Hint::kNever;
    } else if (lists.keep_words.contains(word) || (!pair.empty() && lists.keep_words.contains(pair))) {
      if (hint == Hint::kNone) hint = Hint::kKeep;
    } else if (lists.drop_words.contains(word) || (!pair.empty() && lists.drop_words.contains(pair)) ||
               std::ranges::any_of(lists.drop_prefixes,
                                   [&](const std::string& prefix) { return word.starts_with(prefix); })) {
      if (hint != Hint::kNever) hint = Hint::kDrop;
    }
    before = std::move(word);
    word.clear();
  };
  bool was_lower = false;
  for (const char c : value.substr(0, 400)) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (!is_ascii_letter(c) && !is_digit(c)) {
      close();
      if (is_space(c)) before.clear();
      was_lower = false;
      continue;
    }
    if (is_upper && was_lower) close();
    word += lower_ascii(c);
    was_lower = !is_upper;
  }
  close();
  return hint;
}

struct Stat {
  std::uint32_t text = 0;   // bytes of words in the subtree
  std::uint32_t link = 0;   // of them inside links
  std::uint32_t prose = 0;  // of them in paragraphs that read like prose
  float score = 0.0F;
};

/// Bytes without white space, and how many commas and full stops stand among them.
struct Count {
  std::uint32_t bytes = 0;
  std::uint32_t stops = 0;
  Count& operator+=(Count other) {
    bytes += other.bytes;
    stops += other.stops;
    return *this;
  }
};

Count count(std::string_view text) {
  Count out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (is_space(text[i])) continue;
    ++out.bytes;
    // Ideographic comma and full stop, fullwidth comma
    const bool is_wide = c == 0xE3 || c == 0xEF ? text.substr(i).starts_with("\xE3\x80\x81") ||
                                                      text.substr(i).starts_with("\xE3\x80\x82") ||
                                                      text.substr(i).starts_with("\xEF\xBC\x8C")
                                                : false;
    if (is_wide || ((c == ',' || c == '.' || c == '?' || c == '!' || c == ';') &&
                    (i + 1 == text.size() || is_space(text[i + 1]) || text[i + 1] == '"')))
      ++out.stops;
  }
  return out;
}

/// A stretch of the story that becomes one paragraph.
struct Block {
  std::uint32_t element = 0;
  std::vector<std::uint32_t> nodes;  // text nodes; kBreak for a line break
  std::uint32_t list = 0;            // the outermost list around it; 0 for none
  std::uint32_t row = 0;             // the table row around it; 0 for none
  std::uint32_t bytes = 0;
  std::uint32_t link = 0;
  std::uint32_t stops = 0;
  std::string words;  // folded
  GumboTag tag = GUMBO_TAG_DIV;
  bool is_kept = true;

  double link_share() const { return bytes == 0 ? 0.0 : static_cast<double>(link) / bytes; }
  bool is_heading() const { return ingest::is_heading(tag); }
};
constexpr std::uint32_t kBreak = 0xFFFFFFFF;

class Article {
 public:
  Article(const Page& page, const Lists& lists, std::string_view title)
      : page_(page), nodes_(page.nodes()), lists_(lists), title_(plain_line(title)) {}

  MainText extract() {
    if (nodes_.empty()) return {};
    classify();
    measure(false);
    remove_furniture();
    measure(true);
    const std::uint32_t story = choose();
    std::vector<Block> blocks = blocks_of(story);
    add_lead(blocks, story);
    filter(blocks);
    if (size_of(blocks) < 250) {
      // Too little: the whole body, with nothing taken away by name.
      is_gone_.assign(nodes_.size(), false);
      remove_by_tag();
      std::vector<Block> all = blocks_of(0);
      filter(all);
      if (size_of(all) > 2 * size_of(blocks)) blocks = std::move(all);
    }
    return write(blocks);
  }

 private:
  void classify();
  void measure(bool without_gone);
  void remove_by_tag();
  void remove_furniture();
  std::uint32_t choose() const;
  std::vector<Block> blocks_of(std::uint32_t story) const { return blocks_between(story, nodes_[story].end); }
  std::vector<Block> blocks_between(std::uint32_t begin, std::uint32_t end) const;
  void add_lead(std::vector<Block>& blocks, std::uint32_t story) const;
  void filter(std::vector<Block>& blocks) const;
  void filter_lists(std::vector<Block>& blocks) const;
  void cut_ends(std::vector<Block>& blocks) const;
  MainText write(const std::vector<Block>& blocks) const;
  static std::size_t size_of(const std::vector<Block>& blocks);
  static bool is_prose(const Block& block);

  const Page& page_;
  const std::vector<PageNode>& nodes_;
  const Lists& lists_;
  std::string title_;
  std::vector<Hint> hints_;
  std::vector<bool> is_hidden_;
  std::vector<bool> is_gone_;
  std::vector<Stat> stats_;
  std::vector<std::uint32_t> block_;  // the block around a node
  std::vector<bool> in_link_;
  std::vector<Count> counts_;  // of text nodes
};

void Article::classify() {
  const std::size_t size = nodes_.size();
  hints_.assign(size, Hint::kNone);
  is_hidden_.assign(size, false);
  is_gone_.assign(size, false);
  block_.assign(size, 0);
  in_link_.assign(size, false);
  counts_.assign(size, {});
  std::unordered_map<std::string_view, Hint> known;
  for (std::uint32_t i = 0; i < size; ++i) {
    const PageNode& node = nodes_[i];
    if (i > 0) {
      block_[i] = is_block(nodes_[node.parent]) ? node.parent : block_[node.parent];
      in_link_[i] = in_link_[node.parent] || node.tag == GUMBO_TAG_A;
    }
    if (node.is_text()) {
      counts_[i] = count(node.text());
      continue;
    }
    const GumboVector& attributes = node.node->v.element.attributes;
    for (unsigned a = 0; a < attributes.length; ++a) {
      const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[a]);
      const std::string_view name = attribute->name, value = attribute->value;
      if (name == "class" || name == "id" || name == "role" || name == "itemprop" || name == "data-component" ||
          name == "data-testid") {
        auto [at, is_new] = known.try_emplace(value, Hint::kNone);
        if (is_new) at->second = hint_of(value, lists_);
        if (at->second == Hint::kNever || (at->second == Hint::kDrop && hints_[i] != Hint::kNever) ||
            hints_[i] == Hint::kNone)
          hints_[i] = at->second;
        if (name == "itemprop" && value == "articleBody") hints_[i] = Hint::kKeep;
      } else if (name == "hidden") {
        is_hidden_[i] = true;
      } else if (name == "aria-hidden") {
        is_hidden_[i] = is_hidden_[i] || value == "true";
      } else if (name == "style") {
        const std::size_t at = value.find("display");
        is_hidden_[i] = is_hidden_[i] ||
                        (at != std::string_view::npos && value.substr(at, 14).find("none") != std::string_view::npos);
      }
    }
  }
}

void Article::measure(bool without_gone) {
  const double decay = 0.9;
  stats_.assign(nodes_.size(), {});
  std::vector<Count> own(nodes_.size());
  std::vector<std::uint32_t> own_link(nodes_.size(), 0);
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    if (without_gone && is_gone_[i]) {
      i = nodes_[i].end - 1;
      continue;
    }
    if (kind(nodes_[i]) == Kind::kGone) {
      i = nodes_[i].end - 1;
      continue;
    }
    if (!nodes_[i].is_text() || counts_[i].bytes == 0) continue;
    own[block_[i]] += counts_[i];
    if (in_link_[i]) own_link[block_[i]] += counts_[i].bytes;
  }
  for (std::uint32_t i = static_cast<std::uint32_t>(nodes_.size()); i-- > 0;) {
    Stat& stat = stats_[i];
    if (own[i].bytes > 0) {
      const double bytes = own[i].bytes, share = own_link[i] / bytes;
      stat.text += own[i].bytes;
      stat.link += own_link[i];
      double value = std::min(bytes, 1200.0) * (1.0 - 2.0 * share);
      if (is_heading(nodes_[i].tag)) value = 0;
      if (value > 0) value *= own[i].stops == 0 ? (bytes < 60 ? 0.1 : 0.4) : std::min(1.0, 0.6 + 0.1 * own[i].stops);
      stat.score += static_cast<float>(value);
      if (bytes >= 60 && share < 0.4 && own[i].stops > 0) stat.prose += own[i].bytes;
    }
    if (i == 0) break;
    Stat& parent = stats_[nodes_[i].parent];
    parent.text += stat.text;
    parent.link += stat.link;
    parent.prose += stat.prose;
    const bool is_leaf = nodes_[i].tag == GUMBO_TAG_P || !is_block(nodes_[i]) || nodes_[i].tag == GUMBO_TAG_LI;
    parent.score += is_leaf ? stat.score : stat.score * static_cast<float>(decay);
  }
}

void Article::remove_by_tag() {
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    if (kind(nodes_[i]) != Kind::kGone && nodes_[i].tag != GUMBO_TAG_FOOTER && nodes_[i].tag != GUMBO_TAG_FIGCAPTION)
      continue;
    is_gone_[i] = true;
    i = nodes_[i].end - 1;
  }
}

void Article::remove_furniture() {
  const double prose = std::max(1U, stats_[0].prose), text = std::max(1U, stats_[0].text);
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    const PageNode& node = nodes_[i];
    if (node.is_text()) continue;
    bool gone = kind(node) == Kind::kGone;
    if (!gone && node.tag != GUMBO_TAG_BODY && node.tag != GUMBO_TAG_HTML && node.tag != GUMBO_TAG_MAIN) {
      const bool is_soft =
          is_hidden_[i] || hints_[i] == Hint::kDrop || (kind(node) == Kind::kSoft && hints_[i] != Hint::kKeep);
      // What holds a good part of the page's prose is the story, whatever it is called; but not what readers wrote.
      gone = is_soft && stats_[i].prose < 0.35 * prose && stats_[i].text < 0.6 * text;
      gone = gone || (hints_[i] == Hint::kNever && stats_[i].prose < 0.8 * prose);
    }
    if (!gone) continue;
    is_gone_[i] = true;
    i = node.end - 1;
  }
}

std::uint32_t Article::choose() const {
  std::uint32_t best = 0;
  double best_score = 0;
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    if (is_gone_[i]) {
      i = nodes_[i].end - 1;
      continue;
    }
    if (!is_block(nodes_[i])) continue;
    double score = stats_[i].score;
    if (nodes_[i].tag == GUMBO_TAG_ARTICLE) score *= 1.3;
    if (nodes_[i].tag == GUMBO_TAG_MAIN) score *= 1.05;
    if (hints_[i] == Hint::kKeep) score *= 1.2;
    if (nodes_[i].tag == GUMBO_TAG_P || nodes_[i].tag == GUMBO_TAG_LI || nodes_[i].tag == GUMBO_TAG_BLOCKQUOTE)
      score *= 0.7;
    if (score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

std::vector<Block> Article::blocks_between(std::uint32_t begin, std::uint32_t end) const {
  struct Open {
    std::uint32_t end, element;
  };
  std::vector<Block> blocks;
  std::vector<Open> open;
  Block block;
  const auto close = [&] {
    while (!block.nodes.empty() && block.nodes.back() == kBreak) block.nodes.pop_back();
    if (block.bytes > 0) blocks.push_back(std::move(block));
    block = {};
  };
  const auto describe = [&](std::uint32_t element) {
    block.element = element;
    block.tag = nodes_[element].tag;
    for (const Open& around : open) {
      const GumboTag tag = nodes_[around.element].tag;
      if (tag == GUMBO_TAG_TR) block.row = around.element;
      if (block.list == 0 && (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL)) block.list = around.element;
      if (is_heading(tag) || tag == GUMBO_TAG_LI) block.tag = tag;
    }
  };
  for (std::uint32_t i = begin; i < end; ++i) {
    while (!open.empty() && open.back().end <= i) {
      close();
      open.pop_back();
    }
    const PageNode& node = nodes_[i];
    if (is_gone_[i]) {
      if (kind(node) != Kind::kInline) close();
      i = node.end - 1;
      continue;
    }
    if (is_block(node)) {
      close();
      open.push_back({node.end, i});
      continue;
    }
    if (node.tag == GUMBO_TAG_BR) {
      const bool is_second = !block.nodes.empty() && block.nodes.back() == kBreak;
      if (is_second)
        close();
      else if (block.bytes > 0)
        block.nodes.push_back(kBreak);
      continue;
    }
    if (!node.is_text()) continue;
    if (block.nodes.empty()) describe(open.empty() ? block_[i] : open.back().element);
    if (counts_[i].bytes == 0) {
      if (!block.nodes.empty() && block.nodes.back() != kBreak) block.nodes.push_back(i);
      continue;
    }
    block.nodes.push_back(i);
    block.bytes += counts_[i].bytes;
    block.stops += counts_[i].stops;
    if (in_link_[i]) block.link += counts_[i].bytes;
  }
  close();
  for (Block& made : blocks) {
    std::string words;
    for (const std::uint32_t i : made.nodes) words += i == kBreak ? std::string_view(" ") : nodes_[i].text();
    made.words = fold(words);
  }
  return blocks;
}

/// Prose between the headline and the story belongs to it: the standfirst.
void Article::add_lead(std::vector<Block>& blocks, std::uint32_t story) const {
  std::uint32_t headline = 0;
  for (std::uint32_t i = story; i-- > 1;) {
    if (nodes_[i].tag != GUMBO_TAG_H1) continue;
    headline = i;
    break;
  }
  if (headline == 0 || nodes_[headline].end > story) return;
  std::vector<Block> lead;
  for (Block& block : blocks_between(nodes_[headline].end, story))
    if (is_prose(block) && block.link_share() < 0.2) lead.push_back(std::move(block));
  if (lead.size() > 3 || size_of(lead) > size_of(blocks)) return;
  blocks.insert(blocks.begin(), std::make_move_iterator(lead.begin()), std::make_move_iterator(lead.end()));
}

bool Article::is_prose(const Block& block) {
  return !block.is_heading() && block.link_share() < 0.5 && block.stops > 0 && block.bytes >= 50;
}

std::size_t Article::size_of(const std::vector<Block>& blocks) {
  std::size_t size = 0;
  for (const Block& block : blocks) size += block.is_kept ? block.bytes : 0;
  return size;
}

/// A list whose items are links is navigation.
void Article::filter_lists(std::vector<Block>& blocks) const {
  std::unordered_map<std::uint32_t, std::array<std::uint32_t, 3>> lists;  // bytes, links, items
  for (const Block& block : blocks)
    if (block.list != 0) {
      auto& list = lists[block.list];
      list[0] += block.bytes;
      list[1] += block.link;
      ++list[2];
    }
  for (Block& block : blocks) {
    if (block.list == 0) continue;
    const auto& [bytes, link, items] = lists[block.list];
    if (link > 0.6 * bytes || (items > 2 && bytes / items < 30 && link > 0.4 * bytes)) block.is_kept = false;
  }
}

/// Before the first and behind the last paragraph of prose there is nothing of the story but headings and lists.
void Article::cut_ends(std::vector<Block>& blocks) const {
  const auto is_story = [](const Block& block) { return block.is_kept && is_prose(block); };
  const auto first = std::ranges::find_if(blocks, is_story);
  if (first == blocks.end()) return;
  for (auto block = blocks.begin(); block != first; ++block)
    if (block->stops == 0 && block->list == 0 && !block->is_heading() && block->bytes < 120) block->is_kept = false;
  auto last = blocks.end();
  while (!is_story(*(last - 1))) --last;
  const std::uint32_t beside = nodes_[(last - 1)->element].parent;
  for (auto block = last; block != blocks.end(); ++block) {
    const bool may_stay = block->stops > 0 && block->link_share() < 0.3 && block->bytes > 20;
    const bool is_item = (block->tag == GUMBO_TAG_LI || block->row != 0) && block->link_share() < 0.3;
    // "Yours, Jane" stands beside the paragraphs of the story.
    const bool is_beside = block->tag == GUMBO_TAG_P && block->link == 0 && nodes_[block->element].parent == beside;
    if (!may_stay && !is_item && !(is_beside)) block->is_kept = false;
  }
}

void Article::filter(std::vector<Block>& blocks) const {
  filter_lists(blocks);
  std::size_t total = 0, seen = 0;
  for (const Block& block : blocks) total += block.is_kept && is_prose(block) ? block.bytes : 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    Block& block = blocks[i];
    if (!block.is_kept) continue;
    const std::string line = plain_line(block.words);
    const bool is_ending = block.bytes < 60 && is_ending_line(line, lists_);
    if (is_ending && seen > 0.6 * static_cast<double>(total)) {
      for (std::size_t rest = i; rest < blocks.size(); ++rest) blocks[rest].is_kept = false;
      break;
    }
    seen += is_prose(block) ? block.bytes : 0;
    const bool is_title =
        !title_.empty() && block.is_heading() && (line == title_ || (line.size() > 20 && title_.starts_with(line)));
    const bool is_link = block.link_share() > 0.8 && block.list == 0 && block.bytes < 200 && block.row == 0;
    if (is_title || is_link || is_ending || block.tag == GUMBO_TAG_H1 || is_furniture_line(block.words, lists_))
      block.is_kept = false;
  }
  cut_ends(blocks);
  // A heading stands above something.
  bool has_below = false;
  for (std::size_t i = blocks.size(); i-- > 0;) {
    Block& block = blocks[i];
    if (!block.is_kept) continue;
    if (block.is_heading() && !has_below)
      block.is_kept = false;
    else
      has_below = true;
  }
}

MainText Article::write(const std::vector<Block>& blocks) const {
  MainText out;
  const Block* before = nullptr;
  const auto add = [&](std::string_view bytes, Span raw) {
    const auto begin = static_cast<std::uint32_t>(out.text.size());
    out.text += bytes;
    out.alignment.add({begin, static_cast<std::uint32_t>(out.text.size())}, raw);
  };
  std::uint32_t html_at = 0;  // raw positions never step back, whatever the parser moved
  for (const Block& block : blocks) {
    if (!block.is_kept) continue;
    if (before != nullptr) {
      const bool is_close =
          (block.list != 0 && block.list == before->list) || (block.row != 0 && block.row == before->row);
      add(is_close ? "\n" : "\n\n", {html_at, html_at});
    }
    before = &block;
    bool wants_space = false, has_words = false;
    Span space{};
    for (const std::uint32_t index : block.nodes) {
      if (index == kBreak) {
        if (has_words) {
          wants_space = false;
          add("\n", {html_at, html_at});
          has_words = false;
        }
        continue;
      }
      const std::string_view text = nodes_[index].text();
      const std::vector<Page::Place> places = page_.places_of(nodes_[index]);
      for (std::size_t i = 0; i < text.size();) {
        if (is_space(text[i])) {
          const Span here{std::max(places[i].begin, html_at), std::max(places[i].end, html_at)};
          if (!wants_space)
            space = here;
          else
            space.end = std::max(space.end, here.end);
          wants_space = true;
          ++i;
          continue;
        }
        if (wants_space && has_words) {
          add(" ", space);
          html_at = std::max(html_at, space.end);
        }
        wants_space = false;
        has_words = true;
        // Bytes that count on together, or all bytes of one character reference.
        std::size_t end = i + 1;
        const Page::Place first = places[i];
        if (first.end - first.begin == 1) {
          while (end < text.size() && !is_space(text[end]) && places[end].begin == first.begin + (end - i) &&
                 places[end].end == places[end].begin + 1)
            ++end;
          const auto length = static_cast<std::uint32_t>(end - i);
          add(text.substr(i, length),
              first.begin >= html_at ? Span{first.begin, first.begin + length} : Span{html_at, html_at});
          html_at = std::max(html_at, first.begin + length);
        } else {
          while (end < text.size() && !is_space(text[end]) && places[end].begin == first.begin &&
                 places[end].end == first.end)
            ++end;
          const Span raw{std::max(first.begin, html_at), std::max(first.end, html_at)};
          add(text.substr(i, end - i), raw);
          html_at = std::max(html_at, raw.end);
        }
        i = end;
      }
    }
  }
  return out;
}

}  // namespace

MainText extract_article(const Page& page, const Lists& lists, std::string_view title) {
  return Article(page, lists, title).extract();
}

}  // namespace casus::ingest
