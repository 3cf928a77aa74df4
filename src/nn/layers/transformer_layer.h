// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>

#include "nn/ops.h"
#include "nn/scratch.h"

namespace casus::nn {

/// Where the pieces of one window lie among the rows of a chunk, and its keys and values among the panels.
struct WindowRows {
  std::size_t first = 0;
  std::size_t length = 0;
  std::size_t padded = 0;  ///< length rounded up to kLanes
  std::size_t panel = 0;   ///< sum of `padded` of the windows before
};

/// What attention adds to a score (base 2) for key minus query, a row a head (Raffel et al. 2020; MPNet).
struct DistanceBias {
  const float* table = nullptr;  ///< [heads, stride]; null: nothing
  std::size_t stride = 0;
  std::size_t zero = 0;  ///< the place in a row of a key that is the query itself
};

/// Rows that pass through the products of a layer at a time: their floats stay in the second-level cache.
inline constexpr std::size_t kBlockRows = 48;

/// One layer of a BERT encoder: attention inside each window, feed-forward, each with a residual and a layer norm
/// behind. Paper: Vaswani et al. 2017; Devlin et al. 2019. Owner: the weights are the model file's. Threads: const.
class TransformerLayer {
 public:
  /// `bias` is what all layers add to scores for the distance of two pieces; without a table it adds nothing.
  static Result<TransformerLayer> load(const ModelFile& file, std::size_t index, DistanceBias bias);

  /// Reads and replaces `states`, `bytes` and `byte_scales` of the scratch, which `rows` pieces fill.
  void run(const Kernels& kernels, std::span<const WindowRows> windows, std::size_t rows, Scratch& scratch) const;

 private:
  std::size_t width() const { return heads_ * head_width_; }
  HeadPanels panels_of(const WindowRows& window, Scratch& scratch) const;
  void project(const Kernels& kernels, std::span<const WindowRows> windows, std::size_t first, std::size_t rows,
               Scratch& scratch) const;
  void attend(const Kernels& kernels, std::span<const WindowRows> windows, std::size_t first, std::size_t rows,
              Scratch& scratch) const;
  void feed_forward(const Kernels& kernels, std::size_t first, std::size_t rows, Scratch& scratch) const;

  std::size_t heads_ = 0;
  std::size_t head_width_ = 0;
  DistanceBias bias_;
  Linear qkv_;
  Linear out_;
  Linear up_;
  Linear down_;
  Norm attention_norm_;
  Norm output_norm_;
};

}  // namespace casus::nn
