// SPDX-License-Identifier: Apache-2.0
#include "pipeline/scores.h"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "base/assert.h"

namespace casus {

double exponential(double x) {
  constexpr double kLog2E = 1.4426950408889634;
  constexpr double kLn2High = 0.693147180369123816490;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  constexpr double kLimit = 700;
  if (!(x >= -kLimit)) return 0;
  x = std::min(x, kLimit);
  const double scaled = x * kLog2E;
  const auto power = static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5));
  const double rest = (x - static_cast<double>(power) * kLn2High) - static_cast<double>(power) * kLn2Low;
  double sum = 1;
  for (int k = 13; k > 0; --k) sum = 1 + rest / k * sum;  // the series of e^x, |rest| < 0.35
  const double factor = std::bit_cast<double>(static_cast<std::uint64_t>(power + 1023) << 52);
  return sum * factor;
}

std::size_t best_label(std::span<const float> logits) {
  ASSERT(!logits.empty());
  return static_cast<std::size_t>(std::ranges::max_element(logits) - logits.begin());
}

float probability(std::span<const float> logits, std::size_t label) {
  const double top = logits[best_label(logits)];
  double sum = 0;
  for (const float logit : logits) sum += exponential(logit - top);
  return static_cast<float>(exponential(logits[label] - top) / sum);
}

float expected_value(std::span<const float> logits, std::span<const float> values) {
  ASSERT(logits.size() == values.size());
  const double top = logits[best_label(logits)];
  double sum = 0;
  double weighted = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const double weight = exponential(logits[i] - top);
    sum += weight;
    weighted += weight * values[i];
  }
  return static_cast<float>(weighted / sum);
}

}  // namespace casus
