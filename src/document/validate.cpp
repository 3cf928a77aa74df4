// SPDX-License-Identifier: Apache-2.0
#include "document/validate.h"

#include <string>

#include "base/utf8.h"

namespace casus {
namespace {

class Checker {
 public:
  explicit Checker(const Document& doc) : doc_(doc) {}

  Result<void> check() {
    text();
    if (doc_.has(Layer::kTokens)) tokens();
    if (doc_.has(Layer::kSentences)) sentences();
    if (doc_.has(Layer::kSyntax)) syntax();
    if (doc_.has(Layer::kMentions)) mentions();
    if (doc_.has(Layer::kEntities)) entities();
    if (doc_.has(Layer::kRoles)) roles();
    ranges(doc_.times, "times");
    ranges(doc_.places, "places");
    ranges(doc_.quantities, "quantities");
    if (doc_.has(Layer::kAttributions)) attributions();
    if (doc_.has(Layer::kEvents)) events();
    if (doc_.has(Layer::kCodings)) codings();
    if (problem_.empty()) return {};
    return fail(ErrorCode::kInternal, problem_);
  }

 private:
  void require(bool holds, std::string_view layer, std::size_t index, std::string_view what) {
    if (!holds && problem_.empty())
      problem_ = std::string(layer) + "[" + std::to_string(index) + "]: " + std::string(what);
  }
  bool lies(Span span) const {
    return span.begin <= span.end && span.end <= doc_.text.size() && utf8::is_border(doc_.text, span.begin) &&
           utf8::is_border(doc_.text, span.end);
  }
  bool lies(TokenRange range) const { return range.begin <= range.end && range.end <= doc_.tokens.size(); }
  bool lies(TokenId token) const { return token.index() < doc_.tokens.size(); }

