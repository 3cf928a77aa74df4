// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
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

}  // namespace casus
