// SPDX-License-Identifier: Apache-2.0
#include "nn/layers/transformer_layer.h"

#include <algorithm>

namespace casus::nn {
namespace {

// Calls `visit(window, begin, end)` for the part of each window that lies in rows [first, first + rows).
template <typename Visit>
void for_each_part(std::span<const WindowRows> windows, std::size_t first, std::size_t rows, Visit visit) {
  for (const WindowRows& window : windows) {
    const std::size_t begin = std::max(first, window.first);
    const std::size_t end = std::min(first + rows, window.first + window.length);
    if (begin < end) visit(window, begin, end);
  }
}

}  // namespace

Result<TransformerLayer> TransformerLayer::load(const ModelFile& file, std::size_t index, DistanceBias bias) {
  const ModelConfig& config = file.config();
  const std::string prefix = "layer." + std::to_string(index) + ".";
  TransformerLayer layer;
  layer.heads_ = config.heads;
  layer.head_width_ = config.hidden / config.heads;
  layer.bias_ = bias;
  ASSIGN_OR_RETURN(layer.qkv_, load_linear(file, prefix + "qkv", config.hidden, 3 * config.hidden));
  ASSIGN_OR_RETURN(layer.out_, load_linear(file, prefix + "out", config.hidden, config.hidden));
  ASSIGN_OR_RETURN(layer.up_, load_linear(file, prefix + "up", config.hidden, config.intermediate));
  ASSIGN_OR_RETURN(layer.down_, load_linear(file, prefix + "down", config.intermediate, config.hidden));
  ASSIGN_OR_RETURN(layer.attention_norm_, load_norm(file, prefix + "attention_norm"));
  ASSIGN_OR_RETURN(layer.output_norm_, load_norm(file, prefix + "output_norm"));
  return layer;
}

HeadPanels TransformerLayer::panels_of(const WindowRows& window, Scratch& scratch) const {
  return {.queries = scratch.queries.data() + window.first * width(),
          .query_scales = scratch.query_scales.data() + window.first * heads_,
          .keys = scratch.keys.data() + window.panel * width(),
          .key_start = scratch.key_start.data() + window.panel * heads_,
          .key_scales = scratch.key_scales.data() + window.panel * heads_,
          .values = scratch.values.data() + window.panel * width(),
          .value_scales = scratch.value_scales.data() + window.panel * heads_,
          .heads = heads_,
          .width = head_width_,
          .length = window.length,
          .padded = window.padded,
          .bias = bias_.table == nullptr ? nullptr : bias_.table + bias_.zero,
          .bias_stride = bias_.stride};
}

void TransformerLayer::project(const Kernels& kernels, std::span<const WindowRows> windows, std::size_t first,
                               std::size_t rows, Scratch& scratch) const {
  const std::size_t columns = qkv_.columns();
  float* const projected = scratch.wide.ensure(kBlockRows * columns);
  kernels.product(qkv_.matrix,
                  {scratch.bytes.data() + first * width(), scratch.byte_scales.data() + first, rows, width()},
                  projected, columns);
  for_each_part(windows, first, rows, [&](const WindowRows& window, std::size_t begin, std::size_t end) {
    kernels.split_heads(projected + (begin - first) * columns, columns, end - begin, begin - window.first,
                        panels_of(window, scratch));
  });
}

void TransformerLayer::attend(const Kernels& kernels, std::span<const WindowRows> windows, std::size_t first,
                              std::size_t rows, Scratch& scratch) const {
  const std::size_t width = this->width();
  float* const context = scratch.narrow.ensure(kBlockRows * width);
  for_each_part(windows, first, rows, [&](const WindowRows& window, std::size_t begin, std::size_t end) {
    kernels.attend(
        panels_of(window, scratch), begin - window.first, end - begin,
        {scratch.scores.ensure(kQueryRows * window.padded), scratch.probabilities.ensure(kQueryRows * window.padded)},
        context + (begin - first) * width);
  });
  std::uint8_t* const bytes = scratch.wide_bytes.ensure(kBlockRows * up_.columns());
  float* const scales = scratch.narrow_scales.ensure(kBlockRows);
  kernels.quantize(context, width, rows, width, bytes, width, scales);
  kernels.product(out_.matrix, {bytes, scales, rows, width}, context, width);
  kernels.add_norm(attention_norm_, context, width, rows,
                   {scratch.states.data() + first * width, scratch.bytes.data() + first * width,
                    scratch.byte_scales.data() + first});
}

void TransformerLayer::feed_forward(const Kernels& kernels, std::size_t first, std::size_t rows,
                                    Scratch& scratch) const {
  const std::size_t width = this->width();
  const std::size_t columns = up_.columns();
  const NormOutput output{scratch.states.data() + first * width, scratch.bytes.data() + first * width,
                          scratch.byte_scales.data() + first};
  float* const inner = scratch.wide.ensure(kBlockRows * columns);
  std::uint8_t* const bytes = scratch.wide_bytes.ensure(kBlockRows * columns);
  float* const scales = scratch.narrow_scales.ensure(kBlockRows);
  float* const change = scratch.narrow.ensure(kBlockRows * width);
  kernels.product_gelu(up_.matrix, {output.values, output.scales, rows, width}, inner, columns);
  kernels.quantize_gelu(inner, columns, rows, columns, bytes, columns, scales);
  kernels.product(down_.matrix, {bytes, scales, rows, columns}, change, width);
  kernels.add_norm(output_norm_, change, width, rows, output);
}

void TransformerLayer::run(const Kernels& kernels, std::span<const WindowRows> windows, std::size_t rows,
                           Scratch& scratch) const {
  const auto for_each_block = [&](auto&& visit) {
    for (std::size_t first = 0; first < rows; first += kBlockRows) visit(first, std::min(kBlockRows, rows - first));
  };
  for_each_block([&](std::size_t first, std::size_t count) { project(kernels, windows, first, count, scratch); });
  for_each_block([&](std::size_t first, std::size_t count) {
    attend(kernels, windows, first, count, scratch);
    feed_forward(kernels, first, count, scratch);
  });
}

}  // namespace casus::nn
