// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace casus::nn {

/// Coefficients of (Phi(x) - 1/2) / x in powers of x * x, least largest error in x * Phi(x) on [-4, 4] (1.9e-4).
inline constexpr float kGelu[7] = {0.397883475F,    -0.0645732358F,  0.00877243467F, -0.000814023428F,
                                   4.79562368e-05F, -1.5986343e-06F, 2.27820056e-08F};

}  // namespace casus::nn
