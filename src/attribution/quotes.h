// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "attribution/marks.h"
#include "attribution/reports.h"
#include "document/document.h"

namespace casus::attribution {

/// Gives each quoted stretch its speaker, or finds that it is a name or a scare quote. Result in the order of `quoted`.
std::vector<Quotation> find_quotations(const Trees& tree, const Reports& reports, const Cues& cues,
                                       const std::vector<Quoted>& quoted);

}  // namespace casus::attribution
