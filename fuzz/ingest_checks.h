// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdio>
#include <cstdlib>

#include "base/utf8.h"
#include "ingest/ingest.h"

namespace casus::fuzz {

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

/// The lists of the checkout, read once.
inline const ingest::Options& options() {
  static const ingest::Options made = [] {
    ingest::Options out;
    auto lists = ingest::load_lists(CASUS_SOURCE_DIR "/data");
    require(lists.has_value(), "the lists can be read");
    out.lists = *lists;
    return out;
  }();
  return made;
}

/// What ingest promises of every document.
inline void check(const Document& doc) {
  require(utf8::is_valid(doc.text), "text is UTF-8");
  std::uint32_t text_at = 0, raw_at = 0;
  for (const Alignment::Run& run : doc.alignment.runs()) {
    require(run.text.begin == text_at && run.text.begin < run.text.end, "runs cover the text");
    require(raw_at <= run.raw.begin && run.raw.begin <= run.raw.end && run.raw.end <= doc.raw.size(),
            "runs ascend in raw");
    text_at = run.text.end;
    raw_at = run.raw.end;
  }
  require(text_at == doc.text.size(), "runs reach the end of the text");
  std::uint32_t at = 0;
  for (const Span span : doc.furniture) {
    require(at <= span.begin && span.begin < span.end && span.end <= doc.text.size(), "furniture ascends");
    require(utf8::is_border(doc.text, span.begin) && utf8::is_border(doc.text, span.end),
            "furniture ends between characters");
    at = span.end;
  }
}

}  // namespace casus::fuzz
