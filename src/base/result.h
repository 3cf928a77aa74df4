// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/span.h"

namespace casus {

/// What kind of thing went wrong; `exit_status` maps each to the program's exit status.
enum class ErrorCode { kBadInput, kBadData, kNotFound, kLimit, kIo, kUnsupported, kInternal };

/// One failure, told so that a person can mend it: what was found, what was expected, where.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::optional<Span> where;
};

template <typename T>
using Result = std::expected<T, Error>;

/// An unexpected value of any Result.
inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::optional<Span> where = std::nullopt) {
  return std::unexpected<Error>(Error{code, std::move(message), where});
}

/// The printed name: bad_input, bad_data, not_found, limit, io, unsupported, internal.
std::string_view to_string(ErrorCode code);
/// The exit status of the program for an error that ends it: 2 for bad_input and not_found, 3 for bad_data, 4 for io, …
int exit_status(ErrorCode code);
/// "bad_data: lang/en/time.toml:41: unknown unit".
std::string to_string(const Error& error);

#define CASUS_JOIN_(a, b) a##b
#define CASUS_JOIN(a, b) CASUS_JOIN_(a, b)
#define RETURN_IF_ERROR(expression)                                             \
  do {                                                                          \
    if (auto casus_result_ = (expression); !casus_result_)                      \
      return std::unexpected<::casus::Error>(std::move(casus_result_).error()); \
  } while (false)
#define CASUS_ASSIGN_OR_RETURN_(result, target, expression)                       \
  auto result = (expression);                                                     \
  if (!result) return std::unexpected<::casus::Error>(std::move(result).error()); \
  target = std::move(*result)
#define ASSIGN_OR_RETURN(target, expression) \
  CASUS_ASSIGN_OR_RETURN_(CASUS_JOIN(casus_result_, __LINE__), target, expression)

}  // namespace casus
