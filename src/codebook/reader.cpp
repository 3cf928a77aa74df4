// SPDX-License-Identifier: Apache-2.0
#include "codebook/reader.h"

#include <fstream>
#include <iterator>
#include <utility>

namespace casus::codebook {

Result<TomlFile> TomlFile::read(const std::filesystem::path& path, std::string name) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return fail(ErrorCode::kIo, name + ": cannot be read");
  TomlFile file;
  file.name = std::move(name);
  file.bytes.assign(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  if (stream.bad()) return fail(ErrorCode::kIo, file.name + ": cannot be read");
  try {
    file.table = toml::parse(std::string_view(file.bytes));
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::kBadData,
                file.name + ":" + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
  }
  return file;
}

void TomlFile::fault(std::uint32_t line, const std::string& message) {
  if (!error) error = Error{ErrorCode::kBadData, name + ":" + std::to_string(line) + ": " + message, std::nullopt};
}

std::uint32_t TableReader::line_of(std::string_view key) const {
  const toml::node* node = table_.get(key);
  const std::uint32_t line = node == nullptr ? 0 : node->source().begin.line;
  return line == 0 ? line_ : line;
}

const toml::node* TableReader::take(std::string_view key) {
  asked_.emplace(key);
  return table_.get(key);
}

std::string TableReader::text(std::string_view key, bool required) {
  const toml::node* node = take(key);
  if (node == nullptr) {
    if (required) fault(key, "missing key '" + std::string(key) + "'");
    return {};
  }
  const auto* value = node->as_string();
  if (value == nullptr) {
    fault(key, "'" + std::string(key) + "' must be a string");
    return {};
  }
  if (value->get().empty()) fault(key, "'" + std::string(key) + "' is empty");
  return value->get();
}

std::optional<double> TableReader::number_or_none(std::string_view key) {
  const toml::node* node = take(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_number()) {
    fault(key, "'" + std::string(key) + "' must be a number");
    return std::nullopt;
  }
  return node->value<double>();
}

double TableReader::number(std::string_view key, double fallback, bool required) {
  if (required && !has(key)) fault(key, "missing key '" + std::string(key) + "'");
  return number_or_none(key).value_or(fallback);
}

bool TableReader::boolean(std::string_view key, bool fallback) {
  const toml::node* node = take(key);
  if (node == nullptr) return fallback;
  if (!node->is_boolean()) {
    fault(key, "'" + std::string(key) + "' must be true or false");
    return fallback;
  }
  return node->as_boolean()->get();
}

std::vector<std::string> TableReader::texts(std::string_view key) {
  const toml::node* node = take(key);
  std::vector<std::string> values;
  if (node == nullptr) return values;
  if (const auto* one = node->as_string()) {
    values.push_back(one->get());
  } else if (const auto* array = node->as_array()) {
    for (const toml::node& item : *array) {
      const auto* value = item.as_string();
      if (value == nullptr) {
        fault(key, "'" + std::string(key) + "' must be a list of strings");
        return values;
      }
      values.push_back(value->get());
    }
  } else {
    fault(key, "'" + std::string(key) + "' must be a list of strings");
  }
  for (const std::string& value : values) {
    if (value.empty()) fault(key, "'" + std::string(key) + "' has an empty string");
  }
  return values;
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
  const toml::node* node = take(key);
  std::vector<TableReader> readers;
  if (node == nullptr) return readers;
  const auto* array = node->as_array();
  if (array == nullptr) {
    fault(key, "'" + std::string(key) + "' must be an array of tables, [[" + std::string(key) + "]]");
    return readers;
  }
  for (const toml::node& item : *array) {
    const auto* table = item.as_table();
    if (table == nullptr) {
      fault(key, "'" + std::string(key) + "' must be an array of tables, [[" + std::string(key) + "]]");
      return readers;
    }
    readers.emplace_back(file_, *table, item.source().begin.line);
  }
  return readers;
}

std::optional<TableReader> TableReader::table(std::string_view key) {
  const toml::node* node = take(key);
  if (node == nullptr) return std::nullopt;
  const auto* table = node->as_table();
  if (table == nullptr) {
    fault(key, "'" + std::string(key) + "' must be a table");
    return std::nullopt;
  }
  return TableReader(file_, *table, node->source().begin.line);
}

std::vector<std::string> TableReader::keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, value] : table_) keys.emplace_back(key.str());
  return keys;
}

void TableReader::finish() {
  for (const auto& [key, value] : table_) {
    if (!asked_.contains(key.str())) fault(key.str(), "unknown key '" + std::string(key.str()) + "'");
  }
}

}  // namespace casus::codebook
