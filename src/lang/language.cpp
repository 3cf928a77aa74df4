// SPDX-License-Identifier: Apache-2.0
#include "lang/language.h"

#include <algorithm>
#include <array>
#include <system_error>

#include <toml++/toml.h>

namespace casus::lang {
namespace {

std::string at(const std::string& file, const toml::source_region& where) {
  return file + ":" + std::to_string(where.begin.line) + ": ";
}

/// Reads one file; its messages name file and line.
class File {
 public:
  File(std::string name, const toml::table& table) : name_(std::move(name)), table_(table) {}

  Result<void> allow_only(std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, value] : table_)
      if (std::ranges::find(keys, key.str()) == keys.end())
        return fail(ErrorCode::kBadData, at(name_, key.source()) + "unknown key '" + std::string(key.str()) + "'");
    return {};
  }

  Result<std::string> text(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return fail(ErrorCode::kBadData, name_ + ": missing key '" + std::string(key) + "'");
    if (!node->is_string()) return fail(ErrorCode::kBadData, at(name_, node->source()) + "expected a string");
    return node->as_string()->get();
  }

  /// A list of strings; each must pass `check`, which returns what is wrong with it.
  template <typename Check>
  Result<std::vector<std::string>> list(std::string_view key, Check check) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return fail(ErrorCode::kBadData, name_ + ": missing key '" + std::string(key) + "'");
    if (!node->is_array()) return fail(ErrorCode::kBadData, at(name_, node->source()) + "expected a list of strings");
    std::vector<std::string> out;
    for (const toml::node& item : *node->as_array()) {
      if (!item.is_string()) return fail(ErrorCode::kBadData, at(name_, item.source()) + "expected a string");
      const std::string& value = item.as_string()->get();
      if (const std::string wrong = check(value); !wrong.empty())
        return fail(ErrorCode::kBadData, at(name_, item.source()) + wrong + ", found '" + value + "'");
      out.push_back(value);
    }
    return out;
  }

 private:
  std::string name_;
  const toml::table& table_;
};

std::string check_abbreviation(const std::string& word) {
  return word.size() > 1 && word.ends_with('.') ? "" : "expected an abbreviation with its dot";
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

std::string check_clitic(const std::string& word) {
  return word.find('\'') != std::string::npos ? "" : "expected a clitic with its apostrophe";
}

std::string check_letters(const std::string& word) {
  return !word.empty() && std::ranges::all_of(word, is_lower) ? "" : "expected lower-case letters";
}

std::string check_contraction(const std::string& word) {
  const std::size_t bar = word.find('|');
  const bool parted =
      bar != std::string::npos && bar > 0 && bar + 1 < word.size() && word.find('|', bar + 1) == std::string::npos;
  return parted ? "" : "expected a word parted by one '|'";
}

/// The library's exceptions end here.
Result<toml::table> parse(const std::filesystem::path& path, const std::string& name) {
  try {
    return toml::parse_file(path.string());
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::kBadData, at(name, error.source()) + std::string(error.description()));
  }
}

bool is_code(std::string_view code) {
  return code.size() == 2 && std::ranges::all_of(code, is_lower);
}

}  // namespace

Result<Language> Language::load(const std::filesystem::path& data, std::string_view code) {
  if (!is_code(code))
    return fail(ErrorCode::kUnsupported, "expected a language code of two letters, found '" + std::string(code) + "'");
  const std::filesystem::path path = data / "lang" / code / "language.toml";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    return fail(ErrorCode::kUnsupported,
                "no language '" + std::string(code) + "': " + path.string() + " does not exist");
  const std::string name = "lang/" + std::string(code) + "/language.toml";
  ASSIGN_OR_RETURN(const toml::table table, parse(path, name));
  const File file(name, table);
  RETURN_IF_ERROR(file.allow_only({"code", "name", "abbreviations", "titles", "clitics", "number_endings", "elided",
                                   "name_prefixes", "contractions"}));

  Language language;
  ASSIGN_OR_RETURN(language.code_, file.text("code"));
  ASSIGN_OR_RETURN(language.name_, file.text("name"));
  if (language.code_ != code)
    return fail(ErrorCode::kBadData,
                name + ": expected code '" + std::string(code) + "', found '" + language.code_ + "'");
  ASSIGN_OR_RETURN(const std::vector<std::string> abbreviations, file.list("abbreviations", check_abbreviation));
  ASSIGN_OR_RETURN(const std::vector<std::string> titles, file.list("titles", check_abbreviation));
  ASSIGN_OR_RETURN(const std::vector<std::string> clitics, file.list("clitics", check_clitic));
  ASSIGN_OR_RETURN(const std::vector<std::string> endings, file.list("number_endings", check_letters));
  ASSIGN_OR_RETURN(const std::vector<std::string> elided, file.list("elided", check_letters));
  ASSIGN_OR_RETURN(const std::vector<std::string> prefixes, file.list("name_prefixes", check_letters));
  ASSIGN_OR_RETURN(const std::vector<std::string> contractions, file.list("contractions", check_contraction));
  language.abbreviations_.insert(abbreviations.begin(), abbreviations.end());
  language.abbreviations_.insert(titles.begin(), titles.end());
  language.titles_.insert(titles.begin(), titles.end());
  language.clitics_.insert(clitics.begin(), clitics.end());
  language.number_endings_.insert(endings.begin(), endings.end());
  language.name_prefixes_.insert(prefixes.begin(), prefixes.end());
  language.elided_.insert(elided.begin(), elided.end());
  for (const std::string& parted : contractions) {
    const std::size_t bar = parted.find('|');
    language.contractions_.push_back({parted.substr(0, bar) + parted.substr(bar + 1), static_cast<std::uint32_t>(bar)});
  }
  return language;
}

}  // namespace casus::lang
