// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <utility>
#include <vector>

#include "coding/scored.h"

namespace casus::coding {

/// How likely type, sides and status of a coding are all right, before calibration: the product of what the scorers say
/// of each. Range: 0 to 1.
float raw_confidence(const Document& doc, const EventScore* score, const Verdict& verdict, float status,
                     const Coding& coding);

/// From a raw confidence to the share of records that are right at it: a rising curve fitted on the development part of
/// the corpus (train/calibrate.py; isotonic, Zadrozny and Elkan 2002), linear between its points.
class Calibration {
 public:
  /// Reads a file of lines "raw<TAB>calibrated", both rising. Errors: bad_data naming file and line.
  static Result<Calibration> load(const std::filesystem::path& file);
  float operator()(float raw) const;

 private:
  std::vector<std::pair<float, float>> points_;
};

}  // namespace casus::coding
