// SPDX-License-Identifier: Apache-2.0
#include "event/event.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/scores.h"
#include "pipeline/token_layout.h"

namespace casus::event {
namespace {
constexpr float kLeastTold = 0.05F;      // a word less likely to tell an event is not looked at
constexpr float kLeastLogit = -2.1972F;  // of an arc or a context: a probability of 0.1
constexpr float kMostly = 0.6F;
constexpr std::array<std::uint32_t, 5> kSteps{1, 2, 4, 7, 13};  // tokens between a trigger and a word of its sentence
constexpr std::size_t kOutside = 4;  // buckets of other sentences: two and more before, one before, one after, further
constexpr std::size_t kBuckets = kOutside + 2 * kSteps.size() + 1;  // and of its own, from far before to far behind
constexpr std::array<std::string_view, 3> kRanks{"required", "optional", "mention"};
constexpr std::array<std::string_view, 5> kStatuses{"actual", "future", "hypothetical", "negated", "historical"};

struct Memory : Workspace::Scratch {
  nn::Scratch scratch;
  nn::ArcProjection arcs;
  std::vector<float> scores;
};

struct Tasks {
  TokenLayout::Task type, rank, mode, status, context, sector;
};

/// The probability of what is asked for alone.
float of_logit(float logit) {
  const std::array<float, 2> two{0.0F, logit};
  return probability(two, 1);
}

std::size_t bucket_outside(std::size_t trigger_sentence, std::size_t sentence) {
  if (sentence < trigger_sentence) return trigger_sentence - sentence > 1 ? 0 : 1;
  return sentence - trigger_sentence > 1 ? 3 : 2;
}

class EventStage : public Stage {
 public:
  EventStage(std::shared_ptr<const nn::Model> model, Tasks tasks, std::span<const float> bias)
      : model_(std::move(model)),
        tasks_(std::move(tasks)),
        scorer_(model_->arc_scorer("event_arc", nn::ArcForm::kHeads)),
        bias_(bias) {}

  StageInfo info() const override {
    return {"events", layers(Layer::kTokens, Layer::kStates, Layer::kSentences), layers(Layer::kEventScores)};
  }

  Result<void> run(std::span<Document> batch, Workspace& workspace) const override {
    Memory& memory = workspace.scratch_of<Memory>(this);
    for (std::size_t d = 0; d < batch.size(); ++d) {
      if (batch[d].has_failed()) continue;
      score(batch[d], workspace.states[d], memory);
      batch[d].mark(Layer::kEventScores);
    }
    return {};
  }

 private:
  void score(Document& doc, const TokenStates& states, Memory& memory) const {
    bool is_projected = false;
    for (std::size_t s = 0; s < doc.sentences.size(); ++s)
      for (std::uint32_t i = doc.sentences[s].tokens.begin; i < doc.sentences[s].tokens.end; ++i) {
        if (1.0F - probability(logits_of(states, tasks_.type, i), 0) < kLeastTold) continue;
        if (!std::exchange(is_projected, true)) scorer_->project(states.rows, memory.scratch, memory.arcs);
        doc.event_scores.push_back(score_word(states, i));
        add_arcs(doc, states, s, doc.event_scores.back(), memory);
      }
  }

  EventScore score_word(const TokenStates& states, std::uint32_t token) const {
    EventScore out;
    out.token = TokenId{token};
    const std::span<const float> types = logits_of(states, tasks_.type, token);
    for (std::size_t t = 0; t < types.size(); ++t) out.types.push_back(probability(types, t));
    const std::span<const float> ranks = logits_of(states, tasks_.rank, token);
    for (std::size_t r = 0; r < out.ranks.size(); ++r) out.ranks[r] = probability(ranks, r);
    const std::span<const float> statuses = logits_of(states, tasks_.status, token);
    for (std::size_t k = 0; k < out.statuses.size(); ++k) out.statuses[k] = probability(statuses, k);
    Label best = 0;
    out.mode = choices_of(states, tasks_.mode, token, best)[0];
    const std::span<const float> contexts = logits_of(states, tasks_.context, token);
    for (std::size_t c = 0; c < contexts.size(); ++c)
      if (contexts[c] >= kLeastLogit) out.contexts.push_back({static_cast<Label>(c), of_logit(contexts[c])});
    return out;
  }

  std::array<SectorGuess, 3> sectors_of(const TokenStates& states, std::uint32_t token) const {
    const std::span<const float> logits = logits_of(states, tasks_.sector, token);
    std::array<SectorGuess, 3> out{};
    if (out[0].score = probability(logits, 0); out[0].score > kMostly) return out;
    out = {};
    for (std::size_t label = 1; label < logits.size(); ++label) {
      SectorGuess guess{static_cast<Label>(label), probability(logits, label)};
      for (SectorGuess& kept : out)
        if (guess.score > kept.score) std::swap(guess, kept);
    }
    return out;
  }

