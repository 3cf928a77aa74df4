// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "document/document.h"
#include "encode/windows.h"

namespace casus::encode {

/// How well a document may be cut before each of its tokens: at given sentences only, where there are such, else before
/// blank lines, before line breaks and after final punctuation that no small letter follows.
std::vector<Cut> cuts_of(const Document& doc);

}  // namespace casus::encode
