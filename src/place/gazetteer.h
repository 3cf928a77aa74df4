// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace casus::place {

/// One line of the gazetteer; views into its text.
struct Entry {
  std::string_view key, name, country, admin1, feature, geonames_id, latitude, longitude, radius_km;
  double weight = 0;

  bool is_country() const { return feature == "PCLI"; }
  bool is_demonym() const { return feature == "DEMONYM"; }
  bool is_capital() const { return feature == "PPLC"; }
  bool is_city() const { return feature.starts_with("PPL"); }
};

/// data/places/gazetteer.tsv, kept as it is and searched by bisection.
class Gazetteer {
 public:
  /// Errors: not_found, or bad_data naming the line that has not ten fields or stands out of order.
  static Result<Gazetteer> load(const std::filesystem::path& data);

  /// The entries under a folded name, heaviest first.
  std::vector<Entry> find(std::string_view key) const;
  /// True if some key is `prefix` or begins with it and a space or another break.
  bool has_prefix(std::string_view prefix) const;

 private:
  std::string_view key_at(std::size_t line) const;
  std::size_t lower_bound(std::string_view key) const;

  std::string text_;
  std::vector<std::uint32_t> lines_;
};

}  // namespace casus::place