  /// Every word near the trigger is asked alone, each kind of arc for itself.
  void add_arcs(const Document& doc, const TokenStates& states, std::size_t sentence, EventScore& out,
                Memory& memory) const {
    const std::size_t first = sentence < kArcSentencesBack ? 0 : sentence - kArcSentencesBack;
    const std::size_t last = std::min(doc.sentences.size() - 1, sentence + kArcSentencesAhead);
    const std::uint32_t at = out.token.value;
    const nn::RowRange range{std::max(doc.sentences[first].tokens.begin, at < kArcTokens ? 0 : at - kArcTokens),
                             std::min(doc.sentences[last].tokens.end, at + kArcTokens)};
    const std::uint32_t heads[] = {at};
    scorer_->score_heads(memory.arcs, heads, range, memory.scratch, memory.scores);
    std::size_t of = first;
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      while (of < last && doc.sentences[of].tokens.end <= i) ++of;
      const std::size_t bucket =
          of == sentence ? kOutside + distance_bucket(kSteps, at, i) : bucket_outside(sentence, of);
      for (std::size_t k = 0; k < kArcKinds; ++k) {
        const float logit = memory.scores[(i - range.begin) * kArcKinds + k] + bias_[bucket * kArcKinds + k];
        if (logit < kLeastLogit || (i == at && k == static_cast<std::size_t>(ArcKind::kSame))) continue;
        out.arcs.push_back({static_cast<ArcKind>(k), TokenId{i}, of_logit(logit), sectors_of(states, i)});
      }
    }
    std::ranges::stable_sort(out.arcs, {}, &EventArc::kind);
  }

  std::shared_ptr<const nn::Model> model_;
  Tasks tasks_;
  const nn::ArcScorer* scorer_;
  std::span<const float> bias_;  // Shape: [kBuckets, kArcKinds]
};

template <std::size_t N>
Result<void> check_labels(const nn::Model& model, std::string_view task, const std::array<std::string_view, N>& want) {
  if (!std::ranges::equal(model.labels(task), want))
    return fail(ErrorCode::kBadData, "the model's scorer '" + std::string(task) + "' has other labels than expected");
  return {};
}
}  // namespace

Result<std::unique_ptr<Stage>> make_event_stage(std::shared_ptr<const nn::Model> model) {
  const TokenLayout layout(*model);
  Tasks tasks;
  const auto take = [&](TokenLayout::Task& into, std::string_view name) -> Result<void> {
    ASSIGN_OR_RETURN(into, layout.task(name));
    if (&into != &tasks.mode && !into.is_narrow)
      return fail(ErrorCode::kBadData, "the model's scorer '" + std::string(name) + "' has too many labels");
    return {};
  };
  RETURN_IF_ERROR(take(tasks.type, "event"));
  RETURN_IF_ERROR(take(tasks.rank, "event_rank"));
  RETURN_IF_ERROR(take(tasks.mode, "event_mode"));
  RETURN_IF_ERROR(take(tasks.status, "event_status"));
  RETURN_IF_ERROR(take(tasks.context, "event_context"));
  RETURN_IF_ERROR(take(tasks.sector, "sector"));
  for (const auto& [task, none] : {std::pair{"event", "O"}, {"event_mode", "-"}, {"sector", "-"}})
    if (const auto labels = model->labels(task); labels.size() < 2 || labels[0] != none)
      return fail(ErrorCode::kBadData, "the model's scorer '" + std::string(task) +
                                           "' does not begin with the label '" + none + "' and go on");
  RETURN_IF_ERROR(check_labels(*model, "event_rank", kRanks));
  RETURN_IF_ERROR(check_labels(*model, "event_status", kStatuses));
  std::array<std::string_view, kArcKinds> kinds;
  for (std::size_t k = 0; k < kArcKinds; ++k) kinds[k] = to_string(static_cast<ArcKind>(k));
  RETURN_IF_ERROR(check_labels(*model, "event_arc", kinds));
  if (model->arc_scorer("event_arc", nn::ArcForm::kHeads) == nullptr)
    return fail(ErrorCode::kBadData, "the model has no arc scorer 'event_arc'");
  ASSIGN_OR_RETURN(const auto bias, model->file().floats("arc.event_arc.bias", {kBuckets, kArcKinds}));
  return std::make_unique<EventStage>(std::move(model), std::move(tasks), bias);
}

}  // namespace casus::event
