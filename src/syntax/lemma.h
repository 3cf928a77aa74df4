// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace casus::syntax {

/// An edit from a form to its lemma, as training names it: "s1:y" drops one character of the lower-cased form and
/// appends "y", "L0:" keeps the form's own case, "=be" is the lemma itself.
struct LemmaScript {
  enum class Kind { kLower, kOwnCase, kWhole };
  Kind kind = Kind::kLower;
  std::size_t cut = 0;  ///< Units: characters
  std::string suffix;
};

/// Errors: bad_data if `name` is no script.
Result<LemmaScript> parse_lemma_script(std::string_view name);

/// The lemma of `form`; absent where the script does not fit: nothing of the form would be left, or a word with digits
/// would change.
std::optional<std::string> lemma_by(const LemmaScript& script, std::string_view form);

/// `form` with each character in lower case.
std::string lower_case(std::string_view form);

}  // namespace casus::syntax
