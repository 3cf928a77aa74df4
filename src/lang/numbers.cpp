// SPDX-License-Identifier: Apache-2.0
#include "lang/numbers.h"

#include <algorithm>
#include <array>

#include "lang/strict_toml.h"

namespace casus::lang {

Result<Numbers> Numbers::load(const std::filesystem::path& data, std::string_view code) {
  const std::string shown = "lang/" + std::string(code) + "/number.toml";
  ASSIGN_OR_RETURN(const TomlFile file, load_toml((data / shown).string(), shown));
  RETURN_IF_ERROR(file.only_keys(file.root, {"words", "multiples", "suffixes", "vague", "ordinals"}));
  Numbers out;
  const std::array<std::pair<std::string_view, Table*>, 5> tables{{{"words", &out.words_},
                                                                   {"multiples", &out.multiples_},
                                                                   {"suffixes", &out.suffixes_},
                                                                   {"vague", &out.vague_},
                                                                   {"ordinals", &out.ordinals_}}};
  for (const auto& [key, target] : tables) {
    const toml::table* table = file.root[key].as_table();
    if (table == nullptr) return fail(ErrorCode::kBadData, shown + ": missing table '" + std::string(key) + "'");
    for (const auto& [word, value] : *table) {
      const auto number = value.value<double>();
      if (!number) return file.error_at(value, "expected a number");
      (*target)[std::string(word.str())] = *number;
    }
  }
  return out;
}

const double* Numbers::find(const Table& table, const std::string& word) {
  const auto found = table.find(word);
  return found == table.end() ? nullptr : &found->second;
}

std::optional<double> Numbers::digits(std::string_view word) {
  if (word.empty() || word.size() > 24) return std::nullopt;
  double value = 0;
  double unit = 0;  // place of the next decimal; 0 before the point
  std::size_t since_comma = 0;
  bool has_comma = false;
  bool has_digit = false;
  for (const char c : word) {
    if (c >= '0' && c <= '9') {
      has_digit = true;
      if (unit == 0) {
        value = value * 10 + (c - '0');
      } else {
        value += (c - '0') * unit;
        unit /= 10;
      }
      ++since_comma;
    } else if (c == ',' && unit == 0 && has_digit && (!has_comma || since_comma == 3)) {
      has_comma = true;
      since_comma = 0;
    } else if (c == '.' && unit == 0 && has_digit) {
      if (has_comma && since_comma != 3) return std::nullopt;
      has_comma = false;
      unit = 0.1;
    } else {
      return std::nullopt;
    }
  }
  if (!has_digit || (has_comma && since_comma != 3)) return std::nullopt;
  if (word.back() == '.' || word.back() == ',') return std::nullopt;
  return value;
}

std::optional<std::uint32_t> Numbers::ordinal(std::string_view word) const {
  if (const double* value = find(ordinals_, std::string(word))) return static_cast<std::uint32_t>(*value);
  if (word.size() < 3 || word.size() > 6) return std::nullopt;
  const std::string_view ending = word.substr(word.size() - 2);
  if (ending != "st" && ending != "nd" && ending != "rd" && ending != "th") return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : word.substr(0, word.size() - 2)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return value;
}

std::optional<ReadNumber> Numbers::read_words(std::span<const std::string> words, std::size_t at) const {
  double total = 0;
  double group = 0;
  std::size_t i = at;
  bool has_any = false;
  if (i < words.size() && (words[i] == "a" || words[i] == "an")) {
    if (i + 1 >= words.size() || find(multiples_, words[i + 1]) == nullptr) return std::nullopt;
    group = 1;
    ++i;
  } else if (i + 2 < words.size() && words[i] == "half" && words[i + 1] == "a" &&
             find(multiples_, words[i + 2]) != nullptr) {
    group = 0.5;
    i += 2;
  }
  double last = 0;
  for (; i < words.size() && i < at + 16; ++i) {
    const std::string& word = words[i];
    if (const double* small = find(words_, word)) {
      if (has_any && last > 0 && last < 20) break;  // "five six"
      if (has_any && last >= 20 && last < 100 && *small >= 10) break;
      group += *small;
      last = *small;
    } else if (const double* multiple = find(multiples_, word)) {
      if (!has_any && group == 0) return std::nullopt;
      if (*multiple >= 1000) {
        total = (total + (group == 0 ? 1 : group)) * *multiple;
        if (group == 0) return std::nullopt;
        group = 0;
      } else {
        group *= *multiple;
      }
      last = 100;
    } else if ((word == "and" && has_any && last >= 100) || (word == "-" && has_any && last >= 20 && last < 100)) {
      const bool goes_on = i + 1 < words.size() && find(words_, words[i + 1]) != nullptr;
      if (!goes_on) break;
      continue;
    } else {
      // "twenty-five" as one word
      const std::size_t hyphen = word.find('-');
      const double* first = hyphen == std::string::npos ? nullptr : find(words_, word.substr(0, hyphen));
      const double* second = hyphen == std::string::npos ? nullptr : find(words_, word.substr(hyphen + 1));
      if (first == nullptr || second == nullptr || *first < 20 || *second >= 10) break;
      group += *first + *second;
      last = *second;
    }
    has_any = true;
  }
  if (!has_any) return std::nullopt;
  return ReadNumber{total + group, i - at, false, false};
}

std::optional<ReadNumber> Numbers::read(std::span<const std::string> words, std::size_t at) const {
  if (at >= words.size()) return std::nullopt;
  const std::string& first = words[at];
  if (first.empty()) return std::nullopt;
  ReadNumber out;
  out.words = 1;
  if (first[0] >= '0' && first[0] <= '9') {
    out.is_digits = true;
    if (const auto value = digits(first)) {
      out.value = *value;
    } else {
      const std::size_t letters = first.find_first_not_of("0123456789.,");
      if (letters == std::string::npos) return std::nullopt;
      const double* suffix = find(suffixes_, first.substr(letters));
      const auto value_before = digits(first.substr(0, letters));
      if (suffix == nullptr || !value_before) return std::nullopt;
      out.value = *value_before * *suffix;
    }
    for (int steps = 0; steps < 3 && at + out.words < words.size(); ++steps) {
      const std::size_t hyphen =
          words[at + out.words] == "-" && at + out.words + 1 < words.size() ? 1 : 0;  // "$555-million"
      const std::string& word = words[at + out.words + hyphen];
      const double* multiple = find(multiples_, word);
      if (multiple == nullptr) multiple = find(suffixes_, word);
      if (multiple == nullptr) break;
      out.value *= *multiple;
      out.words += 1 + hyphen;
    }
    return out;
  }
  // "dozens", "hundreds of thousands", "several hundred"
  if (const double* vague = find(vague_, first)) {
    out.is_vague = true;
    out.value = *vague;
    if (at + 2 < words.size() && words[at + 1] == "of" && *vague >= 10) {
      if (const double* of = find(vague_, words[at + 2]); of != nullptr && *of >= 1000) {
        out.value = *vague * (*of / 2);
        out.words = 3;
      }
    } else if (at + 1 < words.size()) {
      if (const double* multiple = find(multiples_, words[at + 1])) {
        out.value = *vague * *multiple;
        out.words = 2;
      }
    }
    return out;
  }
  return read_words(words, at);
}

}  // namespace casus::lang
