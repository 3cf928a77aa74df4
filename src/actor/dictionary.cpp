// SPDX-License-Identifier: Apache-2.0
#include "actor/dictionary.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/utf8.h"

namespace casus::actor {
namespace {
constexpr std::array<std::string_view, 20> kKinds{
    "none", "role",  "country", "demonym", "capital", "seat",     "place", "pre",    "body",   "igo",
    "ngo",  "group", "party",   "company", "media",   "religion", "faith", "person", "leader", "official"};
constexpr Day kYear = 366;

std::optional<Kind> parse_kind(std::string_view name) {
  if (name == "territory") return Kind::kCountry;
  const auto at = std::ranges::find(kKinds, name);
  if (at == kKinds.end() || at == kKinds.begin()) return std::nullopt;
  return static_cast<Kind>(at - kKinds.begin());
}

std::optional<RoleClass> parse_class(std::string_view name) {
  constexpr std::array<std::string_view, 8> kClasses{"none", "office", "body",      "people",
                                                     "org",  "mnc",    "coalition", "weak"};
  const auto at = std::ranges::find(kClasses, name);
  if (at == kClasses.end() || at == kClasses.begin()) return std::nullopt;
  return static_cast<RoleClass>(at - kClasses.begin());
}

Mark parse_mark(std::string_view name) {
  constexpr std::array<std::string_view, 6> kMarks{"", "foreign", "former", "against", "honorific", "descent"};
  const auto at = std::ranges::find(kMarks, name);
  return at == kMarks.end() ? Mark::kNone : static_cast<Mark>(at - kMarks.begin());
}

/// Cuts `text` at `mark` into at most N parts; the number of parts, N + 1 if there are more.
template <std::size_t N>
std::size_t cut(std::string_view text, char mark, std::array<std::string_view, N>& parts) {
  std::size_t count = 0;
  while (true) {
    const std::size_t at = text.find(mark);
    if (count == N) return N + 1;
    parts[count++] = text.substr(0, at);
    if (at == std::string_view::npos) return count;
    text.remove_prefix(at + 1);
  }
}

template <typename Function>
void for_each_part(std::string_view list, char mark, Function function) {
  while (!list.empty()) {
    const std::size_t at = list.find(mark);
    if (const std::string_view part = list.substr(0, at); !part.empty()) function(part);
    if (at == std::string_view::npos) return;
    list.remove_prefix(at + 1);
  }
}

std::string at_line(const std::filesystem::path& path, std::size_t line) {
  return "actors/" + path.filename().string() + ":" + std::to_string(line) + ": ";
}

bool is_acronym(std::string_view name) {
  std::size_t letters = 0;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z')
      ++letters;
    else if (c != '.' && c != '&' && c != '-' && c != '/' && !(c >= '0' && c <= '9'))
      return false;
  }
  return letters >= 2 && letters <= 8;
}

Result<std::unique_ptr<std::string>> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) return fail(ErrorCode::kNotFound, "no dictionary " + path.string());
  const std::streamoff size = in.tellg();
  if (size < 0 || size > std::streamoff{64} << 20)
    return fail(ErrorCode::kLimit, path.string() + ": larger than 64 MiB");
  auto content = std::make_unique<std::string>(static_cast<std::size_t>(size), '\0');
  in.seekg(0);
  in.read(content->data(), size);
  if (!in) return fail(ErrorCode::kIo, "cannot read " + path.string());
  return content;
}

/// Days between `day` and the entry's term; 0 inside it.
Day distance(const Entry& entry, Day day) {
  if (entry.has_from && day < entry.from) return entry.from - day;
  if (entry.has_to && day > entry.to) return day - entry.to;
  return 0;
}

