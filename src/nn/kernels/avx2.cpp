// SPDX-License-Identifier: Apache-2.0
// AVX2. Products of 8-bit numbers by widening to 16 bits and vpmaddwd: exact, where vpmaddubsw would saturate.
#include <immintrin.h>

#include "nn/kernels/gelu.h"
#include "nn/kernels/kernels.h"

#ifdef __clang__
#define CASUS_UNROLL _Pragma("clang loop unroll(full)")
#define CASUS_NO_UNROLL _Pragma("clang loop unroll(disable)")
#else
#define CASUS_UNROLL _Pragma("GCC unroll 32")
#define CASUS_NO_UNROLL _Pragma("GCC unroll 1")
#endif

namespace casus::nn {
namespace {
using std::int16_t;
using std::int32_t;
using std::int8_t;
using std::size_t;
using std::uint32_t;
using std::uint64_t;
using std::uint8_t;

constexpr const char* kName = "avx2";

struct Floats {
  __m256 low;
  __m256 high;
};
struct Ints {
  __m256i low;
  __m256i high;
};

inline Floats load(const float* from) {
  return {_mm256_loadu_ps(from), _mm256_loadu_ps(from + 8)};
}
inline void store(float* to, Floats x) {
  _mm256_storeu_ps(to, x.low);
  _mm256_storeu_ps(to + 8, x.high);
}
inline Floats splat(float x) {
  return {_mm256_set1_ps(x), _mm256_set1_ps(x)};
}
inline Floats add(Floats a, Floats b) {
  return {_mm256_add_ps(a.low, b.low), _mm256_add_ps(a.high, b.high)};
}
inline Floats sub(Floats a, Floats b) {
  return {_mm256_sub_ps(a.low, b.low), _mm256_sub_ps(a.high, b.high)};
}
inline Floats mul(Floats a, Floats b) {
  return {_mm256_mul_ps(a.low, b.low), _mm256_mul_ps(a.high, b.high)};
}
inline Floats max(Floats a, Floats b) {
  return {_mm256_max_ps(a.low, b.low), _mm256_max_ps(a.high, b.high)};
}
inline Floats min(Floats a, Floats b) {
  return {_mm256_min_ps(a.low, b.low), _mm256_min_ps(a.high, b.high)};
}
inline Ints to_bits(Floats a) {
  return {_mm256_castps_si256(a.low), _mm256_castps_si256(a.high)};
}
inline Floats from_bits(Ints a) {
  return {_mm256_castsi256_ps(a.low), _mm256_castsi256_ps(a.high)};
}
inline Ints ints(int32_t x) {
  return {_mm256_set1_epi32(x), _mm256_set1_epi32(x)};
}
inline Ints bit_and(Ints a, Ints b) {
  return {_mm256_and_si256(a.low, b.low), _mm256_and_si256(a.high, b.high)};
}
inline Floats absolute(Floats a) {
  return from_bits(bit_and(to_bits(a), ints(0x7FFFFFFF)));
}
inline float sum(Floats x) {
  const __m256 a = _mm256_add_ps(x.low, x.high);
  const __m128 b = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
  const __m128 c = _mm_add_ps(b, _mm_movehl_ps(b, b));
  return _mm_cvtss_f32(_mm_add_ss(c, _mm_shuffle_ps(c, c, 1)));
}
inline float maximum(Floats x) {
  const __m256 a = _mm256_max_ps(x.low, x.high);
  const __m128 b = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
  const __m128 c = _mm_max_ps(b, _mm_movehl_ps(b, b));
  return _mm_cvtss_f32(_mm_max_ss(c, _mm_shuffle_ps(c, c, 1)));
}
inline float square_root(float x) {
  return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(x)));
}

