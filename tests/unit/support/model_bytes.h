// SPDX-License-Identifier: Apache-2.0
// The bytes of a model file at an aligned place, to be damaged:
//   test::ModelBytes bytes("tests/data/nn/small.model");
//   bytes.replace("\"upos\"", "\"xpos\"");
#pragma once
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "nn/buffer.h"
#include "nn/encoder.h"
#include "nn/model_file.h"

namespace casus::test {

class ModelBytes {
 public:
  /// `path` is below the source folder.
  explicit ModelBytes(const std::string& path) {
    std::ifstream in(std::string(CASUS_SOURCE_DIR) + "/" + path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    size_ = text.size();
    std::memcpy(buffer_.ensure(size_), text.data(), size_);
  }
  std::span<std::byte> all() { return {buffer_.data(), size_}; }
  void set(std::size_t at, std::string_view text) { std::memcpy(buffer_.data() + at, text.data(), text.size()); }
  /// Replaces text in the header by as many characters.
  void replace(std::string_view from, std::string_view to) {
    ASSERT_EQ(from.size(), to.size());
    const std::string_view text(reinterpret_cast<const char*>(buffer_.data()), size_);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, text.npos) << from;
    set(at, to);
    seal();
  }
  /// Makes the checksum right again, so that what lies behind it is looked at.
  void seal() {
    const std::uint64_t sum = nn::content_checksum(all().subspan(64));
    std::memcpy(buffer_.data() + 24, &sum, sizeof sum);
  }

 private:
  nn::Buffer<std::byte> buffer_;
  std::size_t size_ = 0;
};

/// Why `make_stage` refuses the model of these bytes; empty where it takes it.
inline std::string refusal(ModelBytes& bytes, auto make_stage) {
  auto file = nn::ModelFile::parse(bytes.all());
  if (!file) return file.error().message;
  auto model = nn::Model::from(std::move(*file), nn::generic_kernels());
  if (!model) return model.error().message;
  const auto stage = make_stage(std::make_shared<const nn::Model>(std::move(*model)));
  return stage ? "" : stage.error().message;
}

}  // namespace casus::test
