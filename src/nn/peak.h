// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

#include "nn/kernels/kernels.h"
#include "nn/model_file.h"

namespace casus::nn {

/// Seconds of processor time this thread has had; unlike the clock on the wall it leaves out what other work took.
double thread_seconds();

/// Operations a second of the hot instruction of `kernels` on this core now, in 10^9; a multiply-add is 2. Runs the
/// instruction alone, in independent chains of about a millisecond, for about `seconds` in all; gives the median.
/// Threads: measures the calling thread by its processor time. For plain C++ it is the plain loop itself.
double measure_peak(const Kernels& kernels, double seconds = 0.05);

/// Operations of matrix products and attention in a window of `pieces` positions, all layers; a multiply-add is 2.
double encoder_operations(const ModelConfig& config, std::size_t pieces);

}  // namespace casus::nn
