// SPDX-License-Identifier: Apache-2.0
#include "syntax/syntax.h"

#include <utility>

#include "syntax/morphology.h"
#include "syntax/parser.h"

namespace casus::syntax {
namespace {

struct Memory : Workspace::Scratch {
  Parser::Memory parser;
};

class SyntaxStage : public Stage {
 public:
  SyntaxStage(std::shared_ptr<const nn::Model> model, Morphologist morphologist, Parser parser)
      : model_(std::move(model)), morphologist_(std::move(morphologist)), parser_(parser) {}

  StageInfo info() const override {
    return {"syntax", layers(Layer::kText, Layer::kTokens, Layer::kStates, Layer::kSentences), layers(Layer::kSyntax)};
  }

  Result<void> run(std::span<Document> batch, Workspace& workspace) const override {
    Memory& memory = workspace.scratch_of<Memory>(this);
    for (std::size_t d = 0; d < batch.size(); ++d) {
      if (batch[d].has_failed()) continue;
      analyse(batch[d], workspace.states[d], memory.parser);
      batch[d].mark(Layer::kSyntax);
    }
    return {};
  }

 private:
  void analyse(Document& doc, const TokenStates& states, Parser::Memory& memory) const {
    doc.morphology.resize(doc.tokens.size());
    for (std::size_t i = 0; i < doc.tokens.size(); ++i)
      doc.morphology[i] = morphologist_.of(doc.form(TokenId{i}), states, i);
    doc.arcs.assign(doc.tokens.size(), Arc{});
    parser_.project(states.rows, memory);
    for (const Sentence& sentence : doc.sentences) parser_.parse(sentence.tokens, memory, doc.arcs);
  }

  std::shared_ptr<const nn::Model> model_;  // the parser looks at its scorers
  Morphologist morphologist_;
  Parser parser_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_syntax_stage(const std::filesystem::path& data,
                                                 std::shared_ptr<const nn::Model> model) {
  ASSIGN_OR_RETURN(Lexicon lexicon, Lexicon::load(data / "lang" / "en" / "lemmas.tsv"));
  ASSIGN_OR_RETURN(Morphologist morphologist, Morphologist::make(*model, std::move(lexicon)));
  ASSIGN_OR_RETURN(const Parser parser, Parser::make(*model));
  return std::make_unique<SyntaxStage>(std::move(model), std::move(morphologist), parser);
}

}  // namespace casus::syntax
