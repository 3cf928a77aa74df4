// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "nn/buffer.h"
#include "nn/kernels/kernels.h"

namespace casus::nn {

/// Numbers for one comparison; the same seed gives the same numbers.
class Numbers {
 public:
  explicit Numbers(unsigned seed) : random_(seed) {}
  std::vector<float> floats(std::size_t count, float size) {
    std::normal_distribution<float> normal(0, size);
    std::vector<float> out(count);
    for (float& x : out) x = normal(random_);
    return out;
  }
  template <typename T>
  std::vector<T> bytes(std::size_t count) {
    std::vector<T> out(count);
    for (T& x : out) x = static_cast<T>(random_() & 255U);
    return out;
  }
  std::vector<std::int32_t> starts(std::size_t count) {
    std::vector<std::int32_t> out(count);
    for (auto& x : out) x = static_cast<std::int32_t>(random_() % 2000001U) - 1000000;
    return out;
  }

 private:
  std::mt19937 random_;
};

template <typename T>
void expect_same_bits(const std::vector<T>& expected, const std::vector<T>& found, const std::string& what) {
  ASSERT_EQ(expected.size(), found.size()) << what;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (std::memcmp(&expected[i], &found[i], sizeof(T)) == 0) continue;
    FAIL() << what << ": value " << i << " is " << +found[i] << ", plain code gives " << +expected[i];
  }
}

inline void compare_products(const Kernels& plain, const Kernels& other) {
  struct Shape {
    std::size_t rows, inputs, columns;
  };
  for (const Shape shape : {Shape{1, 4, 64}, Shape{2, 20, 64}, Shape{3, 64, 128}, Shape{5, 96, 64}, Shape{6, 384, 192},
                            Shape{7, 1536, 64}, Shape{13, 384, 64}, Shape{48, 64, 64}}) {
    Numbers numbers(static_cast<unsigned>(shape.rows * 1000 + shape.inputs));
    const auto weights = numbers.bytes<std::int8_t>(shape.inputs * shape.columns);
    const auto start = numbers.starts(shape.columns);
    const auto scales = numbers.floats(shape.columns, 0.01F);
    const auto bias = numbers.floats(shape.columns, 1.0F);
    const std::size_t stride = shape.inputs + 12;
    const auto bytes = numbers.bytes<std::uint8_t>(shape.rows * stride);
    const auto row_scales = numbers.floats(shape.rows, 0.001F);
    const Matrix matrix{weights.data(), start.data(), scales.data(), bias.data(), shape.inputs, shape.columns};
    const ByteRows rows{bytes.data(), row_scales.data(), shape.rows, stride};
    const Panel panel{weights.data(), start.data(), scales.data(), shape.inputs, shape.columns - 16};
    const std::string what = std::to_string(shape.rows) + " x " + std::to_string(shape.inputs);
    for (const auto product : {&Kernels::product, &Kernels::product_gelu, &Kernels::product_relu}) {
      std::vector<float> expected(shape.rows * shape.columns);
      std::vector<float> found(expected.size());
      (plain.*product)(matrix, rows, expected.data(), shape.columns);
      (other.*product)(matrix, rows, found.data(), shape.columns);
      expect_same_bits(expected, found, "product " + what);
    }
    std::vector<float> expected(shape.rows * shape.columns);
    std::vector<float> found(expected.size());
    plain.panel_product(panel, rows, expected.data(), shape.columns);
    other.panel_product(panel, rows, found.data(), shape.columns);
    expect_same_bits(expected, found, "panel product " + what);
  }
}

