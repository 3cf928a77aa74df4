// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <vector>

namespace casus::eval {

inline constexpr std::size_t kBins = 10;

/// One record's confidence and whether it was right; `mass` is how many times it counts.
struct Judged {
  double confidence = 0;
  bool is_right = false;
  std::size_t mass = 1;
};

/// A tenth of all records by confidence. `confidence` and `right` are sums over `mass`.
struct Bin {
  double mass = 0, confidence = 0, right = 0;
};

struct Calibration {
  double error = 0;  ///< Range: 0 to 1; 0 where there is no record
  std::array<Bin, kBins> bins;
};

/// Expected calibration error in ten bins of equal mass. `judged` ascends by confidence. Records of equal confidence
/// share their mean of right ones, so that their order tells nothing; a record at the border of two bins is split.
/// Paper: Naeini, Cooper and Hauskrecht 2015, eq. 3, with bins of equal mass.
Calibration calibrate(const std::vector<Judged>& judged);

}  // namespace casus::eval
