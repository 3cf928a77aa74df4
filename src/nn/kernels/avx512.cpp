// SPDX-License-Identifier: Apache-2.0
// AVX-512 with VNNI. The source is intrinsics, so that SIMDe can compile it on machines that lack them: a test does.
#ifdef CASUS_SIMDE
#define SIMDE_NO_NATIVE
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/x86/avx512.h>
#else
#include <immintrin.h>
#endif

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
using std::int32_t;
using std::int8_t;
using std::size_t;
using std::uint32_t;
using std::uint64_t;
using std::uint8_t;

constexpr const char* kName = "avx512vnni";

struct Floats {
  __m512 v;
};
struct Ints {
  __m512i v;
};

inline Floats load(const float* from) {
  return {_mm512_loadu_ps(from)};
}
inline void store(float* to, Floats x) {
  _mm512_storeu_ps(to, x.v);
}
inline Floats splat(float x) {
  return {_mm512_set1_ps(x)};
}
inline Floats add(Floats a, Floats b) {
  return {_mm512_add_ps(a.v, b.v)};
}
inline Floats sub(Floats a, Floats b) {
  return {_mm512_sub_ps(a.v, b.v)};
}
inline Floats mul(Floats a, Floats b) {
  return {_mm512_mul_ps(a.v, b.v)};
}
inline Floats max(Floats a, Floats b) {
  return {_mm512_max_ps(a.v, b.v)};
}
inline Floats min(Floats a, Floats b) {
  return {_mm512_min_ps(a.v, b.v)};
}
inline Ints to_bits(Floats a) {
  return {_mm512_castps_si512(a.v)};
}
inline Floats from_bits(Ints a) {
  return {_mm512_castsi512_ps(a.v)};
}
inline Floats absolute(Floats a) {
  return from_bits({_mm512_and_si512(to_bits(a).v, _mm512_set1_epi32(0x7FFFFFFF))});
}
inline __m256 low_half(__m512 x) {
  return _mm512_castps512_ps256(x);
}
inline __m256 high_half(__m512 x) {
  return _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(x), 1));
}
inline float sum(Floats x) {
  const __m256 a = _mm256_add_ps(low_half(x.v), high_half(x.v));
  const __m128 b = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
  const __m128 c = _mm_add_ps(b, _mm_movehl_ps(b, b));
  return _mm_cvtss_f32(_mm_add_ss(c, _mm_shuffle_ps(c, c, 1)));
}
inline float maximum(Floats x) {
  const __m256 a = _mm256_max_ps(low_half(x.v), high_half(x.v));
  const __m128 b = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
  const __m128 c = _mm_max_ps(b, _mm_movehl_ps(b, b));
  return _mm_cvtss_f32(_mm_max_ss(c, _mm_shuffle_ps(c, c, 1)));
}
inline float square_root(float x) {
  return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(x)));
}

inline Ints ints(int32_t x) {
  return {_mm512_set1_epi32(x)};
}
inline Ints load_ints(const int32_t* from) {
  return {_mm512_loadu_si512(from)};
}
inline void store_ints(int32_t* to, Ints x) {
  _mm512_storeu_si512(to, x.v);
}
inline Ints add(Ints a, Ints b) {
  return {_mm512_add_epi32(a.v, b.v)};
}
inline Ints bit_or(Ints a, Ints b) {
  return {_mm512_or_si512(a.v, b.v)};
}
inline Ints low_bytes(Ints a) {
  return {_mm512_and_si512(a.v, _mm512_set1_epi32(255))};
}
inline Ints shift_left(Ints a, int bits) {
  return {_mm512_sll_epi32(a.v, _mm_cvtsi32_si128(bits))};
}
inline Ints shift_left_23(Ints a) {
  return {_mm512_slli_epi32(a.v, 23)};
}
inline __m256i low_half(__m512i x) {
  return _mm512_castsi512_si256(x);
}
inline __m256i high_half(__m512i x) {
  return _mm512_extracti64x4_epi64(x, 1);
}
inline int32_t sum(Ints x) {
  const __m256i a = _mm256_add_epi32(low_half(x.v), high_half(x.v));
  const __m128i b = _mm_add_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
  const __m128i c = _mm_add_epi32(b, _mm_shuffle_epi32(b, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(c, _mm_shuffle_epi32(c, 0xB1)));
}

#ifdef CASUS_SIMDE
// What Debian's SIMDe lacks, by halves or by another road to the same bits.
inline Floats to_floats(Ints a) {
  const __m512 low = _mm512_castps256_ps512(_mm256_cvtepi32_ps(low_half(a.v)));
  const __m256d high = _mm256_castps_pd(_mm256_cvtepi32_ps(high_half(a.v)));
  return {_mm512_castpd_ps(_mm512_insertf64x4(_mm512_castps_pd(low), high, 1))};
}
inline Ints round(Floats a) {
  const Ints shifted = to_bits(add(a, splat(12582912.0F)));
  return {_mm512_sub_epi32(shifted.v, _mm512_set1_epi32(0x4B400000))};
}
inline void store_bytes(uint8_t* to, Ints x) {
  int32_t lanes[kLanes];
  store_ints(lanes, x);
  for (size_t i = 0; i < kLanes; ++i) to[i] = static_cast<uint8_t>(lanes[i]);
}
inline Ints widen(const int8_t* from) {
  int32_t lanes[kLanes];
  for (size_t i = 0; i < kLanes; ++i) lanes[i] = from[i];
  return load_ints(lanes);
}
inline void dot_step(__m512i& sum, __m512i bytes, __m512i weights) {
  sum = _mm512_dpbusd_epi32(sum, bytes, weights);
}
#else
inline Floats to_floats(Ints a) {
  return {_mm512_cvtepi32_ps(a.v)};
}
inline Ints round(Floats a) {
  return {_mm512_cvtps_epi32(a.v)};
}
inline void store_bytes(uint8_t* to, Ints x) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm512_cvtepi32_epi8(x.v));
}
inline Ints widen(const int8_t* from) {
  return {_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)))};
}
// As an intrinsic, g++ 12 copies and spills the sums around it and loses a third of the speed.
inline void dot_step(__m512i& sum, __m512i bytes, __m512i weights) {
  __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(bytes), "v"(weights));
}
#endif

