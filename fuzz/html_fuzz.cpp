// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include "ingest_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string raw(reinterpret_cast<const char*>(data), size);
  casus::ingest::Options options = casus::fuzz::options();
  for (const char* format : {"html", "text"}) {
    options.format = format;
    const auto doc = casus::ingest::read_document(raw, "input", options);
    if (doc) casus::fuzz::check(*doc);
  }
  return 0;
}
