// SPDX-License-Identifier: Apache-2.0
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "eval/match.h"
#include "eval/sides.h"

namespace casus::eval {
namespace {

constexpr std::size_t kSectorsACountry = 3;  // distinct ones on a side that count
constexpr std::size_t kSurplusWords = 4;     // of the longer name

/// What a word of a name is made of: letters, numbers of any kind, the underscore; no combining marks.
bool is_word_part(UChar32 c) {
  if (c == '_') return true;
  if ((U_GET_GC_MASK(c) & U_GC_L_MASK) != 0) return true;
  return u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE) != U_NT_NONE;
}

std::set<icu::UnicodeString> words_of_name(std::string_view name) {
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
  text.toLower(icu::Locale::getRoot());
  std::set<icu::UnicodeString> out;
  icu::UnicodeString word;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    if (is_word_part(c)) {
      word.append(c);
    } else if (!word.isEmpty()) {
      out.insert(word);
      word.remove();
    }
  }
  if (!word.isEmpty()) out.insert(word);
  return out;
}

bool is_mutual(const GoldEvent& gold) {
  return gold.actor.size() > 1 && gold.recipient.empty();
}

/// Each gold participant that has a sector finds a record's of that country and sector.
bool sectors_agree(const std::vector<Party>& gold, const std::vector<Party>& found) {
  std::map<std::optional<std::string>, std::vector<std::string>> named;
  for (const Party& party : found) {
    const auto add = [&](const std::string& sector) {
      if (sector.empty()) return;
      if (auto& have = named[party.country]; std::ranges::find(have, sector) == have.end()) have.push_back(sector);
    };
    add(party.sector);
    std::ranges::for_each(party.other_sectors, add);
  }
  for (auto& [country, have] : named) have.resize(std::min(have.size(), kSectorsACountry));
  return std::ranges::all_of(gold, [&](const Party& party) {
    if (party.sector.empty()) return true;
    return std::ranges::any_of(named, [&](const auto& entry) {
      return (!party.country || entry.first == party.country) &&
             std::ranges::find(entry.second, party.sector) != entry.second.end();
    });
  });
}

bool is_right_source(const GoldEvent& gold, const Record& record) {
  if (gold.attribution.empty() || !record.source) return gold.attribution.empty() && !record.source;
  return is_same_name(gold.attribution.back(), *record.source);
}

}  // namespace

std::set<std::string> countries_of(const std::vector<Party>& parties) {
  std::set<std::string> out;
  for (const Party& party : parties)
    if (party.country && !party.country->empty()) out.insert(*party.country);
  return out;
}

bool has_quad(const GoldEvent& gold, std::size_t type, const Types& types) {
  return std::ranges::any_of(gold.types, [&](std::size_t own) { return types.quad(own) == types.quad(type); });
}

bool is_same_name(std::string_view a, std::string_view b) {
  const auto first = words_of_name(a), second = words_of_name(b);
  const auto& [shorter, longer] = first.size() < second.size() ? std::tie(first, second) : std::tie(second, first);
  return !shorter.empty() && std::ranges::includes(longer, shorter) && longer.size() - shorter.size() <= kSurplusWords;
}

Fields compare(const GoldEvent& gold, const Record& record, const Types& types) {
  Fields out;
  out.quad = has_quad(gold, record.type, types);
  out.type = std::ranges::find(gold.types, record.type) != gold.types.end();
  if (is_mutual(gold)) {
    std::vector<Party> all = record.actor;
    all.insert(all.end(), record.recipient.begin(), record.recipient.end());
    out.actor = countries_of(gold.actor) == countries_of(all);
    out.actor_sectors = sectors_agree(gold.actor, all);
    out.recipient = out.recipient_sectors = true;
  } else {
    out.actor = countries_of(gold.actor) == countries_of(record.actor);
    out.recipient = countries_of(gold.recipient) == countries_of(record.recipient);
    out.actor_sectors = sectors_agree(gold.actor, record.actor);
    out.recipient_sectors = sectors_agree(gold.recipient, record.recipient);
  }
  out.status = gold.status == record.status;
  out.source = is_right_source(gold, record);
  return out;
}

Verdict judge(const Fields& fields) {
  Verdict out{};
  out[index(Level::kDetection)] = true;
  out[index(Level::kQuad)] = fields.quad;
  out[index(Level::kType)] = fields.type;
  const bool has_actors = fields.type && fields.actor && fields.recipient;
  const bool has_sectors = has_actors && fields.actor_sectors && fields.recipient_sectors;
  const bool has_status = fields.type && fields.status;
  out[index(Level::kActors)] = has_actors;
  out[index(Level::kSectors)] = has_sectors;
  out[index(Level::kStatus)] = has_status;
  out[index(Level::kSource)] = fields.type && fields.source;
  out[index(Level::kStrict)] = has_sectors && has_status;
  return out;
}

std::string_view to_string(Level level) {
  static constexpr std::array<std::string_view, kLevels> kNames{"detection", "quad",   "type",   "actors",
                                                                "sectors",   "status", "source", "strict"};
  return kNames[index(level)];
}

}  // namespace casus::eval
