// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"

namespace casus::quantity {

/// Words before a number that say how exact it is.
struct Bound {
  std::vector<std::string> words;
  bool is_min = false;
  bool is_max = false;
  bool is_strict = false;
  bool is_approximate = false;
};

struct Measure {
  std::string unit;
  std::string what;
};

/// data/lang/en/quantity.toml.
struct Terms {
  /// Errors: not_found, or bad_data naming file and line.
  static Result<Terms> load(const std::filesystem::path& data);

  std::vector<Bound> bounds;                                          ///< longest first
  std::unordered_map<std::string, std::string> what_by_verb;          ///< of its object and passive subject
  std::unordered_map<std::string, std::string> what_by_intransitive;  ///< of its subject
  std::unordered_map<std::string, std::string> what_by_noun;
  std::unordered_map<std::string, std::string> what_by_adjective;
  std::unordered_set<std::string> people;
  std::unordered_map<std::string, std::string> money_marks;  ///< "$" to "USD"
  std::unordered_map<std::string, std::string> money_words;
  std::unordered_map<std::string, Measure> measures;
};

}  // namespace casus::quantity