inline __m512i broadcast_four(const uint8_t* from) {
  int32_t four;
  __builtin_memcpy(&four, from, 4);
  return _mm512_set1_epi32(four);
}

// sums[r][b] += row r times the columns of block b; the columns' groups of four inputs lie `step` bytes apart.
template <size_t kRows, size_t kBlocks>
inline void dot(const uint8_t* rows, size_t stride, const int8_t* weights, size_t step, size_t groups,
                __m512i (&sums)[kRows][kBlocks]) {
  CASUS_NO_UNROLL
  for (size_t g = 0; g < groups; ++g) {
    __m512i columns[kBlocks];
    CASUS_UNROLL
    for (size_t b = 0; b < kBlocks; ++b) columns[b] = _mm512_loadu_si512(weights + 64 * b);
    CASUS_UNROLL
    for (size_t r = 0; r < kRows; ++r) {
      const __m512i bytes = broadcast_four(rows + r * stride);
      CASUS_UNROLL
      for (size_t b = 0; b < kBlocks; ++b) dot_step(sums[r][b], bytes, columns[b]);
    }
    weights += step;
    rows += 4;
  }
}

#include "nn/kernels/loops_head.inc"

template <size_t kRows, Finish kFinish>
void product_tile(const Matrix& matrix, size_t column, const ByteRows& rows, size_t first, float* out,
                  size_t out_stride) {
  __m512i sums[kRows][4];
  CASUS_UNROLL
  for (size_t r = 0; r < kRows; ++r) {
    CASUS_UNROLL
    for (size_t b = 0; b < 4; ++b) sums[r][b] = load_ints(matrix.start + column + kLanes * b).v;
  }
  dot<kRows, 4>(rows.values + first * rows.stride, rows.stride, matrix.weights + column * matrix.inputs,
                4 * kTileColumns, matrix.inputs / 4, sums);
  CASUS_UNROLL
  for (size_t r = 0; r < kRows; ++r) {
    const Floats row_scale = splat(rows.scales[first + r]);
    CASUS_UNROLL
    for (size_t b = 0; b < 4; ++b) {
      const size_t at = column + kLanes * b;
      store(out + (first + r) * out_stride + at,
            finish<kFinish>({sums[r][b]}, row_scale, matrix.scales + at, matrix.bias + at));
    }
  }
}

template <Finish kFinish>
void product_as(const Matrix& matrix, const ByteRows& rows, float* out, size_t out_stride) {
  for (size_t column = 0; column < matrix.columns; column += kTileColumns) {
    size_t r = 0;
    for (; r + 6 <= rows.rows; r += 6) product_tile<6, kFinish>(matrix, column, rows, r, out, out_stride);
    switch (rows.rows - r) {
      case 5:
        product_tile<5, kFinish>(matrix, column, rows, r, out, out_stride);
        break;
      case 4:
        product_tile<4, kFinish>(matrix, column, rows, r, out, out_stride);
        break;
      case 3:
        product_tile<3, kFinish>(matrix, column, rows, r, out, out_stride);
        break;
      case 2:
        product_tile<2, kFinish>(matrix, column, rows, r, out, out_stride);
        break;
      case 1:
        product_tile<1, kFinish>(matrix, column, rows, r, out, out_stride);
        break;
      default:
        break;
    }
  }
}

