// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

namespace casus::lang {

/// A number read from words.
struct ReadNumber {
  double value = 0;
  std::size_t words = 0;  ///< how many it took
  bool is_vague = false;  ///< "hundreds": the least of them
  bool is_digits = false;
};

/// Numbers in words and digits, by data/lang/<code>/number.toml.
class Numbers {
 public:
  /// Errors: not_found, or bad_data naming file and line.
  static Result<Numbers> load(const std::filesystem::path& data, std::string_view code = "en");

  /// The number that begins at words[at] ("two hundred and fifty", "1.1 billion", "600,000", "a dozen", "dozens");
  /// absent if none does. The words are lower case; a hyphen inside a number is a word of its own ("twenty", "-",
  /// "five").
  std::optional<ReadNumber> read(std::span<const std::string> words, std::size_t at) const;
  /// "third", "3rd"; absent for anything else.
  std::optional<std::uint32_t> ordinal(std::string_view word) const;
  /// Digits with thousands' commas and a decimal point; absent for anything else.
  static std::optional<double> digits(std::string_view word);

 private:
  using Table = std::unordered_map<std::string, double>;
  static const double* find(const Table& table, const std::string& word);
  std::optional<ReadNumber> read_words(std::span<const std::string> words, std::size_t at) const;

  Table words_, multiples_, suffixes_, vague_, ordinals_;
};

}  // namespace casus::lang
