// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "nn/ops.h"
#include "nn/scratch.h"

namespace casus::nn {

/// Hidden states of words as 8-bit rows; made by Model::quantize.
struct WordRows {
  Buffer<std::uint8_t> bytes;
  Buffer<float> scales;
  std::size_t count = 0;
  std::size_t width = 0;

  /// `rows` rows from `first` on.
  ByteRows rows(std::size_t first, std::size_t rows) const {
    return {bytes.data() + first * width, scales.data() + first, rows, width};
  }
};

/// Words as heads and as dependents, in the space of one arc task; made by ArcScorer::project.
struct ArcProjection {
  WordRows heads;
  WordRows dependents;
  Buffer<float> head_states;  ///< [words, width], for tasks that score pairs
};

/// The head that is no word.
inline constexpr std::uint32_t kRootHead = std::numeric_limits<std::uint32_t>::max();

/// A head (a row, or kRootHead) and a dependent (a row).
struct ArcPair {
  std::uint32_t head = 0;
  std::uint32_t dependent = 0;
};

/// Rows [begin, end): a sentence.
struct RowRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::size_t size() const { return end - begin; }
};

/// Scores labelled arcs between words: score[l] = [head; 1]^T U_l [dependent; 1] of two small projections of the
/// states. Paper: Dozat and Manning 2017. Rows given must lie in the projection. Threads: const.
class ArcScorer {
 public:
  static Result<ArcScorer> load(const ModelFile& file, const ArcTask& task, const Kernels& kernels);

  ArcForm form() const { return form_; }
  bool has_root() const { return has_root_; }
  std::size_t labels() const { return labels_; }

  /// Both projections of all words: once for a batch, whatever sentences are asked for then.
  void project(const WordRows& words, Scratch& scratch, ArcProjection& out) const;

  /// Form kAll: every head for every dependent of one sentence. Shape: scores [n, n + 1] where the task has a root
  /// (head 0), else [n, n]; row d holds the scores of dependent begin + d. The caller bounds n: cost and memory are n
  /// squared.
  void score_all(const ArcProjection& arcs, RowRange sentence, Scratch& scratch, std::vector<float>& scores) const;

  /// Form kPairs: all labels of each pair. Shape: scores [pairs, labels].
  void score_pairs(const ArcProjection& arcs, std::span<const ArcPair> pairs, Scratch& scratch,
                   std::vector<float>& scores) const;

  /// Form kHeads: all labels of each given head with every dependent of a range. Shape: scores [heads, n, labels].
  void score_heads(const ArcProjection& arcs, std::span<const std::uint32_t> heads, RowRange dependents,
                   Scratch& scratch, std::vector<float>& scores) const;

 private:
  void project_side(const Linear& side, const WordRows& words, Scratch& scratch, WordRows& out, float* states) const;

  const Kernels* kernels_ = nullptr;
  ArcForm form_ = ArcForm::kAll;
  bool has_root_ = false;
  std::size_t width_ = 0;
  std::size_t labels_ = 0;
  std::size_t padded_labels_ = 0;
  Linear head_;
  Linear dependent_;
  Linear product_;
  std::span<const float> root_;
  std::vector<std::uint8_t> root_bytes_;
  float root_scale_ = 0;
};

}  // namespace casus::nn
