// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace casus::syntax {

/// The heads of the best tree over `words` words with exactly one root. `scores` has a row for each dependent and a
/// column for each head, 0 for the root and 1..words for the words. Returns for each word its head's column. Ties go to
/// the lower head. A score that is no number counts as the lowest.
/// Shape: scores [words, words + 1], row-major.
/// Paper: Tarjan 1977 with the correction of Camerini et al. 1979 (dense graphs, O(n^2)); one root by taking a constant
/// off every arc from it (Stanojevic and Cohen 2021, section 3).
std::vector<std::uint32_t> best_tree(std::span<const float> scores, std::size_t words);

}  // namespace casus::syntax
