// SPDX-License-Identifier: Apache-2.0
// Strict reading of one TOML table: every key must be asked for, every value must have its type; the first fault is
// kept with its file and line.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "base/result.h"

namespace casus::codebook {

/// A parsed file and the first fault found in it.
struct TomlFile {
  std::string name;  ///< as printed in messages: "codebook/contexts.toml"
  std::string bytes;
  toml::table table;
  std::optional<Error> error;

  static Result<TomlFile> read(const std::filesystem::path& path, std::string name);
  /// Keeps `message` as the file's error if it is the first.
  void fault(std::uint32_t line, const std::string& message);
};

/// Reads the keys of one table; `finish` faults any key that nobody asked for.
class TableReader {
 public:
  TableReader(TomlFile& file, const toml::table& table, std::uint32_t line) : file_(file), table_(table), line_(line) {}

  std::uint32_t line() const { return line_; }
  std::uint32_t line_of(std::string_view key) const;
  bool has(std::string_view key) const { return table_.contains(key); }
  std::string text(std::string_view key, bool required);
  double number(std::string_view key, double fallback, bool required);
  std::optional<double> number_or_none(std::string_view key);
  bool boolean(std::string_view key, bool fallback);
  /// An array of strings; a lone string stands for an array of one.
  std::vector<std::string> texts(std::string_view key);
  /// The tables of an array of tables.
  std::vector<TableReader> tables(std::string_view key);
  /// The table under `key`, if there is one.
  std::optional<TableReader> table(std::string_view key);
  std::vector<std::string> keys() const;
  void fault(std::string_view key, const std::string& message) { file_.fault(line_of(key), message); }
  void finish();

 private:
  const toml::node* take(std::string_view key);

  TomlFile& file_;
  const toml::table& table_;
  std::uint32_t line_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace casus::codebook
