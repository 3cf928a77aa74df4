// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "codebook/codebook.h"
#include "document/document.h"
#include "document/tree.h"

namespace casus::coding {

/// Takes out of a sentence's `drafts` what is no event beside another: the object that a predicate names itself
/// ("imposed sanctions"), and what is only asked for, offered or threatened. What goes leaves its reason in `silences`.
void drop_contents(const Tree& tree, const codebook::Codebook& codebook, SentenceId sentence,
                   std::vector<Coding>& drafts, std::vector<Silence>& silences);

}  // namespace casus::coding
