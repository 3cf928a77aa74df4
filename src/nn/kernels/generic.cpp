// SPDX-License-Identifier: Apache-2.0
// Plain C++: the reference that every other kernel file equals bit for bit.
#include <cstring>

#include "nn/kernels/gelu.h"
#include "nn/kernels/kernels.h"

#define CASUS_UNROLL

namespace casus::nn {
namespace {
using std::int32_t;
using std::int8_t;
using std::size_t;
using std::uint32_t;
using std::uint64_t;
using std::uint8_t;

constexpr const char* kName = "generic";

struct Floats {
  float at[kLanes];
};
struct Ints {
  int32_t at[kLanes];
};

template <typename To, typename Function>
inline To map(Function function) {
  To y;
  for (size_t i = 0; i < kLanes; ++i) y.at[i] = function(i);
  return y;
}
inline float as_float(int32_t bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}
inline int32_t as_int(float x) {
  int32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}
// Sums that may wrap, as the machine's do.
inline int32_t wrapped(uint32_t x) {
  return static_cast<int32_t>(x);
}
inline uint32_t raw(int32_t x) {
  return static_cast<uint32_t>(x);
}

inline Floats load(const float* from) {
  Floats y;
  std::memcpy(y.at, from, sizeof y.at);
  return y;
}
inline void store(float* to, const Floats& x) {
  std::memcpy(to, x.at, sizeof x.at);
}
inline Floats splat(float x) {
  return map<Floats>([&](size_t) { return x; });
}
inline Floats add(const Floats& a, const Floats& b) {
  return map<Floats>([&](size_t i) { return a.at[i] + b.at[i]; });
}
inline Floats sub(const Floats& a, const Floats& b) {
  return map<Floats>([&](size_t i) { return a.at[i] - b.at[i]; });
}
inline Floats mul(const Floats& a, const Floats& b) {
  return map<Floats>([&](size_t i) { return a.at[i] * b.at[i]; });
}
inline Floats max(const Floats& a, const Floats& b) {
  return map<Floats>([&](size_t i) { return a.at[i] > b.at[i] ? a.at[i] : b.at[i]; });
}
inline Floats min(const Floats& a, const Floats& b) {
  return map<Floats>([&](size_t i) { return a.at[i] < b.at[i] ? a.at[i] : b.at[i]; });
}
inline Floats absolute(const Floats& a) {
  return map<Floats>([&](size_t i) { return as_float(as_int(a.at[i]) & 0x7FFFFFFF); });
}
// Lanes i and i + 8, then i and i + 4, then 2, then 1: the order of every kernel.
inline float sum(Floats x) {
  for (size_t half = kLanes / 2; half > 0; half /= 2) {
    for (size_t i = 0; i < half; ++i) x.at[i] = x.at[i] + x.at[i + half];
  }
  return x.at[0];
}
inline float maximum(Floats x) {
  for (size_t half = kLanes / 2; half > 0; half /= 2) {
    for (size_t i = 0; i < half; ++i) x.at[i] = x.at[i] > x.at[i + half] ? x.at[i] : x.at[i + half];
  }
  return x.at[0];
}
inline float square_root(float x) {
  return __builtin_sqrtf(x);
}

inline Ints ints(int32_t x) {
  return map<Ints>([&](size_t) { return x; });
}
inline Ints load_ints(const int32_t* from) {
  Ints y;
  std::memcpy(y.at, from, sizeof y.at);
  return y;
}
inline void store_ints(int32_t* to, const Ints& x) {
  std::memcpy(to, x.at, sizeof x.at);
}
inline Ints add(const Ints& a, const Ints& b) {
  return map<Ints>([&](size_t i) { return wrapped(raw(a.at[i]) + raw(b.at[i])); });
}
inline Ints bit_or(const Ints& a, const Ints& b) {
  return map<Ints>([&](size_t i) { return a.at[i] | b.at[i]; });
}
inline Ints low_bytes(const Ints& a) {
  return map<Ints>([&](size_t i) { return a.at[i] & 255; });
}
inline Ints shift_left(const Ints& a, int bits) {
  return map<Ints>([&](size_t i) { return wrapped(raw(a.at[i]) << bits); });
}
inline Ints shift_left_23(const Ints& a) {
  return shift_left(a, 23);
}
inline int32_t sum(const Ints& x) {
  uint32_t total = 0;
  for (const int32_t lane : x.at) total += raw(lane);
  return wrapped(total);
}
inline Floats to_floats(const Ints& a) {
  return map<Floats>([&](size_t i) { return static_cast<float>(a.at[i]); });
}
// To the nearest whole number, half to even: 1.5 * 2^23 leaves it in the low bits.
inline Ints round(const Floats& a) {
  return map<Ints>([&](size_t i) { return wrapped(raw(as_int(a.at[i] + 12582912.0F)) - 0x4B400000U); });
}
inline Ints to_bits(const Floats& a) {
  return map<Ints>([&](size_t i) { return as_int(a.at[i]); });
}
inline Floats from_bits(const Ints& a) {
  return map<Floats>([&](size_t i) { return as_float(a.at[i]); });
}
inline void store_bytes(uint8_t* to, const Ints& x) {
  for (size_t i = 0; i < kLanes; ++i) to[i] = static_cast<uint8_t>(x.at[i]);
}
inline Ints widen(const int8_t* from) {
  return map<Ints>([&](size_t i) { return static_cast<int32_t>(from[i]); });
}

// sums[c] += the row times column c; the columns' groups of four lie `step` bytes apart.
template <size_t kColumns>
inline void dot(const uint8_t* row, const int8_t* weights, size_t step, size_t groups, int32_t* sums) {
  for (size_t g = 0; g < groups; ++g) {
    const int32_t a = row[4 * g];
    const int32_t b = row[4 * g + 1];
    const int32_t c = row[4 * g + 2];
    const int32_t d = row[4 * g + 3];
    const int8_t* w = weights + g * step;
    for (size_t j = 0; j < kColumns; ++j) {
      const int32_t change = a * w[4 * j] + b * w[4 * j + 1] + c * w[4 * j + 2] + d * w[4 * j + 3];
      sums[j] = wrapped(raw(sums[j]) + raw(change));
    }
  }
}

#include "nn/kernels/loops_head.inc"

template <Finish kFinish>
void product_as(const Matrix& matrix, const ByteRows& rows, float* out, size_t out_stride) {
  for (size_t column = 0; column < matrix.columns; column += kTileColumns) {
    const int8_t* weights = matrix.weights + column * matrix.inputs;
    for (size_t r = 0; r < rows.rows; ++r) {
      int32_t sums[kTileColumns];
      std::memcpy(sums, matrix.start + column, sizeof sums);
      dot<kTileColumns>(rows.values + r * rows.stride, weights, 4 * kTileColumns, matrix.inputs / 4, sums);
      for (size_t i = 0; i < kTileColumns; i += kLanes) {
        store(out + r * out_stride + column + i, finish<kFinish>(load_ints(sums + i), splat(rows.scales[r]),
                                                                 matrix.scales + column + i, matrix.bias + column + i));
      }
    }
  }
}

void panel_product(const Panel& panel, const ByteRows& rows, float* out, size_t out_stride) {
  for (size_t r = 0; r < rows.rows; ++r) {
    for (size_t column = 0; column < panel.columns; column += kLanes) {
      int32_t sums[kLanes];
      std::memcpy(sums, panel.start + column, sizeof sums);
      dot<kLanes>(rows.values + r * rows.stride, panel.weights + 4 * column, 4 * panel.columns, panel.inputs / 4, sums);
      store(out + r * out_stride + column,
            mul(mul(to_floats(load_ints(sums)), splat(rows.scales[r])), load(panel.scales + column)));
    }
  }
}

// Rows of 8-bit probabilities times kHeadWidth values of a head, whose groups of four pieces lie `step` bytes apart.
void weigh_values(const int8_t* values, size_t step, size_t groups, const uint8_t* weights, size_t stride, size_t rows,
                  const float* scales, float* out, size_t out_stride) {
  for (size_t r = 0; r < rows; ++r) {
    int32_t sums[kHeadWidth] = {};
    dot<kHeadWidth>(weights + r * stride, values, step, groups, sums);
    for (size_t i = 0; i < kHeadWidth; i += kLanes) {
      store(out + r * out_stride + i, mul(to_floats(load_ints(sums + i)), splat(scales[r])));
    }
  }
}

uint64_t peak(uint64_t rounds) {
  alignas(64) static constexpr uint8_t kRow[64] = {1, 2, 3};
  alignas(64) int8_t weights[16 * 4 * kTileColumns];
  for (size_t i = 0; i < sizeof weights; ++i) weights[i] = static_cast<int8_t>(i);
  int32_t sums[kTileColumns] = {};
  for (uint64_t i = 0; i < rounds; ++i) {
    dot<kTileColumns>(kRow, weights, 4 * kTileColumns, 16, sums);
    __asm__ volatile("" : : "r"(sums), "r"(weights) : "memory");
  }
  return rounds * 2 * 64 * kTileColumns;
}

#include "nn/kernels/loops.inc"
#include "nn/kernels/table.inc"
}  // namespace

const Kernels& generic_kernels() {
  return kKernels;
}

}  // namespace casus::nn
