// SPDX-License-Identifier: Apache-2.0
// The encoder and its scorers against train/reference.py on frozen answers, and against themselves on other roads.
#include "nn/encoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

namespace casus::nn {
namespace {

using Json = nlohmann::json;

const std::string kFolder = std::string(CASUS_SOURCE_DIR) + "/tests/data/nn/";

struct Window {
  std::vector<std::uint32_t> pieces, words;
  std::vector<std::uint8_t> shapes;
  WindowInput input() const { return {pieces, shapes, words}; }
};

Json read(const std::string& name) {
  std::ifstream in(kFolder + name);
  return Json::parse(in).at("windows");
}

const Json& answers() {
  static const Json json = read("small.json");
  return json;
}

std::vector<Window> windows(const Json& of = answers()) {
  std::vector<Window> out;
  for (const Json& answer : of) {
    out.push_back({answer.at("pieces"), answer.at("words"), answer.at("shapes")});
  }
  return out;
}

Model small_model(const Kernels& kernels = *supported_kernels().back(), const std::string& name = "small.model") {
  auto model = Model::load(kFolder + name, kernels);
  EXPECT_TRUE(model) << model.error().message;
  return std::move(*model);
}

std::vector<float> states_of(const Model& model, std::span<const WindowInput> inputs) {
  Scratch scratch;
  std::vector<float> states;
  const auto done = model.encode(inputs, scratch, states);
  EXPECT_TRUE(done) << done.error().message;
  return states;
}

double cosine(std::span<const float> a, std::span<const float> b) {
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += static_cast<double>(a[i]) * b[i];
    aa += static_cast<double>(a[i]) * a[i];
    bb += static_cast<double>(b[i]) * b[i];
  }
  return ab / std::sqrt(aa * bb);
}

// Root of the mean square of what differs, over that of the expected numbers.
double relative_error(std::span<const float> expected, std::span<const float> found) {
  EXPECT_EQ(expected.size(), found.size());
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    difference += std::pow(static_cast<double>(found[i]) - expected[i], 2);
    size += std::pow(static_cast<double>(expected[i]), 2);
  }
  return std::sqrt(difference / size);
}

template <typename Row>
std::vector<float> flat(const Row& rows) {
  std::vector<float> out;
  for (const auto& row : rows) {
    for (const Json& x : row) out.push_back(x.template get<float>());
  }
  return out;
}

void expect_states(const Model& model, const Json& of) {
  const std::size_t width = model.config().hidden;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const Window window = windows(of)[i];
    const WindowInput input = window.input();
    const std::vector<float> states = states_of(model, {&input, 1});
    const std::vector<float> expected = flat(of[i].at("states"));
    ASSERT_EQ(states.size(), expected.size());
    EXPECT_LT(relative_error(expected, states), 0.03) << "window " << i;
    for (std::size_t at = 0; at < states.size(); at += width) {
      EXPECT_GT(cosine(std::span(expected).subspan(at, width), std::span(states).subspan(at, width)), 0.999);
    }
  }
}

TEST(Encoder, StatesAreThoseOfTheReferenceUpToEightBits) {
  expect_states(small_model(), answers());
}

TEST(Encoder, StatesWithWideHeadsAndDistanceAreThoseOfTheReference) {
  const Json of = read("wide.json");
  for (const Kernels* kernels : supported_kernels()) expect_states(small_model(*kernels, "wide.model"), of);
}

TEST(Encoder, TokenScoresAreThoseOfTheReferenceUpToEightBits) {
  const Model model = small_model();
  for (std::size_t i = 0; i < windows().size(); ++i) {
    WordRows words;
    model.quantize(flat(answers()[i].at("states")), words);
    std::vector<float> logits;
    model.score_tokens(words, logits);
    for (const auto& [task, expected] : answers()[i].at("tokens").items()) {
      const auto columns = model.token_task(task);
      ASSERT_TRUE(columns) << task;
      std::vector<float> found;
      for (std::size_t word = 0; word < words.count; ++word) {
        const float* row = logits.data() + word * model.token_columns() + columns->first;
        found.insert(found.end(), row, row + columns->count);
      }
      EXPECT_LT(relative_error(flat(expected), found), 0.015) << task;
    }
  }
}

