// SPDX-License-Identifier: Apache-2.0
#include "eval/twister.h"

#include <algorithm>

#include "eval/summary.h"

namespace casus::eval {
namespace {

/// A record that counts, for calibration: where it stands and what was right.
struct Told {
  double confidence = 0;
  std::size_t document = 0;
  bool is_strict = false, has_type = false;
};

std::vector<Told> told_by_confidence(const std::vector<DocumentResult>& results, std::size_t& without) {
  std::vector<Told> out;
  for (std::size_t d = 0; d < results.size(); ++d)
    for (std::size_t j = 0; j < results[d].records.size(); ++j) {
      if (!results[d].is_counted(j)) continue;
      const auto confidence = results[d].records[j].confidence;
      if (!confidence) {
        ++without;
        continue;
      }
      const auto event = results[d].event_of[j];
      const Verdict verdict = event ? judge(results[d].fields[*event]) : Verdict{};
      out.push_back({*confidence, d, verdict[index(Level::kStrict)], verdict[index(Level::kType)]});
    }
  std::ranges::stable_sort(out, {}, &Told::confidence);
  return out;
}

/// The calibration of records whose documents were drawn `draws` times.
Calibration calibrate(const std::vector<Told>& told, const std::vector<std::size_t>& draws, bool Told::* is_right) {
  std::vector<Judged> judged;
  judged.reserve(told.size());
  for (const Told& one : told)
    if (draws[one.document] != 0) judged.push_back({one.confidence, one.*is_right, draws[one.document]});
  return calibrate(judged);
}

/// The values of one score in all rounds.
using Values = std::vector<double>;

Interval interval_of(Values values) {
  std::ranges::sort(values);
  const auto at = [&](double quantile) {
    return values[static_cast<std::size_t>(static_cast<double>(values.size()) * quantile)];
  };
  return {at(0.025), at(0.975)};
}
std::optional<Interval> interval_where_any(Values values) {
  if (values.empty()) return std::nullopt;
  return interval_of(std::move(values));
}

std::vector<Counts> counts_of(const std::vector<DocumentResult>& results, const Types& types) {
  std::vector<Counts> out;
  for (const DocumentResult& result : results) out.push_back(count(result, types));
  return out;
}

Counts sum_of(const std::vector<Counts>& counts, const Types& types) {
  Counts out(types.size());
  for (const Counts& one : counts) out.add(one);
  return out;
}

/// One score of two sets: of all documents first, then of every round.
class Differences {
 public:
  void add(double ours, double theirs) { values_.push_back(ours - theirs); }
  Difference difference() const {
    Values rounds(values_.begin() + 1, values_.end());
    const auto better = std::ranges::count_if(rounds, [](double value) { return value > 0; });
    const double share = static_cast<double>(better) / static_cast<double>(rounds.size());
    return {values_.front(), interval_of(std::move(rounds)), share};
  }

 private:
  Values values_;
};

/// All scores of all rounds.
struct Rounds {
  std::array<Values, kLevels> precision, recall, f1;
  std::vector<Values> type_f1;
  std::array<Values, kStatuses> status_f1;
  Values macro_type_f1, macro_status_f1, false_happened, told_as_happened, strict_error, type_error;

