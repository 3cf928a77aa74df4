// SPDX-License-Identifier: Apache-2.0
#include "nn/peak.h"

#include <time.h>

#include <algorithm>
#include <vector>

namespace casus::nn {

double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double measure_peak(const Kernels& kernels, double seconds) {
  const auto time_of = [&kernels](std::uint64_t rounds, double& rate) {
    const double begin = thread_seconds();
    const auto operations = static_cast<double>(kernels.peak(rounds));
    const double taken = std::max(1e-7, thread_seconds() - begin);
    rate = operations / taken / 1e9;
    return taken;
  };
  constexpr std::uint64_t kTrial = 1000;
  constexpr double kEach = 1e-3;  // long against the steps of the clock, short against a slice of the scheduler
  double rate = 0;
  time_of(kTrial, rate);
  const auto rounds = static_cast<std::uint64_t>(kEach / time_of(kTrial, rate) * kTrial) + 1;
  std::vector<double> rates;
  for (double used = 0; used < seconds || rates.size() < 5;) {
    used += time_of(rounds, rate);
    rates.push_back(rate);
  }
  std::ranges::sort(rates);
  return rates[rates.size() / 2];
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
