// SPDX-License-Identifier: Apache-2.0
// actor: who is who. Looks up the names of states, bodies, organizations, groups and people (data/actors/*.tsv, with
// dates of validity) and the nouns that say what somebody is (roles.tsv, agents.tsv); reads no Document and guesses
// nothing.
//   auto dictionary = actor::Dictionary::load("data");
//   dictionary->resolve_name("Kremlin", {})->country == "RUS"          // sector GOV, name "Russia"
//   dictionary->resolve_phrase(actor::phrase_of("South Korean police"), {}).sector == "COP"
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/document.h"

namespace casus::actor {

/// What kind of thing a name names. `kRole`: no name, only a noun with a sector; `kNone`: nothing known.
enum class Kind : std::uint8_t {
  kNone,
  kRole,
  kCountry,
  kDemonym,
  kCapital,
  kSeat,
  kPlace,
  kPre,
  kBody,
  kIgo,
  kNgo,
  kGroup,
  kParty,
  kCompany,
  kMedia,
  kReligion,
  kFaith,
  kPerson,
  kLeader,
  kOfficial
};
std::string_view to_string(Kind kind);
/// True for kPerson, kLeader and kOfficial.
bool is_person(Kind kind);
/// True where the name is that of a state, its people, its capital or its seat of government.
bool is_state(Kind kind);

/// How a role noun behaves. `kOffice`: a person who stands for the state; `kBody`: a body without a name of its own;
/// `kWeak`: takes country and sector from what stands beside it ("leader", "spokesman").
enum class RoleClass : std::uint8_t { kNone, kOffice, kBody, kPeople, kOrg, kMnc, kCoalition, kWeak };

/// What is known of a name or phrase. Empty strings: unknown. `by.by` says by which rule ("dictionary", "title",
/// "demonym").
struct Resolved {
  Kind kind = Kind::kNone;
  RoleClass role_class = RoleClass::kNone;
  std::string name;
  std::string country;
  std::string sector;
  std::vector<std::string> other_sectors;
  std::string wikidata_id;
  std::string role;
  bool is_former = false;     ///< "former", "ex-", "ousted"
  bool has_own_name = false;  ///< the words hold a proper name of the thing itself
  Provenance by;
};

/// A word of a phrase. `place_country` is the country of a place that this word is part of, where something knows it.
struct Word {
  std::string_view text;
  std::string_view lemma;
  Upos upos = Upos::kX;
  std::string_view place_country = {};
};

struct Attachment;

/// A noun phrase as the dictionary sees it: the words up to the end of the head's name, and what hangs on behind.
struct Phrase {
  std::vector<Word> words;
  std::size_t head = 0;        ///< index into `words`
  bool is_person = false;      ///< the head names a person
  bool is_name = false;        ///< the phrase is a proper name
  std::size_t name_begin = 0;  ///< the words of the proper name at the head; both 0 where not known
  std::size_t name_end = 0;
  std::vector<Attachment> attachments;
};

/// "of Colombia", "from Rwanda" behind the head.
struct Attachment {
  std::string preposition;  ///< lower case
  Phrase phrase;
};

/// The noun that says what somebody is.
struct Role {
  std::string_view sector;
  std::string_view other_sectors;  ///< comma-separated
  RoleClass role_class = RoleClass::kNone;
};

struct Store;

/// The dictionaries of data/actors, read once. Threads: const after `load`, share it.
class Dictionary {
 public:
  Dictionary();
  Dictionary(Dictionary&&) noexcept;
  Dictionary& operator=(Dictionary&&) noexcept;
  ~Dictionary();

  /// Reads DATA/actors/*.tsv. Errors: not_found, io, bad_data (naming file and line).
  static Result<Dictionary> load(const std::filesystem::path& data);

  /// The thing that `words` name as a whole, as of `day`. Case, diacritics, dots, apostrophes, a leading "the" and a
  /// final
  /// "'s" do not matter, but an acronym must be written in capitals ("US", never "us").
  std::optional<Resolved> resolve_name(std::string_view words, std::optional<Day> day) const;
  /// The same for a person's name; a surname alone counts too, where one person only can be meant on that day.
  /// `country` (may be empty) settles between namesakes.
  std::optional<Resolved> resolve_person(std::string_view words, std::optional<Day> day,
                                         std::string_view country = {}) const;
  /// Country, sector, name and role of a whole noun phrase; what stands in the words wins over the dictionary.
  Resolved resolve_phrase(const Phrase& phrase, std::optional<Day> day) const;
  /// The role noun that `words` (lower case, lemmas) are, if any.
  std::optional<Role> role_of(std::string_view words) const;
  /// The usual English name of a state by its code ("COL" -> "Colombia"); empty for an unknown code.
  std::string_view country_name(std::string_view code) const;
  /// The Wikidata id of a state by its code; empty where unknown.
  std::string_view country_wikidata_id(std::string_view code) const;
  /// The state that a territory's code is filed under ("PRI" -> "USA"); any other code is itself. The view lives as
  /// long as `code` and the dictionary.
  std::string_view state_of(std::string_view code) const;
  /// Lines read, names known.
  std::size_t entries() const;
  std::size_t names() const;

 private:
  std::unique_ptr<Store> store_;
};

/// A phrase made of plain words, its head the last one; for tests and for `casus actors`. Capitalised words count as
/// names. Views point into `text`.
Phrase phrase_of(std::string_view text);

/// Lower case without diacritics, apostrophes and dots; everything else that is no letter or digit becomes one blank;
/// "the" in front and "'s" at the end are dropped.
std::string fold(std::string_view text);

/// A day from "YYYY", "YYYY-MM" or "YYYY-MM-DD…"; absent where the text is no date.
std::optional<Day> parse_day(std::string_view text);

}  // namespace casus::actor
