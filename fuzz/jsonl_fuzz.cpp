// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>

#include "ingest_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream input(std::string(reinterpret_cast<const char*>(data), size));
  casus::ingest::Options options = casus::fuzz::options();
  options.format = "jsonl";
  const auto done = casus::ingest::read(input, "input", options, [](const casus::Result<casus::Document>& doc) {
    if (doc) casus::fuzz::check(*doc);
    return true;
  });
  casus::fuzz::require(done.has_value(), "a stream in memory does not break off");
  return 0;
}
