// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "coref/reading.h"

namespace casus::coref {

/// Somebody in the making: the mentions found so far to mean the same, and the best evidence for each field.
struct Cluster {
  std::uint32_t parent = 0;  ///< union-find; itself for a root
  std::uint32_t first_mention = 0;
  std::uint32_t last_sentence = 0;
  EntityType type = EntityType::kAbstract;
  Reading::Form form = Reading::Form::kNoun;
  actor::Kind kind = actor::Kind::kNone;
  actor::RoleClass role_class = actor::RoleClass::kNone;
  Gender gender = Gender::kUnknown;
  bool is_plural = false;
  bool is_named = false;
  bool is_traveller = false;
  bool is_of_others = false;
  std::string name;  ///< the fullest proper name, or the dictionary's
  std::string country;
  std::string sector;
  std::vector<std::string> other_sectors;
  std::string role;
  std::string wikidata_id;
  int country_rank = 0;
  int sector_rank = 0;
  int name_rank = 0;
  Provenance by;
};

/// Puts the mentions of one document together, in the order of the text. Near-linear: hash look-ups, and a short list
/// of recent candidates for pronouns.
class Clusters {
 public:
  Clusters(const Document& doc, const Words& words, const actor::Dictionary& actors);
  void run();
  /// The root of mention `i`'s cluster.
  std::uint32_t root_of(std::size_t mention) { return find(cluster_of_[mention]); }
  Cluster& cluster(std::uint32_t root) { return clusters_[root]; }
  /// Makes one of two clusters; the root of both.
  std::uint32_t unite(std::uint32_t a, std::uint32_t b);
  const std::vector<Reading>& readings() const { return readings_; }

 private:
  using Index = std::unordered_map<std::string, std::uint32_t>;
  struct Recent {
    std::uint32_t cluster = 0;
    std::uint32_t sentence = 0;
    TokenId head;
    TokenRange tokens;
    bool is_subject = false;
  };

  const Document& doc_;
  const Words& words_;
  const actor::Dictionary& actors_;
  std::optional<Day> day_;
  std::vector<Reading> readings_;
  std::vector<std::uint32_t> cluster_of_;
  std::vector<Cluster> clusters_;
  std::vector<std::uint32_t> mention_at_head_;    ///< of tokens
  std::vector<std::uint32_t> mention_ending_at_;  ///< of token borders
  std::uint32_t sentence_ = 0;

  Index persons_, surnames_, names_, acronyms_, roles_, heads_;
  std::uint32_t last_state_ = kNone, last_group_ = kNone, last_company_ = kNone, last_bloc_ = kNone,
                last_party_ = kNone;
  std::vector<Recent> recent_;

  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

  std::uint32_t find(std::uint32_t cluster);
  std::uint32_t lookup(const Index& index, const std::string& key);
  std::uint32_t add(std::size_t mention);
  void absorb(std::uint32_t cluster, std::size_t mention);
  void remember(std::uint32_t cluster, std::size_t mention);
  void register_role(std::uint32_t cluster);

  std::uint32_t name_around(std::size_t i, std::size_t first) const;
  std::uint32_t place_mention(std::size_t mention);
  std::uint32_t place_pronoun(std::size_t mention);
  std::uint32_t place_person(std::size_t mention);
  std::uint32_t place_state(std::size_t mention);
  std::uint32_t place_name(std::size_t mention);
  std::uint32_t bearer_of(std::size_t mention);
  std::uint32_t place_noun(std::size_t mention);
  std::uint32_t same_role(const Reading& reading);
  std::uint32_t stand_in(const Reading& reading);
  bool is_third_person(const std::string& form) const;
  void join_name_at_end(std::size_t mention);
  void join_apposition(std::size_t mention);
  bool is_in_brackets_after(std::size_t mention, std::uint32_t& other) const;
};

}  // namespace casus::coref
