// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "lang/language.h"
#include "segment/chunks.h"
#include "segment/cut_model.h"

namespace casus::segment {

/// A place where two words may touch.
struct Place {
  std::uint32_t offset = 0;  ///< bytes into the chunk
  Cut cut = Cut::kNone;
};

/// One character of a chunk as the features see it.
struct Character {
  char32_t folded = 0;  ///< lower case; curly apostrophes and quotation marks straight
  char32_t shape = 0;   ///< 'a', 'A', '0', or `folded` for what is neither letter nor digit
  std::uint32_t offset = 0;
  bool joins = false;  ///< a combining or invisible character, which never begins a word
};

/// Finds the places of a chunk and tells what each looks like. Owner: the caller keeps model and language.
/// Threads: one `Splitter` each; it keeps its memory between calls.
class Splitter {
 public:
  static constexpr std::size_t kMaxFeatures = 40;
  struct Features {
    std::array<std::uint32_t, kMaxFeatures> list;
    std::size_t size = 0;
    std::span<const std::uint32_t> span() const { return {list.data(), size}; }
  };

  Splitter(const lang::Language& language, const CutModel& model) : language_(language), model_(model) {}

  /// The places of a chunk in ascending order with the model's decisions, `kNone` among them.
  std::span<const Place> split(const ChunkContext& chunk);

  /// For training: finds the places, with no decision, then describes each; `places` hold the decisions before it.
  std::span<Place> find_places(const ChunkContext& chunk);
  void describe(const ChunkContext& chunk, std::size_t place, Features& out) const;

 private:
  void read_characters(const ChunkContext& chunk);
  void add_place(std::size_t character);
  void find_places_in_run(std::size_t begin, std::size_t end);
  void drop_places_inside(Span whole);
  std::int32_t decide(const ChunkContext& chunk, std::size_t place);
  std::optional<Cut> fixed_cut(std::size_t character) const;
  bool is_in_prefixed_name(std::size_t character) const;
  bool is_code_name(std::size_t character) const;
  std::string lower(std::size_t begin, std::size_t end) const;
  bool is_before_lone_joiner(std::size_t place) const;
  void split_plainly(const ChunkContext& chunk);
  std::size_t run_begin(std::size_t end) const;
  std::size_t run_end(std::size_t begin) const;

  const lang::Language& language_;
  const CutModel& model_;
  std::vector<Character> characters_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> place_characters_;  // index into characters_ of each place
  std::uint32_t flags_ = 0;                      // what the whole chunk holds: '@', "://", …
};

}  // namespace casus::segment
