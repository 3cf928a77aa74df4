// SPDX-License-Identifier: Apache-2.0
#include "nn/peak.h"

#include <time.h>

#include <algorithm>

namespace casus::nn {

double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double measure_peak(const Kernels& kernels, double seconds) {
  constexpr std::uint64_t kRounds = 20000;  // well below a millisecond
  const double end = thread_seconds() + seconds;
  double best = 0;
  do {
    const double begin = thread_seconds();
    const auto operations = static_cast<double>(kernels.peak(kRounds));
    best = std::max(best, operations / (thread_seconds() - begin) / 1e9);
  } while (thread_seconds() < end);
  return best;
}

double encoder_operations(const ModelConfig& config, std::size_t pieces) {
  const auto hidden = static_cast<double>(config.hidden);
  const auto inner = static_cast<double>(config.intermediate);
  const auto length = static_cast<double>(pieces);
  const double products = 4 * hidden * hidden + 2 * hidden * inner;
  const double attention = 2 * length * hidden;
  return 2 * static_cast<double>(config.layers) * length * (products + attention);
}

}  // namespace casus::nn
