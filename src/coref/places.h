// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "coref/clusters.h"

namespace casus::coref {

/// Gives unnamed people and bodies without a country that of the place where the text puts them: the nearest place of
/// their sentence for people and police, the country that the document is about for governments and armies. Two places
/// at the same distance in doubt, or no country that most of the document is about: nothing.
void fill_countries(const Document& doc, const actor::Dictionary& actors, Clusters& clusters);

}  // namespace casus::coref
