// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ctime>

namespace casus::test {

/// Seconds of the processor that this program has used: unlike the wall's clock, the same on a busy machine.
inline double processor_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

}  // namespace casus::test
