// SPDX-License-Identifier: Apache-2.0
#include "nn/scorers.h"

#include <algorithm>
#include <cstring>

namespace casus::nn {
namespace {

// Rows of the large products of labels that are worked on at a time.
constexpr std::size_t kLabelRows = 24;
// Rows of one projection or of the scores of one sentence that are worked on at a time.
constexpr std::size_t kBlockRowsOfArcs = 48;

std::size_t product_outputs(ArcForm form, std::size_t width, std::size_t labels) {
  switch (form) {
    case ArcForm::kAll:
      return width + 1;
    case ArcForm::kPairs:
      return (width + 1) * round_up(labels, kLanes);
    case ArcForm::kHeads:
      return (width + 1) * labels;
  }
  return 0;
}

}  // namespace

Result<ArcScorer> ArcScorer::load(const ModelFile& file, const ArcTask& task, const Kernels& kernels) {
  ArcScorer scorer;
  scorer.kernels_ = &kernels;
  scorer.form_ = task.form;
  scorer.has_root_ = task.has_root;
  scorer.width_ = task.width;
  scorer.labels_ = task.labels.size();
  scorer.padded_labels_ = round_up(scorer.labels_, kLanes);
  const std::string prefix = "arc." + task.name + ".";
  const std::size_t hidden = file.config().hidden;
  ASSIGN_OR_RETURN(scorer.head_, load_linear(file, prefix + "head", hidden, task.width));
  ASSIGN_OR_RETURN(scorer.dependent_, load_linear(file, prefix + "dep", hidden, task.width));
  ASSIGN_OR_RETURN(scorer.product_, load_linear(file, prefix + "product", task.width,
                                                product_outputs(task.form, task.width, scorer.labels_)));
  if (task.has_root) {
    ASSIGN_OR_RETURN(scorer.root_, file.floats(prefix + "root", {task.width}));
    scorer.root_bytes_.resize(task.width);
    kernels.quantize(scorer.root_.data(), task.width, 1, task.width, scorer.root_bytes_.data(), task.width,
                     &scorer.root_scale_);
  }
  return scorer;
}

void ArcScorer::project_side(const Linear& side, const WordRows& words, Scratch& scratch, WordRows& out,
                             float* states) const {
  out.count = words.count;
  out.width = width_;
  std::uint8_t* const bytes = out.bytes.ensure(words.count * width_);
  float* const scales = out.scales.ensure(words.count);
  float* const block = scratch.narrow.ensure(kBlockRowsOfArcs * side.columns());
  for (std::size_t first = 0; first < words.count; first += kBlockRowsOfArcs) {
    const std::size_t rows = std::min(kBlockRowsOfArcs, words.count - first);
    kernels_->product_relu(side.matrix, words.rows(first, rows), block, side.columns());
    kernels_->quantize(block, side.columns(), rows, width_, bytes + first * width_, width_, scales + first);
    if (states == nullptr) continue;
    for (std::size_t i = 0; i < rows; ++i) {
      std::copy_n(block + i * side.columns(), width_, states + (first + i) * width_);
    }
  }
}

void ArcScorer::project(const WordRows& words, Scratch& scratch, ArcProjection& out) const {
  float* const states = form_ == ArcForm::kPairs ? out.head_states.ensure(words.count * width_) : nullptr;
  project_side(head_, words, scratch, out.heads, states);
  project_side(dependent_, words, scratch, out.dependents, nullptr);
}

void ArcScorer::score_all(const ArcProjection& arcs, RowRange sentence, Scratch& scratch,
                          std::vector<float>& scores) const {
  const std::size_t count = sentence.size();
  const std::size_t roots = has_root_ ? 1 : 0;
  const std::size_t candidates = count + roots;
  const std::size_t columns = round_up(candidates, kLanes);
  std::int8_t* const panel = scratch.panel.ensure(columns * width_);
  std::int32_t* const start = scratch.panel_start.ensure(columns);
  float* const panel_scales = scratch.panel_scales.ensure(columns);
  if (has_root_) {
    kernels_->pack_panel({root_bytes_.data(), &root_scale_, 1, width_}, width_, columns, panel, start);
    panel_scales[0] = root_scale_;
  }
  const ByteRows heads = arcs.heads.rows(sentence.begin, count);
  kernels_->pack_panel(heads, width_, columns, panel + 4 * roots, start + roots);
  std::copy_n(heads.scales, count, panel_scales + roots);
  std::fill(panel_scales + candidates, panel_scales + columns, 0.0F);

  // Each dependent through U once; its last column is what is added whatever the head.
  float* const wide = scratch.wide.ensure(kBlockRowsOfArcs * product_.columns());
  std::uint8_t* const bytes = scratch.wide_bytes.ensure(kBlockRowsOfArcs * width_);
  float* const row_scales = scratch.narrow_scales.ensure(kBlockRowsOfArcs);
  float* const block = scratch.narrow.ensure(kBlockRowsOfArcs * columns);
  scores.resize(count * candidates);
  for (std::size_t first = 0; first < count; first += kBlockRowsOfArcs) {
    const std::size_t rows = std::min(kBlockRowsOfArcs, count - first);
    kernels_->product(product_.matrix, arcs.dependents.rows(sentence.begin + first, rows), wide, product_.columns());
    kernels_->quantize(wide, product_.columns(), rows, width_, bytes, width_, row_scales);
    kernels_->panel_product({panel, start, panel_scales, width_, columns}, {bytes, row_scales, rows, width_}, block,
                            columns);
    for (std::size_t i = 0; i < rows; ++i) {
      const float added = wide[i * product_.columns() + width_];
      for (std::size_t j = 0; j < candidates; ++j) {
        scores[(first + i) * candidates + j] = block[i * columns + j] + added;
      }
    }
  }
}

void ArcScorer::score_pairs(const ArcProjection& arcs, std::span<const ArcPair> pairs, Scratch& scratch,
                            std::vector<float>& scores) const {
  float* const wide = scratch.wide.ensure(kLabelRows * product_.columns());
  std::uint8_t* const bytes = scratch.wide_bytes.ensure(kLabelRows * width_);
  float* const row_scales = scratch.narrow_scales.ensure(kLabelRows);
  float* const row = scratch.narrow.ensure(padded_labels_);
  scores.resize(pairs.size() * labels_);
  for (std::size_t first = 0; first < pairs.size(); first += kLabelRows) {
    const std::size_t rows = std::min(kLabelRows, pairs.size() - first);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::size_t dependent = pairs[first + i].dependent;
      std::copy_n(arcs.dependents.bytes.data() + dependent * width_, width_, bytes + i * width_);
      row_scales[i] = arcs.dependents.scales.data()[dependent];
    }
    kernels_->product(product_.matrix, {bytes, row_scales, rows, width_}, wide, product_.columns());
    for (std::size_t i = 0; i < rows; ++i) {
      const std::uint32_t head = pairs[first + i].head;
      const float* const state = head == kRootHead ? root_.data() : arcs.head_states.data() + head * width_;
      kernels_->combine(state, wide + i * product_.columns(), width_, padded_labels_, row);
      std::copy_n(row, labels_, scores.data() + (first + i) * labels_);
    }
  }
}

