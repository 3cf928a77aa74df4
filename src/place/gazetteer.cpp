// SPDX-License-Identifier: Apache-2.0
#include "place/gazetteer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <sstream>

namespace casus::place {
namespace {
constexpr std::size_t kFields = 10;
constexpr std::size_t kLargest = 64U << 20U;

std::string_view line_from(std::string_view text, std::size_t begin) {
  const std::size_t end = text.find('\n', begin);
  return text.substr(begin, (end == std::string_view::npos ? text.size() : end) - begin);
}

Entry parse(std::string_view line) {
  std::array<std::string_view, kFields> fields;
  for (std::size_t i = 0; i < kFields; ++i) {
    const std::size_t tab = line.find('\t');
    fields[i] = line.substr(0, tab);
    line = tab == std::string_view::npos ? std::string_view() : line.substr(tab + 1);
  }
  Entry entry{fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7], fields[8], 0};
  std::from_chars(fields[9].data(), fields[9].data() + fields[9].size(), entry.weight);
  return entry;
}
}  // namespace

Result<Gazetteer> Gazetteer::load(const std::filesystem::path& data) {
  const std::string shown = "places/gazetteer.tsv";
  std::ifstream in(data / shown, std::ios::binary | std::ios::ate);
  if (!in) return fail(ErrorCode::kNotFound, shown + ": cannot be read");
  const auto size = static_cast<std::size_t>(in.tellg());
  if (size > kLargest) return fail(ErrorCode::kBadData, shown + ": larger than 64 MiB");
  Gazetteer out;
  out.text_.resize(size);
  in.seekg(0);
  in.read(out.text_.data(), static_cast<std::streamsize>(size));
  if (!in) return fail(ErrorCode::kIo, shown + ": could not be read whole");
  std::string_view last;
  for (std::size_t begin = 0; begin < size;) {
    const std::string_view line = line_from(out.text_, begin);
    const auto tabs = static_cast<std::size_t>(std::ranges::count(line, '\t'));
    const auto where = [&] { return shown + ":" + std::to_string(out.lines_.size() + 1) + ": "; };
    if (tabs + 1 != kFields)
      return fail(ErrorCode::kBadData, where() + "expected 10 fields, found " + std::to_string(tabs + 1));
    const std::string_view key = line.substr(0, line.find('\t'));
    if (key < last) return fail(ErrorCode::kBadData, where() + "'" + std::string(key) + "' stands out of order");
    last = key;
    out.lines_.push_back(static_cast<std::uint32_t>(begin));
    begin += line.size() + 1;
  }
  return out;
}

std::string_view Gazetteer::key_at(std::size_t line) const {
  const std::string_view rest = std::string_view(text_).substr(lines_[line]);
  return rest.substr(0, rest.find('\t'));
}

std::size_t Gazetteer::lower_bound(std::string_view key) const {
  std::size_t low = 0;
  std::size_t high = lines_.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (key_at(middle) < key)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

std::vector<Entry> Gazetteer::find(std::string_view key) const {
  std::vector<Entry> out;
  for (std::size_t line = lower_bound(key); line < lines_.size() && key_at(line) == key; ++line)
    out.push_back(parse(line_from(text_, lines_[line])));
  return out;
}

bool Gazetteer::has_prefix(std::string_view prefix) const {
  const std::size_t line = lower_bound(prefix);
  return line < lines_.size() && key_at(line).starts_with(prefix);
}

}  // namespace casus::place
