// SPDX-License-Identifier: Apache-2.0
#include "syntax/tree.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/assert.h"

namespace casus::syntax {
namespace {
constexpr double kNever = -std::numeric_limits<double>::infinity();

/// The highest-scoring head of each word, each taken alone.
std::vector<std::uint32_t> greedy_heads(std::span<const double> scores, std::size_t words) {
  std::vector<std::uint32_t> heads(words);
  for (std::size_t word = 0; word < words; ++word) {
    const auto row = scores.subspan(word * (words + 1), words + 1);
    heads[word] = static_cast<std::uint32_t>(std::ranges::max_element(row) - row.begin());
  }
  return heads;
}

bool is_tree_with_one_root(std::span<const std::uint32_t> heads) {
  if (std::ranges::count(heads, 0U) != 1) return false;
  std::vector<std::uint32_t> seen(heads.size() + 1, 0);  // 0 not yet, else the word whose walk came by
  for (std::uint32_t word = 1; word <= heads.size(); ++word)
    for (std::uint32_t at = word; at != 0 && (seen[at] == 0 || seen[at] == word); at = heads[at - 1]) {
      if (seen[at] == word) return false;
      seen[at] = word;
    }
  return true;
}

/// Contraction of cycles. Nodes 1..words are words, higher ones are cycles made one; a node's row of incoming scores is
/// the one of its first member.
class Contraction {
 public:
  Contraction(std::span<const double> scores, std::size_t words)
      : words_(words),
        width_(words + 1),
        in_(scores.begin(), scores.end()),
        enters_(words * width_),
        row_(2 * words + 1),
        parent_(2 * words + 1, 0),
        chosen_(2 * words + 1),
        state_(2 * words + 1, kNew),
        top_(words + 1) {
    for (std::uint32_t word = 1; word <= words; ++word) {
      row_[word] = word - 1;
      std::fill_n(enters_.begin() + static_cast<std::ptrdiff_t>((word - 1) * width_), width_, word);
    }
    for (std::uint32_t node = 0; node <= words; ++node) top_[node] = node;
    next_ = static_cast<std::uint32_t>(words) + 1;
    state_[0] = kDone;
  }

  std::vector<std::uint32_t> run() {
    for (std::uint32_t word = 1; word <= words_; ++word)
      if (state_[top_[word]] == kNew) grow(word);
    return expand();
  }

 private:
  enum State : std::uint8_t { kNew, kOnPath, kDone };
  struct Chosen {
    std::uint32_t head = 0;
    std::uint32_t word = 0;
    double score = 0;
  };

  /// Follows best incoming arcs from `start` until a finished node; cycles met on the way become one node.
  void grow(std::uint32_t start) {
    path_.assign(1, start);
    state_[start] = kOnPath;
    while (true) {
      const std::uint32_t node = path_.back();
      choose(node);
      const std::uint32_t next = top_[chosen_[node].head];
      if (state_[next] == kDone) break;
      if (state_[next] == kOnPath) {
        contract(next);
      } else {
        state_[next] = kOnPath;
        path_.push_back(next);
      }
    }
    for (const std::uint32_t node : path_) state_[node] = kDone;
  }

  void choose(std::uint32_t node) {
    const double* in = &in_[row_[node] * width_];
    double best = kNever;
    std::uint32_t head = 0;  // the root can always be reached
    for (std::uint32_t from = 0; from < width_; ++from)
      if (top_[from] != node && in[from] > best) {
        best = in[from];
        head = from;
      }
    chosen_[node] = {head, enters_[row_[node] * width_ + head], in[head]};
  }

  void contract(std::uint32_t first) {
    const auto begin = std::ranges::find(path_, first);
    std::vector<std::uint32_t> members(begin, path_.end());
    path_.erase(begin, path_.end());
    std::ranges::sort(members);
    const std::uint32_t whole = next_++;
    row_[whole] = row_[members.front()];
    double* into = &in_[row_[whole] * width_];
    std::uint32_t* enters = &enters_[row_[whole] * width_];
    for (const std::uint32_t member : members) {
      const double* from = &in_[row_[member] * width_];
      const std::uint32_t* word = &enters_[row_[member] * width_];
      const double score = chosen_[member].score;
      const bool is_first = member == members.front();
      for (std::uint32_t head = 0; head < width_; ++head) {
        const double value = from[head] - score;
        if (is_first || value > into[head]) {
          into[head] = value;
          enters[head] = word[head];
        }
      }
      parent_[member] = whole;
      state_[member] = kDone;
    }
    for (std::uint32_t& top : top_)
      if (std::ranges::binary_search(members, top)) top = whole;
    state_[whole] = kOnPath;
    path_.push_back(whole);
  }

  /// From the last contraction to the first: the arc that enters a cycle replaces the arc of the member it enters.
  std::vector<std::uint32_t> expand() {
    std::vector<std::uint32_t> heads(words_, 0);
    std::vector<bool> is_entered(next_, false);
    for (std::uint32_t node = next_; node-- > 1;) {
      if (is_entered[node]) continue;
      const Chosen arc = chosen_[node];
      heads[arc.word - 1] = arc.head;
      for (std::uint32_t inner = arc.word; inner != node; inner = parent_[inner]) is_entered[inner] = true;
    }
    return heads;
  }

  std::size_t words_;
  std::size_t width_;
  std::vector<double> in_;             // Shape: [words, words + 1]: score of the best arc from a head into the node
  std::vector<std::uint32_t> enters_;  // the word that arc enters
  std::vector<std::uint32_t> row_;
  std::vector<std::uint32_t> parent_;
  std::vector<Chosen> chosen_;
  std::vector<State> state_;
  std::vector<std::uint32_t> top_;  // the outermost node that holds a word
  std::vector<std::uint32_t> path_;
  std::uint32_t next_ = 0;
};

}  // namespace

std::vector<std::uint32_t> best_tree(std::span<const float> scores, std::size_t words) {
  ASSERT(scores.size() == words * (words + 1));
  if (words == 0) return {};
  if (words == 1) return {0};
  constexpr double kLowest = -1e6;
  std::vector<double> table(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i)
    table[i] = std::isnan(scores[i]) ? kLowest : std::clamp<double>(scores[i], kLowest, -kLowest);
  const auto [low, high] = std::ranges::minmax(table);
  for (std::size_t word = 0; word < words; ++word) table[word * (words + 1) + word + 1] = kNever;
  std::vector<std::uint32_t> heads = greedy_heads(table, words);
  if (is_tree_with_one_root(heads)) return heads;
  // One root: every arc from it costs more than all other arcs together could make up for.
  const double cost = (high - low + 1) * static_cast<double>(words + 1);
  for (std::size_t word = 0; word < words; ++word) table[word * (words + 1)] -= cost;
  return Contraction(table, words).run();
}

}  // namespace casus::syntax
