// SPDX-License-Identifier: Apache-2.0
#include "encode/windows.h"

#include <algorithm>

namespace casus::encode {
namespace {
/// [CLS] and [SEP].
constexpr std::uint64_t kSpecialPieces = 2;

class Cutter {
 public:
  Cutter(std::span<const Word> words, const WindowSettings& settings)
      : words_(words),
        settings_(settings),
        room_(std::max<std::uint64_t>(settings.max_pieces, kSpecialPieces + 1) - kSpecialPieces),
        sums_(words.size() + 1, 0) {
    for (std::size_t i = 0; i < words.size(); ++i) sums_[i + 1] = sums_[i] + std::max(words[i].pieces, 1U);
  }

  std::vector<Window> run() const {
    std::vector<Window> out;
    const std::size_t count = words_.size();
    for (std::size_t kept = 0; kept < count;) {
      const std::size_t begin = context_of(kept);
      const std::size_t end = end_of(begin, kept);
      out.push_back(
          {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(kept), static_cast<std::uint32_t>(end)});
      kept = end;
    }
    return out;
  }

 private:
  std::uint64_t pieces(std::size_t begin, std::size_t end) const { return sums_[end] - sums_[begin]; }

  /// Where the window that keeps words from `kept` on begins.
  std::size_t context_of(std::size_t kept) const {
    if (kept == 0) return 0;
    const bool is_inside = words_[kept].cut == Cut::kInside;
    if (!is_inside && settings_.context_sentences == 0) return kept;
    const std::uint64_t most = std::min<std::uint64_t>(settings_.context_pieces, room_ / 2);
    std::size_t begin = kept;
    std::uint32_t sentences = 0;
    while (begin > 0 && pieces(begin - 1, kept) <= most && pieces(begin - 1, kept + 1) <= room_) {
      --begin;
      if (words_[begin].cut == Cut::kInside) continue;
      if (is_inside || ++sentences == settings_.context_sentences) break;
    }
    return begin;
  }

  /// The best end of a window of words [begin, …) that keeps at least the word `kept`.
  std::size_t end_of(std::size_t begin, std::size_t kept) const {
    const auto past =
        std::upper_bound(sums_.begin() + static_cast<std::ptrdiff_t>(kept) + 1, sums_.end(), sums_[begin] + room_);
    const std::size_t longest = std::max<std::size_t>(static_cast<std::size_t>(past - sums_.begin()) - 1, kept + 1);
    if (longest >= words_.size()) return words_.size();
    const std::uint64_t remaining = pieces(kept, words_.size());
    const std::uint64_t windows = (remaining + room_ - 1) / room_;
    const std::uint64_t even = sums_[kept] + remaining / std::max<std::uint64_t>(windows, 1);
    std::size_t best = longest;
    for (std::size_t end = longest; end > kept && pieces(begin, end) * 2 >= room_; --end) {
      if (words_[end].cut == Cut::kInside) continue;
      const bool is_better = words_[best].cut == Cut::kInside || words_[end].cut > words_[best].cut ||
                             (words_[end].cut == words_[best].cut && distance(end, even) < distance(best, even));
      if (is_better) best = end;
    }
    return best;
  }

  std::uint64_t distance(std::size_t end, std::uint64_t even) const {
    return sums_[end] > even ? sums_[end] - even : even - sums_[end];
  }

  std::span<const Word> words_;
  const WindowSettings& settings_;
  std::uint64_t room_;
  std::vector<std::uint64_t> sums_;
};
}  // namespace

std::vector<Window> cut_windows(std::span<const Word> words, const WindowSettings& settings) {
  return Cutter(words, settings).run();
}

}  // namespace casus::encode
