// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <array>
#include <string_view>

namespace casus::coding {

/// Groups of PLOVER types that one rule of product.md, section 3, treats alike. Names, not enumerators: a user's own
/// type is in none of them and is coded by its predicates alone.
inline constexpr std::array<std::string_view, 4> kAnnouncedIsAgree{"CONSULT", "SUPPORT", "COOPERATE", "AID"};
inline constexpr std::array<std::string_view, 2> kAnnouncedIsConcede{"RETREAT", "CONCEDE"};
inline constexpr std::array<std::string_view, 8> kVerbal{"AGREE",   "CONSULT", "SUPPORT", "CONCEDE",
                                                         "REQUEST", "ACCUSE",  "REJECT",  "THREATEN"};
/// Types whose other side may be told in their content alone.
inline constexpr std::array<std::string_view, 9> kSideInContent{"REQUEST", "AGREE",   "THREATEN", "ACCUSE", "SUPPORT",
                                                                "AID",     "RETREAT", "SANCTION", "CONCEDE"};
/// Types whose content is not an event of its own (CONVENTIONS 5).
inline constexpr std::array<std::string_view, 5> kHoldsContent{"REQUEST", "AGREE", "THREATEN", "REJECT", "CONCEDE"};

template <std::size_t N>
bool in(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

}  // namespace casus::coding
