// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace casus::cli {

/// Calls `read` with every file that `inputs` name: files as they are, folders walked in order of their paths, globs
/// expanded, "-" handed on. What does not exist or cannot be listed goes to `lost`, and the rest goes on.
void for_each_input(const std::vector<std::string>& inputs, const std::function<void(const std::string&)>& read,
                    const std::function<void(const Error&)>& lost);

}  // namespace casus::cli
