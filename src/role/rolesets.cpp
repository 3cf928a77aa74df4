// SPDX-License-Identifier: Apache-2.0
#include "role/rolesets.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace casus::role {
namespace {
std::string key_of(char part_of_speech, std::string_view alias) {
  std::string key{part_of_speech, ' '};
  key += alias;
  return key;
}

/// The lexicon's parts of speech for a tag, best first.
std::array<char, 3> order_for(Upos upos) {
  switch (upos) {
    case Upos::kNoun:
    case Upos::kPropn:
      return {'n', 'v', 'j'};
    case Upos::kAdj:
    case Upos::kAdv:
      return {'j', 'v', 'n'};
    default:
      return {'v', 'n', 'j'};
  }
}

std::vector<std::string> split(std::string_view text, char mark) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(mark, begin), text.size());
    out.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}
}  // namespace

std::string_view sense_of(std::string_view roleset) {
  const std::size_t dot = roleset.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : roleset.substr(dot + 1);
}

Result<Rolesets> Rolesets::parse(std::string_view text, const std::string& name) {
  Rolesets out;
  std::size_t number = 0;
  for (const std::string& line : split(text, '\n')) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const std::vector<std::string> fields = split(line, '\t');
    const bool is_good = fields.size() == 3 && fields[0].size() == 1 && std::string_view("vnj").contains(fields[0][0]);
    if (!is_good || fields[1].empty() || fields[2].empty())
      return fail(ErrorCode::kBadData, name + ":" + std::to_string(number) +
                                           ": expected part of speech (v, n or j), alias and rolesets, parted by tabs");
    std::vector<std::string> rolesets = split(fields[2], ' ');
    for (const std::string& roleset : rolesets)
      if (sense_of(roleset).empty())
        return fail(ErrorCode::kBadData, name + ":" + std::to_string(number) + ": '" + roleset + "' has no number");
    out.all_.insert(out.all_.end(), rolesets.begin(), rolesets.end());
    out.by_alias_[key_of(fields[0][0], fields[1])] = std::move(rolesets);
  }
  std::ranges::sort(out.all_);
  out.all_.erase(std::ranges::unique(out.all_).begin(), out.all_.end());
  return out;
}

Result<Rolesets> Rolesets::load(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, file.string() + ": cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  return parse(text.str(), file.string());
}

std::span<const std::string> Rolesets::of(std::string_view lemma, Upos upos) const {
  for (const char part_of_speech : order_for(upos))
    if (const auto found = by_alias_.find(key_of(part_of_speech, lemma)); found != by_alias_.end())
      return found->second;
  return {};
}

bool Rolesets::contains(std::string_view roleset) const {
  return std::ranges::binary_search(all_, roleset);
}

}  // namespace casus::role
