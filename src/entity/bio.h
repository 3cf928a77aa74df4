// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace casus::entity {

/// A BIO label set: for each label its tag and its type (an index into `types`; 0 for O).
class BioLabels {
 public:
  enum class Tag : std::uint8_t { kOutside, kBegin, kInside };
  struct Part {
    Tag tag = Tag::kOutside;
    std::size_t type = 0;
  };
  /// Errors: bad_data if a label is neither "O" nor "B-…" nor "I-…".
  static Result<BioLabels> parse(std::span<const std::string> labels);

  const std::vector<Part>& parts() const { return parts_; }
  const std::vector<std::string>& types() const { return types_; }

 private:
  std::vector<Part> parts_;
  std::vector<std::string> types_;
};

/// A name among the rows given to `best_spans`: rows [begin, end), type, and the mean probability of its labels.
struct NameSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::size_t type = 0;
  float score = 0.0F;
};

/// The spans of the best label sequence in which no I follows anything but its own B or I. Ties go to the lower label.
/// `logits` has a row a token: Shape: [tokens, labels], row-major. Linear in the number of tokens.
std::vector<NameSpan> best_spans(std::span<const float> logits, const BioLabels& labels);

}  // namespace casus::entity
