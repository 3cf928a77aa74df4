// SPDX-License-Identifier: Apache-2.0
// Gold and records of any bytes: the first line is the gold, the rest are records. What is read is scored, and no score
// leaves its range.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "eval/eval.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace casus::eval;
  static const Types types({{"ASSAULT", "MATERIAL CONFLICT"}, {"AID", "MATERIAL COOPERATION"}});
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(bytes.find('\n'), bytes.size());
  const auto gold = read_gold(bytes.substr(0, line), "gold", types);
  auto records = read_records(bytes.substr(line), "records", types);
  if (!gold || !records) return 0;
  const auto results = score(*gold, std::move(*records), "records", types);
  if (!results) return 0;
  const Report report = report_on(*results, types);
  for (const Score& score : report.summary.levels)
    if (!(score.f1 >= 0 && score.f1 <= 1)) std::abort();
  const Counts& counts = report.summary.counts;
  if (counts.hits[index(Level::kStrict)] > counts.hits[index(Level::kType)] || counts.falsely_told > counts.told)
    std::abort();
  return 0;
}
