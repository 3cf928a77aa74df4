// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "eval/report.h"

namespace casus::eval {
namespace {

using Json = nlohmann::ordered_json;

Json interval_json(const Interval& interval) {
  return Json::array({interval.low, interval.high});
}
Json interval_json(const std::optional<Interval>& interval) {
  return interval ? interval_json(*interval) : Json(nullptr);
}

Json score_json(const Score& score) {
  return {{"precision", score.precision}, {"recall", score.recall}, {"f1", score.f1}};
}

Json count_json(const Count& count, const Score& score, const std::optional<Interval>& interval) {
  return {{"gold", count.gold},
          {"predicted", count.found},
          {"right", count.right},
          {"f1", score.f1},
          {"precision", score.precision},
          {"recall", score.recall},
          {"f1_interval", interval_json(interval)}};
}

Json levels_json(const Report& report) {
  Json out;
  for (std::size_t level = 0; level < kLevels; ++level)
    out[std::string(to_string(static_cast<Level>(level)))] = score_json(report.summary.levels[level]);
  return out;
}

/// Of F1, as flat pairs by level, and of the single figures by their names.
Json intervals_json(const Intervals& intervals) {
  Json out;
  for (std::size_t level = 0; level < kLevels; ++level)
    out[std::string(to_string(static_cast<Level>(level)))] = interval_json(intervals.levels[level].f1);
  out["macro_type_f1"] = interval_json(intervals.macro_type_f1);
  out["macro_status_f1"] = interval_json(intervals.macro_status_f1);
  out["false_happened_share"] = interval_json(intervals.false_happened_share);
  out["told_as_happened_share"] = interval_json(intervals.told_as_happened_share);
  out["ece_strict"] = interval_json(intervals.strict_error);
  out["ece_type"] = interval_json(intervals.type_error);
  return out;
}

Json sides_intervals_json(const Intervals& intervals, Interval ScoreInterval::* which) {
  Json out;
  for (std::size_t level = 0; level < kLevels; ++level)
    out[std::string(to_string(static_cast<Level>(level)))] = interval_json(intervals.levels[level].*which);
  return out;
}

Json types_json(const Report& report, const Types& types) {
  Json out = Json::object();
  for (std::size_t i = 0; i < types.size(); ++i)
    if (const Count& count = report.summary.counts.types[i]; count.gold + count.found != 0)
      out[types.name(i)] = count_json(count, report.summary.types[i], report.intervals.type_f1[i]);
  return out;
}

Json labels_json(const Count& count, const Score& score) {
  return {{"gold", count.gold},           {"predicted", count.found}, {"right", count.right},
          {"precision", score.precision}, {"recall", score.recall},   {"f1", score.f1}};
}

Json statuses_json(const Report& report) {
  Json out;
  const Summary& summary = report.summary;
  for (std::size_t i = 0; i < kStatuses; ++i) {
    Json status = count_json(summary.counts.status[i], summary.status[i], report.intervals.status_f1[i]);
    status["matched_f1"] = summary.matched_status[i].f1;
    Json& told_as = status["matched_told_as"];
    for (std::size_t k = 0; k < kStatuses; ++k)
      told_as[std::string(to_string(static_cast<Status>(k)))] = summary.counts.confusion[i][k];
    out[std::string(to_string(static_cast<Status>(i)))] = std::move(status);
  }
  return out;
}

Json confidence_json(const Confidence& confidence) {
  Json bins = Json::array();
  for (std::size_t k = 0; k < kBins; ++k) {
    const Bin &strict = confidence.strict.bins[k], &type = confidence.type.bins[k];
    if (strict.mass == 0) continue;
    bins.push_back({{"records", round4(strict.mass)},
                    {"confidence", round4(strict.confidence / strict.mass)},
                    {"strict", round4(strict.right / strict.mass)},
                    {"type", round4(type.right / type.mass)}});
  }
  return {{"records", confidence.records},
          {"without", confidence.without},
          {"ece_strict", round4(confidence.strict.error)},
          {"ece_type", round4(confidence.type.error)},
          {"bins", std::move(bins)}};
}

Json comparison_json(const Comparison& comparison) {
  const auto difference = [](const Difference& d) {
    return Json{{"difference", round4(d.value)},
                {"interval", Json::array({round4(d.interval.low), round4(d.interval.high)})},
                {"more_in", round4(d.better)}};
  };
  Json out;
  for (std::size_t level = 0; level < kLevels; ++level)
    out[std::string(to_string(static_cast<Level>(level)))] = difference(comparison.levels[level]);
  out["macro_type_f1"] = difference(comparison.macro_type_f1);
  out["macro_status_f1"] = difference(comparison.macro_status_f1);
  out["false_happened_share"] = difference(comparison.false_happened_share);
  return out;
}

Json document_json(const DocumentResult& result, const Types& types) {
  Json missed = Json::array(), wrong = Json::array(), traps = Json::array();
  for (std::size_t i = 0; i < result.gold->events.size(); ++i) {
    const GoldEvent& event = result.gold->events[i];
    if (!event.is_required) continue;
    if (!result.record_of[i])
      missed.push_back(event.id);
    else if (!judge(result.fields[i])[index(Level::kStrict)])
      wrong.push_back(Json::array({event.id, types.name(result.records[*result.record_of[i]].type)}));
  }
  for (const std::size_t trap : result.traps) traps.push_back(result.gold->traps[trap].words.text);
  return {{"file", result.gold->file}, {"missed", missed}, {"wrong", wrong}, {"traps", traps}};
}

}  // namespace

void write_json(const Report& report, const std::vector<DocumentResult>& results, const Types& types,
                std::string& out) {
  const Summary& summary = report.summary;
  const Counts& counts = summary.counts;
  Json json = {{"documents", counts.documents},
               {"gold", counts.gold},
               {"predicted", counts.found},
               {"happened", counts.told},
               {"false_happened", counts.falsely_told},
               {"not_happened", counts.not_happened},
               {"told_as_happened", counts.told_as_happened},
               {"levels", levels_json(report)},
               {"types", types_json(report, types)},
               {"macro_type_f1", summary.macro_type_f1},
               {"false_happened_share", summary.false_happened_share},
               {"told_as_happened_share", summary.told_as_happened_share},
               {"statuses", statuses_json(report)},
               {"macro_status_f1", summary.macro_status_f1},
               {"modes", labels_json(counts.modes, summary.modes)},
               {"contexts", labels_json(counts.contexts, summary.contexts)},
               {"traps", counts.traps},
               {"traps_stepped_into", counts.traps_stepped_into},
               {"confidence", confidence_json(report.confidence)},
               {"intervals", intervals_json(report.intervals)},
               {"precision_intervals", sides_intervals_json(report.intervals, &ScoreInterval::precision)},
               {"recall_intervals", sides_intervals_json(report.intervals, &ScoreInterval::recall)}};
  if (report.comparison) json["against"] = comparison_json(*report.comparison);
  Json& documents = json["by_document"] = Json::array();
  for (const DocumentResult& result : results) documents.push_back(document_json(result, types));
  out += json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace casus::eval
