// SPDX-License-Identifier: Apache-2.0
#include "eval/calibration.h"

#include <algorithm>
#include <cmath>

namespace casus::eval {
namespace {

/// Lays a group of equal confidence into the bins that it reaches; `begin` and `end` in records from the lowest one.
void lay(double begin, double end, double confidence, double share_right, double bin_mass, Calibration& out) {
  for (std::size_t k = 0; k < kBins; ++k) {
    const double low = bin_mass * static_cast<double>(k), high = bin_mass * static_cast<double>(k + 1);
    const double mass = std::min(end, k + 1 == kBins ? end : high) - std::max(begin, low);
    if (mass <= 0) continue;
    out.bins[k].mass += mass;
    out.bins[k].confidence += mass * confidence;
    out.bins[k].right += mass * share_right;
  }
}

}  // namespace

Calibration calibrate(const std::vector<Judged>& judged) {
  Calibration out;
  double total = 0;
  for (const Judged& one : judged) total += static_cast<double>(one.mass);
  if (total == 0) return out;
  double begin = 0;
  for (std::size_t i = 0; i < judged.size();) {
    double mass = 0, right = 0;
    std::size_t next = i;
    for (; next < judged.size() && judged[next].confidence == judged[i].confidence; ++next) {
      mass += static_cast<double>(judged[next].mass);
      if (judged[next].is_right) right += static_cast<double>(judged[next].mass);
    }
    if (mass > 0) lay(begin, begin + mass, judged[i].confidence, right / mass, total / static_cast<double>(kBins), out);
    begin += mass;
    i = next;
  }
  for (const Bin& bin : out.bins) out.error += std::fabs(bin.confidence - bin.right);
  out.error /= total;
  return out;
}

}  // namespace casus::eval
