// SPDX-License-Identifier: Apache-2.0
#include "coref/coref.h"

#include <utility>

#include "coref/clusters.h"
#include "coref/links.h"
#include "coref/places.h"
#include "coref/words.h"

namespace casus::coref {
namespace {

class CorefStage : public Stage {
 public:
  CorefStage(Words words, std::shared_ptr<const actor::Dictionary> actors)
      : words_(std::move(words)), actors_(std::move(actors)) {}

  StageInfo info() const override {
    return {"coref",
            layers(Layer::kText, Layer::kTokens, Layer::kSentences, Layer::kSyntax, Layer::kMentions, Layer::kPlaces),
            layers(Layer::kEntities)};
  }

  Result<void> run(std::span<Document> batch, Workspace&) const override {
    for (Document& doc : batch) {
      if (doc.has_failed()) continue;
      write_entities(doc);
      doc.mark(Layer::kEntities);
    }
    return {};
  }

 private:
  void write_entities(Document& doc) const {
    Clusters clusters(doc, words_, *actors_);
    clusters.run();
    Links(doc, words_, clusters).run();
    fill_countries(doc, *actors_, clusters);
    doc.entities.clear();
    doc.entity_of.assign(doc.mentions.size(), EntityId{});
    std::unordered_map<std::uint32_t, std::uint32_t> entity_of_root;
    for (std::size_t i = 0; i < doc.mentions.size(); ++i) {
      const std::uint32_t root = clusters.root_of(i);
      const auto [at, is_new] = entity_of_root.try_emplace(root, static_cast<std::uint32_t>(doc.entities.size()));
      if (is_new) doc.entities.push_back(entity_of(clusters.cluster(root), i));
      Entity& entity = doc.entities[at->second];
      doc.entity_of[i] = EntityId{std::size_t{at->second}};
      doc.mentions[i].is_role = is_role(clusters.readings()[i].known);
      if (is_fuller(doc, i, entity.representative)) entity.representative = MentionId{i};
    }
  }

  static Entity entity_of(Cluster& cluster, std::size_t mention) {
    Entity out;
    out.type = cluster.type;
    out.representative = MentionId{mention};
    out.name = std::move(cluster.name);
    out.country = std::move(cluster.country);
    out.sector = std::move(cluster.sector);
    out.other_sectors = std::move(cluster.other_sectors);
    out.wikidata_id = std::move(cluster.wikidata_id);
    out.role = std::move(cluster.role);
    out.by = cluster.by;
    if (out.by.by == nullptr || *out.by.by == '\0') out.by = {"none", 0.0F};
    return out;
  }

  static bool is_role(const actor::Resolved& known) {
    using enum actor::RoleClass;
    return known.kind == actor::Kind::kRole && (known.role_class == kOffice || known.role_class == kPeople);
  }

  /// Names before nouns before pronouns, then the longer one.
  static bool is_fuller(const Document& doc, std::size_t mention, MentionId have) {
    const auto weight = [&](const Mention& one) { return one.is_pronoun ? 0 : one.is_name ? 2 : 1; };
    const Mention& a = doc.mentions[mention];
    const Mention& b = doc.mentions[have.index()];
    if (weight(a) != weight(b)) return weight(a) > weight(b);
    const std::uint32_t name_a = a.name.empty() ? 0 : a.name.size();
    const std::uint32_t name_b = b.name.empty() ? 0 : b.name.size();
    return name_a > name_b;
  }

  Words words_;
  std::shared_ptr<const actor::Dictionary> actors_;
};
}  // namespace

Result<std::unique_ptr<Stage>> make_coref_stage(const std::filesystem::path& data,
                                                std::shared_ptr<const actor::Dictionary> actors) {
  ASSIGN_OR_RETURN(Words words, Words::load(data));
  return std::make_unique<CorefStage>(std::move(words), std::move(actors));
}

}  // namespace casus::coref
