// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>

namespace casus {

/// An index into one layer of a Document. Distinct layers have distinct types; `kNone` is absence.
template <typename Tag>
struct Id {
  static constexpr std::uint32_t kAbsent = 0xFFFFFFFFu;
  std::uint32_t value = kAbsent;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : value(static_cast<std::uint32_t>(index)) {}
  constexpr bool exists() const { return value != kAbsent; }
  constexpr std::size_t index() const { return value; }
  constexpr auto operator<=>(const Id&) const = default;
};

}  // namespace casus
