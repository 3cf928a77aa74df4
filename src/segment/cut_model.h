// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace casus::segment {

/// What happens between two characters of a chunk.
enum class Cut : std::uint8_t {
  kNone,   ///< one word goes on
  kToken,  ///< a new token begins
  kWord    ///< a new word of the same multiword token begins ("do|n't")
};
inline constexpr std::size_t kCuts = 3;

/// A cut and by how much its score lies above that of no cut.
struct Decision {
  Cut cut = Cut::kNone;
  std::int32_t margin = 0;
};

/// Features are numbers below this.
inline constexpr std::uint32_t kFeatures = 1u << 18;

/// A linear model over hashed features with integer weights, and the letter runs that may be two words.
class CutModel {
 public:
  using Weights = std::array<std::int16_t, kCuts - 1>;  // of kToken and kWord; kNone has 0

  CutModel() : weights_(kFeatures) {}
  /// Parses the text of a tokens.model; `name` stands in messages.
  /// Errors: bad_data with the line.
  static Result<CutModel> parse(std::string_view text, const std::string& name);
  static Result<CutModel> load(const std::filesystem::path& file);
  /// The same in text, lines in ascending order.
  std::string print() const;

  /// The best cut, the first of equals; `kWord` only where `may_be_word`.
  Decision decide(std::span<const std::uint32_t> features, bool may_be_word) const;
  /// The byte before which a lower-case letter run may be parted; 0 for none.
  std::uint32_t run_cut(std::string_view run) const;

  void set_weights(std::uint32_t feature, Weights weights) { weights_[feature] = weights; }
  void set_run(const std::string& run, std::uint32_t cut);

 private:
  Result<void> take_line(std::string_view line);

  std::vector<Weights> weights_;
  std::unordered_map<std::string, std::uint32_t> runs_;
  std::size_t longest_run_ = 0;
};

}  // namespace casus::segment
