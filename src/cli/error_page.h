// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "eval/eval.h"

namespace casus::cli {

/// The one self-contained page of `casus eval --errors`: each gold event that no record found, each record that no gold
/// event answers, each pair with a wrong field, with its sentence. `texts` are those of the results' documents; one
/// that is absent, or is not the text that the gold was marked in, leaves the words of the triggers alone. No scripts.
struct ErrorPage {
  std::string html;
  std::size_t cases = 0;
};
ErrorPage error_page(const std::vector<eval::DocumentResult>& results,
                     const std::vector<std::optional<std::string>>& texts, const eval::Report& report,
                     const eval::Types& types);

}  // namespace casus::cli
