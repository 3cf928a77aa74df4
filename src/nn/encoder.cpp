// SPDX-License-Identifier: Apache-2.0
#include "nn/encoder.h"

#include <algorithm>

namespace casus::nn {
namespace {

// Windows are read together until they fill about this many rows.
constexpr std::size_t kChunkRows = 256;

std::unexpected<Error> bad(std::string message) {
  return fail(ErrorCode::kBadInput, std::move(message));
}

/// Rows go from the farthest key before to the farthest behind, and as much further as the lanes read.
Result<DistanceBias> load_distance_bias(const ModelFile& file) {
  const ModelConfig& config = file.config();
  if (!config.has_distance_bias) return DistanceBias{};
  const std::size_t stride = round_up(2 * config.max_positions + kLanes, kLanes);
  ASSIGN_OR_RETURN(const auto table, file.floats("attention.bias", {config.heads, stride}));
  return DistanceBias{table.data(), stride, config.max_positions - 1};
}

}  // namespace

Result<Model> Model::load(const std::string& path, const Kernels& kernels) {
  ASSIGN_OR_RETURN(ModelFile file, ModelFile::open(path));
  auto model = from(std::move(file), kernels);
  if (!model) return fail(model.error().code, path + ": " + model.error().message);
  return model;
}

Result<Model> Model::from(ModelFile file, const Kernels& kernels) {
  Model model;
  model.kernels_ = &kernels;
  const ModelConfig& config = file.config();
  ASSIGN_OR_RETURN(model.vocabulary_, file.text("vocabulary"));
  if (static_cast<std::size_t>(std::ranges::count(model.vocabulary_, '\n')) != config.vocabulary) {
    return fail(ErrorCode::kBadData, "model file: vocabulary does not have a line for each of " +
                                         std::to_string(config.vocabulary) + " pieces");
  }
  ASSIGN_OR_RETURN(const auto words, file.weights("embed.words", {config.vocabulary, config.hidden}));
  ASSIGN_OR_RETURN(const auto word_scales, load_scales(file, "embed.word_scales", config.vocabulary));
  ASSIGN_OR_RETURN(const auto positions, file.floats("embed.positions", {config.max_positions, config.hidden}));
  ASSIGN_OR_RETURN(const auto shapes, file.floats("embed.shapes", {config.shapes, config.hidden}));
  model.embeddings_ = {words.data(), word_scales.data(), positions.data(), shapes.data()};
  ASSIGN_OR_RETURN(model.embedding_norm_, load_norm(file, "embed.norm"));
  ASSIGN_OR_RETURN(const DistanceBias bias, load_distance_bias(file));
  for (std::size_t i = 0; i < config.layers; ++i) {
    ASSIGN_OR_RETURN(TransformerLayer layer, TransformerLayer::load(file, i, bias));
    model.layers_.push_back(layer);
  }
  std::size_t labels = 0;
  for (const TokenTask& task : file.token_tasks()) labels += task.labels.size();
  if (labels > 0) {
    ASSIGN_OR_RETURN(model.tokens_, load_linear(file, "tokens", config.hidden, labels));
  }
  for (const ArcTask& task : file.arc_tasks()) {
    ASSIGN_OR_RETURN(ArcScorer scorer, ArcScorer::load(file, task, kernels));
    model.arcs_.push_back(std::move(scorer));
  }
  model.file_ = std::move(file);
  return model;
}

Result<void> Model::check(const WindowInput& window) const {
  if (window.pieces.empty() || window.pieces.size() > config().max_positions) {
    return bad("a window of " + std::to_string(window.pieces.size()) + " pieces, expected 1 to " +
               std::to_string(config().max_positions));
  }
  if (window.shapes.size() != window.pieces.size()) return bad("a window needs one shape a piece");
  if (std::ranges::any_of(window.pieces, [&](std::uint32_t piece) { return piece >= config().vocabulary; })) {
    return bad("a piece beyond the vocabulary of " + std::to_string(config().vocabulary));
  }
  if (std::ranges::any_of(window.shapes, [&](std::uint8_t shape) { return shape >= config().shapes; })) {
    return bad("a shape beyond the table of " + std::to_string(config().shapes));
  }
  if (std::ranges::any_of(window.words, [&](std::uint32_t word) { return word >= window.pieces.size(); })) {
    return bad("a word beyond its window's pieces");
  }
  return {};
}

Result<void> Model::encode(std::span<const WindowInput> windows, Scratch& scratch, std::vector<float>& states) const {
  std::size_t words = 0;
  for (const WindowInput& window : windows) {
    RETURN_IF_ERROR(check(window));
    words += window.words.size();
  }
  states.clear();
  states.reserve(words * config().hidden);
  for (std::size_t begin = 0; begin < windows.size();) {
    std::size_t rows = windows[begin].pieces.size();
    std::size_t end = begin + 1;
    while (end < windows.size() && rows + windows[end].pieces.size() <= kChunkRows) {
      rows += windows[end++].pieces.size();
    }
    encode_chunk(windows.subspan(begin, end - begin), scratch, states);
    begin = end;
  }
  return {};
}

void Model::encode_chunk(std::span<const WindowInput> windows, Scratch& scratch, std::vector<float>& states) const {
  const std::size_t hidden = config().hidden;
  const std::size_t heads = config().heads;
  std::vector<WindowRows> rows_of;
  std::size_t rows = 0;
  std::size_t padded = 0;
  for (const WindowInput& window : windows) {
    const std::size_t length = window.pieces.size();
    rows_of.push_back({.first = rows, .length = length, .padded = round_up(length, kLanes), .panel = padded});
    rows += length;
    padded += rows_of.back().padded;
  }
  float* const all = scratch.states.ensure(rows * hidden);
  std::uint8_t* const bytes = scratch.bytes.ensure(rows * hidden);
  float* const scales = scratch.byte_scales.ensure(rows);
  scratch.queries.ensure(rows * hidden);
  scratch.query_scales.ensure(rows * heads);
  scratch.keys.ensure(padded * hidden);
  scratch.key_start.ensure(padded * heads);
  scratch.key_scales.ensure(padded * heads);
  scratch.values.ensure(padded * hidden);
  float* const value_scales = scratch.value_scales.ensure(padded * heads);
  std::fill_n(value_scales, padded * heads, 0.0F);  // what is no piece weighs nothing; layers write only pieces
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const std::size_t first = rows_of[i].first;
    kernels_->embed(embeddings_, embedding_norm_, windows[i].pieces.data(), windows[i].shapes.data(), rows_of[i].length,
                    0, {all + first * hidden, bytes + first * hidden, scales + first});
  }
  for (const TransformerLayer& layer : layers_) layer.run(*kernels_, rows_of, rows, scratch);
  for (std::size_t i = 0; i < windows.size(); ++i) {
    for (const std::uint32_t word : windows[i].words) {
      const float* const state = all + (rows_of[i].first + word) * hidden;
      states.insert(states.end(), state, state + hidden);
    }
  }
}

