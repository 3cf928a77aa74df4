// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/result.h"
#include "document/labels.h"

namespace casus::syntax {

/// data/lang/<xx>/lemmas.tsv: lemmas of common and irregular forms, and which lemmas are words at all. What it does not
/// know the network decides.
class Lexicon {
 public:
  /// Errors: not_found; bad_data naming the line.
  static Result<Lexicon> load(const std::filesystem::path& file);

  /// The lemma of a lower-cased form; empty where it is not listed.
  std::string_view lemma(std::string_view form, Upos upos) const;
  bool is_lemma(std::string_view lemma, Upos upos) const;

 private:
  static std::string key(std::string_view word, Upos upos);
  std::unordered_map<std::string, std::string> lemmas_;
  std::unordered_set<std::string> known_;
};

}  // namespace casus::syntax
