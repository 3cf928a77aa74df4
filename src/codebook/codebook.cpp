// SPDX-License-Identifier: Apache-2.0
#include "codebook/codebook.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/sha256.h"
#include "codebook/reader.h"

namespace casus::codebook {
namespace {

constexpr std::array<std::string_view, 6> kPlaceNames{"doer", "undergoer", "addressee", "party", "topic", "prep"};
constexpr std::array<std::string_view, 4> kQuads{"VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT",
                                                 "MATERIAL CONFLICT"};
constexpr std::array<std::string_view, 5> kStatuses{"actual", "future", "hypothetical", "negated", "historical"};
constexpr std::array<std::string_view, 6> kPhases{"begin", "continue", "end", "resume", "prevent", "plan"};
// The prepositions that may stand inside a noun phrase; what stands before the first of them is the head.
constexpr std::array<std::string_view, 14> kPrepositions{"of", "for",  "to", "on",    "in",      "with", "against",
                                                         "at", "from", "by", "under", "between", "over", "into"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) words.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

Phrase make_phrase(std::string_view text, bool noun) {
  Phrase phrase;
  phrase.text = text;
  phrase.words = split_words(text);
  std::size_t head = 0;
  if (noun) {
    while (head + 1 < phrase.words.size() && !is_one_of(kPrepositions, phrase.words[head + 1])) ++head;
  }
  for (std::size_t i = 0; i < phrase.words.size(); ++i) {
    if (i == head) {
      phrase.head = phrase.words[i];
    } else {
      phrase.rest.push_back(phrase.words[i]);
    }
  }
  return phrase;
}

/// ASCII capitals are faults: words are lemmas in lower case, single spaces between them.
bool is_plain(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  if (text.find("  ") != std::string_view::npos) return false;
  return std::ranges::none_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::vector<std::string> read_lemmas(TableReader& reader, std::string_view key) {
  std::vector<std::string> lemmas = reader.texts(key);
  std::set<std::string_view> seen;
  for (const std::string& lemma : lemmas) {
    if (!is_plain(lemma)) reader.fault(key, "'" + lemma + "' must be in lower case with single spaces");
    if (!seen.insert(lemma).second) reader.fault(key, "'" + lemma + "' stands twice in '" + std::string(key) + "'");
  }
  return lemmas;
}

std::vector<Phrase> read_phrases(TableReader& reader, std::string_view key, bool noun = false) {
  std::vector<Phrase> phrases;
  for (const std::string& text : read_lemmas(reader, key)) phrases.push_back(make_phrase(text, noun));
  return phrases;
}

std::optional<Place> parse_place(std::string_view name) {
  const auto found = std::ranges::find(kPlaceNames, name);
  if (found == kPlaceNames.end()) return std::nullopt;
  return static_cast<Place>(found - kPlaceNames.begin());
}

std::vector<Slot> read_slots(TableReader& reader, std::string_view key) {
  std::vector<Slot> slots;
  for (const std::string& text : reader.texts(key)) {
    if (text.starts_with("prep:") && text.size() > 5) {
      slots.push_back({Place::kPreposition, text.substr(5)});
      continue;
    }
    const std::optional<Place> place = parse_place(text);
    if (!place || *place == Place::kPreposition) {
      reader.fault(key,
                   "unknown place '" + text + "', expected doer, undergoer, addressee, party, topic or prep:<word>");
      continue;
    }
    slots.push_back({*place, {}});
  }
  return slots;
}

Place read_place(TableReader& reader, std::string_view key, Place fallback) {
  if (!reader.has(key)) return fallback;
  const std::string name = reader.text(key, false);
  const std::optional<Place> place = parse_place(name);
  if (!place || *place == Place::kPreposition) {
    reader.fault(key, "unknown place '" + name + "'");
    return fallback;
  }
  return *place;
}

std::vector<EntityType> read_entity_types(TableReader& reader, std::string_view key) {
  std::vector<EntityType> types;
  for (const std::string& name : reader.texts(key)) {
    if (const auto type = parse_entity_type(name)) {
      types.push_back(*type);
    } else {
      reader.fault(key, "unknown entity type '" + name + "'");
    }
  }
  return types;
}

template <std::size_t N>
std::string read_choice(TableReader& reader, std::string_view key, const std::array<std::string_view, N>& names) {
  if (!reader.has(key)) return {};
  std::string value = reader.text(key, false);
  if (!is_one_of(names, value)) reader.fault(key, "unknown " + std::string(key) + " '" + value + "'");
  return value;
}

/// What the type files may refer to.
struct Names {
  const std::vector<Context>& contexts;
  const std::map<std::string, Cameo, std::less<>>& cameo;
};

std::string read_cameo(TableReader& reader, const Names& names, bool required) {
  if (!reader.has("cameo") && !required) return {};
  std::string code = reader.text("cameo", required);
  if (!names.cameo.contains(code)) reader.fault("cameo", "unknown CAMEO code '" + code + "'");
  return code;
}

void check_roleset(TableReader& reader, const Predicate& predicate, const std::string& roleset) {
  const std::size_t dot = roleset.find('.');
  const std::string lemma = roleset.substr(0, dot);
  // "turn_down.05" is of the phrase "turn down".
  const auto heads_it = [&](const Phrase& phrase) {
    std::string joined = phrase.text;
    std::ranges::replace(joined, ' ', '_');
    return phrase.head == lemma || joined == lemma;
  };
  if (dot == std::string::npos || dot + 1 == roleset.size()) {
    reader.fault("roleset", "'" + roleset + "' is no roleset, expected <lemma>.<sense>");
  } else if (std::ranges::none_of(predicate.verbs, heads_it) && std::ranges::none_of(predicate.nouns, heads_it) &&
             std::ranges::none_of(predicate.adjectives, heads_it)) {
    reader.fault("roleset", "'" + roleset + "' is of no word of this predicate");
  }
}

Predicate read_predicate(TableReader& reader, const Type& type, const Names& names) {
  Predicate predicate;
  predicate.line = reader.line();
  predicate.verbs = read_phrases(reader, "verb");
  predicate.nouns = read_phrases(reader, "noun", true);
  predicate.adjectives = read_phrases(reader, "adjective");
  predicate.rolesets = read_lemmas(reader, "roleset");
  for (const std::string& roleset : predicate.rolesets) check_roleset(reader, predicate, roleset);
  predicate.actor = read_slots(reader, "actor");
  predicate.recipient = read_slots(reader, "recipient");
  predicate.mutual = reader.boolean("mutual", false);
  predicate.object_is_topic = reader.boolean("object_is_topic", false);
  predicate.of = read_place(reader, "of", Place::kUndergoer);
  predicate.subject = read_entity_types(reader, "subject");
  predicate.subject_word = read_lemmas(reader, "subject_word");
  predicate.subject_not = read_lemmas(reader, "subject_not");
  predicate.object = read_lemmas(reader, "object");
  predicate.object_not = read_lemmas(reader, "object_not");
  predicate.object_type = read_entity_types(reader, "object_type");
  predicate.needs_object = reader.boolean("needs_object", false);
  predicate.no_object = reader.boolean("no_object", false);
  predicate.needs_clause = !read_choice(reader, "complement", std::array<std::string_view, 1>{"clause"}).empty();
  predicate.complement = read_lemmas(reader, "complement_word");
  predicate.complement_not = read_lemmas(reader, "complement_not");
  predicate.preposition = read_lemmas(reader, "preposition");
  predicate.preposition_object = read_lemmas(reader, "preposition_object");
  predicate.preposition_object_not = read_lemmas(reader, "preposition_object_not");
  if (reader.has("mode")) {
    predicate.mode = reader.text("mode", false);
    if (type.mode(predicate.mode) == nullptr) reader.fault("mode", type.name + " has no mode '" + predicate.mode + "'");
  }
  predicate.context = reader.texts("context");
  for (const std::string& name : predicate.context) {
    if (std::ranges::find(names.contexts, name, &Context::name) == names.contexts.end()) {
      reader.fault("context", "unknown context '" + name + "'");
    }
  }
  predicate.cameo = read_cameo(reader, names, false);
  predicate.status = read_choice(reader, "status", kStatuses);
  predicate.weight = reader.number("weight", 1.0, false);
  if (!(predicate.weight > 0.0 && predicate.weight <= 1.0)) reader.fault("weight", "'weight' must lie in 0..1");
  if (predicate.verbs.empty() && predicate.nouns.empty() && predicate.adjectives.empty()) {
    reader.fault("predicate", "a predicate needs a verb, noun or adjective");
  }
  if (predicate.actor.empty() && !predicate.mutual) reader.fault("actor", "missing key 'actor'");
  if (!predicate.preposition_object.empty() && predicate.preposition.empty()) {
    reader.fault("preposition_object", "'preposition_object' needs 'preposition'");
  }
  reader.finish();
  return predicate;
}

Mode read_mode(TableReader& reader, const Names& names) {
  Mode mode;
  mode.name = reader.text("name", true);
  mode.score = reader.number_or_none("score");
  mode.definition = reader.text("definition", true);
  mode.cameo = read_cameo(reader, names, false);
  mode.words = read_phrases(reader, "words");
  reader.finish();
  return mode;
}

Example read_example(TableReader& reader, const Type& type) {
  Example example;
  example.line = reader.line();
  example.text = reader.text("text", true);
  example.none = reader.boolean("none", false);
  example.trigger = reader.has("trigger") || !example.none ? reader.text("trigger", true) : std::string{};
  if (example.text.find(example.trigger) == std::string::npos) {
    reader.fault("trigger", "'" + example.trigger + "' is not in the text");
  }
  for (const auto& [key, sides] : {std::pair{"actor", &example.actor}, std::pair{"recipient", &example.recipient}}) {
    *sides = reader.texts(key);
    for (const std::string& side : *sides) {
      if (example.text.find(side) == std::string::npos) reader.fault(key, "'" + side + "' is not in the text");
    }
  }
  example.mode = reader.texts("mode");
  for (const std::string& mode : example.mode) {
    if (type.mode(mode) == nullptr) reader.fault("mode", type.name + " has no mode '" + mode + "'");
  }
  example.status = read_choice(reader, "status", kStatuses);
  reader.finish();
  return example;
}

Type read_type(TomlFile& file, const Names& names) {
  Type type;
  type.file = file.name;
  TableReader reader(file, file.table, 1);
  type.name = reader.text("name", true);
  type.quad = reader.text("quad", true);
  if (!is_one_of(kQuads, type.quad)) reader.fault("quad", "unknown quad '" + type.quad + "'");
  type.score = reader.number("score", 0.0, true);
  type.cameo = read_cameo(reader, names, true);
  type.requires_recipient = reader.boolean("requires_recipient", false);
  type.definition = reader.text("definition", true);
  for (TableReader& item : reader.tables("mode")) {
    Mode mode = read_mode(item, names);
    if (type.mode(mode.name) != nullptr) item.fault("name", "mode '" + mode.name + "' stands twice");
    type.modes.push_back(std::move(mode));
  }
  for (TableReader& item : reader.tables("predicate")) type.predicates.push_back(read_predicate(item, type, names));
  for (TableReader& item : reader.tables("example")) type.examples.push_back(read_example(item, type));
  if (type.predicates.empty()) reader.fault("predicate", "a type needs a [[predicate]]");
  reader.finish();
  return type;
}

std::vector<Context> read_contexts(TomlFile& file) {
  std::vector<Context> contexts;
  TableReader reader(file, file.table, 1);
  for (TableReader& item : reader.tables("context")) {
    Context context;
    context.name = item.text("name", true);
    context.definition = item.text("definition", true);
    context.words = read_phrases(item, "words");
    if (std::ranges::find(contexts, context.name, &Context::name) != contexts.end()) {
      item.fault("name", "context '" + context.name + "' stands twice");
    }
    item.finish();
    contexts.push_back(std::move(context));
  }
  reader.finish();
  return contexts;
}

std::map<std::string, Cameo, std::less<>> read_cameo_table(TomlFile& file) {
  std::map<std::string, Cameo, std::less<>> codes;
  TableReader reader(file, file.table, 1);
  for (const std::string& code : reader.keys()) {
    auto item = reader.table(code);
    if (!item) continue;
    Cameo cameo;
    cameo.name = item->text("name", true);
    cameo.quad = static_cast<int>(item->number("quad", 0.0, true));
    cameo.goldstein = item->number("goldstein", 0.0, true);
    if (cameo.quad < 1 || cameo.quad > 4) item->fault("quad", "'quad' must be 1, 2, 3 or 4");
    item->finish();
    codes.emplace(code, std::move(cameo));
  }
  reader.finish();
  return codes;
}

LightVerb read_light_verb(TableReader& reader) {
  LightVerb light;
  light.verbs = read_phrases(reader, "verb");
  if (light.verbs.empty()) reader.fault("verb", "missing key 'verb'");
  light.noun = read_lemmas(reader, "noun");
  light.noun_not = read_lemmas(reader, "noun_not");
  light.noun_at = reader.has("noun_at") ? reader.text("noun_at", false) : "object";
  light.subject = read_place(reader, "subject", Place::kDoer);
  if (reader.has("preposition")) light.preposition = reader.text("preposition", false);
  reader.finish();
  return light;
}

Aspect read_aspect(TableReader& reader, const std::vector<Type>& types) {
  Aspect aspect;
  aspect.verbs = read_phrases(reader, "verb");
  if (aspect.verbs.empty()) reader.fault("verb", "missing key 'verb'");
  aspect.phase = reader.text("phase", true);
  if (!is_one_of(kPhases, aspect.phase)) reader.fault("phase", "unknown phase '" + aspect.phase + "'");
  aspect.status = read_choice(reader, "status", kStatuses);
  const auto is_type = [&](const std::string& name) {
    return std::ranges::find(types, name, &Type::name) != types.end();
  };
  if (auto turns = reader.table("turns")) {
    for (const std::string& from : turns->keys()) {
      const std::string to = turns->text(from, true);
      if (!is_type(from)) turns->fault(from, "unknown type '" + from + "'");
      if (to != "none" && !is_type(to)) turns->fault(from, "unknown type '" + to + "'");
      aspect.turns.emplace(from, to);
    }
  }
  reader.finish();
  return aspect;
}

/// The .toml files right in a folder, by name.
Result<std::vector<std::filesystem::path>> list_files(const std::filesystem::path& folder, bool folders) {
  std::vector<std::filesystem::path> paths;
  std::error_code code;
  for (std::filesystem::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
    if (folders ? it->is_directory() : it->path().extension() == ".toml") paths.push_back(it->path());
  }
  if (code) return fail(ErrorCode::kIo, folder.filename().string() + ": " + code.message());
  std::ranges::sort(paths);
  return paths;
}

bool matches_at(std::span<const std::string_view> lemmas, std::size_t at, const Phrase& phrase) {
  if (phrase.words.size() > lemmas.size() - at) return false;
  for (std::size_t i = 0; i < phrase.words.size(); ++i) {
    if (lemmas[at + i] != phrase.words[i]) return false;
  }
  return true;
}

/// Reads files and keeps their bytes' hash.
class Loader {
 public:
  explicit Loader(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Result<TomlFile> read(const std::string& name) {
    ASSIGN_OR_RETURN(TomlFile file, TomlFile::read(folder_ / name, "codebook/" + name));
    hashed_[name] = file.bytes;
    return file;
  }
  std::string sha256() const {
    std::string all;
    for (const auto& [name, bytes] : hashed_) all += name + "\n" + bytes + "\n";
    return sha256_hex(all);
  }

 private:
  std::filesystem::path folder_;
  std::map<std::string, std::string> hashed_;
};

Result<void> first_fault(const TomlFile& file) {
  if (file.error) return std::unexpected<Error>(*file.error);
  return {};
}

}  // namespace

std::string_view to_string(Place place) {
  return kPlaceNames[static_cast<std::size_t>(place)];
}

bool Predicate::allows_roleset(std::string_view lemma, std::string_view sense) const {
  if (sense.empty() || sense == "O" || selects()) return true;
  bool listed = false;
  for (const std::string_view roleset : rolesets) {
    const std::size_t dot = roleset.find('.');
    if (roleset.substr(0, dot) != lemma) continue;
    if (roleset.substr(dot + 1) == sense) return true;
    listed = true;
  }
  return !listed;
}

std::uint32_t Predicate::selections() const {
  const std::array<bool, 5> set{!object.empty(), !object_type.empty(), !subject_word.empty(), !complement.empty(),
                                !preposition_object.empty()};
  return static_cast<std::uint32_t>(std::ranges::count(set, true));
}

bool Predicate::selects() const {
  return selections() > 0 || needs_clause || !preposition.empty();
}

std::uint32_t Predicate::conditions() const {
  const std::array<bool, 12> set{!subject.empty(),
                                 !subject_word.empty(),
                                 !subject_not.empty(),
                                 !object.empty(),
                                 !object_not.empty(),
                                 !object_type.empty(),
                                 needs_object,
                                 needs_clause,
                                 !complement.empty(),
                                 !preposition.empty(),
                                 !preposition_object.empty(),
                                 !rolesets.empty()};
  return static_cast<std::uint32_t>(std::ranges::count(set, true));
}

const Mode* Type::mode(std::string_view mode_name) const {
  const auto found = std::ranges::find(modes, mode_name, &Mode::name);
  return found == modes.end() ? nullptr : &*found;
}

const Type* Codebook::type(std::string_view name) const {
  const auto found = std::ranges::find(types_, name, &Type::name);
  return found == types_.end() ? nullptr : &*found;
}

const Context* Codebook::context(std::string_view name) const {
  const auto found = std::ranges::find(contexts_, name, &Context::name);
  return found == contexts_.end() ? nullptr : &*found;
}

const Cameo* Codebook::cameo(std::string_view code) const {
  const auto found = cameo_.find(code);
  return found == cameo_.end() ? nullptr : &found->second;
}

std::span<const std::uint32_t> Codebook::light(std::string_view lemma) const {
  return look_up(light_, lemma);
}
std::span<const std::uint32_t> Codebook::aspect(std::string_view lemma) const {
  return look_up(aspect_, lemma);
}

std::vector<std::uint32_t> Codebook::contexts_of(std::span<const std::string_view> lemmas) const {
  std::set<std::uint32_t> found;
  for (std::size_t at = 0; at < lemmas.size(); ++at) {
    for (const auto& [context, phrase] : look_up(context_words_, lemmas[at])) {
      if (matches_at(lemmas, at, contexts_[context].words[phrase])) found.insert(context);
    }
  }
  return {found.begin(), found.end()};
}

bool contains(std::span<const std::string_view> lemmas, const Phrase& phrase) {
  for (std::size_t at = 0; at < lemmas.size(); ++at) {
    if (matches_at(lemmas, at, phrase)) return true;
  }
  return false;
}

Result<Codebook> Codebook::load(const std::filesystem::path& data_root) {
  const std::filesystem::path folder = data_root / "codebook";
  Loader loader(folder);
  Codebook book;

  ASSIGN_OR_RETURN(TomlFile contexts, loader.read("contexts.toml"));
  book.contexts_ = read_contexts(contexts);
  RETURN_IF_ERROR(first_fault(contexts));
  ASSIGN_OR_RETURN(TomlFile cameo, loader.read("cameo.toml"));
  book.cameo_ = read_cameo_table(cameo);
  RETURN_IF_ERROR(first_fault(cameo));

  const Names names{book.contexts_, book.cameo_};
  ASSIGN_OR_RETURN(const std::vector<std::filesystem::path> ontologies, list_files(folder, true));
  for (const std::filesystem::path& ontology : ontologies) {
    ASSIGN_OR_RETURN(const std::vector<std::filesystem::path> files, list_files(ontology, false));
    for (const std::filesystem::path& path : files) {
      ASSIGN_OR_RETURN(TomlFile file, loader.read(ontology.filename().string() + "/" + path.filename().string()));
      Type type = read_type(file, names);
      RETURN_IF_ERROR(first_fault(file));
      if (book.type(type.name) != nullptr) {
        return fail(ErrorCode::kBadData, file.name + ":1: type '" + type.name + "' stands twice");
      }
      book.types_.push_back(std::move(type));
    }
  }

  ASSIGN_OR_RETURN(TomlFile verbs, loader.read("light_verbs.toml"));
  TableReader reader(verbs, verbs.table, 1);
  for (TableReader& item : reader.tables("light")) book.light_verbs_.push_back(read_light_verb(item));
  for (TableReader& item : reader.tables("aspect")) book.aspects_.push_back(read_aspect(item, book.types_));
  reader.finish();
  RETURN_IF_ERROR(first_fault(verbs));

  book.sha256_ = loader.sha256();
  book.build_indices();
  return book;
}

void Codebook::build_indices() {
  const auto add = [](Index<Candidate>& index, const std::vector<Phrase>& phrases, Candidate candidate) {
    for (candidate.phrase = 0; candidate.phrase < phrases.size(); ++candidate.phrase) {
      index[phrases[candidate.phrase].head].push_back(candidate);
    }
  };
  for (std::uint32_t t = 0; t < types_.size(); ++t) {
    for (std::uint32_t p = 0; p < types_[t].predicates.size(); ++p) {
      const Predicate& predicate = types_[t].predicates[p];
      add(verbs_, predicate.verbs, {t, p, 0});
      add(nouns_, predicate.nouns, {t, p, 0});
      add(adjectives_, predicate.adjectives, {t, p, 0});
    }
  }
  const auto longest_first = [this](Index<Candidate>& index, const std::vector<Phrase> Predicate::* phrases) {
    for (auto& [lemma, candidates] : index) {
      std::ranges::stable_sort(candidates, std::ranges::greater{}, [&](const Candidate& candidate) {
        return (predicate(candidate).*phrases)[candidate.phrase].words.size();
      });
    }
  };
  longest_first(verbs_, &Predicate::verbs);
  longest_first(nouns_, &Predicate::nouns);
  longest_first(adjectives_, &Predicate::adjectives);
  for (std::uint32_t i = 0; i < light_verbs_.size(); ++i) {
    for (const Phrase& verb : light_verbs_[i].verbs) light_[verb.head].push_back(i);
  }
  for (std::uint32_t i = 0; i < aspects_.size(); ++i) {
    for (const Phrase& verb : aspects_[i].verbs) aspect_[verb.head].push_back(i);
  }
  for (std::uint32_t c = 0; c < contexts_.size(); ++c) {
    for (std::uint32_t w = 0; w < contexts_[c].words.size(); ++w) {
      context_words_[contexts_[c].words[w].words.front()].emplace_back(c, w);
    }
  }
}

}  // namespace casus::codebook
