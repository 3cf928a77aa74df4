// SPDX-License-Identifier: Apache-2.0
// A model file of any bytes is refused or runs: plain C++ and the machine's best kernels then give the same states.
// The input is a raw file, and also a list of changes (3 bytes where, 1 byte what) to the models in tests/data/nn,
// whose checksum is then made right again, so that what lies behind it is reached.
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "nn/buffer.h"
#include "nn/encoder.h"

namespace {

using namespace casus::nn;

/// Whole models: one in the form of MiniLM, one in that of MPNet.
const std::array<std::string, 2>& whole_models() {
  const auto read = [](const std::string& name) {
    std::ifstream in(CASUS_SOURCE_DIR "/tests/data/nn/" + name, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(in), {}};
  };
  static const std::array<std::string, 2> models{read("small.model"), read("wide.model")};
  return models;
}

std::vector<float> states_of(const ModelFile& file, const Kernels& kernels) {
  const auto model = Model::from(file, kernels);
  if (!model) return {};
  const std::uint32_t pieces[] = {0, 1, 2, 3, 4};
  const std::uint8_t shapes[] = {0, 0, 0, 0, 0};
  const std::uint32_t words[] = {1, 3};
  const WindowInput window{pieces, shapes, words};
  Scratch scratch;
  std::vector<float> states;
  if (!model->encode({&window, 1}, scratch, states)) return {};
  return states;
}

void try_file(std::span<const std::byte> bytes) {
  const auto file = ModelFile::parse(bytes);
  if (!file) return;
  const auto plain = states_of(*file, generic_kernels());
  const auto best = states_of(*file, *supported_kernels().back());
  if (plain.size() != best.size()) std::abort();
  if (plain.empty()) return;
  bool finite = true;
  for (const float x : plain) finite = finite && std::isfinite(x);
  // Weights that overflow give numbers that are none, and those have more than one form.
  if (finite && std::memcmp(plain.data(), best.data(), plain.size() * sizeof(float)) != 0) {
    std::fprintf(stderr, "two kernels give different states\n");
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Buffer<std::byte> buffer;
  std::memcpy(buffer.ensure(size + 1), data, size);
  try_file({buffer.data(), size});

  const std::string& small = whole_models()[size > 0 ? data[0] % 2 : 0];
  if (small.size() < 64) return 0;
  std::memcpy(buffer.ensure(small.size()), small.data(), small.size());
  for (std::size_t i = 0; i + 4 <= size; i += 4) {
    const std::size_t at = (data[i] | std::size_t{data[i + 1]} << 8 | std::size_t{data[i + 2]} << 16) % small.size();
    buffer.data()[at] = static_cast<std::byte>(data[i + 3]);
  }
  const std::span<std::byte> bytes(buffer.data(), small.size());
  const std::uint64_t sum = content_checksum(bytes.subspan(64));
  std::memcpy(buffer.data() + 24, &sum, sizeof sum);
  try_file(bytes);
  return 0;
}
