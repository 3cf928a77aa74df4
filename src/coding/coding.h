// SPDX-License-Identifier: Apache-2.0
// coding: event frames to PLOVER types, modes, contexts and CAMEO codes, with both sides, status and attribution. Reads
// every layer up to events; writes codings (and silences: why a sentence gave none).
//   "US strikes on vessels"  ->  ASSAULT, actor United States (USA, MIL), status actual
// The codebook says which words tell which type; the rules of product.md, section 3, turn the rest.
#pragma once
#include <filesystem>
#include <memory>

#include "codebook/codebook.h"
#include "pipeline/stage.h"

namespace casus::coding {

/// What is chosen and fitted for a model, in data/coding.
struct ModelFiles {
  std::filesystem::path confidence;  ///< the curve from raw confidence (train/calibrate.py)
  std::filesystem::path thresholds;
};

/// Errors: bad_data where a file of the model or data/lang/en/status.toml is wrong.
Result<std::unique_ptr<Stage>> make_coding_stage(const std::filesystem::path& data, const ModelFiles& files,
                                                 std::shared_ptr<const codebook::Codebook> codebook);

}  // namespace casus::coding
