// SPDX-License-Identifier: Apache-2.0
// attribution: who says so. Reads text, tokens, sentences, trees and mentions; writes quotations (what stands in
// quotation marks, with its speaker) and attributions (source, cue, content), read from the trees by the cues of
// data/lang/en/cues.toml.
//   Officials said rebels had "left".   ->  attribution: source "Officials", cue "said", content 'rebels had "left"',
//   mixed
//                                           quotation: "left", source "Officials"
// Quotations stand in the order of the text, attributions by the beginning of their content, the longer first; `within`
// points to an earlier one. A quotation with `is_direct` false is a name, a scare quote or stands inside another one
// and is nobody's words of its own; `source_tokens` holds the source's words also where a mention covers them, and both
// are absent where nobody is named ("reportedly").
#pragma once
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "pipeline/stage.h"

namespace casus::attribution {

/// The stage that writes kQuotations and kAttributions. `data` is the data root.
/// Errors: not_found or bad_data for lang/en/cues.toml, naming file and line.
Result<std::unique_ptr<Stage>> make_attribution_stage(const std::filesystem::path& data);

}  // namespace casus::attribution
