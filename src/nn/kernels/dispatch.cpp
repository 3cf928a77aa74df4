// SPDX-License-Identifier: Apache-2.0
#include "nn/kernels/dispatch.h"

#include <cstdlib>
#include <string>

namespace casus::nn {
namespace {

// The builtin asks CPUID, and XGETBV for whether the system saves the wide registers.
bool has_avx2() {
  return __builtin_cpu_supports("avx2") != 0;
}
bool has_avx512_vnni() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
         __builtin_cpu_supports("avx512vnni") != 0;
}

struct Choice {
  std::string_view name;
  bool (*supported)();
  const Kernels& (*kernels)();
};
constexpr Choice kChoices[] = {{"generic", [] { return true; }, generic_kernels},
                               {"avx2", has_avx2, avx2_kernels},
                               {"avx512vnni", has_avx512_vnni, avx512_kernels}};

}  // namespace

std::vector<const Kernels*> supported_kernels() {
  __builtin_cpu_init();
  std::vector<const Kernels*> found;
  for (const Choice& choice : kChoices) {
    if (choice.supported()) found.push_back(&choice.kernels());
  }
  return found;
}

Result<const Kernels*> select_kernels(std::string_view name) {
  if (name.empty()) return supported_kernels().back();
  __builtin_cpu_init();
  for (const Choice& choice : kChoices) {
    if (choice.name != name) continue;
    if (choice.supported()) return &choice.kernels();
    return fail(ErrorCode::kUnsupported, "CASUS_ISA=" + std::string(name) +
                                             ": this machine lacks these instructions; leave CASUS_ISA unset for "
                                             "the best it has");
  }
  return fail(ErrorCode::kBadInput,
              "CASUS_ISA=" + std::string(name) + ": unknown instruction set; known are generic, avx2, avx512vnni");
}

Result<const Kernels*> select_kernels() {
  const char* name = std::getenv("CASUS_ISA");
  return select_kernels(name == nullptr ? std::string_view() : std::string_view(name));
}

}  // namespace casus::nn
