// SPDX-License-Identifier: Apache-2.0
#include "entity/entity.h"

#include <optional>
#include <utility>
#include <vector>

#include "entity/bio.h"
#include "entity/mentions.h"
#include "pipeline/scores.h"
#include "pipeline/token_layout.h"

namespace casus::entity {
namespace {

/// What a name costs: the training corpora disagree on what is one, and those that mark more of them pull the scorer
/// their way. Chosen on uner-ewt dev (eval/entities.py) among 0, 0.5, 1, 1.5, 2 and 3.
constexpr float kNameCost = 0.75F;

/// The labels of both scorers, ready to use.
struct Labels {
  TokenLayout::Task name;
  TokenLayout::Task mention;
  BioLabels bio;
  std::vector<EntityType> name_types;                   // of bio.types()
  std::vector<std::optional<EntityType>> mention_types;   // of the mention scorer's labels
};

class EntityStage : public Stage {
 public:
  EntityStage(std::shared_ptr<const nn::Model> model, Labels labels) : model_(std::move(model)), labels_(std::move(labels)) {}

  StageInfo info() const override {
    return {"entities", layers(Layer::kText, Layer::kTokens, Layer::kStates, Layer::kSentences, Layer::kSyntax),
            layers(Layer::kMentions)};
  }

  Result<void> run(std::span<Document> batch, Workspace& workspace) const override {
    for (std::size_t d = 0; d < batch.size(); ++d) {
      Document& doc = batch[d];
      if (doc.has_failed()) continue;
      for (const Sentence& sentence : doc.sentences) {
        const SentenceTree tree(doc, sentence.tokens);
        const auto found = mentions_of(doc, tree, names_in(doc, workspace.states[d], sentence.tokens),
                                       heads_in(workspace.states[d], sentence.tokens));
        doc.mentions.insert(doc.mentions.end(), found.begin(), found.end());
      }
      doc.mark(Layer::kMentions);
    }
    return {};
  }

 private:
  std::vector<NameFound> names_in(const Document& doc, const TokenStates& states, TokenRange sentence) const {
    std::vector<float> logits;
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      const std::span<const float> row = logits_of(states, labels_.name, i);
      logits.insert(logits.end(), row.begin(), row.end());
      for (std::size_t label = 0; label < row.size(); ++label)
        if (labels_.bio.parts()[label].tag == BioLabels::Tag::kBegin) logits[logits.size() - row.size() + label] -= kNameCost;
    }
    std::vector<NameFound> out;
    for (const NameSpan& span : best_spans(logits, labels_.bio)) {
      const NameFound name{{sentence.begin + span.begin, sentence.begin + span.end}, labels_.name_types[span.type], span.score};
      if (may_be_name(doc, name)) out.push_back(name);
    }
    return out;
  }

  std::vector<HeadFound> heads_in(const TokenStates& states, TokenRange sentence) const {
    std::vector<HeadFound> out(sentence.size());
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      const std::span<const float> row = logits_of(states, labels_.mention, i);
      const std::size_t best = best_label(row);
      if (labels_.mention_types[best]) out[i - sentence.begin] = {labels_.mention_types[best], probability(row, best)};
    }
    return out;
  }

  std::shared_ptr<const nn::Model> model_;
  Labels labels_;
};

Result<Labels> labels_of(const nn::Model& model) {
  Labels out;
  const TokenLayout layout(model);
  ASSIGN_OR_RETURN(out.name, layout.task("name"));
  ASSIGN_OR_RETURN(out.mention, layout.task("mention"));
  if (!out.name.is_narrow || !out.mention.is_narrow)
    return fail(ErrorCode::kBadData, "the model's scorer 'name' or 'mention' has too many labels");
  ASSIGN_OR_RETURN(out.bio, BioLabels::parse(model.labels("name")));
  for (const std::string& type : out.bio.types()) out.name_types.push_back(type_of_name(type));
  for (const std::string& label : model.labels("mention")) {
    const auto type = parse_entity_type(label);
    if (!type && label != "O")
      return fail(ErrorCode::kBadData, "the model's scorer 'mention' has the label '" + label + "', which is no type of mention");
    out.mention_types.push_back(type);
  }
  return out;
}
}  // namespace

Result<std::unique_ptr<Stage>> make_entity_stage(const std::filesystem::path&, std::shared_ptr<const nn::Model> model) {
  ASSIGN_OR_RETURN(Labels labels, labels_of(*model));
  return std::make_unique<EntityStage>(std::move(model), std::move(labels));
}

}  // namespace casus::entity
