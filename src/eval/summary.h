// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "eval/calibration.h"
#include "eval/match.h"

namespace casus::eval {

/// What F1 is made of.
struct Count {
  std::size_t gold = 0, found = 0, right = 0;
};

/// Scores, rounded to four decimals, half to even on the exact value.
struct Score {
  double precision = 0, recall = 0, f1 = 0;
};
Score score_of(const Count& count);
/// `value` to four decimals.
double round4(double value);

/// All counts of one document, or the sum over many.
struct Counts {
  std::size_t documents = 0, gold = 0, found = 0;  ///< required gold events; records that count
  std::array<std::size_t, kLevels> hits{};
  std::size_t told = 0, falsely_told = 0;              ///< records told as actual; those of them that did not happen
  std::size_t not_happened = 0, told_as_happened = 0;  ///< gold events that did not and were found; told as actual
  std::size_t traps = 0, traps_stepped_into = 0;
  std::vector<Count> types;              ///< by type; right where the type is
  std::array<Count, kStatuses> status;   ///< by status; right where type and status are
  std::array<Count, kStatuses> matched;  ///< the same over matched required pairs alone, of whatever type
  Count modes, contexts;                 ///< of matched pairs with the right type, required or not
  std::array<std::array<std::size_t, kStatuses>, kStatuses> confusion{};  ///< of these: gold status, record's status

  Counts() = default;
  explicit Counts(std::size_t types) : types(types) {}
  void add(const Counts& other);
};
Counts count(const DocumentResult& result, const Types& types);

/// The scores of one or many documents.
struct Summary {
  Counts counts;
  std::array<Score, kLevels> levels;
  std::vector<Score> types;
  std::array<Score, kStatuses> status, matched_status;
  Score modes, contexts;
  double macro_type_f1 = 0;           ///< over the types that gold has
  double macro_status_f1 = 0;         ///< of matched events, over the statuses that gold has among them
  double false_happened_share = 0;    ///< of the records told as actual
  double told_as_happened_share = 0;  ///< of the gold events that did not happen and were found
};
Summary summarise(Counts counts);

/// The records that count and have a confidence, against all of type, sides and status right, and against type right.
struct Confidence {
  std::size_t records = 0, without = 0;  ///< with a confidence; counted but without one
  Calibration strict, type;
};
Confidence confidence_of(const std::vector<DocumentResult>& results);

/// A 95 % interval.
struct Interval {
  double low = 0, high = 0;
};
struct ScoreInterval {
  Interval precision, recall, f1;
};

/// Intervals of what a Summary holds.
struct Intervals {
  std::array<ScoreInterval, kLevels> levels;
  std::vector<std::optional<Interval>> type_f1;  ///< over the rounds that have the type; absent where none has
  std::array<std::optional<Interval>, kStatuses> status_f1;
  Interval macro_type_f1, macro_status_f1, false_happened_share, told_as_happened_share;
  Interval strict_error, type_error;  ///< of the calibration
};

inline constexpr std::size_t kRounds = 1000;
inline constexpr std::uint32_t kSeed = 1;
/// Bootstrap over documents: `kRounds` draws of as many documents as there are, with replacement, from the generator of
/// twister.h; the same on every machine. Paper: Efron 1979; percentile intervals.
Intervals intervals_of(const std::vector<DocumentResult>& results, const Types& types);

/// How much more one set of records scores than another on the same gold.
struct Difference {
  double value = 0;  ///< ours less theirs
  Interval interval;
  double better = 0;  ///< share of rounds in which ours scored more
};
struct Comparison {
  std::array<Difference, kLevels> levels;  ///< of F1
  Difference macro_type_f1, macro_status_f1, false_happened_share;
};
/// Paired bootstrap: the draws of `intervals_of`, both sets scored on each draw's documents. `ours` and `theirs` are of
/// the same gold, in the same order. Paper: Koehn 2004, "Statistical significance tests for machine translation".
Comparison compare(const std::vector<DocumentResult>& ours, const std::vector<DocumentResult>& theirs,
                   const Types& types);

/// Everything that is printed.
struct Report {
  Summary summary;
  Intervals intervals;
  Confidence confidence;
  std::optional<Comparison> comparison;  ///< where there are records to compare with
};
Report report_on(const std::vector<DocumentResult>& results, const Types& types);

}  // namespace casus::eval
