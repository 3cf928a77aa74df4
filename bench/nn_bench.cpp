// SPDX-License-Identifier: Apache-2.0
// Speed of the encoder against the peak of the instruction it uses, measured beside it in the same process.
//   nn_bench data/model/casus-base.model [seconds] [--check]
// --check: exit 1 where the encoder stays below 60 % of the peak at windows of 128 and the kernels are the machine's
// best. CASUS_ISA chooses the kernels. Times are processor time of the thread, so that other work on the machine counts
// little. Each figure is the median of many short runs, taken in turn with the peak.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>
#include <string>

#include "nn/encoder.h"
#include "nn/peak.h"

namespace {

using namespace casus;
using namespace casus::nn;

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

double seconds_of(const std::function<void()>& work) {
  const double begin = thread_seconds();
  work();
  return thread_seconds() - begin;
}

// Runs `work` for about `seconds`; the median of units a second.
double rate_of(double units, double seconds, const std::function<void()>& work) {
  work();
  std::vector<double> rates;
  double used = 0;
  while (used < seconds || rates.size() < 5) {
    const double taken = seconds_of(work);
    used += taken;
    rates.push_back(units / taken);
  }
  std::ranges::sort(rates);
  return rates[rates.size() / 2];
}

void bench_products(const Kernels& kernels, double seconds) {
  struct Shape {
    std::size_t inputs, columns;
    bool gelu;
  };
  std::mt19937 random(1);
  for (const Shape shape : {Shape{384, 1152, false}, {384, 384, false}, {384, 1536, true}, {1536, 384, false}}) {
    const std::size_t rows = kBlockRows;
    Buffer<std::int8_t> weights;
    Buffer<std::uint8_t> bytes;
    Buffer<float> floats, out;
    Buffer<std::int32_t> start;
    std::generate_n(weights.ensure(shape.inputs * shape.columns), shape.inputs * shape.columns,
                    [&] { return static_cast<std::int8_t>(random()); });
    std::generate_n(bytes.ensure(rows * shape.inputs), rows * shape.inputs,
                    [&] { return static_cast<std::uint8_t>(random()); });
    std::fill_n(floats.ensure(shape.columns + rows), shape.columns + rows, 1e-3F);
    const Matrix matrix{weights.data(), start.ensure(shape.columns), floats.data(), floats.data(), shape.inputs,
                        shape.columns};
    const ByteRows in{bytes.data(), floats.data(), rows, shape.inputs};
    float* const to = out.ensure(rows * shape.columns);
    const double operations = 2.0 * static_cast<double>(rows * shape.inputs * shape.columns);
    const double peak = measure_peak(kernels, seconds / 4);
    const double rate = rate_of(operations / 1e9, seconds / 2, [&] {
      (shape.gelu ? kernels.product_gelu : kernels.product)(matrix, in, to, shape.columns);
    });
    const double again = std::max(peak, measure_peak(kernels, seconds / 4));
    std::printf("product %4zu x %4zu%s, %zu rows: %6.1f GOP/s, %3.0f %% of the peak %.1f\n", shape.inputs,
                shape.columns, shape.gelu ? " + GELU" : "", rows, rate, 100 * rate / again, again);
  }
}

// Gives the share of the peak at windows of 128, by the median.
double bench_encoder(const Model& model, double seconds) {
  double share = 0;
  std::mt19937 random(2);
  for (const std::size_t length : {32U, 64U, 128U, 256U}) {
    if (length > model.config().max_positions) continue;
    const std::size_t count = 1024 / length;
    std::vector<std::uint32_t> pieces(length), words(length);
    const std::vector<std::uint8_t> shapes(length, 1);
    for (std::size_t i = 0; i < length; ++i) {
      pieces[i] = random() % static_cast<std::uint32_t>(model.config().vocabulary);
      words[i] = static_cast<std::uint32_t>(i);
    }
    const std::vector<WindowInput> windows(count, {pieces, shapes, words});
    Scratch scratch;
    std::vector<float> states;
    const double operations = static_cast<double>(count) * encoder_operations(model.config(), length);
    std::vector<double> rates, peaks;
    for (double used = 0; used < seconds || rates.size() < 5;) {
      const double taken = seconds_of([&] { (void)model.encode(windows, scratch, states); });
      used += taken;
      rates.push_back(1 / taken);
      peaks.push_back(measure_peak(model.kernels(), 0.005));
    }
    std::ranges::sort(rates);
    std::ranges::sort(peaks);
    const double rate = rates[rates.size() / 2];
    const double peak = peaks[peaks.size() / 2];
    const double pieces_each = static_cast<double>(count * length);
    std::printf(
        "encoder, windows of %3zu: %6.0f pieces/s, %5.1f GOP/s, %2.0f %% of the peak %.1f; work memory %.1f MB\n",
        length, rate * pieces_each, rate * operations / 1e9, 100 * rate * operations / 1e9 / peak, peak,
        static_cast<double>(scratch.size()) / 1e6);
    if (length == 128) share = rate * operations / 1e9 / peak;
  }
  return share;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: nn_bench MODEL [seconds a figure] [--check]\n");
    return 2;
  }
  const double given = argc > 2 ? std::atof(argv[2]) : 0.0;
  const double seconds = given > 0 ? given : 1.0;
  const auto kernels = select_kernels();
  if (!kernels) {
    std::fprintf(stderr, "%s\n", kernels.error().message.c_str());
    return 2;
  }
  Result<Model> model = fail(ErrorCode::kInternal, "");
  const double load = seconds_of([&] { model = Model::load(argv[1], **kernels); });
  if (!model) {
    std::fprintf(stderr, "%s\n", model.error().message.c_str());
    return 2;
  }
  std::printf("%s, %s; peak %.1f GOP/s; model of %.1f MB loaded in %.1f ms\n", processor().c_str(), (*kernels)->name,
              measure_peak(**kernels), static_cast<double>(model->file().bytes()) / 1e6, 1e3 * load);
  bench_products(**kernels, seconds);
  const double share = bench_encoder(*model, seconds);
  const bool best = *kernels == supported_kernels().back();
  const bool check = argc > 2 && std::string(argv[argc - 1]) == "--check";
  if (!check || !best || *kernels == &generic_kernels() || share >= 0.6) return 0;
  std::fprintf(stderr, "the encoder reaches %.0f %% of the peak, expected at least 60 %%\n", 100 * share);
  return 1;
}
