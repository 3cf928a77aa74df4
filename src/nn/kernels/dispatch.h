// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nn/kernels/kernels.h"

namespace casus::nn {

/// The kernels this machine can run, slowest first; "generic" is always there.
std::vector<const Kernels*> supported_kernels();

/// The kernels called `name`, or the fastest that the machine runs where `name` is empty.
/// Errors: bad_input for an unknown name; unsupported where the processor or the system lacks the instructions.
Result<const Kernels*> select_kernels(std::string_view name);

/// The same, by the environment variable CASUS_ISA (generic, avx2, avx512vnni).
Result<const Kernels*> select_kernels();

}  // namespace casus::nn
