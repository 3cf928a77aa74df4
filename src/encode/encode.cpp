// SPDX-License-Identifier: Apache-2.0
#include "encode/encode.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <utility>
#include <vector>

#include "encode/borders.h"
#include "nn/peak.h"
#include "nn/wordpiece.h"
#include "pipeline/token_layout.h"

namespace casus::encode {
namespace {
/// Windows are encoded together until they hold about this many pieces; a speed and memory choice, without effect on
/// what comes out.
constexpr std::size_t kGroupPieces = 1024;

/// A document as pieces, without [CLS] and [SEP].
struct Pieces {
  std::vector<std::uint32_t> ids;
  std::vector<std::uint8_t> shapes;
  std::vector<std::uint32_t> first;  // of each token its first piece, and the end
};

/// Windows waiting to be encoded together, of any documents of the batch.
struct Group {
  struct Kept {
    std::size_t document;
    Window window;
  };
  std::vector<std::uint32_t> ids;
  std::vector<std::uint8_t> shapes;
  std::vector<std::uint32_t> words;
  std::vector<std::array<std::size_t, 4>> bounds;  // of each window: begin and end of its pieces, and of its words
  std::vector<Kept> kept;

  void clear() {
    ids.clear();
    shapes.clear();
    words.clear();
    bounds.clear();
    kept.clear();
  }
};

struct Memory : Workspace::Scratch {
  nn::Scratch scratch;
  Group group;
  std::vector<nn::WindowInput> inputs;
  std::vector<float> states;
  nn::WordRows rows;
  std::vector<float> logits;
};

/// The `kChoices` best of `scores`, best first; of equals the first.
void best_of(std::span<const float> scores, Label* out) {
  std::array<float, kChoices> best;
  std::size_t count = 0;
  for (std::size_t label = 0; label < scores.size(); ++label) {
    const float score = scores[label];
    if (count == kChoices && !(score > best[kChoices - 1])) continue;
    std::size_t place = count < kChoices ? count++ : kChoices - 1;
    for (; place > 0 && score > best[place - 1]; --place) {
      best[place] = best[place - 1];
      out[place] = out[place - 1];
    }
    best[place] = score;
    out[place] = static_cast<Label>(label);
  }
}

class EncodeStage : public Stage {
 public:
  EncodeStage(std::shared_ptr<const nn::Model> model, nn::WordPiece pieces, const WindowSettings& settings)
      : model_(std::move(model)),
        word_piece_(std::move(pieces)),
        layout_(*model_),
        settings_(settings),
        inventory_(inventory_of(*model_)) {
    settings_.max_pieces = std::min(settings_.max_pieces, static_cast<std::uint32_t>(model_->config().max_positions));
  }

  StageInfo info() const override { return {"encode", layers(Layer::kText, Layer::kTokens), layers(Layer::kStates)}; }

  Result<void> run(std::span<Document> batch, Workspace& workspace) const override {
    Memory& memory = workspace.scratch_of<Memory>(this);
    memory.group.clear();
    workspace.states.resize(batch.size());
    for (std::size_t d = 0; d < batch.size(); ++d) {
      if (batch[d].has_failed()) continue;
      if (batch[d].tokens.size() > kMaxTokens) {
        batch[d].fail("encode", too_long(batch[d]));
        continue;
      }
      make_room(batch[d].tokens.size(), workspace.states[d]);
      RETURN_IF_ERROR(collect(batch[d], d, memory, workspace));
      batch[d].inventory = inventory_;
      batch[d].mark(Layer::kStates);
    }
    return encode(memory, workspace);
  }

 private:
  static Error too_long(const Document& doc) {
    return {ErrorCode::kLimit,
            "the text has " + std::to_string(doc.tokens.size()) + " words and marks, at most " +
                std::to_string(kMaxTokens) + " are read at once; cut it into several documents",
            std::nullopt};
  }

  static std::shared_ptr<const Inventory> inventory_of(const nn::Model& model) {
    const auto copy = [&](std::string_view task) {
      const auto labels = model.labels(task);
      return std::vector<std::string>(labels.begin(), labels.end());
    };
    auto out = std::make_shared<Inventory>();
    out->xpos = copy("xpos");
    out->feats = copy("feats");
    out->deprel = copy("dep_label");
    out->role = copy("role");
    out->sense = copy("predicate");
    out->event = copy("event");
    out->mode = copy("event_mode");
    out->context = copy("event_context");
    out->sector = copy("sector");
    return out;
  }

  void make_room(std::size_t tokens, TokenStates& states) const {
    states.logit_columns = layout_.logit_columns();
    states.choice_columns = layout_.choice_columns();
    states.logits.assign(tokens * states.logit_columns, 0.0F);
    states.choices.assign(tokens * states.choice_columns, 0);
    states.rows.count = tokens;
    states.rows.width = model_->config().hidden;
    states.rows.bytes.ensure(tokens * states.rows.width);
    states.rows.scales.ensure(tokens);
  }

