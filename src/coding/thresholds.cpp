// SPDX-License-Identifier: Apache-2.0
#include "coding/thresholds.h"

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

namespace casus::coding {

Result<Thresholds> Thresholds::load(const std::filesystem::path& file) {
  constexpr float kMost = 100.0F;
  std::ifstream in(file);
  if (!in) return fail(ErrorCode::kNotFound, "cannot read " + file.string());
  Thresholds out;
  const std::array<std::pair<std::string_view, float*>, 8> known{{{"told", &out.told},
                                                                  {"by_codebook", &out.by_codebook},
                                                                  {"told_again", &out.told_again},
                                                                  {"sure_side", &out.sure_side},
                                                                  {"side", &out.side},
                                                                  {"as_coded", &out.as_coded},
                                                                  {"sector", &out.sector},
                                                                  {"other_sector", &out.other_sector}}};
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    std::string name;
    float value = -1.0F;
    if (!(fields >> name >> value)) value = -1.0F;
    float* into = nullptr;
    for (const auto& [known_name, place] : known)
      if (known_name == name) into = place;
    if (into == nullptr || !(value >= 0.0F && value <= kMost)) {
      std::string names;
      for (const auto& [known_name, place] : known) names += std::string(known_name) + ", ";
      names.resize(names.size() - 2);
      return fail(ErrorCode::kBadData, file.string() + ":" + std::to_string(number) + ": '" + line +
                                           "': expected one of " + names + " and a number from 0 to 100");
    }
    *into = value;
  }
  return out;
}

}  // namespace casus::coding
