// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <vector>

namespace casus::eval {

/// The Mersenne twister as Python's `random.Random(seed)` seeds and reads it, so that a script of its standard library
/// draws the same documents. Paper: Matsumoto and Nishimura 1998; seeding by array, 2002.
class Twister {
 public:
  explicit Twister(std::uint32_t seed);
  /// Range: 0 to 1, without 1; 53 bits.
  double uniform();
  /// Range: 0 to `count` - 1.
  std::size_t below(std::size_t count);

 private:
  std::uint32_t next();
  void refill();
  std::array<std::uint32_t, 624> state_;
  std::size_t at_ = 624;
};

}  // namespace casus::eval
