// SPDX-License-Identifier: Apache-2.0
// What is read as CoNLL-U has tokens that lie in the text, and is read back with the same words once it is written.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "conllu/conllu.h"

namespace {
void require(bool holds, const char* claim) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", claim);
  std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto docs = casus::conllu::read(std::string(reinterpret_cast<const char*>(data), size));
  if (!docs) return 0;
  for (const casus::Document& doc : *docs) {
    std::uint32_t at = 0;
    for (const casus::Token& token : doc.tokens) {
      require(at <= token.span.begin && token.span.begin < token.span.end && token.span.end <= doc.text.size(),
              "tokens ascend and lie in the text");
      at = token.span.end;
    }
    std::string out;
    casus::conllu::write(doc, out);
    const auto again = casus::conllu::read(out);
    require(again.has_value() && again->size() == 1, "what was written can be read");
    require(again->front().tokens.size() == doc.tokens.size(), "no word is lost on the way");
  }
  return 0;
}
