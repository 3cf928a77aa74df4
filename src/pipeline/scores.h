// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace casus {

/// e^x by our own polynomial, the same bits on every machine (the C library's differ). Range: x in [-700, 700], else 0
/// or the largest value there.
double exponential(double x);

/// The index of the highest score; of equals the first. `logits` is not empty.
std::size_t best_label(std::span<const float> logits);

/// The probability that softmax gives to `label`. Range: 0 to 1.
float probability(std::span<const float> logits, std::size_t label);

/// The mean of `values` under softmax. Shape: as `logits`.
float expected_value(std::span<const float> logits, std::span<const float> values);

/// Where a word stands to `from`, by the `steps` of distance that it has passed: 0 (far before) over N (the word
/// itself) to 2 N (far behind). `steps` ascend.
template <std::size_t N>
std::size_t distance_bucket(const std::array<std::uint32_t, N>& steps, std::uint32_t from, std::uint32_t word) {
  const std::uint32_t distance = word < from ? from - word : word - from;
  const auto level = static_cast<std::size_t>(std::ranges::upper_bound(steps, distance) - steps.begin());
  return word < from ? N - level : N + level;
}

}  // namespace casus