/// "NATO", and "Nato" where it can be said as a word.
bool spells_acronym(std::string_view text) {
  constexpr std::size_t kLeastWord = 4;
  if (is_all_capitals(text)) return true;
  if (text.size() < kLeastWord || !(text[0] >= 'A' && text[0] <= 'Z')) return false;
  return std::ranges::all_of(text.substr(1), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool ends_with_office(std::string_view sector) {
  return sector == "GOV" || sector == "LEG" || sector == "MIL" || sector == "COP" || sector == "JUD" || sector == "SPY";
}
}  // namespace

std::string_view to_string(Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}
bool is_person(Kind kind) {
  return kind == Kind::kPerson || kind == Kind::kLeader || kind == Kind::kOfficial;
}
bool is_state(Kind kind) {
  return kind == Kind::kCountry || kind == Kind::kDemonym || kind == Kind::kCapital || kind == Kind::kSeat ||
         kind == Kind::kPlace || kind == Kind::kPre;
}

bool is_all_capitals(std::string_view text) {
  bool any = false;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') return false;
    any = any || (c >= 'A' && c <= 'Z');
  }
  return any;
}

bool has_capital(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] >= 'A' && text[i] <= 'Z') return true;
    if (static_cast<unsigned char>(text[i]) >= 0xC3) return true;  // accented letters: do not ask
  }
  return false;
}

std::vector<std::string> split_list(std::string_view list) {
  std::vector<std::string> out;
  for_each_part(list, ',', [&](std::string_view part) { out.emplace_back(part); });
  return out;
}

void KeyTable::reserve(std::size_t count) {
  std::size_t size = 64;
  while (size < count * 2) size *= 2;
  std::vector<std::uint64_t> keys(size, 0);
  std::vector<std::uint32_t> values(size, kNone);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (values_[i] == kNone) continue;
    std::size_t at = keys_[i] & (size - 1);
    while (values[at] != kNone) at = (at + 1) & (size - 1);
    keys[at] = keys_[i];
    values[at] = values_[i];
  }
  keys_ = std::move(keys);
  values_ = std::move(values);
}

std::uint32_t KeyTable::find(std::uint64_t key) const {
  if (keys_.empty()) return kNone;
  const std::size_t mask = keys_.size() - 1;
  for (std::size_t at = key & mask; values_[at] != kNone; at = (at + 1) & mask)
    if (keys_[at] == key) return values_[at];
  return kNone;
}

std::uint32_t& KeyTable::at(std::uint64_t key) {
  if ((used_ + 1) * 2 > keys_.size()) reserve(std::max<std::size_t>(32, used_ * 2 + 2));
  const std::size_t mask = keys_.size() - 1;
  std::size_t at = key & mask;
  while (values_[at] != kNone && keys_[at] != key) at = (at + 1) & mask;
  if (values_[at] == kNone) ++used_;
  keys_[at] = key;
  return values_[at];
}

void Store::add_spelling(std::string_view name, std::uint32_t entry) {
  Spelling spelling{.entry = entry, .text = name};
  if (name.front() == '~') {
    spelling.is_surname = true;
    spelling.text.remove_prefix(1);
  }
  spelling.is_acronym = is_acronym(spelling.text);
  const std::string folded = fold(spelling.text);
  add_key(folded, spelling);
  if (!is_person(entries[entry].kind) || spelling.is_surname) return;
  // The article inside a name comes and goes: "Omar al-Bashir", "Omar el Bashir", "Omar Bashir".
  for (const std::string_view article : {" al ", " el "}) {
    const std::size_t at = folded.find(article);
    if (at == std::string::npos) continue;
    std::string other = folded;
    other.replace(at, 4, article == " al " ? " el " : " al ");
    add_key(other, spelling);
    if (folded.find(' ') == at) add_key(other.replace(at, 4, " "), spelling);
  }
}

/// Spellings of one key are chained in the order read.
void Store::add_key(std::string_view folded, Spelling spelling) {
  Key key;
  key.add_words(folded);
  if (key.is_empty) return;
  spelling.key = key.value;
  const auto at = static_cast<std::uint32_t>(spellings.size());
  std::uint32_t& head = names.at(key.value);
  if (head == KeyTable::kNone) {
    head = at;
  } else {
    std::uint32_t last = head;
    while (spellings[last].next != Spelling::kEnd) last = spellings[last].next;
    if (spellings[last].entry == spelling.entry) return;
    spellings[last].next = at;
  }
  spellings.push_back(spelling);
}