inline const __m256i* eight(const int32_t* at) {
  return reinterpret_cast<const __m256i*>(at);
}
inline __m256i* eight(int32_t* at) {
  return reinterpret_cast<__m256i*>(at);
}
inline Ints load_ints(const int32_t* from) {
  return {_mm256_loadu_si256(eight(from)), _mm256_loadu_si256(eight(from + 8))};
}
inline void store_ints(int32_t* to, Ints x) {
  _mm256_storeu_si256(eight(to), x.low);
  _mm256_storeu_si256(eight(to + 8), x.high);
}
inline Ints add(Ints a, Ints b) {
  return {_mm256_add_epi32(a.low, b.low), _mm256_add_epi32(a.high, b.high)};
}
inline Ints bit_or(Ints a, Ints b) {
  return {_mm256_or_si256(a.low, b.low), _mm256_or_si256(a.high, b.high)};
}
inline Ints low_bytes(Ints a) {
  return bit_and(a, ints(255));
}
inline Ints shift_left(Ints a, int bits) {
  const __m128i count = _mm_cvtsi32_si128(bits);
  return {_mm256_sll_epi32(a.low, count), _mm256_sll_epi32(a.high, count)};
}
inline Ints shift_left_23(Ints a) {
  return {_mm256_slli_epi32(a.low, 23), _mm256_slli_epi32(a.high, 23)};
}
inline int32_t sum(Ints x) {
  const __m256i a = _mm256_add_epi32(x.low, x.high);
  const __m128i b = _mm_add_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
  const __m128i c = _mm_add_epi32(b, _mm_shuffle_epi32(b, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(c, _mm_shuffle_epi32(c, 0xB1)));
}
inline Floats to_floats(Ints a) {
  return {_mm256_cvtepi32_ps(a.low), _mm256_cvtepi32_ps(a.high)};
}
inline Ints round(Floats a) {
  return {_mm256_cvtps_epi32(a.low), _mm256_cvtps_epi32(a.high)};
}
inline void store_bytes(uint8_t* to, Ints x) {
  const Ints bytes = low_bytes(x);
  const __m256i words = _mm256_permute4x64_epi64(_mm256_packs_epi32(bytes.low, bytes.high), 0xD8);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to),
                   _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1)));
}
inline Ints widen(const int8_t* from) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  return {_mm256_cvtepi8_epi32(bytes), _mm256_cvtepi8_epi32(_mm_srli_si128(bytes, 8))};
}

constexpr size_t kRowsAtOnce = 6;

// Rows of bytes as 16-bit numbers, so that four of them are one broadcast.
struct WideRows {
  alignas(64) int16_t at[kRowsAtOnce][kMaxInputs + 32];  // + 32: rows must not share cache sets
};

inline void widen_rows(const uint8_t* rows, size_t stride, size_t count, size_t inputs, WideRows& wide) {
  for (size_t r = 0; r < count; ++r) {
    size_t i = 0;
    for (; i + 16 <= inputs; i += 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(rows + r * stride + i));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(wide.at[r] + i), _mm256_cvtepu8_epi16(bytes));
    }
    for (; i < inputs; ++i) wide.at[r][i] = rows[r * stride + i];
  }
}

struct Four {
  int16_t at[4];
};

// left += four of a row times 4 columns, right += the same times the next 4. As intrinsics, g++ 12 makes all
// broadcasts first, runs out of registers and loses half of the speed.
inline void dot_step(__m256i& left, __m256i& right, const int16_t* row, __m256i left_columns, __m256i right_columns) {
  __m256i four;
  __m256i product;
  __asm__(
      "vpbroadcastq %4, %2\n\t"
      "vpmaddwd %5, %2, %3\n\t"
      "vpmaddwd %6, %2, %2\n\t"
      "vpaddd %3, %0, %0\n\t"
      "vpaddd %2, %1, %1"
      : "+x"(left), "+x"(right), "=&x"(four), "=&x"(product)
      : "m"(*reinterpret_cast<const Four*>(row)), "x"(left_columns), "x"(right_columns));
}
inline __m256i widen_sixteen(const int8_t* from) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}

