// SPDX-License-Identifier: Apache-2.0
#include "entity/entity.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "entity/bio.h"
#include "entity/mentions.h"
#include "entity/repeats.h"
#include "pipeline/scores.h"
#include "pipeline/token_layout.h"

namespace casus::entity {
namespace {

/// What a name costs: the training corpora disagree on what is one, and those that mark more of them pull the scorer
/// their way. Chosen on uner-ewt dev (eval/entities.py) among 0, 0.3, 0.6, 1 and 1.5, for places apart.
constexpr float kNameCost = 0.6F;
/// The logit of a label that is not allowed.
constexpr float kNever = -1e6F;

/// The labels of both scorers, ready to use.
struct Labels {
  TokenLayout::Task name;
  TokenLayout::Task mention;
  BioLabels bio;
  std::vector<EntityType> name_types;                    // of bio.types()
  std::vector<std::optional<EntityType>> mention_types;  // of the mention scorer's labels
};

class EntityStage : public Stage {
 public:
  EntityStage(std::shared_ptr<const nn::Model> model, Labels labels)
      : model_(std::move(model)), labels_(std::move(labels)) {}

  StageInfo info() const override {
    return {"entities", layers(Layer::kText, Layer::kTokens, Layer::kStates, Layer::kSentences, Layer::kSyntax),
            layers(Layer::kMentions)};
  }

  Result<void> run(std::span<Document> batch, Workspace& workspace) const override {
    for (std::size_t d = 0; d < batch.size(); ++d) {
      Document& doc = batch[d];
      if (doc.has_failed()) continue;
      const std::vector<float> names = name_logits(doc, workspace.states[d]);
      for (const Sentence& sentence : doc.sentences) {
        const SentenceTree tree(doc, sentence.tokens);
        const auto found = mentions_of(doc, tree, names_in(doc, workspace.states[d], names, sentence.tokens),
                                       heads_in(workspace.states[d], sentence.tokens));
        doc.mentions.insert(doc.mentions.end(), found.begin(), found.end());
      }
      doc.mark(Layer::kMentions);
    }
    return {};
  }

 private:
  /// First persons, organizations and places, against everything else together: some corpora mark no other names, so
  /// that O and MISC share what is none of the three. Then other names where those left room.
  std::vector<NameFound> names_in(const Document& doc, const TokenStates& states, std::span<const float> names,
                                  TokenRange sentence) const {
    std::vector<NameFound> out;
    add_names(doc, sentence, main_logits(names, sentence), out);
    const std::vector<float> other = other_logits(states, sentence, out);
    if (!other.empty()) add_names(doc, sentence, other, out);
    std::ranges::sort(out, {}, [](const NameFound& name) { return name.tokens.begin; });
    return out;
  }

  void add_names(const Document& doc, TokenRange sentence, std::span<const float> logits,
                 std::vector<NameFound>& out) const {
    for (const NameSpan& span : best_spans(logits, labels_.bio)) {
      const NameFound name{
          {sentence.begin + span.begin, sentence.begin + span.end}, labels_.name_types[span.type], span.score};
      if (may_be_name(doc, name)) out.push_back(name);
    }
  }

  bool is_outside(std::size_t label) const { return labels_.bio.parts()[label].tag == BioLabels::Tag::kOutside; }
  bool is_other(std::size_t label) const {
    return !is_outside(label) && labels_.name_types[labels_.bio.parts()[label].type] == EntityType::kMisc;
  }

  /// Of all words of a document. Shape: [tokens, labels]
  std::vector<float> name_logits(const Document& doc, const TokenStates& states) const {
    std::vector<float> out;
    out.reserve(doc.tokens.size() * labels_.name.labels);
    for (std::uint32_t i = 0; i < doc.tokens.size(); ++i) {
      const std::span<const float> row = logits_of(states, labels_.name, i);
      out.insert(out.end(), row.begin(), row.end());
    }
    return lean_on_repeats(doc, out, labels_.name.labels);
  }

  std::vector<float> main_logits(std::span<const float> names, TokenRange sentence) const {
    std::vector<float> out;
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      const std::span<const float> row = names.subspan(i * labels_.name.labels, labels_.name.labels);
      float none = kNever;
      for (std::size_t label = 0; label < row.size(); ++label)
        if (is_outside(label) || is_other(label)) none = std::max(none, row[label]);
      for (std::size_t label = 0; label < row.size(); ++label) {
        const bool begins = labels_.bio.parts()[label].tag == BioLabels::Tag::kBegin;
        out.push_back(is_outside(label) ? none
                      : is_other(label) ? kNever
                      : begins          ? row[label] - kNameCost
                                        : row[label]);
      }
    }
    return out;
  }

  /// Empty where no token is likelier in another name than in none.
  std::vector<float> other_logits(const TokenStates& states, TokenRange sentence,
                                  std::span<const NameFound> names) const {
    std::vector<float> out;
    bool is_any = false;
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      const std::span<const float> row = logits_of(states, labels_.name, i);
      const bool is_taken =
          std::ranges::any_of(names, [i](const NameFound& name) { return name.tokens.contains(TokenId{i}); });
      is_any = is_any || (!is_taken && is_other(best_label(row)));
      for (std::size_t label = 0; label < row.size(); ++label)
        out.push_back(is_outside(label) || (is_other(label) && !is_taken) ? row[label] : kNever);
    }
    if (!is_any) out.clear();
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
      return fail(ErrorCode::kBadData,
                  "the model's scorer 'mention' has the label '" + label + "', which is no type of mention");
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