Result<void> Store::read_names(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(auto content, read_file(path));
  files.push_back(std::move(content));
  std::string_view rest = *files.back();
  const bool has_state_names = path.filename() == "countries.tsv";
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    std::array<std::string_view, 10> fields;
    if (const std::size_t count = cut(line, '\t', fields); count != fields.size())
      return fail(ErrorCode::kBadData, at_line(path, number) + "expected 10 fields between tabs, found " +
                                           (count > fields.size() ? "more" : std::to_string(count)));
    const std::optional<Kind> kind = parse_kind(fields[1]);
    if (!kind)
      return fail(ErrorCode::kBadData, at_line(path, number) + "unknown kind '" + std::string(fields[1]) + "'");
    Entry entry{.country = fields[2],
                .sector = fields[3],
                .other_sectors = fields[4],
                .role = fields[7],
                .wikidata_id = fields[8],
                .name = fields[9]};
    entry.kind = *kind;
    for (const bool is_from : {true, false}) {
      std::string_view text = is_from ? fields[5] : fields[6];
      if (text.empty()) continue;
      if (text.ends_with('?')) {
        entry.to_is_unsure = true;
        text.remove_suffix(1);
      }
      const std::optional<Day> day = parse_day(text);
      if (!day) return fail(ErrorCode::kBadData, at_line(path, number) + "no date: '" + std::string(text) + "'");
      (is_from ? entry.from : entry.to) = *day;
      (is_from ? entry.has_from : entry.has_to) = true;
    }
    if (entry.name.empty() && (*kind == Kind::kLeader || *kind == Kind::kOfficial))
      entry.name = fields[0].substr(0, fields[0].find(';'));
    const auto index = static_cast<std::uint32_t>(entries.size());
    if (has_state_names && (fields[1] == "country")) {
      Key code;
      code.add_words(entry.country);
      states.at(code.value) = index;
    }
    entries.push_back(entry);
    for_each_part(fields[0], ';', [&](std::string_view name) { add_spelling(name, index); });
  }
  return {};
}

Result<void> Store::read_roles(const std::filesystem::path& path, bool is_required) {
  if (!is_required && !std::filesystem::exists(path)) return {};
  ASSIGN_OR_RETURN(auto content, read_file(path));
  files.push_back(std::move(content));
  std::string_view rest = *files.back();
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    std::array<std::string_view, 4> fields;
    if (cut(line, '\t', fields) != fields.size())
      return fail(ErrorCode::kBadData, at_line(path, number) + "expected 4 fields between tabs");
    if (const Mark mark = parse_mark(fields[3]); mark != Mark::kNone) {
      for_each_part(fields[0], ';', [&](std::string_view word) {
        Key key;
        key.add_words(fold(word));
        marks.at(key.value) = static_cast<std::uint32_t>(mark);
      });
      continue;
    }
    const std::optional<RoleClass> role_class = parse_class(fields[3]);
    if (!role_class)
      return fail(ErrorCode::kBadData, at_line(path, number) + "unknown class '" + std::string(fields[3]) + "'");
    const auto index = static_cast<std::uint32_t>(roles.size());
    roles.push_back({fields[1], fields[2], *role_class});
    for_each_part(fields[0], ';', [&](std::string_view word) {
      Key key;
      key.add_words(fold(word));
      std::uint32_t& slot = role_keys.at(key.value);
      if (slot == KeyTable::kNone) slot = index;  // the first file read wins
    });
  }
  return {};
}

bool Store::is_mark(std::string_view folded, Mark mark) const {
  if (folded.empty()) return false;
  Key key;
  key.add_words(folded);
  return marks.find(key.value) == static_cast<std::uint32_t>(mark);
}

