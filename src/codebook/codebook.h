// SPDX-License-Identifier: Apache-2.0
// codebook: what the labels mean. Reads data/codebook (one file an event type, contexts, light verbs, CAMEO codes),
// checks every word of it, and answers: which predicates could a lemma tell? It writes nothing and decides nothing
// about a text.
//   ASSIGN_OR_RETURN(const Codebook book, Codebook::load("data"));
//   for (const Candidate& candidate : book.verbs("bomb"))            // longest phrases first
//     book.predicate(candidate).actor;                               // {doer}; book.type(candidate).name == "ASSAULT"
// The keys of the files are described in data/codebook/README.md. All words are lemmas in lower case.
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "document/labels.h"

namespace casus::codebook {

/// A word or phrase as written in a file: "bomb", "call for", "air strike". `head` is the word that is the trigger,
/// `rest` the others in order: of a verb or adjective the head is the first word; of a noun the last before any
/// preposition
/// ("air strike": strike; "show of force": show).
struct Phrase {
  std::string text;
  std::string head;
  std::vector<std::string> rest;
  std::vector<std::string> words;  ///< all in order
  bool operator==(const Phrase&) const = default;
};

/// Where a side of the event stands in the frame.
enum class Place : std::uint8_t { kDoer, kUndergoer, kAddressee, kParty, kTopic, kPreposition };
std::string_view to_string(Place place);

/// One place to look for a side; `preposition` ("against") only for kPreposition.
struct Slot {
  Place place = Place::kDoer;
  std::string preposition;
  bool operator==(const Slot&) const = default;
};

/// One way of telling an event of a type. Empty lists and empty strings are no condition.
struct Predicate {
  std::vector<Phrase> verbs;
  std::vector<Phrase> nouns;
  std::vector<Phrase> adjectives;
  std::vector<std::string> rolesets;  ///< "fire.01"; binds only the lemmas that occur in it, see `allows_roleset`
  std::vector<Slot> actor;            ///< the first that is found gives the actor
  std::vector<Slot> recipient;
  bool mutual = false;           ///< doer, undergoer, prep:with and prep:between all go to the actor
  bool object_is_topic = false;  ///< of a mutual verb: the undergoer is what it is about ("discussed trade"), no party
  Place of = Place::kUndergoer;  ///< what an "of" phrase of the noun is: doer, undergoer or party
  std::vector<EntityType> subject;          ///< allowed entity types of the doer, where it is an entity
  std::vector<std::string> subject_word;    ///< lemma of the doer's head must be one of these
  std::vector<std::string> subject_not;     ///< … must be none of these
  std::vector<std::string> object;          ///< lemma of the undergoer's head must be one of these
  std::vector<std::string> object_not;      ///< … must be none of these
  std::vector<EntityType> object_type;      ///< entity type of the undergoer must be one of these
  bool needs_object = false;                ///< an undergoer must be there
  bool no_object = false;                   ///< no undergoer may be there ("demonstrated", not "demonstrated the need")
  bool needs_clause = false;                ///< a clausal complement (that, to) must be there
  std::vector<std::string> complement;      ///< lemma of the complement clause's head must be one of these
  std::vector<std::string> complement_not;  ///< … must be none of these
  std::vector<std::string> preposition;     ///< a participant with one of these prepositions must be there
  std::vector<std::string> preposition_object;      ///< lemma of that participant's head must be one of these
  std::vector<std::string> preposition_object_not;  ///< … must be none of these
  std::string mode;
  std::vector<std::string> context;
  std::string cameo;
  std::string status;   ///< shifts the status of the record; empty for none
  double weight = 1.0;  ///< Range: 0 to 1: how surely the word tells an event of this type in political news
  std::uint32_t line = 0;

  /// Whether an analysis that calls the word `lemma`.`sense` ("fire", "02") allows this predicate. True where no sense
  /// is known, where no roleset of that lemma is listed, and where the predicate selects: what stands beside a word
  /// tells its sense more surely than a guessed sense does.
  bool allows_roleset(std::string_view lemma, std::string_view sense) const;
  /// The number of lists that name the words or entities beside the predicate. A reading that names what it wants is
  /// better than one that takes anything.
  std::uint32_t selections() const;
  /// True if the predicate names what must stand beside the word: a selection, a clause or a preposition.
  bool selects() const;
  /// The number of conditions; the last resort between two readings of equal weight.
  std::uint32_t conditions() const;
};

/// A mode of a type. `words` are lemmas or phrases in the trigger, its modifiers or arguments that give the mode.
struct Mode {
  std::string name;
  std::optional<double> score;
  std::string definition;
  std::string cameo;
  std::vector<Phrase> words;
};

/// A sentence that must (or, with `none`, must not) give an event of the type.
struct Example {
  std::string text;
  std::string trigger;
  std::vector<std::string> actor;
  std::vector<std::string> recipient;
  std::vector<std::string> mode;
  std::string status;
  bool none = false;
  std::uint32_t line = 0;
};

struct Type {
  std::string name;
  std::string quad;
  double score = 0;
  std::string cameo;
  bool requires_recipient = false;
  std::string definition;
  std::vector<Mode> modes;
  std::vector<Predicate> predicates;
  std::vector<Example> examples;
  std::string file;  ///< "codebook/plover/assault.toml"

