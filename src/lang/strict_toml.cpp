// SPDX-License-Identifier: Apache-2.0
#include "lang/strict_toml.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace casus::lang {

std::unexpected<Error> TomlFile::error_at(const toml::node& node, std::string_view message) const {
  return fail(ErrorCode::kBadData,
              shown + ":" + std::to_string(node.source().begin.line) + ": " + std::string(message));
}

Result<void> TomlFile::only_keys(const toml::table& table, std::initializer_list<std::string_view> allowed) const {
  for (const auto& [key, value] : table) {
    if (std::ranges::find(allowed, key.str()) == allowed.end())
      return error_at(value, "unknown key '" + std::string(key.str()) + "'");
  }
  return {};
}

Result<std::vector<std::string>> TomlFile::strings(const toml::table& table, std::string_view key) const {
  std::vector<std::string> out;
  const toml::node* node = table.get(key);
  if (node == nullptr) return out;
  const toml::array* array = node->as_array();
  if (array == nullptr) return error_at(*node, "'" + std::string(key) + "' must be a list of strings");
  for (const toml::node& item : *array) {
    const auto text = item.value_exact<std::string>();
    if (!text) return error_at(item, "'" + std::string(key) + "' must be a list of strings");
    out.push_back(*text);
  }
  return out;
}

Result<std::string> TomlFile::string(const toml::table& table, std::string_view key) const {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::string();
  const auto text = node->value_exact<std::string>();
  if (!text) return error_at(*node, "'" + std::string(key) + "' must be a string");
  return *text;
}

Result<TomlFile> load_toml(const std::string& path, std::string shown) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, shown + ": cannot be read (" + path + ")");
  std::stringstream text;
  text << in.rdbuf();
  try {
    return TomlFile{shown, toml::parse(text.str())};
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::kBadData,
                shown + ":" + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
  }
}

}  // namespace casus::lang