Result<void> Store::read_territories(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(auto content, read_file(path));
  files.push_back(std::move(content));
  std::string_view rest = *files.back();
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    std::array<std::string_view, 2> fields;
    if (cut(line, '\t', fields) != fields.size())
      return fail(ErrorCode::kBadData, at_line(path, number) + "expected 2 fields between tabs");
    territories.emplace_back(fields[0], fields[1]);
  }
  std::ranges::sort(territories);
  return {};
}

std::string_view Store::state_name(std::string_view code) const {
  if (code == "UNO") return "United Nations";
  if (code == "EUR") return "European Union";
  Key key;
  key.add_words(code);
  const std::uint32_t at = states.find(key.value);
  return at == KeyTable::kNone ? std::string_view{} : entries[at].name;
}

std::string_view Store::state_wikidata_id(std::string_view code) const {
  Key key;
  key.add_words(code);
  const std::uint32_t at = states.find(key.value);
  return at == KeyTable::kNone ? std::string_view{} : entries[at].wikidata_id;
}

Resolved Store::resolved(const Spelling& spelling, float score) const {
  const Entry& entry = entries[spelling.entry];
  Resolved out;
  out.kind = entry.kind;
  out.country = entry.country;
  out.sector = entry.sector;
  out.other_sectors = split_list(entry.other_sectors);
  out.role = entry.role;
  out.name = entry.name.empty() ? spelling.text : entry.name;
  out.wikidata_id = entry.wikidata_id;
  if (is_state(entry.kind) && entry.kind != Kind::kPlace && entry.kind != Kind::kPre) {
    if (entry.name.empty()) out.name = state_name(entry.country);
    if (out.wikidata_id.empty() && out.name == state_name(entry.country))
      out.wikidata_id = state_wikidata_id(entry.country);
  }
  out.has_own_name = true;
  out.by = {"dictionary", score};
  return out;
}

const Spelling* Store::pick_thing(std::uint64_t key, std::string_view text, std::optional<Day> day) const {
  const Spelling* best = nullptr;
  Day best_distance = 0;
  for (const Spelling* at = first(key); at != nullptr; at = next(*at)) {
    const Entry& entry = entries[at->entry];
    if (is_person(entry.kind) && (at->is_surname || entry.kind != Kind::kPerson)) continue;
    if (at->is_acronym ? !spells_acronym(text) : !has_capital(text) && has_capital(at->text)) continue;
    const Day far = day ? distance(entry, *day) : 0;
    if (best == nullptr || far < best_distance) {
      best = at;
      best_distance = far;
    }
  }
  return best;
}

std::optional<Resolved> Store::pick_person(std::uint64_t key, std::string_view text, std::optional<Day> day,
                                           std::string_view country, bool allow_surname) const {
  struct Candidate {
    const Spelling* spelling;
    int rank;  // 0 in office, 1 after, 2 before
    Day far;
  };
  std::optional<Candidate> best;
  bool is_ambiguous = false;
  for (const Spelling* at = first(key); at != nullptr; at = next(*at)) {
    const Entry& entry = entries[at->entry];
    if (!is_person(entry.kind) || (at->is_surname && !allow_surname) || !has_capital(text)) continue;
    if (!country.empty() && entry.country != country) continue;
    if (at->is_acronym && !is_all_capitals(text)) continue;
    const Day far = day ? distance(entry, *day) : 0;
    const int rank = far == 0 ? 0 : entry.has_to && *day > entry.to ? 1 : 2;
    const bool is_minor = entry.kind == Kind::kOfficial || (entry.kind == Kind::kLeader && at->is_surname);
    if (is_minor && (!day || far > kYear)) continue;
    if (at->is_surname && rank == 2 && far > 8 * kYear) continue;
    const Candidate candidate{at, rank, far};
    if (!best) {
      best = candidate;
      continue;
    }
    const Entry& have = entries[best->spelling->entry];
    const bool is_same = have.country == entry.country && (!at->is_surname || have.name == entry.name);
    // Surnames: somebody in office goes before others; a second one in office, or two out of office, is one too many.
    if (!is_same && !day) is_ambiguous = true;
    const bool is_better = rank != best->rank ? rank < best->rank
                           : far != best->far ? far < best->far
                                              : is_same && entry.from > have.from;
    if (!is_same && rank == best->rank && rank == 0) is_ambiguous = true;
    if (is_better) {
      if (!is_same && rank < best->rank) is_ambiguous = false;
      best = candidate;
    }
  }
  if (!best || is_ambiguous) return std::nullopt;
  const Entry& entry = entries[best->spelling->entry];
  Resolved out = resolved(*best->spelling, day ? 1.0F : 0.7F);
  if (best->rank == 1 && ends_with_office(entry.sector)) {
    out.is_former = !entry.to_is_unsure;
    out.sector = entry.to_is_unsure ? "" : "ELI";
    out.other_sectors.clear();
    out.role = entry.to_is_unsure || out.role.empty() ? "" : "former " + out.role;
    out.by.score = 0.8F;
  } else if (best->rank == 2 && ends_with_office(entry.sector)) {
    out.sector.clear();
    out.other_sectors.clear();
    out.role.clear();
    out.by.score = 0.6F;
  }
  return out;
}