void Model::quantize(std::span<const float> states, WordRows& words) const {
  words.width = config().hidden;
  words.count = states.size() / words.width;
  kernels_->quantize(states.data(), words.width, words.count, words.width,
                     words.bytes.ensure(words.count * words.width), words.width, words.scales.ensure(words.count));
}

void Model::score_tokens(const WordRows& words, std::vector<float>& logits) const {
  logits.resize(words.count * token_columns());
  if (!tokens_) return;
  for (std::size_t first = 0; first < words.count; first += kBlockRows) {
    kernels_->product(tokens_->matrix, words.rows(first, std::min(kBlockRows, words.count - first)),
                      logits.data() + first * token_columns(), token_columns());
  }
}

std::optional<TokenColumns> Model::token_task(std::string_view name) const {
  std::size_t first = 0;
  for (const TokenTask& task : file_.token_tasks()) {
    if (task.name == name) return TokenColumns{first, task.labels.size()};
    first += task.labels.size();
  }
  return std::nullopt;
}

const ArcScorer* Model::arc_scorer(std::string_view name, ArcForm form) const {
  const auto found = std::ranges::find(file_.arc_tasks(), name, &ArcTask::name);
  if (found == file_.arc_tasks().end() || found->form != form) return nullptr;
  return &arcs_[static_cast<std::size_t>(found - file_.arc_tasks().begin())];
}

std::span<const std::string> Model::labels(std::string_view name) const {
  for (const TokenTask& task : file_.token_tasks()) {
    if (task.name == name) return task.labels;
  }
  for (const ArcTask& task : file_.arc_tasks()) {
    if (task.name == name) return task.labels;
  }
  return {};
}

}  // namespace casus::nn
