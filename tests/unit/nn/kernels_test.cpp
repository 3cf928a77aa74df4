// SPDX-License-Identifier: Apache-2.0
// Every kernel against plain C++, bit for bit, over odd shapes; exp and GELU against the library's.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "kernels_case.h"
#include "nn/buffer.h"
#include "nn/kernels/dispatch.h"

namespace casus::nn {
namespace {

class Kernel : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const auto kernels = select_kernels(GetParam());
    if (!kernels) GTEST_SKIP() << kernels.error().message;
    kernels_ = *kernels;
  }
  const Kernels* kernels_ = nullptr;
};

TEST_P(Kernel, EqualsPlainCodeBitForBit) {
  if (kernels_ == nullptr) return;
  expect_equal_kernels(generic_kernels(), *kernels_);
}

TEST_P(Kernel, Exp2IsWithinThreeMillionths) {
  if (kernels_ == nullptr) return;
  std::vector<float> x(16000);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = -126.0F + 252.0F * static_cast<float>(i) / 15999.0F;
  std::vector<float> y(x.size());
  kernels_->exp2(x.data(), x.size(), y.data());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double right = std::exp2(static_cast<double>(x[i]));
    ASSERT_NEAR(y[i] / right, 1.0, 3.5e-6) << "2^" << x[i];
  }
}

TEST_P(Kernel, GeluIsWithinTwoTenThousandths) {
  if (kernels_ == nullptr) return;
  std::vector<float> x(16000);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = -10.0F + 20.0F * static_cast<float>(i) / 15999.0F;
  std::vector<float> y(x.size());
  kernels_->gelu(x.data(), x.size(), y.data());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double right = x[i] * 0.5 * (1 + std::erf(x[i] / std::sqrt(2.0)));
    ASSERT_NEAR(y[i], right, 2e-4) << "gelu(" << x[i] << ")";
  }
}

INSTANTIATE_TEST_SUITE_P(All, Kernel, ::testing::Values("generic", "avx2", "avx512vnni"));

TEST(SelectKernels, RefusesAnUnknownNameAndSaysWhichAreKnown) {
  const auto kernels = select_kernels("avx1024");
  ASSERT_FALSE(kernels);
  EXPECT_EQ(kernels.error().code, ErrorCode::kBadInput);
  EXPECT_NE(kernels.error().message.find("known are generic, avx2, avx512vnni"), std::string::npos);
}

TEST(SelectKernels, TakesTheFastestWithoutAName) {
  const auto kernels = select_kernels("");
  ASSERT_TRUE(kernels);
  EXPECT_EQ(*kernels, supported_kernels().back());
}

}  // namespace
}  // namespace casus::nn
