// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "nn/buffer.h"

namespace casus::nn {

/// Work memory of inference: one a thread, kept between calls, a few MB. Its content means nothing between calls.
struct Scratch {
  // Of a chunk of windows; rows are pieces.
  Buffer<float> states;
  Buffer<std::uint8_t> bytes;
  Buffer<float> byte_scales;
  Buffer<std::uint8_t> queries;
  Buffer<float> query_scales;
  Buffer<std::int8_t> keys;
  Buffer<std::int32_t> key_start;
  Buffer<float> key_scales;
  Buffer<std::int8_t> values;
  Buffer<float> value_scales;
  // Of a block of rows, or of one call of a scorer.
  Buffer<float> wide;
  Buffer<std::uint8_t> wide_bytes;
  Buffer<float> narrow;
  Buffer<float> narrow_scales;
  Buffer<float> scores;
  Buffer<std::uint8_t> probabilities;
  Buffer<std::int8_t> panel;
  Buffer<std::int32_t> panel_start;
  Buffer<float> panel_scales;

  /// Bytes held.
  std::size_t size() const {
    return states.bytes() + bytes.bytes() + byte_scales.bytes() + queries.bytes() + query_scales.bytes() +
           keys.bytes() + key_start.bytes() + key_scales.bytes() + values.bytes() + value_scales.bytes() +
           wide.bytes() + wide_bytes.bytes() + narrow.bytes() + narrow_scales.bytes() + scores.bytes() +
           probabilities.bytes() + panel.bytes() + panel_start.bytes() + panel_scales.bytes();
  }
};

}  // namespace casus::nn