  void add(const Summary& summary) {
    for (std::size_t level = 0; level < kLevels; ++level) {
      precision[level].push_back(summary.levels[level].precision);
      recall[level].push_back(summary.levels[level].recall);
      f1[level].push_back(summary.levels[level].f1);
    }
    const auto add_present = [](const Count& count, const Score& score, Values& values) {
      if (count.gold + count.found != 0) values.push_back(score.f1);
    };
    for (std::size_t i = 0; i < type_f1.size(); ++i) add_present(summary.counts.types[i], summary.types[i], type_f1[i]);
    for (std::size_t i = 0; i < kStatuses; ++i) add_present(summary.counts.status[i], summary.status[i], status_f1[i]);
    macro_type_f1.push_back(summary.macro_type_f1);
    macro_status_f1.push_back(summary.macro_status_f1);
    false_happened.push_back(summary.false_happened_share);
    told_as_happened.push_back(summary.told_as_happened_share);
  }
};

Intervals intervals_of(Rounds rounds) {
  Intervals out;
  for (std::size_t level = 0; level < kLevels; ++level)
    out.levels[level] = {interval_of(std::move(rounds.precision[level])), interval_of(std::move(rounds.recall[level])),
                         interval_of(std::move(rounds.f1[level]))};
  for (Values& values : rounds.type_f1) out.type_f1.push_back(interval_where_any(std::move(values)));
  for (std::size_t i = 0; i < kStatuses; ++i) out.status_f1[i] = interval_where_any(std::move(rounds.status_f1[i]));
  out.macro_type_f1 = interval_of(std::move(rounds.macro_type_f1));
  out.macro_status_f1 = interval_of(std::move(rounds.macro_status_f1));
  out.false_happened_share = interval_of(std::move(rounds.false_happened));
  out.told_as_happened_share = interval_of(std::move(rounds.told_as_happened));
  out.strict_error = interval_of(std::move(rounds.strict_error));
  out.type_error = interval_of(std::move(rounds.type_error));
  return out;
}

}  // namespace

Confidence confidence_of(const std::vector<DocumentResult>& results) {
  Confidence out;
  const std::vector<Told> told = told_by_confidence(results, out.without);
  const std::vector<std::size_t> once(results.size(), 1);
  out.records = told.size();
  out.strict = calibrate(told, once, &Told::is_strict);
  out.type = calibrate(told, once, &Told::has_type);
  return out;
}

Intervals intervals_of(const std::vector<DocumentResult>& results, const Types& types) {
  const std::vector<Counts> counts = counts_of(results, types);
  std::size_t without = 0;
  const std::vector<Told> told = told_by_confidence(results, without);
  Twister twister(kSeed);
  Rounds rounds;
  rounds.type_f1.resize(types.size());
  for (std::size_t round = 0; round < kRounds; ++round) {
    Counts sum(types.size());
    std::vector<std::size_t> draws(results.size());
    for (std::size_t k = 0; k < results.size(); ++k) {
      const std::size_t document = twister.below(results.size());
      ++draws[document];
      sum.add(counts[document]);
    }
    rounds.add(summarise(std::move(sum)));
    rounds.strict_error.push_back(round4(calibrate(told, draws, &Told::is_strict).error));
    rounds.type_error.push_back(round4(calibrate(told, draws, &Told::has_type).error));
  }
  return intervals_of(std::move(rounds));
}

Comparison compare(const std::vector<DocumentResult>& ours, const std::vector<DocumentResult>& theirs,
                   const Types& types) {
  const std::vector<Counts> our_counts = counts_of(ours, types), their_counts = counts_of(theirs, types);
  std::array<Differences, kLevels> levels;
  Differences types_f1, status_f1, false_happened;
  const auto add = [&](const Summary& a, const Summary& b) {
    for (std::size_t k = 0; k < kLevels; ++k) levels[k].add(a.levels[k].f1, b.levels[k].f1);
    types_f1.add(a.macro_type_f1, b.macro_type_f1);
    status_f1.add(a.macro_status_f1, b.macro_status_f1);
    false_happened.add(a.false_happened_share, b.false_happened_share);
  };
  add(summarise(sum_of(our_counts, types)), summarise(sum_of(their_counts, types)));
  Twister twister(kSeed);
  for (std::size_t round = 0; round < kRounds; ++round) {
    Counts a(types.size()), b(types.size());
    for (std::size_t k = 0; k < ours.size(); ++k) {
      const std::size_t document = twister.below(ours.size());
      a.add(our_counts[document]);
      b.add(their_counts[document]);
    }
    add(summarise(std::move(a)), summarise(std::move(b)));
  }
  Comparison out;
  for (std::size_t k = 0; k < kLevels; ++k) out.levels[k] = levels[k].difference();
  out.macro_type_f1 = types_f1.difference();
  out.macro_status_f1 = status_f1.difference();
  out.false_happened_share = false_happened.difference();
  return out;
}

Report report_on(const std::vector<DocumentResult>& results, const Types& types) {
  return {summarise(sum_of(counts_of(results, types), types)), intervals_of(results, types), confidence_of(results),
          std::nullopt};
}

}  // namespace casus::eval
