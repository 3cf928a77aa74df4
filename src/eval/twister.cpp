// SPDX-License-Identifier: Apache-2.0
#include "eval/twister.h"

namespace casus::eval {

Twister::Twister(std::uint32_t seed) {
  state_[0] = 19650218U;
  for (std::uint32_t i = 1; i < 624; ++i) state_[i] = 1812433253U * (state_[i - 1] ^ (state_[i - 1] >> 30)) + i;
  // The key is the seed alone, so that its index stays 0.
  std::size_t i = 1;
  const auto step = [&](std::uint32_t factor, std::uint32_t plus) {
    state_[i] = (state_[i] ^ ((state_[i - 1] ^ (state_[i - 1] >> 30)) * factor)) + plus;
    if (++i < 624) return;
    state_[0] = state_[623];
    i = 1;
  };
  for (int k = 0; k < 624; ++k) step(1664525U, seed);
  for (int k = 0; k < 623; ++k) step(1566083941U, 0U - static_cast<std::uint32_t>(i));
  state_[0] = 0x80000000U;
}

void Twister::refill() {
  for (std::size_t i = 0; i < 624; ++i) {
    const std::uint32_t y = (state_[i] & 0x80000000U) | (state_[(i + 1) % 624] & 0x7fffffffU);
    state_[i] = state_[(i + 397) % 624] ^ (y >> 1) ^ ((y & 1U) != 0 ? 0x9908b0dfU : 0U);
  }
  at_ = 0;
}

std::uint32_t Twister::next() {
  if (at_ == 624) refill();
  std::uint32_t y = state_[at_++];
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680U;
  y ^= (y << 15) & 0xefc60000U;
  return y ^ (y >> 18);
}

double Twister::uniform() {
  const std::uint32_t a = next() >> 5, b = next() >> 6;
  return (a * 67108864.0 + b) * (1.0 / 9007199254740992.0);
}

std::size_t Twister::below(std::size_t count) {
  return static_cast<std::size_t>(uniform() * static_cast<double>(count));
}

}  // namespace casus::eval
