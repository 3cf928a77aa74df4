// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

#include <toml++/toml.h>

namespace casus::lang {

/// A TOML file that is read strictly: whoever reads a table names the keys it may have. `shown` is the file's name in
/// messages, relative to the data root ("lang/en/cues.toml").
struct TomlFile {
  std::string shown;
  toml::table root;

  /// bad_data: "lang/en/cues.toml:41: message".
  std::unexpected<Error> error_at(const toml::node& node, std::string_view message) const;
  /// Errors: bad_data for a key of `table` that is not in `allowed`.
  Result<void> only_keys(const toml::table& table, std::initializer_list<std::string_view> allowed) const;
  /// The strings of the array `key`; empty if absent. Errors: bad_data if it is anything else.
  Result<std::vector<std::string>> strings(const toml::table& table, std::string_view key) const;
  /// The string `key`; empty if absent. Errors: bad_data if it is anything else.
  Result<std::string> string(const toml::table& table, std::string_view key) const;
};

/// Errors: not_found if the file cannot be read; bad_data naming the line of a syntax error.
Result<TomlFile> load_toml(const std::string& path, std::string shown);

}  // namespace casus::lang
