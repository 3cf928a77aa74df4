// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>

#include "base/result.h"

namespace casus::coding {

/// How sure a model's scorers have to be of what. Chosen for each model on the development sets; what is the same for
/// all models stands beside its use.
struct Thresholds {
  float told = 0.83F;        ///< of a word to tell an event
  float by_codebook = 3.0F;  ///< times likelier is a type that a predicate speaks for, at a weight of one half
  float told_again = 0.3F;   ///< of a word that tells again what other words told, and is no event of its own
  float sure_side = 0.5F;    ///< of an arc that goes before what the codebook's slots found
  float side = 0.6F;         ///< of an arc to one of several parties of a side
  float as_coded = 5.0F;     ///< times likelier is the country that a side has already, whatever the scorers say of it
  float sector = 0.25F;      ///< of a sector where nothing else tells one
  float other_sector = 0.08F;  ///< of a further guess at a sector

  /// Reads a file of lines "name<TAB>value"; what it does not name stays. Errors: not_found; bad_data naming file and
  /// line.
  static Result<Thresholds> load(const std::filesystem::path& file);
};

}  // namespace casus::coding