// The projection of the first words of a window, as many as the reference has arcs for.
ArcProjection projection(const Model& model, const ArcScorer& scorer, std::size_t window, std::size_t& count) {
  std::vector<float> states = flat(answers()[window].at("states"));
  count = std::min<std::size_t>(12, states.size() / 64);
  states.resize(count * 64);
  WordRows words;
  model.quantize(states, words);
  Scratch scratch;
  ArcProjection arcs;
  scorer.project(words, scratch, arcs);
  return arcs;
}

TEST(Encoder, TreeScoresAreThoseOfTheReferenceUpToEightBits) {
  const Model model = small_model();
  const ArcScorer& scorer = *model.arc_scorer("dep_arc", ArcForm::kAll);
  std::vector<float> expected, all;
  for (std::size_t i = 0; i < windows().size(); ++i) {
    std::size_t count = 0;
    const ArcProjection arcs = projection(model, scorer, i, count);
    Scratch scratch;
    std::vector<float> found;
    scorer.score_all(arcs, {0, static_cast<std::uint32_t>(count)}, scratch, found);
    const Json& table = answers()[i].at("arcs").at("dep_arc")[0];
    for (std::size_t d = 0; d < count; ++d) {
      for (std::size_t h = 0; h <= count; ++h) expected.push_back(table[h][d].get<float>());
    }
    all.insert(all.end(), found.begin(), found.end());
  }
  EXPECT_LT(relative_error(expected, all), 0.02);
}

TEST(Encoder, PairScoresAreThoseOfTheReferenceUpToEightBits) {
  const Model model = small_model();
  const ArcScorer& scorer = *model.arc_scorer("dep_label", ArcForm::kPairs);
  std::vector<float> expected, all;
  for (std::size_t i = 0; i < windows().size(); ++i) {
    std::size_t count = 0;
    const ArcProjection arcs = projection(model, scorer, i, count);
    std::vector<ArcPair> pairs;
    const Json& table = answers()[i].at("arcs").at("dep_label");
    for (std::uint32_t d = 0; d < count; ++d) {
      const std::uint32_t h = d * 5 % static_cast<std::uint32_t>(count + 1);
      pairs.push_back({h == 0 ? kRootHead : h - 1, d});
      for (std::size_t l = 0; l < scorer.labels(); ++l) expected.push_back(table[l][h][d].get<float>());
    }
    Scratch scratch;
    std::vector<float> found;
    scorer.score_pairs(arcs, pairs, scratch, found);
    all.insert(all.end(), found.begin(), found.end());
  }
  EXPECT_LT(relative_error(expected, all), 0.02);
}

TEST(Encoder, HeadScoresAreThoseOfTheReferenceUpToEightBits) {
  const Model model = small_model();
  const ArcScorer& scorer = *model.arc_scorer("role", ArcForm::kHeads);
  std::vector<float> expected, all;
  for (std::size_t i = 0; i < windows().size(); ++i) {
    std::size_t count = 0;
    const ArcProjection arcs = projection(model, scorer, i, count);
    const std::vector<std::uint32_t> heads{0, static_cast<std::uint32_t>(count - 1)};
    const Json& table = answers()[i].at("arcs").at("role");
    for (const std::uint32_t h : heads) {
      for (std::size_t d = 0; d < count; ++d) {
        for (std::size_t l = 0; l < scorer.labels(); ++l) expected.push_back(table[l][h][d].get<float>());
      }
    }
    Scratch scratch;
    std::vector<float> found;
    scorer.score_heads(arcs, heads, {0, static_cast<std::uint32_t>(count)}, scratch, found);
    all.insert(all.end(), found.begin(), found.end());
  }
  EXPECT_LT(relative_error(expected, all), 0.02);
}

