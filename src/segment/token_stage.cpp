// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "lang/language.h"
#include "segment/chunks.h"
#include "segment/cut_model.h"
#include "segment/segment.h"
#include "segment/splitter.h"

namespace casus::segment {
namespace {

constexpr std::size_t kMaxText = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint8_t kMaxMultiword = 16;

/// Turns the cuts of chunks into tokens.
class Tokenizer {
 public:
  explicit Tokenizer(std::vector<Token>& tokens) : tokens_(tokens) {}

  void add(const Chunk& chunk, std::span<const Place> places) {
    if (!tokens_.empty()) tokens_.back().space_after = true;
    std::uint32_t begin = chunk.span.begin;
    Cut cut = Cut::kToken;
    std::uint8_t before = chunk.break_before;
    for (const Place& place : places) {
      if (place.cut == Cut::kNone) continue;
      add_word({begin, chunk.span.begin + place.offset}, cut, before);
      begin = chunk.span.begin + place.offset;
      cut = place.cut;
      before = 0;
    }
    add_word({begin, chunk.span.end}, cut, before);
  }

 private:
  void add_word(Span span, Cut cut, std::uint8_t before) {
    const bool inside = cut == Cut::kWord && tokens_[first_].multiword < kMaxMultiword;
    if (inside) {
      ++tokens_[first_].multiword;
    } else {
      first_ = tokens_.size();
    }
    tokens_.push_back({.span = span,
                       .multiword = static_cast<std::uint8_t>(inside ? 0 : 1),
                       .space_after = false,
                       .break_before = before});
  }

  std::vector<Token>& tokens_;
  std::size_t first_ = 0;  // the first word of the surface token now being built
};

class TokenStage : public Stage {
 public:
  TokenStage(lang::Language language, CutModel model) : language_(std::move(language)), model_(std::move(model)) {}

  StageInfo info() const override { return {"tokens", layers(Layer::kText), layers(Layer::kTokens)}; }

  Result<void> run(std::span<Document> batch, Workspace&) const override {
    Splitter splitter(language_, model_);
    for (Document& doc : batch) {
      if (doc.has_failed() || doc.has(Layer::kTokens)) continue;
      if (doc.text.size() > kMaxText) {
        doc.fail("tokens", {ErrorCode::kLimit, "text of more than 4 GB", std::nullopt});
        continue;
      }
      split(doc, splitter);
      doc.mark(Layer::kTokens);
    }
    return {};
  }

 private:
  static void split(Document& doc, Splitter& splitter) {
    doc.tokens.clear();
    doc.tokens.reserve(doc.text.size() / 5);
    Tokenizer tokenizer(doc.tokens);
    ContextWalk walk(doc.text);
    while (walk.advance()) tokenizer.add(walk.chunk(), splitter.split(walk.context()));
    if (!doc.tokens.empty()) doc.tokens.back().space_after = doc.tokens.back().span.end < doc.text.size();
  }

  lang::Language language_;
  CutModel model_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_token_stage(const std::filesystem::path& data) {
  ASSIGN_OR_RETURN(lang::Language language, lang::Language::load(data, "en"));
  ASSIGN_OR_RETURN(CutModel model, CutModel::load(data / "lang" / language.code() / "tokens.model"));
  return std::make_unique<TokenStage>(std::move(language), std::move(model));
}

}  // namespace casus::segment
