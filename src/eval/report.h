// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "eval/match.h"
#include "eval/summary.h"

namespace casus::eval {

/// Appends the scores as a table for people: levels, types, statuses, calibration, each with its interval; then the
/// differences to the records compared with.
void write_table(const Report& report, const Types& types, std::string& out);
/// Appends the same as one JSON object, and of each document the ids of gold events that were missed or are not all
/// right, and the traps stepped into.
void write_json(const Report& report, const std::vector<DocumentResult>& results, const Types& types, std::string& out);

}  // namespace casus::eval
