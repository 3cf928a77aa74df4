// SPDX-License-Identifier: Apache-2.0
#include "eval/summary.h"

#include <algorithm>
#include <charconv>

namespace casus::eval {
namespace {

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

void add(Count& sum, const Count& other) {
  sum.gold += other.gold;
  sum.found += other.found;
  sum.right += other.right;
}

/// The mean F1 over what gold has.
template <typename Counts, typename Scores>
double macro_f1(const Counts& counts, const Scores& scores) {
  double sum = 0;
  std::size_t with_gold = 0;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i].gold != 0) {
      sum += scores[i].f1;
      ++with_gold;
    }
  return with_gold == 0 ? 0.0 : round4(sum / static_cast<double>(with_gold));
}

void count_labels(const std::vector<std::string>& gold, const std::vector<std::string>& found, Count& out) {
  out.gold += gold.size();
  out.found += found.size();
  for (const std::string& label : found) out.right += std::ranges::find(gold, label) != gold.end() ? 1 : 0;
}

void count_gold(const DocumentResult& result, std::size_t i, Counts& out) {
  const GoldEvent& event = result.gold->events[i];
  const auto matched = result.record_of[i];
  if (event.status != Status::kActual && matched) {
    ++out.not_happened;
    if (result.records[*matched].status == Status::kActual) ++out.told_as_happened;
  }
  const Verdict verdict = matched ? judge(result.fields[i]) : Verdict{};
  if (verdict[index(Level::kType)]) {
    count_labels(event.modes, result.records[*matched].modes, out.modes);
    count_labels(event.contexts, result.records[*matched].contexts, out.contexts);
  }
  if (!event.is_required) return;
  ++out.gold;
  ++out.status[index(event.status)].gold;
  for (std::size_t level = 0; level < kLevels; ++level) out.hits[level] += verdict[level] ? 1 : 0;
  const bool has_type = verdict[index(Level::kType)];
  Count& type = out.types[has_type ? result.records[*matched].type : event.types.front()];
  ++type.gold;
  if (has_type) ++type.right;
  if (!matched) return;
  const Status told = result.records[*matched].status;
  if (verdict[index(Level::kStatus)]) ++out.status[index(told)].right;
  ++out.confusion[index(event.status)][index(told)];
  ++out.matched[index(event.status)].gold;
  ++out.matched[index(told)].found;
  if (told == event.status) ++out.matched[index(told)].right;
}

void count_record(const DocumentResult& result, std::size_t j, Counts& out) {
  const Record& record = result.records[j];
  if (result.is_told(j)) {
    ++out.told;
    if (!result.is_true_telling(j)) ++out.falsely_told;
  }
  if (!result.is_counted(j)) return;
  ++out.found;
  ++out.types[record.type].found;
  ++out.status[index(record.status)].found;
}

}  // namespace

double round4(double value) {
  std::array<char, 64> buffer;
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, 4);
  double out = 0;
  std::from_chars(buffer.data(), written.ptr, out);
  return out;
}

Score score_of(const Count& count) {
  const double p = share(count.right, count.found), r = share(count.right, count.gold);
  const double f1 = p + r > 0 ? 2 * p * r / (p + r) : 0.0;
  return {round4(p), round4(r), round4(f1)};
}

void Counts::add(const Counts& other) {
  const auto plus = [](auto& sums, const auto& others) {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += others[i];
  };
  const auto plus_counts = [](auto& sums, const auto& others) {
    for (std::size_t i = 0; i < sums.size(); ++i) eval::add(sums[i], others[i]);
  };
  documents += other.documents;
  gold += other.gold;
  found += other.found;
  told += other.told;
  falsely_told += other.falsely_told;
  not_happened += other.not_happened;
  told_as_happened += other.told_as_happened;
  traps += other.traps;
  traps_stepped_into += other.traps_stepped_into;
  eval::add(modes, other.modes);
  eval::add(contexts, other.contexts);
  plus(hits, other.hits);
  for (std::size_t i = 0; i < kStatuses; ++i) plus(confusion[i], other.confusion[i]);
  plus_counts(types, other.types);
  plus_counts(status, other.status);
  plus_counts(matched, other.matched);
}

Counts count(const DocumentResult& result, const Types& types) {
  Counts out(types.size());
  out.documents = 1;
  out.traps = result.gold->traps.size();
  out.traps_stepped_into = result.traps.size();
  for (std::size_t i = 0; i < result.gold->events.size(); ++i) count_gold(result, i, out);
  for (std::size_t j = 0; j < result.records.size(); ++j) count_record(result, j, out);
  return out;
}

Summary summarise(Counts counts) {
  Summary out;
  for (std::size_t level = 0; level < kLevels; ++level)
    out.levels[level] = score_of({counts.gold, counts.found, counts.hits[level]});
  std::ranges::transform(counts.types, std::back_inserter(out.types), score_of);
  std::ranges::transform(counts.status, out.status.begin(), score_of);
  std::ranges::transform(counts.matched, out.matched_status.begin(), score_of);
  out.modes = score_of(counts.modes);
  out.contexts = score_of(counts.contexts);
  out.macro_type_f1 = macro_f1(counts.types, out.types);
  out.macro_status_f1 = macro_f1(counts.matched, out.matched_status);
  out.false_happened_share = round4(share(counts.falsely_told, counts.told));
  out.told_as_happened_share = round4(share(counts.told_as_happened, counts.not_happened));
  out.counts = std::move(counts);
  return out;
}

}  // namespace casus::eval
