// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "actor/actor.h"

namespace casus::actor {

/// One line of a names file. Views point into the file's content.
struct Entry {
  std::string_view country;
  std::string_view sector;
  std::string_view other_sectors;
  std::string_view role;
  std::string_view wikidata_id;
  std::string_view name;  ///< empty: the name that matched
  Day from = 0;
  Day to = 0;
  bool has_from = false;
  bool has_to = false;
  bool to_is_unsure = false;  ///< in office when the source ended; what came later is not known
  Kind kind = Kind::kNone;
};

/// One spelling of an entry. `next` is the next spelling with the same key, or kEnd.
struct Spelling {
  static constexpr std::uint32_t kEnd = 0xFFFFFFFFu;
  std::uint64_t key = 0;
  std::uint32_t entry = 0;
  std::uint32_t next = kEnd;
  std::string_view text;
  bool is_acronym = false;  ///< must stand in capitals
  bool is_surname = false;
};

/// Words that change what stands beside them: "Iran-backed", "former", "pro-Russian", "Mr".
enum class Mark : std::uint8_t { kNone, kForeign, kFormer, kAgainst, kHonorific, kDescent };

/// FNV-1a, word by word, so that the keys of all prefixes of a phrase come from one pass.
struct Key {
  std::uint64_t value = 14695981039346656037ull;
  bool is_empty = true;
  void add_byte(char c) { value = (value ^ static_cast<unsigned char>(c)) * 1099511628211ull; }
  void add_words(std::string_view folded) {
    if (folded.empty()) return;
    if (!is_empty) add_byte(' ');
    for (const char c : folded) add_byte(c);
    is_empty = false;
  }
};

/// Open addressing from key to a number; insertion order does not matter to look-ups.
class KeyTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
  void reserve(std::size_t count);
  std::uint32_t find(std::uint64_t key) const;
  /// The slot of `key`, made with kNone if new.
  std::uint32_t& at(std::uint64_t key);

 private:
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> values_;
  std::size_t used_ = 0;
};

struct Store {
  std::vector<std::unique_ptr<std::string>> files;
  std::vector<Entry> entries;
  std::vector<Spelling> spellings;
  KeyTable names;
  std::vector<Role> roles;
  KeyTable role_keys;
  KeyTable marks;                                                          ///< word -> Mark
  KeyTable states;                                                         ///< code -> entry
  std::vector<std::pair<std::string_view, std::string_view>> territories;  ///< code, governing state's; sorted

  void add_spelling(std::string_view name, std::uint32_t entry);
  void add_key(std::string_view folded, Spelling spelling);
  Result<void> read_names(const std::filesystem::path& path);
  Result<void> read_territories(const std::filesystem::path& path);
  Result<void> read_roles(const std::filesystem::path& path, bool is_required);
  const Spelling* first(std::uint64_t key) const {
    const std::uint32_t at = names.find(key);
    return at == KeyTable::kNone ? nullptr : &spellings[at];
  }
  const Spelling* next(const Spelling& spelling) const {
    return spelling.next == Spelling::kEnd ? nullptr : &spellings[spelling.next];
  }
  const Role* role(std::uint64_t key) const {
    const std::uint32_t at = role_keys.find(key);
    return at == KeyTable::kNone ? nullptr : &roles[at];
  }
  bool is_mark(std::string_view folded, Mark mark) const;
  std::string_view state_name(std::string_view code) const;
  std::string_view state_wikidata_id(std::string_view code) const;
  /// What `spelling` means; the entry's own fields, the state's name where the name is a state's.
  Resolved resolved(const Spelling& spelling, float score) const;
  /// The best non-person meaning of `key` on `day`, the words being written as `text`.
  const Spelling* pick_thing(std::uint64_t key, std::string_view text, std::optional<Day> day) const;
  std::optional<Resolved> pick_person(std::uint64_t key, std::string_view text, std::optional<Day> day,
                                      std::string_view country, bool allow_surname) const;
};

/// True when all letters of `text` are capitals and there is one.
bool is_all_capitals(std::string_view text);
bool has_capital(std::string_view text);
std::vector<std::string> split_list(std::string_view list);

}  // namespace casus::actor
