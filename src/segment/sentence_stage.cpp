// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <vector>

#include "pipeline/token_layout.h"
#include "segment/segment.h"
#include "segment/sentences.h"

namespace casus::segment {
namespace {

class SentenceStage : public Stage {
 public:
  SentenceStage(std::shared_ptr<const nn::Model> model, TokenLayout::Task task, std::size_t begins, std::size_t inside)
      : model_(std::move(model)), task_(std::move(task)), begins_(begins), inside_(inside) {}

  StageInfo info() const override {
    return {"sentences", layers(Layer::kText, Layer::kTokens, Layer::kStates), layers(Layer::kSentences)};
  }

  Result<void> run(std::span<Document> batch, Workspace& workspace) const override {
    for (std::size_t d = 0; d < batch.size(); ++d) {
      Document& doc = batch[d];
      if (doc.has_failed() || doc.has(Layer::kSentences)) continue;
      std::vector<float> scores(doc.tokens.size());
      for (std::size_t token = 0; token < scores.size(); ++token) {
        const std::span<const float> logits = logits_of(workspace.states[d], task_, token);
        scores[token] = logits[begins_] - logits[inside_];
      }
      doc.sentences = sentences_of(doc, scores);
      doc.mark(Layer::kSentences);
    }
    return {};
  }

 private:
  std::shared_ptr<const nn::Model> model_;
  TokenLayout::Task task_;
  std::size_t begins_;
  std::size_t inside_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_sentence_stage(const std::filesystem::path&,
                                                   std::shared_ptr<const nn::Model> model) {
  ASSIGN_OR_RETURN(TokenLayout::Task task, TokenLayout(*model).task("sentence"));
  const std::span<const std::string> labels = model->labels("sentence");
  const auto begins = std::ranges::find(labels, "B");
  const auto inside = std::ranges::find(labels, "I");
  if (!task.is_narrow || begins == labels.end() || inside == labels.end())
    return fail(ErrorCode::kBadData, "the model's scorer 'sentence' lacks the labels I and B");
  return std::make_unique<SentenceStage>(std::move(model), std::move(task),
                                         static_cast<std::size_t>(begins - labels.begin()),
                                         static_cast<std::size_t>(inside - labels.begin()));
}

}  // namespace casus::segment
