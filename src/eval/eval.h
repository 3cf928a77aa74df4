// SPDX-License-Identifier: Apache-2.0
// eval: event records scored against a gold annotation. Reads a gold file (JSON) and records (JSONL, product.md section
// 2); writes scores with intervals, as values, a table or JSON, and which pairs, misses and false alarms they are made
// of. Touches no Document.
//   const Types types({{"ASSAULT", "MATERIAL CONFLICT"}, {"CONSULT", "VERBAL COOPERATION"}});
//   ASSIGN_OR_RETURN(const auto gold, read_gold(bytes, "gold.json", types));
//   ASSIGN_OR_RETURN(auto records, read_records(lines, "records.jsonl", types));
//   ASSIGN_OR_RETURN(const auto results, score(gold, std::move(records), "records.jsonl", types));
//   const Report report = report_on(results, types);
//   report.summary.levels[index(Level::kStrict)].f1                // 0.2126
//   write_table(report, types, out);
//
// A pair of a gold event and a record may be matched where the record's trigger, or one of its first eight mentions,
// overlaps the gold trigger, or where the record's trigger stands in the gold event's sentence and the quad class is
// the same. The one-to-one matching of most weight is taken; gold events that are not required count neither for nor
// against.
#pragma once
#include "eval/calibration.h"
#include "eval/data.h"
#include "eval/match.h"
#include "eval/report.h"
#include "eval/summary.h"
