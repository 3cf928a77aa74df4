// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/document.h"

namespace casus::coding {

/// Gives an event that lacks a side the likeliest one of the telling before it: who replies, replies to whoever last
/// did something to him ("Riga expelled an envoy. Moscow protested."); who goes on, goes on with the same ("The
/// ministry accused Minsk. It demanded an apology."); what befalls somebody again is of the same doer. Reads the merged
/// codings of the document in their order, with what it has filled before.
void fill_from_earlier(Document& doc);

}  // namespace casus::coding
