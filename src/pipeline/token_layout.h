// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nn/encoder.h"
#include "pipeline/stage.h"

namespace casus {

/// Where each token task of a model stands among the model's logits and in TokenStates.
class TokenLayout {
 public:
  struct Task {
    std::string name;
    std::size_t first = 0;  ///< the first of its columns among the model's logits
    std::size_t labels = 0;
    bool is_narrow = true;
    std::size_t kept = 0;  ///< its first column in TokenStates: of `logits` if narrow, else of `choices`
  };
  explicit TokenLayout(const nn::Model& model);

  std::span<const Task> tasks() const { return tasks_; }
  std::size_t logit_columns() const { return logit_columns_; }
  std::size_t choice_columns() const { return choice_columns_; }
  /// Errors: bad_data where the model lacks the task.
  Result<Task> task(std::string_view name) const;

 private:
  std::vector<Task> tasks_;
  std::size_t logit_columns_ = 0;
  std::size_t choice_columns_ = 0;
};

/// The logits of a narrow task. Shape: [labels]
inline std::span<const float> logits_of(const TokenStates& states, const TokenLayout::Task& task, std::size_t token) {
  return {states.logits.data() + token * states.logit_columns + task.kept, task.labels};
}

/// The best labels of a task, best first; of a narrow one the best alone is worked out.
std::span<const Label> choices_of(const TokenStates& states, const TokenLayout::Task& task, std::size_t token,
                                  Label& best);

}  // namespace casus
