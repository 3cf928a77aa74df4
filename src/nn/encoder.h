// SPDX-License-Identifier: Apache-2.0
// nn: the network, int8, on any x86-64 machine with the same bits out.
//
// Reads a model file (docs/format/model.md) and windows of word pieces; gives hidden states of words, label scores of
// words, and label scores of pairs of words. Knows nothing of documents.
//
//   ASSIGN_OR_RETURN(const Kernels* kernels, select_kernels());
//   ASSIGN_OR_RETURN(const Model model, Model::load("data/model/casus-base.model", *kernels));
//   Scratch scratch;                                    // one a thread
//   std::vector<float> states;                          // [words, hidden]
//   RETURN_IF_ERROR(model.encode(windows, scratch, states));
//   WordRows words;
//   model.quantize(states, words);                      // once; all scorers read it
//   std::vector<float> logits;                          // [words, token_columns]
//   model.score_tokens(words, logits);
//   const TokenColumns upos = *model.token_task("upos");    // logits[word * token_columns + upos.first + label]
//   const ArcScorer& tree = *model.arc_scorer("dep_arc", ArcForm::kAll);
//   ArcProjection projected;
//   tree.project(words, scratch, projected);
//   tree.score_all(projected, {0, words.count}, scratch, scores);    // [words, words + 1], head 0 is the root
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nn/kernels/dispatch.h"
#include "nn/layers/transformer_layer.h"
#include "nn/model_file.h"
#include "nn/scorers.h"
#include "nn/scratch.h"

namespace casus::nn {

/// One window, as the encoder reads it: its pieces from [CLS] to [SEP], the shape of each, and which of them are the
/// first pieces of words.
struct WindowInput {
  std::span<const std::uint32_t> pieces;
  std::span<const std::uint8_t> shapes;
  std::span<const std::uint32_t> words;
};

/// The columns of one token task among the logits of a word.
struct TokenColumns {
  std::size_t first = 0;
  std::size_t count = 0;
};

/// The encoder and its scorers. Loaded once, then const and shared by all threads. Owner: of the mapped file.
class Model {
 public:
  /// Errors: as ModelFile::open; bad_data for tensors that are missing or of another shape than the header's sizes say.
  static Result<Model> load(const std::string& path, const Kernels& kernels);
  /// The same from a file already read.
  static Result<Model> from(ModelFile file, const Kernels& kernels);

  const ModelConfig& config() const { return file_.config(); }
  const ModelFile& file() const { return file_; }
  const Kernels& kernels() const { return *kernels_; }
  /// The pieces of the vocabulary in the order of their ids, a line each.
  std::string_view vocabulary() const { return vocabulary_; }

  /// Hidden states of all words of all windows, in order. Shape: states [words, hidden], row-major.
  /// Each window is read alone: batching changes nothing. Errors: bad_input for an empty or too long window, a piece,
  /// shape or word beyond its range.
  Result<void> encode(std::span<const WindowInput> windows, Scratch& scratch, std::vector<float>& states) const;

  /// States as 8-bit rows, which the scorers read. Shape: states [words, hidden].
  void quantize(std::span<const float> states, WordRows& words) const;

  /// Scores of all labels of all token tasks. Shape: logits [words, token_columns()].
  void score_tokens(const WordRows& words, std::vector<float>& logits) const;
  /// Columns of `logits`; more than there are labels, the last without meaning.
  std::size_t token_columns() const { return tokens_ ? tokens_->columns() : 0; }
  /// Where a token task's scores stand; nothing where the model lacks the task.
  std::optional<TokenColumns> token_task(std::string_view name) const;
  /// The scorer of an arc task; null where the model lacks the task or has it in another form, whose scores another
  /// function gives.
  const ArcScorer* arc_scorer(std::string_view name, ArcForm form) const;
  /// The labels of a token or arc task, in the order of their scores; empty where the model lacks the task.
  std::span<const std::string> labels(std::string_view task) const;

 private:
  Result<void> check(const WindowInput& window) const;
  void encode_chunk(std::span<const WindowInput> windows, Scratch& scratch, std::vector<float>& states) const;

  ModelFile file_;
  const Kernels* kernels_ = nullptr;
  std::string_view vocabulary_;
  EmbeddingTables embeddings_;
  Norm embedding_norm_;
  std::vector<TransformerLayer> layers_;
  std::optional<Linear> tokens_;
  std::vector<ArcScorer> arcs_;
};

}  // namespace casus::nn