inline void compare_rows(const Kernels& plain, const Kernels& other) {
  for (const std::size_t width : {16U, 64U, 96U, 384U}) {
    Numbers numbers(static_cast<unsigned>(width));
    const std::size_t rows = 5;
    auto x = numbers.floats(rows * width, 2.0F);
    std::fill_n(x.begin(), width, 0.0F);  // a row of zeros has scale 0
    const auto run = [&](const Kernels& kernels, std::vector<std::uint8_t>& bytes, std::vector<float>& scales) {
      bytes.resize(rows * width);
      scales.resize(rows);
      kernels.quantize(x.data(), width, rows, width, bytes.data(), width, scales.data());
    };
    std::vector<std::uint8_t> expected_bytes, found_bytes;
    std::vector<float> expected_scales, found_scales;
    run(plain, expected_bytes, expected_scales);
    run(other, found_bytes, found_scales);
    expect_same_bits(expected_bytes, found_bytes, "quantize");
    expect_same_bits(expected_scales, found_scales, "quantize scales");

    plain.quantize_gelu(x.data(), width, rows, width, expected_bytes.data(), width, expected_scales.data());
    other.quantize_gelu(x.data(), width, rows, width, found_bytes.data(), width, found_scales.data());
    expect_same_bits(expected_bytes, found_bytes, "quantize_gelu");
    expect_same_bits(expected_scales, found_scales, "quantize_gelu scales");

    const auto gain = numbers.floats(width, 1.0F);
    const auto shift = numbers.floats(width, 1.0F);
    const auto delta = numbers.floats(rows * width, 1.0F);
    const auto smooth = numbers.floats(width, 1.0F);
    const Norm norm{gain.data(), shift.data(), smooth.data(), 1e-12F, width};
    std::vector<float> expected = x;
    std::vector<float> found = x;
    plain.add_norm(norm, delta.data(), width, rows, {expected.data(), expected_bytes.data(), expected_scales.data()});
    other.add_norm(norm, delta.data(), width, rows, {found.data(), found_bytes.data(), found_scales.data()});
    expect_same_bits(expected, found, "add_norm");
    expect_same_bits(expected_bytes, found_bytes, "add_norm bytes");
    expect_same_bits(expected_scales, found_scales, "add_norm scales");

    const auto words = numbers.bytes<std::int8_t>(7 * width);
    const auto word_scales = numbers.floats(7, 0.1F);
    const auto positions = numbers.floats(9 * width, 1.0F);
    const auto shapes = numbers.floats(3 * width, 1.0F);
    const std::vector<std::uint32_t> pieces{6, 0, 3, 3, 5};
    const std::vector<std::uint8_t> shape_ids{0, 2, 1, 1, 0};
    const EmbeddingTables tables{words.data(), word_scales.data(), positions.data(), shapes.data()};
    plain.embed(tables, norm, pieces.data(), shape_ids.data(), rows, 3,
                {expected.data(), expected_bytes.data(), expected_scales.data()});
    other.embed(tables, norm, pieces.data(), shape_ids.data(), rows, 3,
                {found.data(), found_bytes.data(), found_scales.data()});
    expect_same_bits(expected, found, "embed");
    expect_same_bits(expected_bytes, found_bytes, "embed bytes");

    std::vector<std::int8_t> expected_panel(16 * width), found_panel(16 * width);
    std::vector<std::int32_t> expected_start(16), found_start(16);
    const ByteRows columns{expected_bytes.data(), expected_scales.data(), rows, width};
    plain.pack_panel(columns, width, 16, expected_panel.data(), expected_start.data());
    other.pack_panel(columns, width, 16, found_panel.data(), found_start.data());
    expect_same_bits(expected_panel, found_panel, "pack_panel");
    expect_same_bits(expected_start, found_start, "pack_panel start");

    const auto table = numbers.floats((21 + 1) * width, 1.0F);
    const auto head = numbers.floats(21, 1.0F);
    std::vector<float> expected_labels(width), found_labels(width);
    plain.combine(head.data(), table.data(), 21, width, expected_labels.data());
    other.combine(head.data(), table.data(), 21, width, found_labels.data());
    expect_same_bits(expected_labels, found_labels, "combine");
  }
}

struct AttentionCase {
  std::size_t heads = 2;
  std::size_t head_width = kHeadWidth;
  std::size_t length = 0;
  std::vector<float> projected;
  std::vector<float> bias;  // two rows of twice the length and the lanes; empty: none
};

inline std::vector<float> attention_of(const Kernels& kernels, const AttentionCase& in) {
  const std::size_t heads = in.heads;
  const std::size_t length = in.length;
  const std::vector<float>& projected = in.projected;
  const std::size_t padded = round_up(length, kLanes);
  const std::size_t width = heads * in.head_width;
  Buffer<std::uint8_t> queries, probabilities;
  Buffer<std::int8_t> keys, values;
  Buffer<std::int32_t> key_start;
  Buffer<float> query_scales, key_scales, value_scales, scores;
  const HeadPanels panels{.queries = queries.ensure(length * width),
                          .query_scales = query_scales.ensure(length * heads),
                          .keys = keys.ensure(padded * width),
                          .key_start = key_start.ensure(padded * heads),
                          .key_scales = key_scales.ensure(padded * heads),
                          .values = values.ensure(padded * width),
                          .value_scales = value_scales.ensure(padded * heads),
                          .heads = heads,
                          .width = in.head_width,
                          .length = length,
                          .padded = padded,
                          .bias = in.bias.empty() ? nullptr : in.bias.data() + length - 1,
                          .bias_stride = in.bias.size() / heads};
  const std::size_t first = length / 3;
  kernels.split_heads(projected.data(), 3 * width, first, 0, panels);
  kernels.split_heads(projected.data() + first * 3 * width, 3 * width, length - first, first, panels);
  std::vector<float> out(length * width);
  const AttentionScratch scratch{scores.ensure(kQueryRows * padded), probabilities.ensure(kQueryRows * padded)};
  kernels.attend(panels, 0, first, scratch, out.data());
  kernels.attend(panels, first, length - first, scratch, out.data() + first * width);
  return out;
}

inline void compare_attention(const Kernels& plain, const Kernels& other) {
  for (const std::size_t length : {1U, 3U, 16U, 17U, 40U, 63U, 100U}) {
    for (const std::size_t head_width : {kHeadWidth, kWideHead}) {
      Numbers numbers(static_cast<unsigned>(length));
      AttentionCase in{.head_width = head_width, .length = length};
      in.projected = numbers.floats(length * 3 * in.heads * head_width, 1.5F);
      for (const bool has_bias : {false, true}) {
        if (has_bias) in.bias = numbers.floats(in.heads * (2 * length + kLanes), 1.5F);
        expect_same_bits(attention_of(plain, in), attention_of(other, in), "attention of " + std::to_string(length));
      }
    }
  }
}

/// All loops of `other` give the bits that those of `plain` give.
inline void expect_equal_kernels(const Kernels& plain, const Kernels& other) {
  compare_products(plain, other);
  compare_rows(plain, other);
  compare_attention(plain, other);
}

}  // namespace casus::nn