// sums[r][0..7] = row r times 8 columns. A register holds two part sums of 4 columns until the end.
template <size_t kRows>
inline void dot(const WideRows& rows, const int8_t* weights, size_t step, size_t groups, __m256i (&sums)[kRows]) {
  __m256i parts[kRows][2];
  CASUS_UNROLL
  for (size_t r = 0; r < kRows; ++r) parts[r][0] = parts[r][1] = _mm256_setzero_si256();
  CASUS_NO_UNROLL
  for (size_t g = 0; g < groups; ++g) {
    const __m256i left = widen_sixteen(weights);
    const __m256i right = widen_sixteen(weights + 16);
    CASUS_UNROLL
    for (size_t r = 0; r < kRows; ++r) {
      dot_step(parts[r][0], parts[r][1], rows.at[r] + 4 * g, left, right);
    }
    weights += step;
  }
  CASUS_UNROLL
  for (size_t r = 0; r < kRows; ++r) {
    sums[r] = _mm256_permute4x64_epi64(_mm256_hadd_epi32(parts[r][0], parts[r][1]), 0xD8);
  }
}

#include "nn/kernels/loops_head.inc"

template <size_t kRows, Finish kFinish>
void product_rows(const Matrix& matrix, const WideRows& wide, const float* row_scales, float* out, size_t out_stride) {
  for (size_t column = 0; column < matrix.columns; column += kLanes) {
    const size_t tile = column / kTileColumns * kTileColumns;
    const int8_t* weights = matrix.weights + tile * matrix.inputs + 4 * (column - tile);
    __m256i low[kRows];
    __m256i high[kRows];
    dot<kRows>(wide, weights, 4 * kTileColumns, matrix.inputs / 4, low);
    dot<kRows>(wide, weights + 32, 4 * kTileColumns, matrix.inputs / 4, high);
    const Ints start = load_ints(matrix.start + column);
    CASUS_UNROLL
    for (size_t r = 0; r < kRows; ++r) {
      store(out + r * out_stride + column, finish<kFinish>(add(Ints{low[r], high[r]}, start), splat(row_scales[r]),
                                                           matrix.scales + column, matrix.bias + column));
    }
  }
}

template <Finish kFinish>
void product_as(const Matrix& matrix, const ByteRows& rows, float* out, size_t out_stride) {
  WideRows wide;
  for (size_t r = 0; r < rows.rows; r += kRowsAtOnce) {
    const size_t count = rows.rows - r < kRowsAtOnce ? rows.rows - r : kRowsAtOnce;
    widen_rows(rows.values + r * rows.stride, rows.stride, count, matrix.inputs, wide);
    const float* scales = rows.scales + r;
    float* to = out + r * out_stride;
    switch (count) {
      case 6:
        product_rows<6, kFinish>(matrix, wide, scales, to, out_stride);
        break;
      case 5:
        product_rows<5, kFinish>(matrix, wide, scales, to, out_stride);
        break;
      case 4:
        product_rows<4, kFinish>(matrix, wide, scales, to, out_stride);
        break;
      case 3:
        product_rows<3, kFinish>(matrix, wide, scales, to, out_stride);
        break;
      case 2:
        product_rows<2, kFinish>(matrix, wide, scales, to, out_stride);
        break;
      default:
        product_rows<1, kFinish>(matrix, wide, scales, to, out_stride);
        break;
    }
  }
}

template <size_t kRows>
void panel_rows(const Panel& panel, const WideRows& wide, const float* row_scales, float* out, size_t out_stride) {
  for (size_t column = 0; column < panel.columns; column += kLanes) {
    __m256i low[kRows];
    __m256i high[kRows];
    dot<kRows>(wide, panel.weights + 4 * column, 4 * panel.columns, panel.inputs / 4, low);
    dot<kRows>(wide, panel.weights + 4 * column + 32, 4 * panel.columns, panel.inputs / 4, high);
    const Ints start = load_ints(panel.start + column);
    CASUS_UNROLL
    for (size_t r = 0; r < kRows; ++r) {
      store(out + r * out_stride + column,
            mul(mul(to_floats(add(Ints{low[r], high[r]}, start)), splat(row_scales[r])), load(panel.scales + column)));
    }
  }
}