TEST(Encoder, ManyWindowsAtOnceGiveTheBitsOfEachAlone) {
  const Model model = small_model();
  std::vector<Window> kept;
  for (int round = 0; round < 5; ++round) {
    for (Window& window : windows()) kept.push_back(std::move(window));
    std::rotate(kept.begin(), kept.begin() + 1, kept.end());
  }
  std::vector<WindowInput> inputs;
  std::vector<float> alone;
  for (const Window& window : kept) {
    inputs.push_back(window.input());
    const std::vector<float> states = states_of(model, {&inputs.back(), 1});
    alone.insert(alone.end(), states.begin(), states.end());
  }
  const std::vector<float> together = states_of(model, inputs);
  ASSERT_EQ(alone.size(), together.size());
  EXPECT_EQ(std::memcmp(alone.data(), together.data(), alone.size() * sizeof(float)), 0);
}

TEST(Encoder, EveryInstructionSetGivesTheSameBits) {
  std::vector<WindowInput> inputs;
  const std::vector<Window> kept = windows();
  for (const Window& window : kept) inputs.push_back(window.input());
  const std::vector<float> expected = states_of(small_model(generic_kernels()), inputs);
  for (const Kernels* kernels : supported_kernels()) {
    const std::vector<float> found = states_of(small_model(*kernels), inputs);
    ASSERT_EQ(expected.size(), found.size());
    EXPECT_EQ(std::memcmp(expected.data(), found.data(), expected.size() * sizeof(float)), 0) << kernels->name;
  }
}

TEST(Encoder, OneModelServesManyThreads) {
  const Model model = small_model();
  std::vector<WindowInput> inputs;
  const std::vector<Window> kept = windows();
  for (const Window& window : kept) inputs.push_back(window.input());
  const std::vector<float> expected = states_of(model, inputs);
  std::vector<std::vector<float>> found(8);
  {
    std::vector<std::jthread> threads;
    for (auto& states : found) threads.emplace_back([&] { states = states_of(model, inputs); });
  }
  for (const auto& states : found) EXPECT_EQ(states, expected);
}

TEST(Encoder, RefusesWhatIsBeyondItsTables) {
  const Model model = small_model();
  Window good = windows()[1];
  const auto refused = [&](const Window& window) {
    Scratch scratch;
    std::vector<float> states;
    const WindowInput input = window.input();
    const auto done = model.encode({&input, 1}, scratch, states);
    return !done && done.error().code == ErrorCode::kBadInput;
  };
  EXPECT_FALSE(refused(good));
  Window bad = good;
  bad.pieces[2] = 160;
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.shapes[2] = 32;
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.words[0] = static_cast<std::uint32_t>(good.pieces.size());
  EXPECT_TRUE(refused(bad));
  EXPECT_TRUE(refused({}));
  bad = good;
  bad.pieces.resize(81);
  bad.shapes.resize(81);
  EXPECT_TRUE(refused(bad));
}

TEST(Encoder, GivesAnArcScorerInItsOwnFormAlone) {
  const Model model = small_model();
  EXPECT_NE(model.arc_scorer("role", ArcForm::kHeads), nullptr);
  EXPECT_EQ(model.arc_scorer("role", ArcForm::kAll), nullptr);
  EXPECT_EQ(model.arc_scorer("dep_arc", ArcForm::kHeads), nullptr);
}

TEST(Encoder, KnowsItsLabels) {
  const Model model = small_model();
  EXPECT_EQ(model.labels("upos").size(), 7U);
  EXPECT_EQ(model.labels("role")[0], "O");
  EXPECT_TRUE(model.labels("weather").empty());
  EXPECT_FALSE(model.token_task("weather"));
  EXPECT_EQ(model.arc_scorer("upos", ArcForm::kHeads), nullptr);
  EXPECT_EQ(model.token_task("lemma")->first, 7U);
}

}  // namespace
}  // namespace casus::nn
