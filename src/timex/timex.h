// SPDX-License-Identifier: Apache-2.0
// timex: time expressions, and the days they name. Reads text, tokens, sentences, trees and the day of publication;
// writes times. Values are TIMEX3's (Pustejovsky et al. 2003); `start` and `end` are set only where the day of
// publication, a dateline of the text or the expression itself fixes them, and a weekday or a month looks back unless
// its verb looks ahead.
//   published 2018-04-05: "on Tuesday" -> "Tuesday", DATE, 2018-04-03; "since 2014" -> "2014", start 2014-01-01, no end
#pragma once
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "pipeline/stage.h"

namespace casus::timex {

/// The stage that writes kTimes. `data` is the data root.
/// Errors: not_found or bad_data for lang/en/time.toml and number.toml, naming file and line.
Result<std::unique_ptr<Stage>> make_time_stage(const std::filesystem::path& data);

}  // namespace casus::timex
