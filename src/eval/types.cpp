// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "eval/data.h"

namespace casus::eval {

Types::Types(std::vector<Type> types) : types_(std::move(types)) {
  std::ranges::sort(types_, {}, &Type::name);
}

std::optional<std::size_t> Types::find(std::string_view name) const {
  const auto found = std::ranges::lower_bound(types_, name, {}, &Type::name);
  if (found == types_.end() || found->name != name) return std::nullopt;
  return static_cast<std::size_t>(found - types_.begin());
}

std::string_view to_string(Status status) {
  static constexpr std::array<std::string_view, kStatuses> kNames{"actual", "future", "hypothetical", "negated"};
  return kNames[index(status)];
}

}  // namespace casus::eval
