// SPDX-License-Identifier: Apache-2.0
#include "coref/clusters.h"

#include <algorithm>

namespace casus::coref {
namespace {
constexpr std::size_t kMaxRecent = 24;
constexpr std::uint32_t kPersonWindow = 4;  // sentences that a pronoun of a person looks back
constexpr std::uint32_t kThingWindow = 1;
constexpr std::uint32_t kNounWindow = 30;  // sentences that "the protesters" looks back

bool is_acronym(std::string_view text) {
  if (text.size() < 2 || text.size() > 8) return false;
  std::size_t capitals = 0;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z')
      ++capitals;
    else if (c != '.' && c != '-' && c != '&' && !(c >= '0' && c <= '9'))
      return false;
  }
  return capitals >= 2;
}

/// "Immigration and Customs Enforcement" -> "ICE"; capitals of words alone, empty for fewer than three.
std::string initials(std::string_view name) {
  std::string out;
  bool is_start = true;
  for (const char c : name) {
    if (is_start && c >= 'A' && c <= 'Z') out += c;
    is_start = c == ' ' || c == '-';
  }
  return out.size() >= 3 ? out : std::string();
}

std::vector<std::string> split(std::string_view words) {
  std::vector<std::string> out;
  while (!words.empty()) {
    const std::size_t at = words.find(' ');
    if (at != 0) out.emplace_back(words.substr(0, at));
    if (at == std::string_view::npos) break;
    words.remove_prefix(at + 1);
  }
  return out;
}

bool is_particle(std::string_view word) {
  return word.size() < 3 || word == "bin" || word == "ibn" || word == "van" || word == "von" || word == "del" ||
         word == "dos";
}

/// How well a reading's country and sector are founded. The words of the text go before the dictionary.
int rank_of(const Reading& reading) {
  const std::string_view by = reading.known.by.by;
  if (by == "title") return 5;
  if (by == "demonym" || by == "of" || by == "organization" || by == "in") return 4;
  if (by == "dictionary") return 3;
  if (by == "role") return 2;
  return by == "place" ? 1 : 0;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!is_blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::size_t word_count(std::string_view text) {
  return text.empty() ? 0 : 1 + static_cast<std::size_t>(std::ranges::count(text, ' '));
}

bool is_somebody(EntityType type) {
  return type == EntityType::kPerson || type == EntityType::kOrganization || type == EntityType::kNationality ||
         type == EntityType::kPlace || type == EntityType::kMisc;
}
}  // namespace

Clusters::Clusters(const Document& doc, const Words& words, const actor::Dictionary& actors)
    : doc_(doc),
      words_(words),
      actors_(actors),
      day_(actor::parse_day(doc.origin.published)),
      mention_at_head_(doc.tokens.size(), kNone),
      mention_ending_at_(doc.tokens.size() + 1, kNone) {}

std::uint32_t Clusters::find(std::uint32_t cluster) {
  while (clusters_[cluster].parent != cluster) {
    clusters_[cluster].parent = clusters_[clusters_[cluster].parent].parent;
    cluster = clusters_[cluster].parent;
  }
  return cluster;
}

std::uint32_t Clusters::lookup(const Index& index, const std::string& key) {
  const auto at = index.find(key);
  return at == index.end() ? kNone : find(at->second);
}

std::uint32_t Clusters::add(std::size_t mention) {
  const auto at = static_cast<std::uint32_t>(clusters_.size());
  Cluster& cluster = clusters_.emplace_back();
  cluster.parent = at;
  cluster.first_mention = static_cast<std::uint32_t>(mention);
  cluster.type = doc_.mentions[mention].type;
  cluster.form = readings_[mention].form;
  cluster.kind = readings_[mention].known.kind;
  cluster.role_class = readings_[mention].known.role_class;
  cluster.is_plural = readings_[mention].is_plural;
  return at;
}

void Clusters::absorb(std::uint32_t at, std::size_t mention) {
  Cluster& cluster = clusters_[at];
  const Reading& reading = readings_[mention];
  const actor::Resolved& known = reading.known;
  cluster.last_sentence = sentence_;
  if (reading.form == Reading::Form::kPronoun) return;
  const int rank = rank_of(reading);
  const bool is_person = reading.form == Reading::Form::kPerson;
  if (!reading.name.empty()) {
    // A person's fullest form in the text; of others the dictionary's name, else the first in full.
    const int name_rank = is_person ? static_cast<int>(word_count(reading.name)) : known.name.empty() ? 1 : 2;
    if (name_rank > cluster.name_rank) {
      cluster.name = one_line(reading.name);
      cluster.name_rank = name_rank;
    }
    if (!cluster.is_named) {
      cluster.is_named = true;
      cluster.form = reading.form;
      cluster.type = doc_.mentions[mention].type;
      cluster.kind = known.kind;
      cluster.is_plural = reading.form != Reading::Form::kPerson && reading.is_plural;
    }
  } else if (!known.name.empty() && cluster.name_rank == 0) {
    cluster.name = known.name;
  }
  if (!known.country.empty() && rank > cluster.country_rank) {
    cluster.country = known.country;
    cluster.country_rank = rank;
    cluster.by = known.by;
  }
  // A head of state told as "the leader" stays what the title or the dictionary said.
  const int sector_rank = known.role_class == actor::RoleClass::kWeak && !is_person ? std::min(rank, 2) : rank;
  if (!known.sector.empty() && sector_rank > cluster.sector_rank) {
    cluster.sector = known.sector;
    cluster.other_sectors = known.other_sectors;
    cluster.sector_rank = sector_rank;
    if (cluster.by.by == nullptr || *cluster.by.by == '\0') cluster.by = known.by;
    if (!known.role.empty()) cluster.role = known.role;
  }
  if (cluster.role.empty()) cluster.role = known.role;
  if (cluster.role_class == actor::RoleClass::kNone) cluster.role_class = known.role_class;
  if (cluster.kind == actor::Kind::kNone) cluster.kind = known.kind;
  if (cluster.wikidata_id.empty()) cluster.wikidata_id = known.wikidata_id;
  if (cluster.gender == Gender::kUnknown) cluster.gender = reading.gender;
  if (has(words_.travellers, known.role) || has(words_.travellers, reading.lemma)) cluster.is_traveller = true;
  cluster.is_of_others = cluster.is_of_others || reading.is_of_others;
}

std::uint32_t Clusters::unite(std::uint32_t a, std::uint32_t b) {
  a = find(a);
  b = find(b);
  if (a == b) return a;
  // The named one stays, else the earlier one.
  if (clusters_[b].is_named && !clusters_[a].is_named) std::swap(a, b);
  Cluster& to = clusters_[a];
  const Cluster& from = clusters_[b];
  to.first_mention = std::min(to.first_mention, from.first_mention);
  to.last_sentence = std::max(to.last_sentence, from.last_sentence);
  if (from.country_rank > to.country_rank && !from.country.empty()) {
    to.country = from.country;
    to.country_rank = from.country_rank;
  }
  if (from.sector_rank > to.sector_rank && !from.sector.empty()) {
    to.sector = from.sector;
    to.other_sectors = from.other_sectors;
    to.sector_rank = from.sector_rank;
    if (!from.role.empty()) to.role = from.role;
    to.by = from.by;
  }
  if (to.role.empty()) to.role = from.role;
  if (to.name.empty() || (from.is_named && from.name_rank > to.name_rank && to.form == Reading::Form::kPerson)) {
    if (to.form != Reading::Form::kPerson || from.is_named) {
      to.name = from.name;
      to.name_rank = from.name_rank;
    }
  }
  if (to.wikidata_id.empty() && (to.form != Reading::Form::kPerson || from.is_named)) to.wikidata_id = from.wikidata_id;
  if (to.gender == Gender::kUnknown) to.gender = from.gender;
  if (to.role_class == actor::RoleClass::kNone) to.role_class = from.role_class;
  clusters_[b].parent = a;
  return a;
}

void Clusters::run() {
  const Reader reader(doc_, words_, actors_);
  readings_.reserve(doc_.mentions.size());
  cluster_of_.assign(doc_.mentions.size(), kNone);
  std::size_t next = 0;
  for (std::uint32_t s = 0; s < doc_.sentences.size(); ++s) {
    const TokenRange range = doc_.sentences[s].tokens;
    sentence_ = s;
    std::size_t end = next;
    while (end < doc_.mentions.size() && doc_.mentions[end].tokens.begin < range.end) ++end;
    if (end == next) continue;
    const SentenceTree tree(doc_, range);
    const std::size_t begin = next;
    for (; next < end; ++next) readings_.push_back(reader.read(doc_.mentions[next], tree));
    for (std::size_t i = begin; i < end; ++i) {
      const Mention& mention = doc_.mentions[i];
      if (const std::uint32_t whole = name_around(i, begin); whole != kNone) {
        cluster_of_[i] = root_of(whole);
        continue;
      }
      cluster_of_[i] = place_mention(i);
      absorb(cluster_of_[i], i);
      join_name_at_end(i);
      mention_at_head_[mention.head.index()] = static_cast<std::uint32_t>(i);
      mention_ending_at_[mention.tokens.end] = static_cast<std::uint32_t>(i);
      remember(cluster_of_[i], i);
      join_apposition(i);
    }
  }
  for (; next < doc_.mentions.size(); ++next) {  // mentions outside all sentences
    readings_.emplace_back();
    cluster_of_[next] = add(next);
  }
}

/// "Moses" inside "Dennis Moses" is nobody else: the mention from `first` on whose name the words of `i` are a part of.
std::uint32_t Clusters::name_around(std::size_t i, std::size_t first) const {
  const Mention& part = doc_.mentions[i];
  for (std::size_t j = i; j-- > first;) {
    const Mention& whole = doc_.mentions[j];
    if (whole.type == EntityType::kPerson && whole.is_name && whole.head != part.head &&
        whole.name.contains(part.tokens))
      return static_cast<std::uint32_t>(j);
  }
  return kNone;
}

std::uint32_t Clusters::place_mention(std::size_t mention) {
  std::uint32_t bracketed = kNone;
  if (is_in_brackets_after(mention, bracketed)) {
    const std::uint32_t cluster = root_of(bracketed);
    acronyms_[std::string(doc_.form(doc_.mentions[mention].head))] = cluster;
    return cluster;
  }
  switch (readings_[mention].form) {
    case Reading::Form::kPronoun:
      return place_pronoun(mention);
    case Reading::Form::kPerson:
      return place_person(mention);
    case Reading::Form::kState:
      return place_state(mention);
    case Reading::Form::kName:
      return place_name(mention);
    case Reading::Form::kNoun:
      break;
  }
  return place_noun(mention);
}

/// "(ICE)" behind the name that it is short for.
bool Clusters::is_in_brackets_after(std::size_t i, std::uint32_t& other) const {
  const Mention& mention = doc_.mentions[i];
  if (mention.tokens.size() != 1 || mention.tokens.begin < 2 || !is_acronym(doc_.form(mention.head))) return false;
  if (doc_.form(TokenId{mention.tokens.begin - std::size_t{1}}) != "(") return false;
  other = mention_ending_at_[mention.tokens.begin - 1];
  return other != kNone && doc_.mentions[other].is_name && other < i && is_somebody(doc_.mentions[other].type) &&
         readings_[other].form == Reading::Form::kName;
}

std::uint32_t Clusters::place_person(std::size_t i) {
  const Reading& reading = readings_[i];
  if (reading.key.empty()) return add(i);
  const std::vector<std::string> words = split(reading.key);
  std::uint32_t found = lookup(persons_, reading.key);
  if (found == kNone && words.size() == 1) found = lookup(surnames_, reading.key);
  if (found == kNone && words.size() == 1) {  // "UNHCR", once taken for a person
    const std::string text(doc_.form(doc_.mentions[i].head));
    if (is_acronym(text)) found = lookup(acronyms_, text);
    if (found == kNone) found = lookup(names_, "name|" + reading.key);
    if (found != kNone) return found;
  }
  if (found == kNone && words.size() > 1) {
    // "Petro" before "Gustavo Petro"; "Gustavo Petro Urrego" after "Gustavo Petro".
    const std::uint32_t other = lookup(surnames_, words.back());
    if (other != kNone) {
      const std::vector<std::string> have = split(actor::fold(clusters_[other].name));
      const bool is_bare = have.size() == 1;
      const bool is_part = !have.empty() && have.front() == words.front() &&
                           std::ranges::all_of(have.size() < words.size() ? have : words, [&](const std::string& word) {
                             return std::ranges::find(have.size() < words.size() ? words : have, word) !=
                                    (have.size() < words.size() ? words : have).end();
                           });
      // "Garcia Marquez" after "Gabriel Garcia Marquez".
      const bool is_tail = words.size() < have.size() && std::equal(words.rbegin(), words.rend(), have.rbegin());
      if (is_bare || is_part || is_tail) found = other;
    } else if (words.size() > 2) {
      const std::uint32_t second = lookup(surnames_, words[1]);
      if (second != kNone && split(actor::fold(clusters_[second].name)).front() == words.front()) found = second;
    }
  }
  if (found != kNone && reading.gender != Gender::kUnknown && clusters_[found].gender != Gender::kUnknown &&
      reading.gender != clusters_[found].gender)
    found = kNone;
  if (found == kNone) found = add(i);
  persons_[reading.key] = found;
  for (std::size_t w = words.size() > 1 ? 1 : 0; w < words.size() && w < 6; ++w)
    if (!is_particle(words[w])) surnames_[words[w]] = found;
  if (words.size() > 1 && !is_particle(words[0]) && lookup(surnames_, words[0]) == kNone) surnames_[words[0]] = found;
  return found;
}

std::uint32_t Clusters::place_state(std::size_t i) {
  Reading& reading = readings_[i];
  actor::Resolved& known = reading.known;
  std::string key;
  const bool is_people = doc_.mentions[i].type == EntityType::kPerson && known.kind != actor::Kind::kSeat;
  if (is_people) {
    // "Colombians": people, and no name.
    reading.name.clear();
    known.name.clear();
    known.wikidata_id.clear();
    if (reading.is_plural && known.sector.empty()) known.sector = "CVL";
    key = "people|" + known.country + "|" + reading.key;
  } else if (known.kind == actor::Kind::kCapital &&
             (reading.is_located || (reading.is_literal_place && !reading.is_subject))) {
    reading.name = one_line(doc_.words({doc_.mentions[i].head.value, doc_.mentions[i].head.value + 1}));
    if (!doc_.mentions[i].name.empty()) reading.name = one_line(doc_.words(doc_.mentions[i].name));
    known.sector.clear();
    known.wikidata_id.clear();
    known.name.clear();
    known.kind = actor::Kind::kPlace;
    key = "place|" + known.country + "|" + actor::fold(reading.name);
  } else if (known.kind == actor::Kind::kCapital || known.kind == actor::Kind::kSeat) {
    key = "government|" + known.country;
  } else {
    key = "state|" + known.country + "|" + reading.key;
  }
  std::uint32_t found = lookup(names_, key);
  if (found == kNone) {
    found = add(i);
    names_[key] = found;
  }
  if (!is_people && (known.kind == actor::Kind::kCountry || known.kind == actor::Kind::kDemonym)) last_state_ = found;
  return found;
}

/// "Anna Lindh … Lindh": the person of this surname, where the scorers take the surname for the name of a body.
std::uint32_t Clusters::bearer_of(std::size_t i) {
  const Reading& reading = readings_[i];
  if (reading.known.kind != actor::Kind::kNone || doc_.mentions[i].type == EntityType::kPlace) return kNone;
  const std::uint32_t found = lookup(surnames_, reading.key);
  if (found == kNone) return kNone;
  const std::vector<std::string> words = split(actor::fold(clusters_[found].name));
  return words.size() > 1 && words.back() == reading.key ? found : kNone;
}

std::uint32_t Clusters::place_name(std::size_t i) {
  const Reading& reading = readings_[i];
  const std::string text(doc_.form(doc_.mentions[i].head));
  std::uint32_t found = kNone;
  const bool is_short = doc_.mentions[i].tokens.size() <= 2 && is_acronym(text);
  if (is_short) found = lookup(acronyms_, text);
  const std::string key = "name|" + reading.key;
  if (found == kNone && !reading.key.empty()) found = lookup(names_, key);
  if (found == kNone) found = bearer_of(i);
  const std::string acronym = initials(reading.name);
  if (found == kNone && !is_short && !acronym.empty()) {
    // "NATO" before its name in full.
    const std::uint32_t other = lookup(acronyms_, acronym);
    if (other != kNone && clusters_[other].name == acronym) {
      found = other;
      clusters_[other].name_rank = 0;  // the name in full replaces it
    }
  }
  if (found == kNone) found = add(i);
  if (!reading.key.empty()) names_[key] = found;
  if (is_short) acronyms_.try_emplace(text, found);
  if (!acronym.empty()) acronyms_.try_emplace(acronym, found);
  const actor::Kind kind = reading.known.kind;
  const EntityType type = doc_.mentions[i].type;
  using actor::Kind;
  if (type == EntityType::kOrganization || kind != Kind::kNone) {
    if (kind == Kind::kGroup || kind == Kind::kNgo || kind == Kind::kParty || kind == Kind::kNone) last_group_ = found;
    if (kind == Kind::kCompany || (kind == Kind::kNone && reading.known.sector.empty()) ||
        reading.known.sector == "BUS")
      last_company_ = found;
    if (kind == Kind::kIgo || kind == Kind::kBody) last_bloc_ = found;
    if (kind == Kind::kParty || reading.known.sector == "PTY") last_party_ = found;
  }
  return found;
}

/// "the country", "the group": the last of that kind.
std::uint32_t Clusters::stand_in(const Reading& reading) {
  if (!reading.is_definite || reading.is_plural || !reading.known.country.empty()) return kNone;
  const auto near = [&](std::uint32_t cluster) {
    if (cluster == kNone) return kNone;
    cluster = find(cluster);
    return sentence_ - clusters_[cluster].last_sentence <= 6 ? cluster : kNone;
  };
  if (has(words_.state_nouns, reading.lemma)) return near(last_state_);
  if (has(words_.party_nouns, reading.lemma)) return near(last_party_);
  if (has(words_.company_nouns, reading.lemma)) return near(last_company_);
  if (has(words_.group_nouns, reading.lemma))
    if (const std::uint32_t group = near(last_group_); group != kNone) return group;
  if (has(words_.bloc_nouns, reading.lemma)) return near(last_bloc_);
  return kNone;
}

/// "the Colombian leader", "the president": the person last named with that office.
std::uint32_t Clusters::same_role(const Reading& reading) {
  const actor::Resolved& known = reading.known;
  if (known.role.empty() || reading.is_plural || reading.is_indefinite) return kNone;
  if (!reading.is_definite && (known.country.empty() || !reading.is_of_known)) return kNone;
  if (std::string_view(known.by.by) == "organization") return kNone;
  const auto look = [&](const std::string& role) {
    return lookup(roles_, known.country.empty() ? role : role + "|" + known.country);
  };
  std::uint32_t found = look(known.role);
  if (found == kNone && has(words_.leader_words, known.role)) found = look("leader");
  if (found == kNone && known.role.find(' ') == std::string::npos) found = look("*" + known.role);
  return found;
}

void Clusters::register_role(std::uint32_t at) {
  const Cluster& cluster = clusters_[at];
  if (cluster.role.empty() || cluster.is_plural || cluster.type != EntityType::kPerson) return;
  const auto put = [&](const std::string& role) {
    roles_[role] = at;
    if (!cluster.country.empty()) roles_[role + "|" + cluster.country] = at;
  };
  put(cluster.role);
  if (has(words_.leader_offices, cluster.role)) put("leader");
  if (const std::size_t space = cluster.role.rfind(' ');
      space != std::string::npos && !cluster.role.starts_with("former"))
    put("*" + cluster.role.substr(space + 1));
}

std::uint32_t Clusters::place_noun(std::size_t i) {
  const Reading& reading = readings_[i];
  if (!is_somebody(doc_.mentions[i].type) && reading.known.kind != actor::Kind::kRole) {
    return add(i);  // things: Links finds them again
  }
  const bool is_bare = doc_.mentions[i].tokens.size() <= 2 && !doc_.mentions[i].is_name;
  if (is_bare)
    if (const std::uint32_t found = stand_in(reading); found != kNone) return found;
  if (doc_.mentions[i].type == EntityType::kPerson)
    if (const std::uint32_t found = same_role(reading); found != kNone) return found;
  // "the Turkish police chief" by its role, "the rescue team" by its head; with modifiers only by all its words.
  const std::string& kind =
      reading.known.kind == actor::Kind::kRole && !reading.known.role.empty() ? reading.known.role : reading.lemma;
  const bool is_body = reading.known.role_class == actor::RoleClass::kBody;
  const std::string key =
      (reading.is_restricted ? "words|" + actor::fold(doc_.words(doc_.mentions[i].tokens).substr(0, 200)) : kind) +
      (reading.is_plural ? "|+" : "|");
  const std::string with_country = key + "|" + reading.known.country;
  std::uint32_t found = kNone;
  const bool may_be_known = !reading.is_indefinite && (reading.is_definite || is_body);
  if (may_be_known) {
    found = lookup(heads_, reading.known.country.empty() ? key : with_country);
    if (found != kNone) {
      const Cluster& other = clusters_[found];
      const bool fits = sentence_ - other.last_sentence <= kNounWindow && !other.is_named &&
                        (reading.known.sector.empty() || other.sector.empty() || reading.known.sector == other.sector);
      if (!fits) found = kNone;
    }
  }
  if (found == kNone) found = add(i);
  heads_[key] = found;
  if (!reading.known.country.empty()) heads_[with_country] = found;
  return found;
}

std::uint32_t Clusters::place_pronoun(std::size_t i) {
  const Mention& mention = doc_.mentions[i];
  const std::string& form = readings_[i].lemma;
  const bool is_male = has(words_.male_pronouns, form);
  const bool is_female = has(words_.female_pronouns, form);
  const bool is_neuter = has(words_.neuter_pronouns, form);
  const bool is_plural = has(words_.plural_pronouns, form);
  if (!is_third_person(form)) return add(i);
  const std::string_view relation = doc_.relation(mention.head);
  const bool is_possessive = relation == "nmod";
  const bool is_object = relation == "obj" || relation == "iobj" || relation == "obl";
  std::uint32_t best = kNone;
  int best_score = 0;
  for (auto at = recent_.rbegin(); at != recent_.rend(); ++at) {
    const std::uint32_t root = find(at->cluster);
    const Cluster& cluster = clusters_[root];
    const std::uint32_t far = sentence_ - at->sentence;
    if (at->tokens.contains(mention.head)) continue;  // "his mother": not hers
    const bool is_person = cluster.type == EntityType::kPerson && !cluster.is_plural;
    if (is_male || is_female) {
      if (!is_person || far > kPersonWindow) continue;
      if (cluster.gender != Gender::kUnknown && (cluster.gender == Gender::kMale) != is_male) continue;
    } else if (is_neuter) {
      if (cluster.type == EntityType::kPerson || cluster.is_plural || far > kThingWindow) continue;
      if (!cluster.is_named && cluster.country.empty() && cluster.sector.empty()) continue;
      if (!at->is_subject && !(is_possessive && far == 0)) continue;
    } else {
      if (is_person || far > kThingWindow) continue;
      if (!at->is_subject && !(is_possessive && far == 0)) continue;
    }
    // "Petro met him": not himself.
    if (is_object && far == 0 && doc_.head(mention.head) == doc_.head(at->head) && !form.ends_with("sel") &&
        !form.ends_with("self") && !form.ends_with("selves"))
      continue;
    int score = static_cast<int>(far) * 10 + (at->is_subject ? 0 : 4) + (cluster.is_named ? 0 : 2);
    if (is_plural && !cluster.is_plural) score += 5;
    if (best == kNone || score < best_score) {
      best = root;
      best_score = score;
    }
  }
  if (best == kNone) best = add(i);
  if (is_male || is_female) clusters_[best].gender = is_male ? Gender::kMale : Gender::kFemale;
  return best;
}

bool Clusters::is_third_person(const std::string& form) const {
  return has(words_.male_pronouns, form) || has(words_.female_pronouns, form) || has(words_.neuter_pronouns, form) ||
         has(words_.plural_pronouns, form);
}

void Clusters::remember(std::uint32_t cluster, std::size_t i) {
  cluster = find(cluster);
  const Mention& mention = doc_.mentions[i];
  register_role(cluster);
  const bool is_modifier = readings_[i].form == Reading::Form::kState && doc_.relation(mention.head) == "amod";
  if (!is_somebody(clusters_[cluster].type) || is_modifier) return;
  if (readings_[i].form == Reading::Form::kPronoun && !is_third_person(readings_[i].lemma)) return;  // "I" is no "he"
  const std::string& first = doc_.lemma(TokenId{mention.tokens.begin});
  if (mention.tokens.size() > 1 && (first == "my" || first == "our" || first == "I" || first == "we"))
    return;  // words of a speaker
  recent_.push_back({cluster, sentence_, mention.head, mention.tokens, readings_[i].is_subject});
  if (recent_.size() > kMaxRecent) recent_.erase(recent_.begin());
}

/// "Chief of Department Terence Monahan": the name that ends a title is its bearer's; that behind "of" is another's.
void Clusters::join_name_at_end(std::size_t i) {
  const Mention& mention = doc_.mentions[i];
  if (!clusters_[root_of(static_cast<std::uint32_t>(i))].is_named || mention.type != EntityType::kPerson ||
      mention.tokens.begin == 0)
    return;
  std::uint32_t other = mention_ending_at_[mention.tokens.end];
  const Upos before = doc_.upos(TokenId{mention.tokens.begin - std::size_t{1}});
  const bool is_inside = other != kNone && other < i && doc_.mentions[other].tokens.contains(mention.tokens) &&
                         doc_.mentions[other].tokens != mention.tokens &&
                         (before == Upos::kNoun || before == Upos::kPropn);
  if (!is_inside) other = mention_ending_at_[mention.tokens.begin];  // the title's phrase ends where the name's begins
  if (other == kNone || other >= i) return;
  if (doc_.mentions[other].tokens.begin < doc_.sentences[sentence_].tokens.begin) return;
  const std::uint32_t a = root_of(other);
  const std::uint32_t b = root_of(static_cast<std::uint32_t>(i));
  if (a == b || clusters_[a].type != EntityType::kPerson || clusters_[a].is_named || clusters_[a].is_plural) return;
  register_role(unite(a, b));
}

/// "Gustavo Petro, the president of Colombia": one somebody, told twice.
void Clusters::join_apposition(std::size_t i) {
  const Mention& mention = doc_.mentions[i];
  if (doc_.relation(mention.head) != "appos") return;
  const TokenId head = doc_.head(mention.head);
  if (!head.exists() || mention_at_head_[head.index()] == kNone) return;
  const std::uint32_t other = mention_at_head_[head.index()];
  const std::uint32_t a = root_of(other);
  const std::uint32_t b = root_of(i);
  if (a == b || other == i) return;
  const Cluster& one = clusters_[a];
  const Cluster& two = clusters_[b];
  const auto is_body = [](EntityType type) { return type == EntityType::kOrganization || type == EntityType::kMisc; };
  const bool is_alike =
      (one.type == EntityType::kPerson && two.type == EntityType::kPerson) || (is_body(one.type) && is_body(two.type));
  if (!is_alike || (one.is_named && two.is_named) || one.is_plural != two.is_plural) return;
  if (readings_[i].form == Reading::Form::kState || readings_[other].form == Reading::Form::kState) return;
  register_role(unite(a, b));
}

}  // namespace casus::coref
