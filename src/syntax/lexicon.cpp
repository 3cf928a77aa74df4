// SPDX-License-Identifier: Apache-2.0
#include "syntax/lexicon.h"

#include <fstream>

namespace casus::syntax {

std::string Lexicon::key(std::string_view word, Upos upos) {
  std::string out(1, static_cast<char>('A' + static_cast<int>(upos)));
  return out.append(word);
}

Result<Lexicon> Lexicon::load(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return fail(ErrorCode::kNotFound, file.string() + ": cannot be read");
  Lexicon lexicon;
  lexicon.lemmas_.reserve(16384);
  lexicon.known_.reserve(32768);
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
    const bool is_form = second != std::string::npos;
    const auto upos = first == std::string::npos
                          ? std::nullopt
                          : parse_upos(is_form ? line.substr(first + 1, second - first - 1) : line.substr(0, first));
    if (!upos)
      return fail(ErrorCode::kBadData, file.filename().string() + ":" + std::to_string(number) +
                                           ": expected 'form, UPOS, lemma' or 'UPOS, lemma', parted by tabs");
    if (is_form)
      lexicon.lemmas_.emplace(key(line.substr(0, first), *upos), line.substr(second + 1));
    else
      lexicon.known_.insert(key(line.substr(first + 1), *upos));
  }
  return lexicon;
}

std::string_view Lexicon::lemma(std::string_view form, Upos upos) const {
  const auto found = lemmas_.find(key(form, upos));
  return found == lemmas_.end() ? std::string_view{} : std::string_view(found->second);
}

bool Lexicon::is_lemma(std::string_view lemma, Upos upos) const {
  return known_.contains(key(lemma, upos));
}

}  // namespace casus::syntax
