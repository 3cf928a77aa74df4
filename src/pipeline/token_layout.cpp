// SPDX-License-Identifier: Apache-2.0
#include "pipeline/token_layout.h"

#include <algorithm>

#include "pipeline/scores.h"

namespace casus {

TokenLayout::TokenLayout(const nn::Model& model) {
  std::size_t first = 0;
  for (const nn::TokenTask& task : model.file().token_tasks()) {
    Task entry{
        .name = task.name, .first = first, .labels = task.labels.size(), .is_narrow = task.labels.size() <= kNarrow};
    std::size_t& columns = entry.is_narrow ? logit_columns_ : choice_columns_;
    entry.kept = columns;
    columns += entry.is_narrow ? entry.labels : kChoices;
    first += entry.labels;
    tasks_.push_back(std::move(entry));
  }
}

Result<TokenLayout::Task> TokenLayout::task(std::string_view name) const {
  const auto found = std::ranges::find(tasks_, name, &Task::name);
  if (found == tasks_.end() || found->labels == 0)
    return fail(ErrorCode::kBadData, "the model has no token scorer '" + std::string(name) + "'");
  return *found;
}

std::span<const Label> choices_of(const TokenStates& states, const TokenLayout::Task& task, std::size_t token,
                                  Label& best) {
  if (!task.is_narrow) return {states.choices.data() + token * states.choice_columns + task.kept, kChoices};
  best = static_cast<Label>(best_label(logits_of(states, task, token)));
  return {&best, 1};
}

}  // namespace casus
