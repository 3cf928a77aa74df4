// SPDX-License-Identifier: Apache-2.0
#include "document/alignment.h"

#include <algorithm>

namespace casus {

Alignment Alignment::identity(std::uint32_t size, std::uint32_t raw_begin) {
  Alignment alignment;
  alignment.add({0, size}, {raw_begin, raw_begin + size});
  return alignment;
}

void Alignment::add(Span text, Span raw) {
  if (text.empty()) return;
  if (!runs_.empty()) {
    Run& last = runs_.back();
    const bool both_bytewise = last.text.size() == last.raw.size() && text.size() == raw.size();
    if (both_bytewise && last.text.end == text.begin && last.raw.end == raw.begin) {
      last.text.end = text.end;
      last.raw.end = raw.end;
      return;
    }
  }
  runs_.push_back({text, raw});
}

Span Alignment::raw_range(Span text) const {
  auto run = std::ranges::upper_bound(runs_, text.begin, {}, [](const Run& r) { return r.text.end; });
  Span out{0, 0};
  bool found = false;
  for (; run != runs_.end() && run->text.begin < text.end; ++run) {
    Span piece = run->raw;
    if (piece.empty()) continue;
    if (run->text.size() == run->raw.size()) {
      const std::uint32_t begin = std::max(text.begin, run->text.begin) - run->text.begin;
      const std::uint32_t end = std::min(text.end, run->text.end) - run->text.begin;
      piece = {run->raw.begin + begin, run->raw.begin + end};
    }
    out = found ? Span{std::min(out.begin, piece.begin), std::max(out.end, piece.end)} : piece;
    found = true;
  }
  return out;
}

}  // namespace casus