void ArcScorer::score_heads(const ArcProjection& arcs, std::span<const std::uint32_t> heads, RowRange dependents,
                            Scratch& scratch, std::vector<float>& scores) const {
  const std::size_t count = dependents.size();
  const std::size_t columns = round_up(count, kLanes);
  std::int8_t* const panel = scratch.panel.ensure(columns * width_);
  std::int32_t* const start = scratch.panel_start.ensure(columns);
  float* const panel_scales = scratch.panel_scales.ensure(columns);
  const ByteRows rows_of = arcs.dependents.rows(dependents.begin, count);
  kernels_->pack_panel(rows_of, width_, columns, panel, start);
  std::copy_n(rows_of.scales, count, panel_scales);
  std::fill(panel_scales + count, panel_scales + columns, 0.0F);

  float* const wide = scratch.wide.ensure(kLabelRows * product_.columns());
  std::uint8_t* const bytes = scratch.wide_bytes.ensure(std::max(kLabelRows, labels_) * width_);
  float* const row_scales = scratch.narrow_scales.ensure(std::max(kLabelRows, labels_));
  float* const block = scratch.narrow.ensure(labels_ * columns);
  scores.resize(heads.size() * count * labels_);
  for (std::size_t first = 0; first < heads.size(); first += kLabelRows) {
    const std::size_t rows = std::min(kLabelRows, heads.size() - first);
    for (std::size_t i = 0; i < rows; ++i) {
      std::copy_n(arcs.heads.bytes.data() + heads[first + i] * width_, width_, bytes + i * width_);
      row_scales[i] = arcs.heads.scales.data()[heads[first + i]];
    }
    kernels_->product(product_.matrix, {bytes, row_scales, rows, width_}, wide, product_.columns());
    for (std::size_t i = 0; i < rows; ++i) {
      const float* const tables = wide + i * product_.columns();  // [labels, width], then what is added to each label
      kernels_->quantize(tables, width_, labels_, width_, bytes, width_, row_scales);
      kernels_->panel_product({panel, start, panel_scales, width_, columns}, {bytes, row_scales, labels_, width_},
                              block, columns);
      float* const out = scores.data() + (first + i) * count * labels_;
      for (std::size_t l = 0; l < labels_; ++l) {
        const float added = tables[labels_ * width_ + l];
        for (std::size_t j = 0; j < count; ++j) out[j * labels_ + l] = block[l * columns + j] + added;
      }
    }
  }
}

}  // namespace casus::nn
