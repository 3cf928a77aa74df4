// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gumbo.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "document/alignment.h"

namespace casus::ingest {

/// Memory that is given back all at once. A tree of a million nodes needs no walk to be freed.
class Arena {
 public:
  void* allocate(std::size_t size);

 private:
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
};

/// An element or text of the page. Nodes stand in document order; the subtree of `i` is [i, nodes[i].end).
struct PageNode {
  const GumboNode* node = nullptr;
  std::uint32_t parent = 0;
  std::uint32_t end = 0;
  GumboTag tag = GUMBO_TAG_LAST;  ///< GUMBO_TAG_LAST for text

  bool is_text() const { return tag == GUMBO_TAG_LAST; }
  std::string_view text() const { return node->v.text.text; }
  /// The value of an attribute, empty where it is missing.
  std::string_view attribute(const char* name) const;
};

/// A parsed HTML page. What a parser would choke on is left out before it parses: scripts and styles, comments,
/// elements nested deeper than any browser goes, tags with thousands of attributes.
class Page {
 public:
  explicit Page(std::string_view html);
  Page(Page&&) = delete;

  const std::vector<PageNode>& nodes() const { return nodes_; }
  /// The contents of <script type="application/ld+json">, in order.
  const std::vector<std::string_view>& linked_data() const { return linked_data_; }
  /// Adds to `alignment` the runs of `text`, which is node's text [begin, end) copied to `text_begin` of the text.
  struct Place {
    std::uint32_t begin = 0;  ///< in the html given
    std::uint32_t end = 0;
  };
  /// For each byte of a text node's text the stretch of html it was read from.
  std::vector<Place> places_of(const PageNode& node) const;
  /// How many tags were left out as hostile.
  std::size_t dropped_tags() const { return dropped_tags_; }

 private:
  struct Piece {
    std::uint32_t kept_begin = 0;  // in kept_
    std::uint32_t html_begin = 0;
  };
  void skim(std::string_view html);
  void keep(std::string_view html, std::size_t begin, std::size_t end);
  std::uint32_t html_offset(std::size_t kept) const;
  void flatten(const GumboNode* root);

  std::string kept_;
  std::vector<Piece> pieces_;
  std::vector<std::string_view> linked_data_;
  std::vector<PageNode> nodes_;
  Arena arena_;
  std::size_t dropped_tags_ = 0;
};

}  // namespace casus::ingest