Dictionary::Dictionary() : store_(std::make_unique<Store>()) {}
Dictionary::Dictionary(Dictionary&&) noexcept = default;
Dictionary& Dictionary::operator=(Dictionary&&) noexcept = default;
Dictionary::~Dictionary() = default;

Result<Dictionary> Dictionary::load(const std::filesystem::path& data) {
  Dictionary dictionary;
  Store& store = *dictionary.store_;
  store.names.reserve(1u << 16);
  store.entries.reserve(1u << 15);
  store.spellings.reserve(1u << 16);
  const std::filesystem::path folder = data / "actors";
  // Where two files know a name, the first one read wins.
  for (const char* name : {"own.tsv", "countries.tsv", "leaders.tsv", "groups.tsv", "countryinfo.tsv"})
    RETURN_IF_ERROR(store.read_names(folder / name));
  RETURN_IF_ERROR(store.read_territories(folder / "territories.tsv"));
  RETURN_IF_ERROR(store.read_roles(folder / "roles.tsv", true));
  RETURN_IF_ERROR(store.read_roles(folder / "agents.tsv", false));
  return dictionary;
}

std::optional<Resolved> Dictionary::resolve_name(std::string_view words, std::optional<Day> day) const {
  Key key;
  key.add_words(fold(words));
  if (key.is_empty) return std::nullopt;
  if (const Spelling* spelling = store_->pick_thing(key.value, words, day)) {
    const Entry& entry = store_->entries[spelling->entry];
    if (!is_person(entry.kind)) return store_->resolved(*spelling, 1.0F);
  }
  return store_->pick_person(key.value, words, day, {}, false);
}

std::optional<Resolved> Dictionary::resolve_person(std::string_view words, std::optional<Day> day,
                                                   std::string_view country) const {
  Key key;
  key.add_words(fold(words));
  return key.is_empty ? std::nullopt : store_->pick_person(key.value, words, day, country, true);
}

std::optional<Role> Dictionary::role_of(std::string_view words) const {
  Key key;
  key.add_words(fold(words));
  const Role* role = store_->role(key.value);
  return role == nullptr ? std::nullopt : std::optional<Role>(*role);
}

std::string_view Dictionary::country_name(std::string_view code) const {
  return store_->state_name(code);
}
std::string_view Dictionary::country_wikidata_id(std::string_view code) const {
  return store_->state_wikidata_id(code);
}
std::string_view Dictionary::state_of(std::string_view code) const {
  const auto at = std::ranges::lower_bound(store_->territories, code, {}, [](const auto& pair) { return pair.first; });
  return at != store_->territories.end() && at->first == code ? at->second : code;
}
std::size_t Dictionary::entries() const {
  return store_->entries.size();
}
std::size_t Dictionary::names() const {
  return store_->spellings.size();
}

}  // namespace casus::actor
