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

/// The entity of the mention at `token`; null where there is none.
const Entity* entity_at(const Tree& tree, TokenId token);

/// The word that a name hangs from, for any word of it: "Olusegun" for "Obasanjo".
TokenId head_of_name(const Document& doc, TokenId token);

inline constexpr float kSurerThanPlace = 0.5F;  ///< of a Nation's score, to go before the country of the scene

/// Gives a side the country of the words nearby which it goes with (nation/), where it has none, or only that of the
/// scene, and the scorer is sure.
void take_nation(const Document& doc, Side& side);

/// The sides that one participant gives: itself where it is somebody; one for each nation of its modifiers ("US and
/// British forces"); for a thing its owner ("Serbia's suppression", "its imports"), who is the side himself where words
/// are exchanged, and lends his country to the thing where it is struck or taken.
std::vector<Side> sides_of(const Tree& tree, const Participant& participant, std::string_view type, Where where);

/// A party told inside what `trigger` governs, for an act whose other side stands in its content ("demanded that Israel
/// ease …", "agreed to lend Poland …"): the subject of the content's clause first, else the first party in it that is
/// none of `known`. Empty if there is none.
std::vector<Side> sides_in_content(const Tree& tree, TokenId trigger, std::string_view type,
                                   const std::vector<Side>& known);

/// For each token the mention it heads whose entity has a country, else the longest; absent where it heads none.
std::vector<MentionId> party_mentions(const Document& doc);

/// The country where the telling puts nameless people: that of a literal place in the sentence or the two before, else
/// of most places of the document; empty if it names none. (CONVENTIONS 10)
std::string scene_country(const Document& doc, SentenceId sentence);

/// True when the side is somebody: an entity with a country or sector, or a person or organization.
bool is_political(const Document& doc, const Side& side);

/// True when two sides name one party: the same entity, or the same country and sector.
bool same_party(const Side& a, const Side& b);

}  // namespace casus::coding
