// SPDX-License-Identifier: Apache-2.0
#include "ingest/lists.h"

#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>

#include "ingest/ingest.h"
#include "ingest/words.h"

namespace casus::ingest {
namespace {

using Sink = std::function<void(std::string)>;
using Sinks = std::map<std::string, Sink, std::less<>>;

Sink into(TextSet& set) {
  return [&set](std::string word) { set.insert(std::move(word)); };
}
Sink into(std::vector<std::string>& list) {
  return [&list](std::string word) { list.push_back(std::move(word)); };
}

std::string place(const std::string& name, const toml::source_region& region) {
  return name + ":" + std::to_string(region.begin.line) + ": ";
}

/// Fills the sinks from a file of string arrays; `name` is for messages.
Result<void> read_file(const std::filesystem::path& path, const std::string& name, const Sinks& sinks) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, name + ": no such file");
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  toml::table table;
  try {
    table = toml::parse(std::string_view(bytes));
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::kBadData, place(name, error.source()) + std::string(error.description()));
  }
  for (const auto& [key, value] : table) {
    const auto sink = sinks.find(key.str());
    if (sink == sinks.end())
      return fail(ErrorCode::kBadData, place(name, key.source()) + "unknown key '" + std::string(key.str()) + "'");
    const toml::array* array = value.as_array();
    if (array == nullptr)
      return fail(ErrorCode::kBadData, place(name, value.source()) + "expected an array of strings");
    for (const toml::node& item : *array) {
      const auto* text = item.as_string();
      if (text == nullptr) return fail(ErrorCode::kBadData, place(name, item.source()) + "expected a string");
      sink->second(lower_ascii(text->get()));
    }
  }
  return {};
}

}  // namespace

Result<std::shared_ptr<const Lists>> load_lists(const std::filesystem::path& data) {
  auto lists = std::make_shared<Lists>();
  RETURN_IF_ERROR(read_file(data / "ingest" / "furniture.toml", "ingest/furniture.toml",
                            {{"drop", into(lists->drop_words)},
                             {"drop_prefixes", into(lists->drop_prefixes)},
                             {"drop_always", into(lists->always_words)},
                             {"keep", into(lists->keep_words)},
                             {"date_names", into(lists->date_names)},
                             {"author_names", into(lists->author_names)}}));
  std::error_code ignored;
  std::vector<std::filesystem::path> languages;
  for (const auto& entry : std::filesystem::directory_iterator(data / "lang", ignored))
    languages.push_back(entry.path());
  std::ranges::sort(languages);
  for (const auto& language : languages) {
    const auto path = language / "furniture.toml";
    if (!std::filesystem::exists(path, ignored)) continue;
    RETURN_IF_ERROR(read_file(path, "lang/" + language.filename().string() + "/furniture.toml",
                              {{"lines", into(lists->lines)},
                               {"starts", into(lists->starts)},
                               {"labels", into(lists->labels)},
                               {"credits", into(lists->credits)},
                               {"endings", into(lists->endings)},
                               {"consent", into(lists->consent)}}));
  }
  return lists;
}

}  // namespace casus::ingest
