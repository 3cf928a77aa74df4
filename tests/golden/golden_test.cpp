// SPDX-License-Identifier: Apache-2.0
// Golden cases: text in, one layer out. A case is a file tests/golden/<layer>/<name>.case:
//   why: what the case holds
//   text [YYYY-MM-DD]: the text, on one line; "\n" for a line break
//   the lines of the dump
// `golden_test --update` writes what the program says now; read the difference line by line.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "document/dump.h"
#include "document/validate.h"
#include "engine/engine.h"

namespace {

using namespace casus;
namespace fs = std::filesystem;

bool is_updating = false;

struct Case {
  std::string why, published, text, expected;
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

Case read_case(const fs::path& file) {
  std::ifstream in(file);
  Case out;
  std::getline(in, out.why);
  std::string line;
  std::getline(in, line);
  const std::size_t colon = line.find(": ");
  if (line.size() > 5 && line[4] == ' ') out.published = line.substr(5, colon - 5);
  out.text = replaced(line.substr(colon + 2), "\\n", "\n");
  out.expected.assign(std::istreambuf_iterator<char>(in), {});
  return out;
}

const engine::Engine& shared_engine() {
  static const auto engine = engine::Engine::load(fs::path(CASUS_SOURCE_DIR) / "data");
  if (!engine) {
    ADD_FAILURE() << to_string(engine.error());
    std::abort();
  }
  return **engine;
}

/// The layers that a folder's cases show.
LayerSet layers_of(const std::string& folder) {
  if (folder == "segment") return layers(Layer::kSentences, Layer::kTokens);
  if (folder == "attribution") return layers(Layer::kQuotations, Layer::kAttributions);
  if (folder == "timex") return layers(Layer::kTimes);
  if (folder == "place") return layers(Layer::kPlaces);
  if (folder == "quantity") return layers(Layer::kQuantities);
  if (folder == "coref") return layers(Layer::kMentions, Layer::kEntities);
  return layers(Layer::kCodings);
}

std::vector<fs::path> all_cases() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(CASUS_SOURCE_DIR) / "tests" / "golden"))
    if (entry.path().extension() == ".case") out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

std::string answer(const Case& golden, const std::string& folder) {
  Document doc;
  doc.raw = doc.text = golden.text;
  doc.alignment = Alignment::identity(static_cast<std::uint32_t>(doc.text.size()));
  doc.origin.id = "case";
  doc.origin.published = golden.published;
  doc.mark(Layer::kText);
  doc.mark(Layer::kFurniture);
  Workspace workspace;
  shared_engine().pipeline().run({&doc, 1}, workspace);
  for (const Failure& failure : doc.failures) ADD_FAILURE() << failure.stage << ": " << to_string(failure.error);
  const Result<void> valid = validate(doc);
  EXPECT_TRUE(valid) << to_string(valid.error());
  return dump(doc, layers_of(folder));
}

class Golden : public testing::TestWithParam<fs::path> {};

TEST_P(Golden, SaysWhatItSaid) {
  const Case golden = read_case(GetParam());
  ASSERT_TRUE(golden.why.starts_with("why: ")) << GetParam() << ": the first line says why";
  const std::string now = answer(golden, GetParam().parent_path().filename().string());
  if (is_updating && now != golden.expected) {
    std::ofstream out(GetParam());
    out << golden.why << "\ntext" << (golden.published.empty() ? "" : " " + golden.published) << ": "
        << replaced(golden.text, "\n", "\\n") << "\n"
        << now;
    return;
  }
  EXPECT_EQ(golden.expected, now) << golden.why;
}

std::string name_of(const testing::TestParamInfo<fs::path>& info) {
  std::string out = info.param.parent_path().filename().string() + "_" + info.param.stem().string();
  std::ranges::replace_if(out, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return out;
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(all_cases()), name_of);

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  is_updating = argc > 1 && std::string_view(argv[1]) == "--update";
  return RUN_ALL_TESTS();
}
