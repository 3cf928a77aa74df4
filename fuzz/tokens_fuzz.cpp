// SPDX-License-Identifier: Apache-2.0
// Every byte that is not white space belongs to exactly one token, whatever the text.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "segment/segment.h"

namespace {
void require(bool holds, const char* claim) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", claim);
  std::abort();
}

bool is_white(std::string_view gap) {
  for (std::size_t i = 0; i < gap.size();) {
    const casus::utf8::Decoded c = casus::utf8::decode(gap, i);
    if (!casus::utf8::is_white_space(c.code_point)) return false;
    i += c.length;
  }
  return true;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto stage = casus::segment::make_token_stage(std::filesystem::path(CASUS_SOURCE_DIR) / "data");
  require(stage.has_value(), "the data can be read");
  std::vector<casus::Document> batch(1);
  batch[0].text.assign(reinterpret_cast<const char*>(data), size);
  casus::Workspace workspace;
  require((*stage)->run(batch, workspace).has_value(), "the stage goes on");
  const std::string_view text = batch[0].text;
  std::size_t at = 0;
  for (const casus::Token& token : batch[0].tokens) {
    require(at <= token.span.begin && token.span.begin < token.span.end && token.span.end <= text.size(),
            "tokens ascend and lie in the text");
    require(is_white(text.substr(at, token.span.begin - at)), "only white space lies between tokens");
    at = token.span.end;
  }
  require(is_white(text.substr(at)), "only white space lies behind the last token");
  return 0;
}
