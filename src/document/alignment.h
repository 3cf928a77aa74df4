// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <vector>

#include "base/span.h"

namespace casus {

/// From stretches of `text` to the stretches of `raw` they were taken from. Runs ascend on both sides. Where both
/// sides of a run have one length the mapping is byte by byte; else (a character reference such as "&amp;", a
/// converted encoding) the run maps as a whole. A raw side of length 0 was added (a line break between paragraphs).
class Alignment {
 public:
  struct Run {
    Span text;
    Span raw;
    bool operator==(const Run&) const = default;
  };

  /// The alignment of a text that equals its raw bytes from `raw_begin` on.
  static Alignment identity(std::uint32_t size, std::uint32_t raw_begin = 0);
  /// Adds a run behind the last one; adjacent byte-by-byte runs are joined. Runs with an empty text side are ignored.
  void add(Span text, Span raw);
  /// The smallest stretch of raw bytes that holds all of `text`. Range: empty where nothing of it stands in raw.
  Span raw_range(Span text) const;
  const std::vector<Run>& runs() const { return runs_; }

 private:
  std::vector<Run> runs_;
};

}  // namespace casus
