// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "nn/kernels/kernels.h"
#include "nn/model_file.h"

namespace casus::nn {

/// A linear map whose weights lie in a model file, columns padded to kTileColumns.
struct Linear {
  Matrix matrix;
  std::size_t outputs = 0;

  std::size_t columns() const { return matrix.columns; }
};

/// Reads `<prefix>.weights`, `.start`, `.scales` and `.bias`. Errors: bad_data for wrong shapes, start values that no
/// weights could have, scales below 0 or not finite.
Result<Linear> load_linear(const ModelFile& file, const std::string& prefix, std::size_t inputs, std::size_t outputs);

/// Reads `<prefix>.gain`, `.shift` and `.smooth`.
Result<Norm> load_norm(const ModelFile& file, const std::string& prefix);

/// Scales of a tensor: finite and not below 0.
Result<std::span<const float>> load_scales(const ModelFile& file, const std::string& name, std::size_t count);

}  // namespace casus::nn
