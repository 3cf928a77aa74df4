// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "document/document.h"

namespace casus {

/// The computed layers among `wanted` as plain text, one record a line, words quoted: for golden files and for looking.
/// Scores are left out, so that a new training moves a golden file only where it moves a decision.
std::string dump(const Document& doc, LayerSet wanted);

}  // namespace casus