void panel_product(const Panel& panel, const ByteRows& rows, float* out, size_t out_stride) {
  WideRows wide;
  for (size_t r = 0; r < rows.rows; r += kRowsAtOnce) {
    const size_t count = rows.rows - r < kRowsAtOnce ? rows.rows - r : kRowsAtOnce;
    widen_rows(rows.values + r * rows.stride, rows.stride, count, panel.inputs, wide);
    const float* scales = rows.scales + r;
    float* to = out + r * out_stride;
    switch (count) {
      case 6:
        panel_rows<6>(panel, wide, scales, to, out_stride);
        break;
      case 5:
        panel_rows<5>(panel, wide, scales, to, out_stride);
        break;
      case 4:
        panel_rows<4>(panel, wide, scales, to, out_stride);
        break;
      case 3:
        panel_rows<3>(panel, wide, scales, to, out_stride);
        break;
      case 2:
        panel_rows<2>(panel, wide, scales, to, out_stride);
        break;
      default:
        panel_rows<1>(panel, wide, scales, to, out_stride);
        break;
    }
  }
}

template <size_t kRows>
void weigh_rows(const int8_t* values, size_t step, size_t groups, const WideRows& wide, const float* scales, float* out,
                size_t out_stride) {
  for (size_t column = 0; column < kHeadWidth; column += kLanes) {
    __m256i low[kRows];
    __m256i high[kRows];
    dot<kRows>(wide, values + 4 * column, step, groups, low);
    dot<kRows>(wide, values + 4 * column + 32, step, groups, high);
    CASUS_UNROLL
    for (size_t r = 0; r < kRows; ++r) {
      store(out + r * out_stride + column, mul(to_floats(Ints{low[r], high[r]}), splat(scales[r])));
    }
  }
}

// Rows of 8-bit probabilities times kHeadWidth values of a head, whose groups of four pieces lie `step` bytes apart.
void weigh_values(const int8_t* values, size_t step, size_t groups, const uint8_t* weights, size_t stride, size_t rows,
                  const float* scales, float* out, size_t out_stride) {
  WideRows wide;
  for (size_t r = 0; r < rows; r += kRowsAtOnce) {
    const size_t count = rows - r < kRowsAtOnce ? rows - r : kRowsAtOnce;
    widen_rows(weights + r * stride, stride, count, 4 * groups, wide);
    float* to = out + r * out_stride;
    switch (count) {
      case 6:
        weigh_rows<6>(values, step, groups, wide, scales + r, to, out_stride);
        break;
      case 5:
        weigh_rows<5>(values, step, groups, wide, scales + r, to, out_stride);
        break;
      case 4:
        weigh_rows<4>(values, step, groups, wide, scales + r, to, out_stride);
        break;
      case 3:
        weigh_rows<3>(values, step, groups, wide, scales + r, to, out_stride);
        break;
      case 2:
        weigh_rows<2>(values, step, groups, wide, scales + r, to, out_stride);
        break;
      default:
        weigh_rows<1>(values, step, groups, wide, scales + r, to, out_stride);
        break;
    }
  }
}

uint64_t peak(uint64_t rounds) {
  const __m256i four = _mm256_set1_epi16(3);
  const __m256i weights = _mm256_set1_epi16(5);
  CASUS_NO_UNROLL
  for (uint64_t i = 0; i < rounds; ++i) {
    CASUS_UNROLL
    for (size_t j = 0; j < 12; ++j) {
      __m256i product;
      __asm__ volatile("vpmaddwd %1, %2, %0" : "=x"(product) : "x"(four), "x"(weights));
    }
  }
  return rounds * 12 * 32;
}

#include "nn/kernels/loops.inc"
#include "nn/kernels/table.inc"
}  // namespace

const Kernels& avx2_kernels() {
  return kKernels;
}

}  // namespace casus::nn
