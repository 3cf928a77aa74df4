// SPDX-License-Identifier: Apache-2.0
// The AVX-512 source compiled to plain C by SIMDe, so that machines without AVX-512 check it too.
#define CASUS_SIMDE
#include "nn/kernels/avx512.cpp"  // NOLINT: on purpose

#include <gtest/gtest.h>

#include "kernels_case.h"

namespace casus::nn {
namespace {

TEST(Avx512SourceThroughSimde, EqualsPlainCodeBitForBit) {
  expect_equal_kernels(generic_kernels(), simde_kernels());
}

}  // namespace
}  // namespace casus::nn
