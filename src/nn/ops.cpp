// SPDX-License-Identifier: Apache-2.0
#include "nn/ops.h"

#include <algorithm>

namespace casus::nn {

Result<std::span<const float>> load_scales(const ModelFile& file, const std::string& name, std::size_t count) {
  ASSIGN_OR_RETURN(const auto scales, file.floats(name, {count}));
  if (std::ranges::any_of(scales, [](float scale) { return scale < 0; })) {
    return fail(ErrorCode::kBadData, "model file: tensor " + name + " holds a scale below 0");
  }
  return scales;
}

Result<Linear> load_linear(const ModelFile& file, const std::string& prefix, std::size_t inputs, std::size_t outputs) {
  const std::size_t columns = round_up(outputs, kTileColumns);
  ASSIGN_OR_RETURN(const auto weights,
                   file.weights(prefix + ".weights", {columns / kTileColumns, inputs / 4, kTileColumns, 4}));
  ASSIGN_OR_RETURN(const auto start, file.ints(prefix + ".start", {columns}));
  ASSIGN_OR_RETURN(const auto scales, load_scales(file, prefix + ".scales", columns));
  ASSIGN_OR_RETURN(const auto bias, file.floats(prefix + ".bias", {columns}));
  const auto most = static_cast<std::int32_t>(128 * 128 * inputs);
  if (std::ranges::any_of(start, [most](std::int32_t x) { return x < -most || x > most; })) {
    return fail(ErrorCode::kBadData, "model file: tensor " + prefix + ".start holds a number that no weights give");
  }
  return Linear{.matrix = {.weights = weights.data(),
                           .start = start.data(),
                           .scales = scales.data(),
                           .bias = bias.data(),
                           .inputs = inputs,
                           .columns = columns},
                .outputs = outputs};
}

Result<Norm> load_norm(const ModelFile& file, const std::string& prefix) {
  const std::size_t width = file.config().hidden;
  ASSIGN_OR_RETURN(const auto gain, file.floats(prefix + ".gain", {width}));
  ASSIGN_OR_RETURN(const auto shift, file.floats(prefix + ".shift", {width}));
  ASSIGN_OR_RETURN(const auto smooth, file.floats(prefix + ".smooth", {width}));
  return Norm{.gain = gain.data(),
              .shift = shift.data(),
              .smooth = smooth.data(),
              .epsilon = file.config().epsilon,
              .width = width};
}

}  // namespace casus::nn
