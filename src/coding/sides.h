// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "coding/match.h"

namespace casus::coding {

enum class Where : std::uint8_t { kActor, kRecipient };

/// One participant as a side of an event of `type`: its entity's codes, and the sector that a bare state takes in this
/// kind of event (it fires as MIL, speaks and decides as GOV).
Side side_of(const Tree& tree, const Participant& participant, std::string_view type, Where where);

/// True when the side is somebody: an entity with a country or sector, or a person or organization.
bool is_political(const Document& doc, const Side& side);

/// True when two sides name one party: the same entity, or the same country and sector.
bool same_party(const Side& a, const Side& b);

}  // namespace casus::coding
