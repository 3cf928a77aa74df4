// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace casus::place {

/// Lower case, without accents, single spaces: the gazetteer's keys (tools/build_places.py does the same).
std::string fold(std::string_view name);

}  // namespace casus::place
