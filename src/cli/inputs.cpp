// SPDX-License-Identifier: Apache-2.0
#include "cli/inputs.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>

namespace casus::cli {
namespace {
namespace fs = std::filesystem;

/// Files of other kinds than a reader takes (images, models) are passed over in folders; named ones are tried.
bool is_readable_kind(const fs::path& path) {
  static const std::vector<std::string> kinds{".txt",   ".text",  ".html",   ".htm",
                                              ".xhtml", ".jsonl", ".ndjson", ".conllu"};
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::find(kinds, extension) != kinds.end();
}

void walk(const fs::path& folder, const std::function<void(const std::string&)>& read,
          const std::function<void(const Error&)>& lost) {
  std::error_code error;
  std::vector<fs::path> entries;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    entries.push_back(it->path());
  if (error) return lost({ErrorCode::kIo, folder.string() + ": cannot be listed: " + error.message(), {}});
  std::ranges::sort(entries);
  for (const fs::path& entry : entries) {
    std::error_code ignored;
    if (fs::is_symlink(entry, ignored) && fs::is_directory(entry, ignored)) continue;  // no loops
    if (fs::is_directory(entry, ignored))
      walk(entry, read, lost);
    else if (is_readable_kind(entry))
      read(entry.string());
  }
}

std::vector<std::string> expand(const std::string& pattern) {
  std::vector<std::string> out;
  glob_t found{};
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
    for (std::size_t i = 0; i < found.gl_pathc; ++i) out.emplace_back(found.gl_pathv[i]);
  globfree(&found);
  return out;
}

}  // namespace

void for_each_input(const std::vector<std::string>& inputs, const std::function<void(const std::string&)>& read,
                    const std::function<void(const Error&)>& lost) {
  for (const std::string& input : inputs) {
    std::error_code error;
    if (input == "-") {
      read(input);
    } else if (fs::is_directory(input, error)) {
      walk(input, read, lost);
    } else if (fs::exists(input, error)) {
      read(input);
    } else if (input.find_first_of("*?[") != std::string::npos) {
      const auto files = expand(input);
      if (files.empty()) lost({ErrorCode::kNotFound, input + ": no file fits this pattern", {}});
      for (const std::string& file : files) fs::is_directory(file, error) ? walk(file, read, lost) : read(file);
    } else {
      lost({ErrorCode::kNotFound, input + ": no such file or folder", {}});
    }
  }
}

}  // namespace casus::cli
