// SPDX-License-Identifier: Apache-2.0
// pipeline: runs documents through the stages in order. A stage reads some layers of a Document and writes its own; it
// is loaded once, then const and shared by all threads; what changes while running lives in the thread's Workspace.
//   struct Shout : Stage { StageInfo info() const override; Result<void> run(std::span<Document>, Workspace&) const
//   override; };
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/document.h"
#include "nn/scorers.h"

namespace casus {

/// Best labels kept of a wide task (one of more than `kNarrow` labels); of the others all logits are kept.
inline constexpr std::size_t kNarrow = 40;
inline constexpr std::size_t kChoices = 4;

/// What the encoder leaves for one document: for each token its state, the logits of narrow tasks and the best labels
/// of wide ones, best first. TokenLayout says where a task's are.
struct TokenStates {
  nn::WordRows rows;  ///< states as 8-bit rows, which arc scorers read
  std::size_t logit_columns = 0;
  std::size_t choice_columns = 0;
  std::vector<float> logits;   ///< Shape: [tokens, logit_columns], row-major
  std::vector<Label> choices;  ///< Shape: [tokens, choice_columns], row-major
};

/// What the encoder did in this thread so far; for timings alone, no result depends on it.
struct EncoderUse {
  std::size_t pieces = 0;
  double operations = 0;  ///< of matrix products and attention; a multiply-add is 2
  double seconds = 0;
};

/// Memory of one thread. `states[d]` is of document d of the batch now running. `scratch` is any stage's own, keyed by
/// the stage's address, made at first use.
struct Workspace {
  std::vector<TokenStates> states;
  EncoderUse encoder;
  struct Scratch {
    virtual ~Scratch() = default;
  };
  std::vector<std::pair<const void*, std::unique_ptr<Scratch>>> scratch;

  /// The scratch memory of `owner`, made by default construction at first use.
  template <typename T>
  T& scratch_of(const void* owner) {
    for (auto& [key, value] : scratch)
      if (key == owner) return static_cast<T&>(*value);
    scratch.emplace_back(owner, std::make_unique<T>());
    return static_cast<T&>(*scratch.back().second);
  }
};

struct StageInfo {
  std::string_view name;
  LayerSet reads;
  LayerSet writes;
};

/// The whole interface of a stage. `run` skips documents that have failed; it returns an Error only when the stage
/// itself cannot go on. Same input, same output, at any batch size and number of threads.
class Stage {
 public:
  virtual ~Stage() = default;
  virtual StageInfo info() const = 0;
  virtual Result<void> run(std::span<Document> batch, Workspace& workspace) const = 0;
};

}  // namespace casus