  Pieces pieces_of(const Document& doc) const {
    Pieces out;
    out.first.reserve(doc.tokens.size() + 1);
    for (std::size_t i = 0; i < doc.tokens.size(); ++i) {
      const std::string_view form = doc.form(TokenId{i});
      const std::uint8_t letter_case = nn::case_of(form);
      out.first.push_back(static_cast<std::uint32_t>(out.ids.size()));
      const std::size_t count = word_piece_.append(form, out.ids);
      out.shapes.push_back(nn::first_shape(letter_case, std::min<std::uint8_t>(doc.tokens[i].break_before, 3)));
      out.shapes.insert(out.shapes.end(), count - 1, nn::inner_shape(letter_case));
    }
    out.first.push_back(static_cast<std::uint32_t>(out.ids.size()));
    return out;
  }

  /// Cuts a document into windows and adds them to the group, which is encoded whenever it is full.
  Result<void> collect(const Document& doc, std::size_t document, Memory& memory, Workspace& workspace) const {
    const Pieces pieces = pieces_of(doc);
    const std::vector<Cut> cuts = cuts_of(doc);
    std::vector<Word> words(doc.tokens.size());
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = {pieces.first[i + 1] - pieces.first[i], cuts[i]};
    for (const Window& window : cut_windows(words, settings_)) {
      const std::size_t size = pieces.first[window.end] - pieces.first[window.begin];
      if (!memory.group.ids.empty() && memory.group.ids.size() + size > kGroupPieces)
        RETURN_IF_ERROR(encode(memory, workspace));
      add(pieces, document, window, memory.group);
    }
    return {};
  }

  void add(const Pieces& pieces, std::size_t document, const Window& window, Group& group) const {
    const std::uint32_t begin = pieces.first[window.begin];
    const std::uint32_t end = pieces.first[window.end];
    const std::size_t first_id = group.ids.size();
    const std::size_t first_word = group.words.size();
    group.ids.push_back(word_piece_.cls());
    group.ids.insert(group.ids.end(), pieces.ids.begin() + begin, pieces.ids.begin() + end);
    group.ids.push_back(word_piece_.sep());
    group.shapes.push_back(nn::kSpecialShape);
    group.shapes.insert(group.shapes.end(), pieces.shapes.begin() + begin, pieces.shapes.begin() + end);
    group.shapes.push_back(nn::kSpecialShape);
    for (std::uint32_t i = window.kept; i < window.end; ++i) group.words.push_back(pieces.first[i] - begin + 1);
    group.bounds.push_back({first_id, group.ids.size(), first_word, group.words.size()});
    group.kept.push_back({document, window});
  }

  /// Encodes the group, hands out its states and scores, and empties it.
  Result<void> encode(Memory& memory, Workspace& workspace) const {
    Group& group = memory.group;
    memory.inputs.clear();
    for (const auto& [first, last, first_word, last_word] : group.bounds)
      memory.inputs.push_back({std::span(group.ids).subspan(first, last - first),
                               std::span(group.shapes).subspan(first, last - first),
                               std::span(group.words).subspan(first_word, last_word - first_word)});
    const auto begin = std::chrono::steady_clock::now();
    RETURN_IF_ERROR(model_->encode(memory.inputs, memory.scratch, memory.states));
    workspace.encoder.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    for (const nn::WindowInput& window : memory.inputs) {
      workspace.encoder.pieces += window.pieces.size();
      workspace.encoder.operations += nn::encoder_operations(model_->config(), window.pieces.size());
    }
    model_->quantize(memory.states, memory.rows);
    model_->score_tokens(memory.rows, memory.logits);
    std::size_t row = 0;
    for (const Group::Kept& kept : group.kept)
      for (std::uint32_t token = kept.window.kept; token < kept.window.end; ++token)
        hand_out(memory, row++, token, workspace.states[kept.document]);
    group.clear();
    return {};
  }

  void hand_out(const Memory& memory, std::size_t row, std::size_t token, TokenStates& out) const {
    const std::size_t width = out.rows.width;
    std::memcpy(out.rows.bytes.data() + token * width, memory.rows.bytes.data() + row * width, width);
    out.rows.scales.data()[token] = memory.rows.scales.data()[row];
    const std::span<const float> logits{memory.logits.data() + row * model_->token_columns(), model_->token_columns()};
    for (const TokenLayout::Task& task : layout_.tasks()) {
      const std::span<const float> scores = logits.subspan(task.first, task.labels);
      if (task.is_narrow)
        std::ranges::copy(scores,
                          out.logits.begin() + static_cast<std::ptrdiff_t>(token * out.logit_columns + task.kept));
      else
        best_of(scores, out.choices.data() + token * out.choice_columns + task.kept);
    }
  }

  std::shared_ptr<const nn::Model> model_;
  nn::WordPiece word_piece_;
  TokenLayout layout_;
  WindowSettings settings_;
  std::shared_ptr<const Inventory> inventory_;
};
}  // namespace

Result<std::unique_ptr<Stage>> make_encode_stage(std::shared_ptr<const nn::Model> model,
                                                 const WindowSettings& settings) {
  ASSIGN_OR_RETURN(nn::WordPiece pieces, nn::WordPiece::make(model->vocabulary()));
  if (settings.max_pieces < 2 * nn::kMaxWordPieces || model->config().max_positions < 2 * nn::kMaxWordPieces)
    return fail(ErrorCode::kBadData, "windows of fewer than " + std::to_string(2 * nn::kMaxWordPieces) + " pieces");
  return std::make_unique<EncodeStage>(std::move(model), std::move(pieces), settings);
}

}  // namespace casus::encode
