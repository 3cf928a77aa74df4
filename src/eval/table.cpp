// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdarg>
#include <cstdio>

#include "eval/report.h"

namespace casus::eval {
namespace {

[[gnu::format(printf, 2, 3)]] void print(std::string& out, const char* format, ...) {
  char buffer[256];
  va_list arguments;
  va_start(arguments, format);
  const int length = std::vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  out.append(buffer, static_cast<std::size_t>(std::max(0, std::min(length, static_cast<int>(sizeof buffer) - 1))));
}

std::string with_interval(double value, const Interval& interval) {
  std::string out;
  print(out, "%.3f [%.3f, %.3f]", value, interval.low, interval.high);
  return out;
}

void write_levels(const Report& report, std::string& out) {
  print(out, "\n%-16s %-22s %-22s %s\n", "level", "precision", "recall", "F1");
  for (std::size_t level = 0; level < kLevels; ++level) {
    const Score& score = report.summary.levels[level];
    const ScoreInterval& interval = report.intervals.levels[level];
    print(out, "%-16s %-22s %-22s %s\n", std::string(to_string(static_cast<Level>(level))).c_str(),
          with_interval(score.precision, interval.precision).c_str(),
          with_interval(score.recall, interval.recall).c_str(), with_interval(score.f1, interval.f1).c_str());
  }
}

void write_shares(const Report& report, std::string& out) {
  const Summary& s = report.summary;
  const Counts& c = s.counts;
  const auto row = [&](const char* name, double value, const Interval& interval, const std::string& note) {
    print(out, "%-16s %-22s %s\n", name, with_interval(value, interval).c_str(), note.c_str());
  };
  const auto of = [](std::size_t part, std::size_t whole, const char* what) {
    return std::to_string(part) + " of " + std::to_string(whole) + what;
  };
  out += "\n";
  row("macro type F1", s.macro_type_f1, report.intervals.macro_type_f1, "mean over the types of the gold");
  row("macro status F1", s.macro_status_f1, report.intervals.macro_status_f1, "of matched events, whatever their type");
  row("false_happened", s.false_happened_share, report.intervals.false_happened_share,
      of(c.falsely_told, c.told, " records told as actual"));
  row("told_as_happened", s.told_as_happened_share, report.intervals.told_as_happened_share,
      of(c.told_as_happened, c.not_happened, " found events that did not happen"));
  const auto labels = [&](const char* name, const Score& score, const Count& count) {
    print(out, "%-16s %.3f                  %s\n", name, score.f1,
          (of(count.right, count.found, " told, of ") + std::to_string(count.gold) +
           " in the gold; events of the right type")
              .c_str());
  };
  labels("modes, F1", s.modes, c.modes);
  labels("contexts, F1", s.contexts, c.contexts);
  print(out, "%-16s %s\n", "traps", of(c.traps_stepped_into, c.traps, " stepped into").c_str());
}

void write_row(std::string_view name, const Count& count, const Score& score, const std::optional<Interval>& interval,
               std::string& out) {
  print(out, "%-16s %6zu %6zu %6zu   %.3f      %.3f   ", std::string(name).c_str(), count.gold, count.found,
        count.right, score.precision, score.recall);
  out += interval ? with_interval(score.f1, *interval) : "";
}

void write_types(const Report& report, const Types& types, std::string& out) {
  print(out, "\n%-16s %6s %6s %6s   %-10s %-7s %s\n", "type", "gold", "found", "right", "precision", "recall", "F1");
  for (std::size_t i = 0; i < types.size(); ++i) {
    const Count& count = report.summary.counts.types[i];
    if (count.gold + count.found == 0) continue;
    write_row(types.name(i), count, report.summary.types[i], report.intervals.type_f1[i], out);
    out += "\n";
  }
}

void write_statuses(const Report& report, std::string& out) {
  const Counts& counts = report.summary.counts;
  print(out, "\n%-16s %6s %6s %6s   %-10s %-7s %s\n", "status", "gold", "found", "right", "precision", "recall", "F1");
  for (std::size_t i = 0; i < kStatuses; ++i) {
    write_row(to_string(static_cast<Status>(i)), counts.status[i], report.summary.status[i],
              report.intervals.status_f1[i], out);
    out += "\n";
  }
  print(out, "\n%-16s %7s %7s %13s %8s %7s\n", "found, told as", "actual", "future", "hypothetical", "negated", "F1");
  for (std::size_t i = 0; i < kStatuses; ++i) {
    const auto& row = counts.confusion[i];
    print(out, "%-16s %7zu %7zu %13zu %8zu   %.3f\n", std::string(to_string(static_cast<Status>(i))).c_str(), row[0],
          row[1], row[2], row[3], report.summary.matched_status[i].f1);
  }
}

void write_confidence(const Report& report, std::string& out) {
  const Confidence& c = report.confidence;
  print(out, "\nconfidence: expected calibration error over %zu records (%zu have none)\n", c.records, c.without);
  if (c.records == 0) return;
  print(out, "%-16s %s\n", "all right", with_interval(round4(c.strict.error), report.intervals.strict_error).c_str());
  print(out, "%-16s %s\n", "type right", with_interval(round4(c.type.error), report.intervals.type_error).c_str());
  print(out, "%-16s %7s %7s %10s %11s\n", "tenth", "records", "says", "all right", "type right");
  for (std::size_t k = 0; k < kBins; ++k) {
    const Bin &strict = c.strict.bins[k], &type = c.type.bins[k];
    if (strict.mass == 0) continue;
    print(out, "%-16zu %7.1f   %.3f      %.3f       %.3f\n", k + 1, strict.mass, strict.confidence / strict.mass,
          strict.right / strict.mass, type.right / type.mass);
  }
}

void write_comparison(const Comparison& comparison, std::string& out) {
  print(out, "\n%-16s %-26s %s\n", "ours - theirs", "F1, 95 % interval", "more in");
  const auto row = [&](std::string_view name, const Difference& d) {
    print(out, "%-16s %+.3f [%+.3f, %+.3f]    %.1f %% of rounds\n", std::string(name).c_str(), d.value, d.interval.low,
          d.interval.high, 100 * d.better);
  };
  for (std::size_t level = 0; level < kLevels; ++level)
    row(to_string(static_cast<Level>(level)), comparison.levels[level]);
  row("macro type F1", comparison.macro_type_f1);
  row("macro status F1", comparison.macro_status_f1);
  row("false_happened", comparison.false_happened_share);
}

}  // namespace

void write_table(const Report& report, const Types& types, std::string& out) {
  const Counts& counts = report.summary.counts;
  print(out, "%zu document%s, %zu gold events, %zu records; in brackets 95 %% intervals", counts.documents,
        counts.documents == 1 ? "" : "s", counts.gold, counts.found);
  print(out, counts.documents == 1 ? ", which need more than one document\n" : " over documents\n");
  write_levels(report, out);
  write_shares(report, out);
  write_types(report, types, out);
  write_statuses(report, out);
  write_confidence(report, out);
  if (report.comparison) write_comparison(*report.comparison, out);
}

}  // namespace casus::eval
