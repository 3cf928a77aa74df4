// SPDX-License-Identifier: Apache-2.0
#include "factuality/factuality.h"

#include <charconv>
#include <utility>
#include <vector>

#include "pipeline/scores.h"
#include "pipeline/token_layout.h"

namespace casus::factuality {
namespace {
constexpr const char* kBy = "factuality.scorer";

class FactualityStage : public Stage {
 public:
  FactualityStage(std::shared_ptr<const nn::Model> model, TokenLayout::Task task, std::vector<float> bins)
      : model_(std::move(model)), task_(std::move(task)), bins_(std::move(bins)) {}

  StageInfo info() const override {
    return {"factuality", layers(Layer::kTokens, Layer::kStates, Layer::kSyntax, Layer::kRoles),
            layers(Layer::kFactualities)};
  }

  Result<void> run(std::span<Document> batch, Workspace& workspace) const override {
    for (std::size_t d = 0; d < batch.size(); ++d) {
      Document& doc = batch[d];
      if (doc.has_failed()) continue;
      std::vector<bool> is_asked(doc.tokens.size(), false);
      for (std::size_t i = 0; i < doc.tokens.size(); ++i) is_asked[i] = doc.upos(TokenId{i}) == Upos::kVerb;
      for (const Predicate& predicate : doc.predicates) is_asked[predicate.token.index()] = true;
      for (std::size_t i = 0; i < doc.tokens.size(); ++i)
        if (is_asked[i]) doc.factualities.push_back(of(workspace.states[d], i));
      doc.mark(Layer::kFactualities);
    }
    return {};
  }

 private:
  Factuality of(const TokenStates& states, std::size_t token) const {
    const std::span<const float> logits = logits_of(states, task_, token);
    return {TokenId{token}, expected_value(logits, bins_), {kBy, probability(logits, best_label(logits))}};
  }

  std::shared_ptr<const nn::Model> model_;
  TokenLayout::Task task_;
  std::vector<float> bins_;
};

Result<float> parse_bin(const std::string& label) {
  float value = 0;
  const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), value);
  if (error != std::errc{} || end != label.data() + label.size())
    return fail(ErrorCode::kBadData,
                "the model's scorer 'factuality' has the label '" + label + "', which is no number");
  return value;
}
}  // namespace

Result<std::unique_ptr<Stage>> make_factuality_stage(std::shared_ptr<const nn::Model> model) {
  ASSIGN_OR_RETURN(TokenLayout::Task task, TokenLayout(*model).task("factuality"));
  if (!task.is_narrow) return fail(ErrorCode::kBadData, "the model's scorer 'factuality' has too many labels");
  std::vector<float> bins;
  for (const std::string& label : model->labels("factuality")) {
    ASSIGN_OR_RETURN(const float bin, parse_bin(label));
    bins.push_back(bin);
  }
  return std::make_unique<FactualityStage>(std::move(model), std::move(task), std::move(bins));
}

}  // namespace casus::factuality
