// SPDX-License-Identifier: Apache-2.0
#include "coref/places.h"

#include <algorithm>
#include <map>

namespace casus::coref {
namespace {
struct Located {
  std::uint32_t token = 0;
  std::uint32_t sentence = 0;
  std::string country;
};

bool is_state_code(const actor::Dictionary& actors, const std::string& code) {
  return code != "UNO" && code != "EUR" && !actors.country_name(code).empty();
}

class Places {
 public:
  Places(const Document& doc, const actor::Dictionary& actors, Clusters& clusters) {
    // Towns locate what stands near them; a state only where the text says "in" it.
    for (const PlaceReference& place : doc.places) {
      const bool is_state = place.feature.starts_with("PCL");
      if (!place.country.empty() && !place.tokens.empty() && place.is_literal && !is_state)
        put(doc, place.tokens.begin, std::string(actors.state_of(place.country)));
    }
    for (const Located& one : located_) ++counts_[one.country];
    for (std::size_t i = 0; i < doc.mentions.size(); ++i) {
      const Reading& reading = clusters.readings()[i];
      if (reading.form != Reading::Form::kState || !is_state_code(actors, reading.known.country)) continue;
      if (reading.is_located && reading.is_inside) put(doc, doc.mentions[i].head.value, reading.known.country);
      if (reading.known.kind == actor::Kind::kPlace) continue;
      ++counts_[reading.known.country];
      ++named_[reading.known.country];
    }
    std::ranges::sort(located_, {}, &Located::token);
    int total = 0;
    int most = 0;
    for (const auto& [country, count] : counts_) {
      total += count;
      if (count > most) {
        most = count;
        main_ = country;
      }
    }
    if (most * 2 <= total) main_.clear();
  }

  const std::string& main() const { return main_; }
  bool names(const std::string& country) const { return counts_.contains(country); }

  /// The country of the place nearest to `token` in its sentence; else of the last place in the two sentences before.
  std::string near(std::uint32_t token, std::uint32_t sentence) const {
    const auto after = std::ranges::lower_bound(located_, token, {}, &Located::token);
    const Located* best = nullptr;
    for (auto at = after; at != located_.end() && at->sentence == sentence; ++at) {
      best = &*at;
      break;
    }
    if (after != located_.begin()) {
      const Located& before = *(after - 1);
      if (before.sentence == sentence) {
        if (best == nullptr || token - before.token < best->token - token) best = &before;
      } else if (best == nullptr && before.sentence < sentence && sentence - before.sentence <= 2) {
        best = &before;
      }
    }
    if (best == nullptr) return {};
    // A town of a state that the document never names may be a namesake elsewhere.
    if (!named_.empty() && !named_.contains(best->country) && !main_.empty() && best->country != main_) return main_;
    return best->country;
  }

 private:
  std::vector<Located> located_;
  std::string main_;
  std::map<std::string, int> counts_;
  std::map<std::string, int> named_;  ///< by mentions of the state itself

  void put(const Document& doc, std::uint32_t token, const std::string& country) {
    const SentenceId sentence = doc.sentence_of(TokenId{token});
    if (sentence.exists()) located_.push_back({token, static_cast<std::uint32_t>(sentence.index()), country});
  }
};

bool is_body_of_state(const Cluster& cluster) {
  return cluster.role_class == actor::RoleClass::kBody || cluster.role_class == actor::RoleClass::kOffice;
}

/// "Home Secretary Zorblax Quimby", "journalist Zorblax Quimby": of the state that the document is about.
bool is_told_by_role(const Cluster& cluster) {
  return cluster.is_named && cluster.type == EntityType::kPerson && cluster.country.empty() &&
         !cluster.sector.empty() && cluster.role_class != actor::RoleClass::kNone && !cluster.is_of_others &&
         !cluster.is_traveller;
}

bool wants_country(const Cluster& cluster) {
  if (cluster.is_named || !cluster.country.empty() || cluster.kind != actor::Kind::kRole || cluster.is_traveller ||
      cluster.is_of_others)
    return false;
  if (cluster.sector == "REF" || cluster.sector == "UNK") return false;
  switch (cluster.role_class) {
    case actor::RoleClass::kOffice:
    case actor::RoleClass::kBody:
    case actor::RoleClass::kPeople:
      return true;
    case actor::RoleClass::kWeak:
      return !cluster.sector.empty();
    default:
      return false;
  }
}
}  // namespace

void fill_countries(const Document& doc, const actor::Dictionary& actors, Clusters& clusters) {
  const Places places(doc, actors, clusters);
  for (std::size_t i = 0; i < doc.mentions.size(); ++i) {
    const std::uint32_t root = clusters.root_of(i);
    Cluster& cluster = clusters.cluster(root);
    if (cluster.first_mention != i) continue;
    // Many countries have a Democratic Party: one whose country the document does not name is not that country's.
    if (cluster.kind == actor::Kind::kParty && cluster.country_rank == 3 && !places.main().empty() &&
        !places.names(cluster.country)) {
      cluster.country.clear();
      cluster.wikidata_id.clear();
    }
    if (is_told_by_role(cluster) && !places.main().empty()) {
      cluster.country = places.main();
      cluster.by = {"place", 0.5F};
      continue;
    }
    if (!wants_country(cluster)) continue;
    const SentenceId sentence = doc.sentence_of(doc.mentions[i].head);
    if (!sentence.exists()) continue;
    const bool is_of_capital =
        cluster.sector == "GOV" || cluster.sector == "MIL" || cluster.sector == "LEG" || cluster.sector == "SPY";
    std::string country = is_of_capital
                              ? places.main()
                              : places.near(doc.mentions[i].head.value, static_cast<std::uint32_t>(sentence.index()));
    if (country.empty() && !is_of_capital) country = places.main();
    if (country.empty()) continue;
    cluster.country = country;
    cluster.by = {"place", 0.5F};
    if (is_body_of_state(cluster) && cluster.name.empty() && cluster.sector != "ELI") {
      cluster.name = actors.country_name(country);
      cluster.wikidata_id = actors.country_wikidata_id(country);
    }
  }
}

}  // namespace casus::coref
