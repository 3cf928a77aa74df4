// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/labels.h"

namespace casus::role {

/// PropBank's rolesets by part of speech and alias: ("destruction", noun) has "destroy.01".
class Rolesets {
 public:
  /// Reads lines of part of speech (v, n, j), alias and rolesets, parted by tabs.
  /// Errors: not_found; bad_data naming file and line.
  static Result<Rolesets> load(const std::filesystem::path& file);
  static Result<Rolesets> parse(std::string_view text, const std::string& name);

  /// Rolesets of a lemma as this part of speech, ascending; those of its other parts of speech if it has none as that.
  std::span<const std::string> of(std::string_view lemma, Upos upos) const;
  bool contains(std::string_view roleset) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> by_alias_;  // "v attack"
  std::vector<std::string> all_;
};

/// The roleset's number: "01" of "attack.01"; empty for none.
std::string_view sense_of(std::string_view roleset);

}  // namespace casus::role