  void text() {
    require(utf8::is_valid(doc_.text), "text", 0, "is not well-formed UTF-8");
    std::uint32_t text_at = 0, raw_at = 0;
    for (std::size_t i = 0; i < doc_.alignment.runs().size(); ++i) {
      const auto& run = doc_.alignment.runs()[i];
      require(run.text.begin >= text_at && run.text.end <= doc_.text.size(), "alignment", i,
              "steps back or past the text");
      require(run.raw.empty() || (run.raw.begin >= raw_at && run.raw.end <= doc_.raw.size()), "alignment", i,
              "steps back or past the raw bytes");
      text_at = run.text.end;
      if (!run.raw.empty()) raw_at = run.raw.end;
    }
    for (std::size_t i = 0; i < doc_.furniture.size(); ++i)
      require(lies(doc_.furniture[i]), "furniture", i, "leaves the text");
  }
  void tokens() {
    std::uint32_t at = 0;
    for (std::size_t i = 0; i < doc_.tokens.size(); ++i) {
      const Span span = doc_.tokens[i].span;
      require(lies(span) && !span.empty(), "tokens", i, "leaves the text or is empty");
      require(span.begin >= at, "tokens", i, "overlaps the one before");
      at = span.end;
    }
  }
  void sentences() {
    std::uint32_t at = 0;
    for (std::size_t i = 0; i < doc_.sentences.size(); ++i) {
      const TokenRange range = doc_.sentences[i].tokens;
      require(lies(range) && !range.empty() && range.begin == at, "sentences", i, "leaves a gap, overlaps or is empty");
      at = range.end;
    }
    require(at == doc_.tokens.size(), "sentences", doc_.sentences.size(), "do not cover all tokens");
  }
  void syntax() {
    require(doc_.arcs.size() == doc_.tokens.size() && doc_.morphology.size() == doc_.tokens.size(), "arcs", 0,
            "are not one a token");
    if (!problem_.empty() || doc_.inventory == nullptr) return;
    for (std::size_t s = 0; s < doc_.sentences.size(); ++s) {
      const TokenRange range = doc_.sentences[s].tokens;
      std::size_t roots = 0;
      for (std::uint32_t i = range.begin; i < range.end; ++i) {
        const TokenId head = doc_.arcs[i].head;
        roots += head.exists() ? 0 : 1;
        require(!head.exists() || range.contains(head), "arcs", i, "leaves its sentence");
        require(doc_.arcs[i].deprel < doc_.inventory->deprel.size(), "arcs", i, "has no such relation");
      }
      require(roots == 1, "sentences", s, "has not one root");
      for (std::uint32_t i = range.begin; problem_.empty() && i < range.end; ++i) {
        TokenId at{i};
        std::uint32_t steps = 0;
        while (at.exists() && steps <= range.size()) at = doc_.arcs[at.index()].head, ++steps;
        require(!at.exists(), "arcs", i, "stands in a cycle");
      }
    }
  }
  void mentions() {
    for (std::size_t i = 0; i < doc_.mentions.size(); ++i) {
      const Mention& mention = doc_.mentions[i];
      require(lies(mention.tokens) && mention.tokens.contains(mention.head), "mentions", i,
              "leaves the tokens or its head");
    }
  }
  void entities() {
    require(doc_.entity_of.size() == doc_.mentions.size(), "entity_of", 0, "is not one a mention");
    for (std::size_t i = 0; i < doc_.entity_of.size(); ++i)
      require(!doc_.entity_of[i].exists() || doc_.entity_of[i].index() < doc_.entities.size(), "entity_of", i,
              "points nowhere");
  }
  void roles() {
    for (std::size_t i = 0; i < doc_.predicates.size(); ++i) {
      require(lies(doc_.predicates[i].token), "predicates", i, "stands on no token");
      require(i == 0 || doc_.predicates[i - 1].token < doc_.predicates[i].token, "predicates", i, "does not ascend");
    }
    for (std::size_t i = 0; i < doc_.arguments.size(); ++i) {
      const Argument& argument = doc_.arguments[i];
      require(argument.predicate.index() < doc_.predicates.size() && lies(argument.head) && lies(argument.span),
              "arguments", i, "points nowhere");
      require(i == 0 || doc_.arguments[i - 1].predicate <= argument.predicate, "arguments", i, "does not ascend");
    }
  }
  template <typename Layered>
  void ranges(const std::vector<Layered>& layer, std::string_view name) {
    for (std::size_t i = 0; i < layer.size(); ++i)
      require(lies(layer[i].tokens) && (i == 0 || layer[i - 1].tokens.begin <= layer[i].tokens.begin), name, i,
              "leaves the tokens or does not ascend");
  }
  void attributions() {
    for (std::size_t i = 0; i < doc_.attributions.size(); ++i) {
      const Attribution& attribution = doc_.attributions[i];
      require(lies(attribution.content) && lies(attribution.cue) && lies(attribution.source_tokens), "attributions", i,
              "leaves the text");
      require(!attribution.source.exists() || attribution.source.index() < doc_.mentions.size(), "attributions", i,
              "has a source that does not exist");
      require(!attribution.within.exists() || attribution.within.index() < doc_.attributions.size(), "attributions", i,
              "stands within nothing");
    }
    for (std::size_t i = 0; i < doc_.quotations.size(); ++i)
      require(lies(doc_.quotations[i].span), "quotations", i, "leaves the text");
  }
  void events() {
    for (std::size_t i = 0; i < doc_.events.size(); ++i) {
      const Event& event = doc_.events[i];
      require(lies(event.trigger) && !event.trigger.empty() && lies(event.head), "events", i, "has no trigger");
      for (const Participant& participant : event.participants)
        require(lies(participant.tokens) && participant.tokens.contains(participant.head), "events", i,
                "has a participant outside");
    }
  }
  void codings() {
    for (std::size_t i = 0; i < doc_.codings.size(); ++i) {
      const Coding& coding = doc_.codings[i];
      require(coding.event.index() < doc_.events.size() && !coding.type.empty(), "codings", i, "codes no event");
      for (const AttributionId id : coding.attributions)
        require(id.index() < doc_.attributions.size(), "codings", i, "has an attribution that does not exist");
    }
  }

  const Document& doc_;
  std::string problem_;
};

}  // namespace

Result<void> validate(const Document& doc) {
  return Checker(doc).check();
}

}  // namespace casus
