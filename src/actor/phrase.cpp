// SPDX-License-Identifier: Apache-2.0
// Reads a noun phrase: its head, and what stands beside it, say who is meant.
#include <algorithm>

#include "actor/dictionary.h"
#include "actor/segments.h"

namespace casus::actor {
namespace {
constexpr int kMaxDepth = 3;

/// Answers from the segments of a phrase.
class Reader {
 public:
  Reader(const Store& store, const Phrase& phrase, std::optional<Day> day, int depth);
  Resolved read();

 private:
  const Store& store_;
  const Phrase& phrase_;
  std::optional<Day> day_;
  int depth_;
  Cut cut_;

  bool has_former() const;
  std::string_view country_before(std::size_t segment) const;
  const Spelling* organization_before(std::size_t segment) const;
  const Segment* role_before(std::size_t segment) const;
  std::vector<Resolved> behind(std::initializer_list<std::string_view> prepositions) const;

  Resolved read_person();
  Resolved read_name(const Segment& segment);
  Resolved read_role(const Segment& segment);
  void read_weak(Resolved& out);
  Resolved read_other();
  void add_state(Resolved& out, std::string_view country, const char* by) const;
  void make_former(Resolved& out) const;
};

bool is_organization(Kind kind) {
  return kind == Kind::kBody || kind == Kind::kIgo || kind == Kind::kNgo || kind == Kind::kGroup ||
         kind == Kind::kParty || kind == Kind::kCompany || kind == Kind::kMedia || kind == Kind::kReligion ||
         kind == Kind::kSeat;
}

bool stands_for_state(std::string_view sector) {
  return sector == "GOV" || sector == "COP" || sector == "MIL" || sector == "SPY";
}

Reader::Reader(const Store& store, const Phrase& phrase, std::optional<Day> day, int depth)
    : store_(store), phrase_(phrase), day_(day), depth_(depth), cut_(cut_phrase(store, phrase, day)) {}

bool Reader::has_former() const {
  return std::ranges::any_of(cut_.segments, [](const Segment& s) { return s.type == Segment::Type::kFormer; });
}

/// The first state that stands before `segment` as a modifier or possessor.
std::string_view Reader::country_before(std::size_t segment) const {
  for (std::size_t i = 0; i < segment && i < cut_.segments.size(); ++i) {
    const Segment& one = cut_.segments[i];
    if (one.type != Segment::Type::kName || one.is_ignored) continue;
    const Entry& entry = store_.entries[one.spelling->entry];
    if (!is_state(entry.kind)) continue;
    // "US-Israeli forces", "Russian and Syrian troops": two states, not one.
    if (i + 2 < cut_.segments.size() && i + 2 <= segment && cut_.segments[i + 2].type == Segment::Type::kName &&
        !cut_.segments[i + 2].is_ignored && cut_.segments[i + 1].end - cut_.segments[i + 1].begin == 1) {
      const std::string_view between = phrase_.words[cut_.segments[i + 1].begin].text;
      const Entry& other = store_.entries[cut_.segments[i + 2].spelling->entry];
      if ((between == "-" || between == "and" || between == "/") && is_state(other.kind) &&
          other.country != entry.country)
        return {};
    }
    return entry.country;
  }
  for (std::size_t i = 0; i < segment && i < cut_.segments.size(); ++i)
    if (cut_.segments[i].type == Segment::Type::kWord && !cut_.segments[i].is_ignored)
      if (const std::string_view country = phrase_.words[cut_.segments[i].begin].place_country; !country.empty())
        return country;
  return {};
}

const Spelling* Reader::organization_before(std::size_t segment) const {
  for (std::size_t i = segment; i-- > 0;) {
    const Segment& one = cut_.segments[i];
    if (one.type == Segment::Type::kName && !one.is_ignored &&
        is_organization(store_.entries[one.spelling->entry].kind))
      return one.spelling;
  }
  return nullptr;
}

const Segment* Reader::role_before(std::size_t segment) const {
  for (std::size_t i = segment; i-- > 0;)
    if (cut_.segments[i].type == Segment::Type::kRole && cut_.segments[i].role->role_class != RoleClass::kWeak)
      return &cut_.segments[i];
  return nullptr;
}

std::vector<Resolved> Reader::behind(std::initializer_list<std::string_view> prepositions) const {
  std::vector<Resolved> out;
  if (depth_ >= kMaxDepth) return out;
  for (const Attachment& attachment : phrase_.attachments) {
    if (std::ranges::find(prepositions, std::string_view(attachment.preposition)) == prepositions.end()) continue;
    out.push_back(Reader(store_, attachment.phrase, day_, depth_ + 1).read());
    if (out.back().country.empty() && !attachment.phrase.words.empty()) {
      const Word& head = attachment.phrase.words[std::min(attachment.phrase.head, attachment.phrase.words.size() - 1)];
      if (out.back().kind == Kind::kNone && !head.place_country.empty()) {
        out.back().country = head.place_country;
        out.back().kind = Kind::kPlace;
        out.back().by = {"place", 0.9F};
      }
    }
  }
  return out;
}

void Reader::add_state(Resolved& out, std::string_view country, const char* by) const {
  if (country.empty() || !out.country.empty()) return;
  out.country = country;
  out.by.by = by;
}

void Reader::make_former(Resolved& out) const {
  if (!has_former()) return;
  out.is_former = true;
  if (stands_for_state(out.sector) || out.sector == "LEG" || out.sector == "JUD") {
    out.sector = "ELI";
    out.other_sectors.clear();
  }
  if (!out.role.empty() && !out.role.starts_with("former ")) out.role = "former " + out.role;
}

Resolved Reader::read() {
  if (phrase_.words.empty()) return {};
  if (phrase_.is_person) return read_person();
  const Segment& head = cut_.segments[cut_.head];
  switch (head.type) {
    case Segment::Type::kName:
      return read_name(head);
    case Segment::Type::kRole:
      return read_role(head);
    default:
      return read_other();
  }
}

Resolved Reader::read_person() {
  // The name: the head with the proper words around it that are no title, state or body.
  std::size_t first = cut_.head;
  while (first > 0) {
    const Segment& before = cut_.segments[first - 1];
    const bool is_part =
        (before.type == Segment::Type::kWord && is_name_word(phrase_.words[before.begin])) ||
        (before.type == Segment::Type::kName && is_person(store_.entries[before.spelling->entry].kind));
    if (!is_part) break;
    --first;
  }
  std::size_t begin = cut_.segments[first].begin;
  std::size_t end = cut_.segments[cut_.head].end;
  const bool is_given = phrase_.name_begin <= phrase_.head && phrase_.head < phrase_.name_end;
  if (is_given) {
    begin = phrase_.name_begin;
    end = phrase_.name_end;
    for (const Segment& one : cut_.segments) {  // titles that the name scorer took for a part
      const bool is_title = one.type == Segment::Type::kRole || one.type == Segment::Type::kHonorific;
      if (is_title && one.begin >= phrase_.name_begin && one.end <= phrase_.head) begin = one.end;
    }
    while (first > 0 && cut_.segments[first].begin > begin) --first;
    while (first + 1 < cut_.segments.size() && cut_.segments[first].end <= begin) ++first;
  }
  while (!is_given && end < phrase_.words.size()) {
    const Word& word = phrase_.words[end];
    const bool is_hyphen = word.text == "-" && end + 1 < phrase_.words.size() && is_name_word(phrase_.words[end + 1]);
    if (!is_name_word(phrase_.words[end]) && !is_hyphen) break;
    ++end;
  }
  const std::string name = own_words(phrase_, begin, end);
  const bool is_common_noun =
      !is_name_word(phrase_.words[phrase_.head]) && cut_.segments[cut_.head].type != Segment::Type::kName;

  Resolved title;
  const Segment* role = nullptr;
  for (std::size_t i = first; i-- > 0;) {
    if (cut_.segments[i].type != Segment::Type::kRole) continue;
    role = &cut_.segments[i];
    Phrase before = phrase_;
    before.is_person = false;
    before.is_name = false;
    before.words.resize(role->end);
    before.head = role->end - 1;
    title = Reader(store_, before, day_, depth_).read();
    break;
  }
  Resolved out;
  if (role == nullptr) {
    std::string_view country = country_before(first);
    const char* by = "demonym";
    if (country.empty())
      for (const Resolved& one : behind({"of", "from"}))
        if (is_state(one.kind)) {
          title.country = one.country;
          by = "of";
        }
    if (!country.empty()) title.country = country;
    if (const Spelling* organization = organization_before(first)) {
      title = store_.resolved(*organization, 0.8F);
      by = "organization";
    }
    title.by.by = by;
    title.name.clear();
    title.wikidata_id.clear();
  }
  out = title;
  out.kind = Kind::kPerson;
  out.name = is_common_noun ? "" : name;
  out.wikidata_id.clear();
  out.has_own_name = !is_common_noun;
  if (role != nullptr) out.by = {"title", 0.95F};
  if (is_common_noun) return out;
  if (const std::optional<Resolved> known = [&]() -> std::optional<Resolved> {
        Key key;
        key.add_words(fold(name));
        return store_.pick_person(key.value, name, day_, out.country, true);
      }()) {
    out.wikidata_id = known->wikidata_id;
    if (name.find(' ') == std::string::npos) out.name = known->name;
    if (out.country.empty()) {
      out.country = known->country;
      if (role == nullptr) out.by = known->by;
    }
    // A title in the text says what somebody is now; a weak one ("leader") only helps where the dictionary is silent.
    const bool is_told = role != nullptr && role->role->role_class != RoleClass::kWeak;
    if (!is_told && !known->sector.empty()) {
      out.sector = known->sector;
      out.other_sectors = known->other_sectors;
      out.is_former = known->is_former;
      if (out.role.empty()) out.role = known->role;
    }
    if (out.role.empty()) out.role = known->role;
    if (out.sector.empty()) out.sector = known->sector;
  }
  make_former(out);
  return out;
}

Resolved Reader::read_name(const Segment& segment) {
  Resolved out = store_.resolved(*segment.spelling, 1.0F);
  if (is_person(out.kind)) {
    Key key;
    for (std::size_t i = segment.begin; i < segment.end; ++i) key.add_words(cut_.folded[i]);
    const std::string text = own_words(phrase_, segment.begin, segment.end);
    if (const auto known = store_.pick_person(key.value, text, day_, {}, false)) out = *known;
    make_former(out);
    return out;
  }
  if (out.country.empty() || out.kind == Kind::kFaith) {
    add_state(out, country_before(cut_.head), "demonym");
    for (const Resolved& one : behind({"of", "in", "from"}))
      if (is_state(one.kind)) add_state(out, one.country, "of");
  }
  return out;
}

Resolved Reader::read_role(const Segment& segment) {
  Resolved out;
  const Role& role = *segment.role;
  out.kind = Kind::kRole;
  out.role_class = role.role_class;
  out.role = segment.role_words;
  out.sector = role.sector;
  out.other_sectors = split_list(role.other_sectors);
  out.by = {"role", 0.9F};
  if (role.role_class == RoleClass::kMnc) out.country = "MNC";
  if (role.role_class == RoleClass::kCoalition && !phrase_.is_name) out.country = "IGO";
  if (role.role_class == RoleClass::kWeak) {
    read_weak(out);
    make_former(out);
    return out;
  }
  // A university, party or bank with a name of its own keeps it.
  if (phrase_.is_name) {
    const bool has_more =
        std::ranges::any_of(cut_.segments,
                            [&](const Segment& one) {
                              return &one != &segment && one.type == Segment::Type::kWord &&
                                     is_name_word(phrase_.words[one.begin]);
                            }) ||
        (role.role_class != RoleClass::kBody && role.role_class != RoleClass::kOffice &&
         phrase_.name_end > phrase_.name_begin && phrase_.name_end - phrase_.name_begin > segment.end - segment.begin);
    out.has_own_name = has_more;
    // A union with a name of its own may be one of anything.
    if (has_more && role.role_class == RoleClass::kOrg && out.sector == "LAB") out.sector.clear();
  }
  if (const Spelling* spelling = organization_before(cut_.head)) {
    const Resolved organization = store_.resolved(*spelling, 1.0F);
    const bool is_general = out.sector == "GOV" || out.sector.empty() || organization.sector == "REB";
    out.country = organization.country;
    if (is_general) {
      out.sector = organization.sector;
      out.other_sectors = organization.other_sectors;
    }
    if (role.role_class == RoleClass::kBody || role.role_class == RoleClass::kOffice || is_general) {
      out.name = organization.name;
      out.wikidata_id = organization.wikidata_id;
    }
    out.by = {"organization", 0.9F};
  }
  add_state(out, country_before(cut_.head), "demonym");
  if (out.country.empty()) {
    for (const Resolved& one : behind({"of", "from"})) {
      if (is_state(one.kind)) {
        add_state(out, one.country, "of");
      } else if (is_organization(one.kind) && out.country.empty()) {
        out.country = one.country;
        if (out.sector == "GOV") out.sector = one.sector;
        out.name = one.name;
        out.wikidata_id = one.wikidata_id;
        out.by = {"of", 0.9F};
      } else if (!one.country.empty() && one.kind == Kind::kRole) {
        add_state(out, one.country, "of");
        if (out.sector == "GOV" && (one.sector == "LEG" || one.sector == "JUD") && !out.role.starts_with("minister"))
          out.sector = one.sector;
      }
    }
    if (out.country.empty() && out.sector != "MIL" && out.sector != "REF")
      for (const Resolved& one : behind({"in", "at"}))
        if (is_state(one.kind)) add_state(out, one.country, "in");
  }
  if (const Segment* other = role_before(cut_.head); other != nullptr && other->role->sector == "OPP") {
    if (out.sector == "GOV" || out.sector.empty() || out.sector == "CVL")
      out.sector = "OPP";
    else if (out.sector != "OPP")
      out.other_sectors.emplace_back("OPP");
  }
  make_former(out);
  if (out.name.empty() && !out.has_own_name && !out.is_former &&
      (stands_for_state(out.sector) || (role.role_class == RoleClass::kBody && !out.sector.empty()))) {
    out.name = store_.state_name(out.country);
    if (!out.name.empty()) out.wikidata_id = store_.state_wikidata_id(out.country);
  }
  return out;
}

/// "leader", "spokesman", "agents": country and sector from the body, group or role beside them.
void Reader::read_weak(Resolved& out) {
  const std::string by_state = out.sector;
  const bool is_force = by_state == "MIL";
  if (!is_force) out.sector.clear();
  const auto take = [&](const Resolved& from, const char* by) {
    out.country = from.country;
    if (!is_force || !from.sector.empty()) out.sector = from.sector;
    out.other_sectors = from.other_sectors;
    if (is_organization(from.kind) || from.role_class == RoleClass::kBody || from.role_class == RoleClass::kOffice) {
      out.name = from.name;
      out.wikidata_id = from.wikidata_id;
    }
    out.by = {by, 0.9F};
  };
  const std::string_view country = country_before(cut_.head);
  if (const Spelling* spelling = organization_before(cut_.head)) {
    take(store_.resolved(*spelling, 1.0F), "organization");
    if (is_force && out.sector.empty()) out.sector = "MIL";
  } else if (const Segment* role = role_before(cut_.head)) {
    out.sector = role->role->sector;
    out.other_sectors = split_list(role->role->other_sectors);
    out.role = role->role_words + " " + out.role;
    out.by = {"role", 0.85F};
  }
  add_state(out, country, "demonym");
  for (const Resolved& one : behind({"of", "for", "from", "with", "at", "within"})) {
    if (!out.country.empty() && !out.sector.empty() && out.sector != by_state) break;
    if (one.kind == Kind::kNone || is_person(one.kind)) continue;
    if (is_state(one.kind)) {
      add_state(out, one.country, "of");
    } else if (out.country.empty() || out.sector.empty()) {
      const std::string have = out.country;
      take(one, "of");
      if (out.country.empty()) out.country = have;
    }
  }
  if (out.country.empty())
    for (const Resolved& one : behind({"in"}))
      if (is_state(one.kind)) add_state(out, one.country, "in");
  const bool has_state = !out.country.empty() && !store_.state_name(out.country).empty();
  if (out.sector.empty() && has_state && out.country != "UNO" && out.country != "EUR") out.sector = by_state;
  if (out.name.empty() && has_state && stands_for_state(out.sector) && !has_former()) {
    out.name = store_.state_name(out.country);
    out.wikidata_id = store_.state_wikidata_id(out.country);
  }
}

/// A thing or a name that no list knows: the country of what stands beside it, a sector only from those who carry arms.
Resolved Reader::read_other() {
  Resolved out;
  const Segment& head = cut_.segments[cut_.head];
  out.has_own_name = phrase_.is_name && is_name_word(phrase_.words[phrase_.head]);
  add_state(out, country_before(cut_.head), "demonym");
  if (out.country.empty() && head.type == Segment::Type::kWord && out.has_own_name && !head.is_ignored) {
    if (const std::string_view place = phrase_.words[phrase_.head].place_country; !place.empty()) {
      out.country = place;
      out.kind = Kind::kPlace;
      out.by = {"place", 0.9F};
      return out;
    }
  }
  for (const Resolved& one : behind({"of", "in", "from"}))
    if (is_state(one.kind)) add_state(out, one.country, "of");
  if (const Spelling* spelling = organization_before(cut_.head)) {
    const Resolved organization = store_.resolved(*spelling, 0.8F);
    if (out.country.empty()) out.country = organization.country;
    if (organization.sector == "REB" || organization.sector == "MIL") out.sector = organization.sector;
    out.by = {"organization", 0.7F};
  }
  if (const Segment* role = role_before(cut_.head)) {
    const std::string_view sector = role->role->sector;
    if (out.has_own_name || sector == "MIL" || sector == "REB" || sector == "COP" || sector == "PRM")
      out.sector = sector;
    out.by = {"role", 0.7F};
  } else if (out.has_own_name) {
    // "Khartoum University Hospital Trust": the last role noun inside a name says what it is.
    for (const Segment& one : cut_.segments)
      if (one.type == Segment::Type::kRole && one.role->role_class != RoleClass::kWeak) out.sector = one.role->sector;
  }
  return out;
}
}  // namespace

Resolved Dictionary::resolve_phrase(const Phrase& phrase, std::optional<Day> day) const {
  if (phrase.words.empty() || phrase.head >= phrase.words.size()) return {};
  Resolved out = Reader(*store_, phrase, day, 0).read();
  if (out.by.by == nullptr || *out.by.by == '\0') out.by = {"none", 0.0F};
  return out;
}

Phrase phrase_of(std::string_view text) {
  Phrase phrase;
  std::size_t at = 0;
  Attachment* attachment = nullptr;
  const auto is_preposition = [](std::string_view word) {
    return word == "of" || word == "in" || word == "from" || word == "for" || word == "with" || word == "at";
  };
  while (at < text.size()) {
    while (at < text.size() && text[at] == ' ') ++at;
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end == at) break;
    std::string_view word = text.substr(at, end - at);
    at = end;
    if (is_preposition(word) && !phrase.words.empty()) {
      phrase.attachments.push_back({std::string(word), {}});
      attachment = &phrase.attachments.back();
      continue;
    }
    Phrase& target = attachment == nullptr ? phrase : attachment->phrase;
    const bool is_possessive = word.size() > 2 && word.ends_with("'s");
    if (is_possessive) word.remove_suffix(2);
    const bool is_capital = has_capital(word.substr(0, 1));
    const bool is_article = word == "the" || word == "The" || word == "a" || word == "A" || word == "an";
    target.words.push_back({word, {}, is_article ? Upos::kDet : is_capital ? Upos::kPropn : Upos::kNoun, {}});
    if (is_possessive) target.words.push_back({"'s", "'s", Upos::kPart, {}});
    target.head = target.words.size() - 1;
  }
  if (!phrase.words.empty()) phrase.is_name = phrase.words[phrase.head].upos == Upos::kPropn;
  return phrase;
}

}  // namespace casus::actor
