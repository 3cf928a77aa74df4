// SPDX-License-Identifier: Apache-2.0
#include "role/role.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "pipeline/scores.h"
#include "pipeline/token_layout.h"
#include "role/arguments.h"
#include "role/predicates.h"

namespace casus::role {
namespace {
constexpr const char* kByArc = "role.arc_scorer";

struct Memory : Workspace::Scratch {
  nn::Scratch scratch;
  nn::ArcProjection arcs;
  std::vector<float> scores;
};

class RoleStage : public Stage {
 public:
  RoleStage(std::shared_ptr<const nn::Model> model, TokenLayout::Task task, PredicateReader reader)
      : model_(std::move(model)),
        task_(std::move(task)),
        reader_(std::move(reader)),
        scorer_(model_->arc_scorer("role", nn::ArcForm::kHeads)),
        roles_(model_->labels("role")) {}

  StageInfo info() const override {
    return {"roles", layers(Layer::kText, Layer::kTokens, Layer::kStates, Layer::kSentences, Layer::kSyntax),
            layers(Layer::kRoles)};
  }

  Result<void> run(std::span<Document> batch, Workspace& workspace) const override {
    Memory& memory = workspace.scratch_of<Memory>(this);
    for (std::size_t d = 0; d < batch.size(); ++d) {
      if (batch[d].has_failed()) continue;
      analyse(batch[d], workspace.states[d], memory);
      batch[d].mark(Layer::kRoles);
    }
    return {};
  }

 private:
  void analyse(Document& doc, const TokenStates& states, Memory& memory) const {
    const std::vector<Predicate> given = std::exchange(doc.predicates, {});
    scorer_->project(states.rows, memory.scratch, memory.arcs);
    auto next_given = given.begin();
    for (const Sentence& sentence : doc.sentences) {
      const SentenceTree tree(doc, sentence.tokens);
      const std::size_t first = doc.predicates.size();
      if (given.empty()) find(doc, states, tree);
      for (; next_given != given.end() && next_given->token.value < sentence.tokens.end; ++next_given)
        if (sentence.tokens.contains(next_given->token)) keep(doc, states, tree, *next_given);
      for (std::size_t p = first; p < doc.predicates.size(); ++p) argue(doc, tree, PredicateId{p}, memory);
    }
  }

  void find(Document& doc, const TokenStates& states, const SentenceTree& tree) const {
    for (std::uint32_t i = tree.range().begin; i < tree.range().end; ++i)
      if (auto predicate = reader_.read(doc, tree, TokenId{i}, logits_of(states, task_, i)))
        doc.predicates.push_back(std::move(*predicate));
  }

  void keep(Document& doc, const TokenStates& states, const SentenceTree& tree, Predicate predicate) const {
    if (predicate.roleset.empty())
      predicate.roleset =
          reader_.roleset_of(doc, tree, predicate.token, logits_of(states, task_, predicate.token.index()));
    doc.predicates.push_back(std::move(predicate));
  }

  /// The arguments of one predicate: each word of the sentence is decided alone.
  void argue(Document& doc, const SentenceTree& tree, PredicateId id, Memory& memory) const {
    const Predicate& predicate = doc.predicates[id.index()];
    if (is_light(predicate.roleset)) return;
    const std::uint32_t at = predicate.token.value;
    const nn::RowRange range{std::max(tree.range().begin, at < kFarthest ? 0 : at - kFarthest),
                             std::min(tree.range().end, at + kFarthest)};
    const std::uint32_t heads[] = {at};
    scorer_->score_heads(memory.arcs, heads, range, memory.scratch, memory.scores);
    std::vector<Argument> found;
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      const std::span<const float> scores{memory.scores.data() + (i - range.begin) * roles_.size(), roles_.size()};
      const std::size_t best = best_label(scores);
      if (best == kNone || i == at || doc.upos(TokenId{i}) == Upos::kPunct) continue;
      found.push_back({id, TokenId{i}, {}, static_cast<Label>(best), {kByArc, probability(scores, best)}});
    }
    keep_best_of_core(found, roles_);
    for (Argument& argument : found) {
      argument.span = argument_span(doc, tree, argument.head, predicate.token);
      doc.arguments.push_back(argument);
    }
  }

  static constexpr std::size_t kNone = 0;  // the label "O"

  std::shared_ptr<const nn::Model> model_;
  TokenLayout::Task task_;
  PredicateReader reader_;
  const nn::ArcScorer* scorer_;
  std::span<const std::string> roles_;
};
}  // namespace

Result<std::unique_ptr<Stage>> make_role_stage(const std::filesystem::path& data,
                                               std::shared_ptr<const nn::Model> model) {
  ASSIGN_OR_RETURN(TokenLayout::Task task, TokenLayout(*model).task("predicate"));
  if (!task.is_narrow) return fail(ErrorCode::kBadData, "the model's scorer 'predicate' has too many labels");
  ASSIGN_OR_RETURN(Rolesets rolesets, Rolesets::load(data / "lang" / "en" / "rolesets.tsv"));
  ASSIGN_OR_RETURN(PredicateReader reader, PredicateReader::make(model->labels("predicate"), std::move(rolesets)));
  const auto roles = model->labels("role");
  if (model->arc_scorer("role", nn::ArcForm::kHeads) == nullptr || roles.empty() || roles[0] != "O")
    return fail(ErrorCode::kBadData, "the model lacks the arc scorer 'role' with the first label 'O'");
  return std::make_unique<RoleStage>(std::move(model), std::move(task), std::move(reader));
}

}  // namespace casus::role