  const Mode* mode(std::string_view name) const;
};

struct Context {
  std::string name;
  std::string definition;
  std::vector<Phrase> words;
};

/// A verb whose object noun tells the event ("hold talks"), or whose subject noun suffers it ("came under attack").
struct LightVerb {
  std::vector<Phrase> verbs;
  std::vector<std::string> noun;  ///< if not empty, only with these nouns
  std::vector<std::string> noun_not;
  std::string noun_at;           ///< "object", or the preposition before the noun ("under")
  Place subject = Place::kDoer;  ///< what the verb's subject is to the event
  std::string preposition;       ///< "against": what stands with it is the event's undergoer; may be empty
};

/// A verb that tells a phase of the event that its object tells ("begin", "end", "resume").
struct Aspect {
  std::vector<Phrase> verbs;
  std::string phase;                         ///< begin, continue, end, resume, prevent, plan
  std::string status;                        ///< status of the event in that phase; empty: as told
  std::map<std::string, std::string> turns;  ///< type of the noun to the type of the whole ("SANCTION" to "CONCEDE")
};

struct Cameo {
  std::string name;
  int quad = 0;
  double goldstein = 0;
};

/// A phrase of the codebook that a lemma heads, as indices into `types()` and their predicates.
struct Candidate {
  std::uint32_t type = 0;
  std::uint32_t predicate = 0;
  std::uint32_t phrase = 0;  ///< index into the predicate's verbs, nouns or adjectives
};

/// Threads: const after `load`. Owner: every span and pointer is the Codebook's.
class Codebook {
 public:
  /// Reads data_root/codebook. Errors: bad_data "codebook/plover/assault.toml:41: unknown key 'verbs'"; io.
  static Result<Codebook> load(const std::filesystem::path& data_root);

  /// In the order of their file names.
  std::span<const Type> types() const { return types_; }
  const Type* type(std::string_view name) const;
  const Type& type(const Candidate& candidate) const { return types_[candidate.type]; }
  const Predicate& predicate(const Candidate& candidate) const {
    return types_[candidate.type].predicates[candidate.predicate];
  }

  /// Predicates whose verb phrase is headed by `lemma`: phrases of more words first, then the order of the files.
  std::span<const Candidate> verbs(std::string_view lemma) const { return look_up(verbs_, lemma); }
  std::span<const Candidate> nouns(std::string_view lemma) const { return look_up(nouns_, lemma); }
  std::span<const Candidate> adjectives(std::string_view lemma) const { return look_up(adjectives_, lemma); }
  const Phrase& verb_phrase(const Candidate& c) const { return predicate(c).verbs[c.phrase]; }
  const Phrase& noun_phrase(const Candidate& c) const { return predicate(c).nouns[c.phrase]; }
  const Phrase& adjective_phrase(const Candidate& c) const { return predicate(c).adjectives[c.phrase]; }

  std::span<const Context> contexts() const { return contexts_; }
  const Context* context(std::string_view name) const;
  /// Contexts that the words carry: indices into `contexts()`, ascending, each once. `lemmas` in lower case.
  std::vector<std::uint32_t> contexts_of(std::span<const std::string_view> lemmas) const;

  std::span<const LightVerb> light_verbs() const { return light_verbs_; }
  /// Indices into `light_verbs()` of those headed by `lemma`.
  std::span<const std::uint32_t> light(std::string_view lemma) const;
  std::span<const Aspect> aspects() const { return aspects_; }
  std::span<const std::uint32_t> aspect(std::string_view lemma) const;

  /// Null for a code that does not exist.
  const Cameo* cameo(std::string_view code) const;

  /// SHA-256 over the files in order of their names: name, newline, bytes, newline of each.
  const std::string& sha256() const { return sha256_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  template <typename T>
  using Index = std::unordered_map<std::string, std::vector<T>, Hash, std::equal_to<>>;

  template <typename T>
  static std::span<const T> look_up(const Index<T>& index, std::string_view lemma) {
    const auto found = index.find(lemma);
    return found == index.end() ? std::span<const T>{} : std::span<const T>(found->second);
  }
  void build_indices();

  std::vector<Type> types_;
  std::vector<Context> contexts_;
  std::vector<LightVerb> light_verbs_;
  std::vector<Aspect> aspects_;
  std::map<std::string, Cameo, std::less<>> cameo_;
  Index<Candidate> verbs_, nouns_, adjectives_;
  Index<std::uint32_t> light_, aspect_;
  Index<std::pair<std::uint32_t, std::uint32_t>> context_words_;  // first lemma to (context, phrase)
  std::string sha256_;
};

/// Whether the words of `phrase` stand one after another somewhere in `lemmas`.
bool contains(std::span<const std::string_view> lemmas, const Phrase& phrase);

}  // namespace casus::codebook
