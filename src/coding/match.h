// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>

#include "codebook/codebook.h"
#include "document/document.h"
#include "document/tree.h"

namespace casus::coding {

/// A codebook predicate that fits a frame, with the participants that fill its sides.
struct Match {
  codebook::Candidate candidate;
  std::vector<const Participant*> actors;
  std::vector<const Participant*> recipients;
};

/// The best reading of `event` by the codebook: of all predicates whose conditions hold the one of the longest phrase,
/// then with most selections, then most weight, then most conditions, then the first in the files. None: absent, and
/// `why_not` says what the nearest one lacked.
std::optional<Match> best_match(const Tree& tree, const Event& event, const codebook::Codebook& codebook,
                                std::string& why_not);

}  // namespace casus::coding
