// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>

namespace casus::nn {

/// Columns of a packed matrix are padded to a multiple of this.
inline constexpr std::size_t kTileColumns = 64;
/// Lanes of every float loop on every machine; rows of floats are padded to a multiple of this.
inline constexpr std::size_t kLanes = 16;
/// Attention heads are this wide or twice as wide.
inline constexpr std::size_t kHeadWidth = 32;
inline constexpr std::size_t kWideHead = 2 * kHeadWidth;
/// Query rows that attention works on at a time.
inline constexpr std::size_t kQueryRows = 12;
/// Most inputs of a packed matrix: sums of products of 8-bit numbers stay far inside 32 bits.
inline constexpr std::size_t kMaxInputs = 4096;

/// What is added to GELU's results so that none is below 0; the next bias takes it back.
inline constexpr float kGeluFloor = 0.1705F;

/// `count` rounded up to a multiple of `step`.
constexpr std::size_t round_up(std::size_t count, std::size_t step) {
  return (count + step - 1) / step * step;
}

/// Int8 weights, packed: for each 64 columns, for each 4 inputs, 64 x 4 weights.
/// Rows that meet it are stored as q + 128; `start` is -128 times the sum of a column's weights, which takes that back.
struct Matrix {
  const std::int8_t* weights = nullptr;
  const std::int32_t* start = nullptr;
  const float* scales = nullptr;
  const float* bias = nullptr;
  std::size_t inputs = 0;   ///< multiple of 4
  std::size_t columns = 0;  ///< multiple of kTileColumns
};

/// A matrix made while running, one column a row of some other operand: for each 4 inputs, `columns` x 4 numbers.
struct Panel {
  const std::int8_t* weights = nullptr;
  const std::int32_t* start = nullptr;
  const float* scales = nullptr;
  std::size_t inputs = 0;   ///< multiple of 4
  std::size_t columns = 0;  ///< multiple of kLanes
};

/// Rows of 8-bit numbers, stored as q + 128, and the scale of each.
struct ByteRows {
  const std::uint8_t* values = nullptr;
  const float* scales = nullptr;
  std::size_t rows = 0;
  std::size_t stride = 0;
};

/// Gain and shift of a layer norm over rows of `width` numbers.
struct Norm {
  const float* gain = nullptr;
  const float* shift = nullptr;
  const float* smooth = nullptr;  ///< factor of each number before it becomes 8 bits; the next weights hold its inverse
  float epsilon = 0;
  std::size_t width = 0;  ///< multiple of kLanes
};

/// Where a row of floats goes after a layer norm: the floats themselves and their 8-bit form, rows of `Norm::width`.
struct NormOutput {
  float* states = nullptr;
  std::uint8_t* values = nullptr;
  float* scales = nullptr;
};

struct EmbeddingTables {
  const std::int8_t* words = nullptr;  ///< [vocabulary, width]
  const float* word_scales = nullptr;  ///< [vocabulary]
  const float* positions = nullptr;    ///< [positions, width]
  const float* shapes = nullptr;       ///< [shapes, width]
};

/// Queries, keys and values of one window, 8 bits each, a scale per piece and attention head.
struct HeadPanels {
  std::uint8_t* queries = nullptr;    ///< [pieces, heads * width], stored as q + 128
  float* query_scales = nullptr;      ///< [pieces, heads], with log2(e) / sqrt(width) inside
  std::int8_t* keys = nullptr;        ///< per head [width / 4, padded, 4]
  std::int32_t* key_start = nullptr;  ///< per head [padded]
  float* key_scales = nullptr;        ///< per head [padded]
  std::int8_t* values = nullptr;      ///< per head [padded / 4, width, 4]
  float* value_scales = nullptr;      ///< per head [padded]; 0 for what is no piece
  std::size_t heads = 0;
  std::size_t width = kHeadWidth;  ///< of a head: kHeadWidth or kWideHead
  std::size_t length = 0;
  std::size_t padded = 0;       ///< length rounded up to kLanes
  const float* bias = nullptr;  ///< what a score (base 2) gets for key minus query, from the place of 0; null: nothing
  std::size_t bias_stride = 0;  ///< numbers from the bias of one head to that of the next
};

/// Work memory of attention: rows of `padded` floats and bytes.
struct AttentionScratch {
  float* scores = nullptr;                ///< [kQueryRows, padded]
  std::uint8_t* probabilities = nullptr;  ///< [kQueryRows, padded]
};

/// The loops over numbers of one instruction set. All sets give the same bits.
/// Integer sums are exact; floats have 16 lanes, one order of additions, no fused multiply-add, and their own exp.
/// Threads: const and free of state.
struct Kernels {
  const char* name;
  /// out[i][j] = (rows[i] . column j) * scales, plus bias. Shape: out [rows, matrix.columns], row stride `out_stride`.
  void (*product)(const Matrix& matrix, const ByteRows& rows, float* out, std::size_t out_stride);
  /// The same, then GELU (error below 2e-4).
  void (*product_gelu)(const Matrix& matrix, const ByteRows& rows, float* out, std::size_t out_stride);
  /// The same, then max(0, x).
  void (*product_relu)(const Matrix& matrix, const ByteRows& rows, float* out, std::size_t out_stride);
  /// Rows times a panel made while running, no bias. Shape: out [rows, panel.columns].
  void (*panel_product)(const Panel& panel, const ByteRows& rows, float* out, std::size_t out_stride);
  /// Each row becomes a column of a panel of `columns` columns; also its start value.
  void (*pack_panel)(const ByteRows& rows, std::size_t inputs, std::size_t columns, std::int8_t* weights,
                     std::int32_t* start);
  /// 8-bit rows: q = round(x * 127 / max|x|), stored as q + 128; scale = max|x| / 127. `width` a multiple of kLanes.
  void (*quantize)(const float* in, std::size_t in_stride, std::size_t rows, std::size_t width, std::uint8_t* values,
                   std::size_t out_stride, float* scales);
  /// 8-bit rows of GELU's results, whose least is -kGeluFloor: q = round((x + floor) * 255 / (max + floor)), stored as
  /// q.
  void (*quantize_gelu)(const float* in, std::size_t in_stride, std::size_t rows, std::size_t width,
                        std::uint8_t* values, std::size_t out_stride, float* scales);
  /// states = norm(states + delta), and its 8-bit form.
  void (*add_norm)(const Norm& norm, const float* delta, std::size_t delta_stride, std::size_t rows, NormOutput out);
  /// states = norm(word + position + shape), and its 8-bit form; positions count from `first_position`.
  void (*embed)(const EmbeddingTables& tables, const Norm& norm, const std::uint32_t* pieces,
                const std::uint8_t* shapes, std::size_t count, std::size_t first_position, NormOutput out);
  /// Cuts rows [query | key | value] of floats into 8-bit heads; the first row is piece `first` of the window.
  void (*split_heads)(const float* projected, std::size_t stride, std::size_t rows, std::size_t first,
                      const HeadPanels& panels);
  /// Attention of pieces [first, first + rows) of the window. Shape: out [rows, heads * width].
  void (*attend)(const HeadPanels& panels, std::size_t first, std::size_t rows, AttentionScratch scratch, float* out);
  /// out[l] = sum over f of head[f] * table[f][l], plus table[features][l]. `labels` a multiple of kLanes.
  void (*combine)(const float* head, const float* table, std::size_t features, std::size_t labels, float* out);
  /// y = 2^x and y = gelu(x), for tests. `count` a multiple of kLanes.
  void (*exp2)(const float* x, std::size_t count, float* y);
  void (*gelu)(const float* x, std::size_t count, float* y);
  /// Runs the hot instruction alone, in independent chains; gives the operations done (a multiply-add is 2).
  std::uint64_t (*peak)(std::uint64_t rounds);
};

const Kernels& generic_kernels();
const Kernels& avx2_kernels();
const Kernels& avx512_kernels();

}  // namespace casus::nn
