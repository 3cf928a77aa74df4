// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <vector>

#include "eval/data.h"

namespace casus::eval {

/// The countries named on a side.
std::set<std::string> countries_of(const std::vector<Party>& parties);
/// Whether a type of the gold event shares the quad class of `type`.
bool has_quad(const GoldEvent& gold, std::size_t type, const Types& types);

}  // namespace casus::eval