template <size_t kRows, size_t kBlocks>
inline void panel_tile(const Panel& panel, size_t column, const ByteRows& rows, size_t first, float* out,
                       size_t out_stride) {
  __m512i sums[kRows][kBlocks];
  CASUS_UNROLL
  for (size_t r = 0; r < kRows; ++r) {
    CASUS_UNROLL
    for (size_t b = 0; b < kBlocks; ++b) sums[r][b] = load_ints(panel.start + column + kLanes * b).v;
  }
  dot<kRows, kBlocks>(rows.values + first * rows.stride, rows.stride, panel.weights + 4 * column, 4 * panel.columns,
                      panel.inputs / 4, sums);
  CASUS_UNROLL
  for (size_t r = 0; r < kRows; ++r) {
    const Floats row_scale = splat(rows.scales[first + r]);
    CASUS_UNROLL
    for (size_t b = 0; b < kBlocks; ++b) {
      const size_t at = column + kLanes * b;
      store(out + (first + r) * out_stride + at, mul(mul(to_floats({sums[r][b]}), row_scale), load(panel.scales + at)));
    }
  }
}

template <size_t kRows>
void panel_rows(const Panel& panel, const ByteRows& rows, size_t first, float* out, size_t out_stride) {
  size_t column = 0;
  for (; column + 4 * kLanes <= panel.columns; column += 4 * kLanes) {
    panel_tile<kRows, 4>(panel, column, rows, first, out, out_stride);
  }
  if (column + 2 * kLanes <= panel.columns) {
    panel_tile<kRows, 2>(panel, column, rows, first, out, out_stride);
    column += 2 * kLanes;
  }
  if (column < panel.columns) panel_tile<kRows, 1>(panel, column, rows, first, out, out_stride);
}

void panel_product(const Panel& panel, const ByteRows& rows, float* out, size_t out_stride) {
  size_t r = 0;
  for (; r + 6 <= rows.rows; r += 6) panel_rows<6>(panel, rows, r, out, out_stride);
  switch (rows.rows - r) {
    case 5:
      panel_rows<5>(panel, rows, r, out, out_stride);
      break;
    case 4:
      panel_rows<4>(panel, rows, r, out, out_stride);
      break;
    case 3:
      panel_rows<3>(panel, rows, r, out, out_stride);
      break;
    case 2:
      panel_rows<2>(panel, rows, r, out, out_stride);
      break;
    case 1:
      panel_rows<1>(panel, rows, r, out, out_stride);
      break;
    default:
      break;
  }
}

template <size_t kRows>
inline void weigh_rows(const int8_t* values, size_t step, size_t groups, const uint8_t* weights, size_t stride,
                       const float* scales, float* out, size_t out_stride) {
  __m512i sums[kRows][2];
  CASUS_UNROLL
  for (size_t r = 0; r < kRows; ++r) sums[r][0] = sums[r][1] = _mm512_setzero_si512();
  dot<kRows, 2>(weights, stride, values, step, groups, sums);
  CASUS_UNROLL
  for (size_t r = 0; r < kRows; ++r) {
    store(out + r * out_stride, mul(to_floats({sums[r][0]}), splat(scales[r])));
    store(out + r * out_stride + kLanes, mul(to_floats({sums[r][1]}), splat(scales[r])));
  }
}

// Rows of 8-bit probabilities times kHeadWidth values of a head, whose groups of four pieces lie `step` bytes apart.
void weigh_values(const int8_t* values, size_t step, size_t groups, const uint8_t* weights, size_t stride, size_t rows,
                  const float* scales, float* out, size_t out_stride) {
  size_t r = 0;
  for (; r + 12 <= rows; r += 12) {
    weigh_rows<12>(values, step, groups, weights + r * stride, stride, scales + r, out + r * out_stride, out_stride);
  }
  for (; r + 4 <= rows; r += 4) {
    weigh_rows<4>(values, step, groups, weights + r * stride, stride, scales + r, out + r * out_stride, out_stride);
  }
  for (; r < rows; ++r) {
    weigh_rows<1>(values, step, groups, weights + r * stride, stride, scales + r, out + r * out_stride, out_stride);
  }
}

uint64_t peak(uint64_t rounds) {
  __m512i sums[24];
  CASUS_UNROLL
  for (size_t i = 0; i < 24; ++i) sums[i] = _mm512_set1_epi32(static_cast<int32_t>(i));
  const __m512i bytes = _mm512_set1_epi32(0x01020304);
  const __m512i weights = _mm512_set1_epi32(0x04030201);
  CASUS_NO_UNROLL
  for (uint64_t i = 0; i < rounds; ++i) {
    CASUS_UNROLL
    for (size_t j = 0; j < 24; ++j) dot_step(sums[j], bytes, weights);
  }
  Ints total = ints(0);
  CASUS_UNROLL
  for (size_t i = 0; i < 24; ++i) total = add(total, {sums[i]});
  const int32_t used = sum(total);
  __asm__ volatile("" : : "r"(used));
  return rounds * 24 * 128;
}

#include "nn/kernels/loops.inc"
#include "nn/kernels/table.inc"
}  // namespace

#ifdef CASUS_SIMDE
const Kernels& simde_kernels() {
  return kKernels;
}
#else
const Kernels& avx512_kernels() {
  return kKernels;
}
#endif

}  // namespace casus::nn
