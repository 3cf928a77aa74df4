// SPDX-License-Identifier: Apache-2.0
#include "attribution/attribution.h"

#include <algorithm>
#include <span>
#include <vector>

#include "attribution/cues.h"
#include "attribution/marks.h"
#include "attribution/quotes.h"
#include "attribution/reports.h"
#include "attribution/trees.h"

namespace casus::attribution {
namespace {

bool is_same_source(const Document& doc, const Quotation& quotation, const Attribution& attribution) {
  if (quotation.source_tokens == attribution.source_tokens) return true;
  if (!quotation.source.exists() || !attribution.source.exists() || !doc.has(Layer::kEntities)) return false;
  return doc.entity_of[quotation.source.index()] == doc.entity_of[attribution.source.index()];
}

/// True if a frame near by already tells the quoted words as its own source's; it is mixed then.
bool mark_frame(const Document& doc, const Quotation& quotation, std::vector<Attribution>& out, std::size_t frames) {
  // The frames stand in the order of their cues: those of the same sentence are close.
  const auto after = std::partition_point(
      out.begin(), out.begin() + static_cast<std::ptrdiff_t>(frames),
      [&](const Attribution& a) { return a.cue.empty() || doc.tokens[a.cue.begin].span.begin < quotation.span.end; });
  constexpr std::ptrdiff_t kNear = 8;
  for (auto frame = after; frame != out.begin() && after - frame < kNear;) {
    --frame;
    if (!frame->content.contains(quotation.span) || !is_same_source(doc, quotation, *frame)) continue;
    frame->kind = AttributionKind::kMixed;
    return true;
  }
  return false;
}

/// Marks what is told in quotation marks, and adds the quotations that no frame holds.
void join_quotations(const Document& doc, const std::vector<Quotation>& quotations, std::vector<Attribution>& out) {
  std::vector<std::vector<std::size_t>> by_cue(doc.tokens.size());
  for (std::size_t i = 0; i < out.size(); ++i)
    if (!out[i].cue.empty()) by_cue[out[i].cue.begin].push_back(i);
  const std::size_t frames = out.size();
  for (const Quotation& quotation : quotations) {
    if (!quotation.is_direct || (quotation.source_tokens.empty() && quotation.cue.empty())) continue;
    bool is_held = false;
    if (!quotation.cue.empty()) {
      for (const std::size_t i : by_cue[quotation.cue.begin]) {
        Attribution& attribution = out[i];
        if (!attribution.content.overlaps(quotation.span)) continue;
        const bool is_whole =
            quotation.span.begin <= attribution.content.begin + 4 && attribution.content.end <= quotation.span.end + 4;
        if (is_whole)
          attribution.content = quotation.span;
        else if (!attribution.content.contains(quotation.span))
          attribution.content = {std::min(attribution.content.begin, quotation.span.begin),
                                 std::max(attribution.content.end, quotation.span.end)};
        attribution.kind = is_whole ? AttributionKind::kDirect : AttributionKind::kMixed;
        is_held = true;
        break;
      }
    }
    if (is_held || mark_frame(doc, quotation, out, frames)) continue;
    Attribution attribution;
    attribution.source = quotation.source;
    attribution.source_tokens = quotation.source_tokens;
    attribution.cue = quotation.cue;
    attribution.content = quotation.span;
    attribution.kind = AttributionKind::kDirect;
    attribution.by = quotation.by;
    out.push_back(attribution);
  }
}

/// A content that ends with quoted words takes the punctuation inside the marks too.
void round_up(const std::vector<Quotation>& quotations, std::vector<Attribution>& out) {
  for (Attribution& attribution : out) {
    const auto after = std::ranges::lower_bound(quotations, attribution.content.end, {},
                                                [](const Quotation& q) { return q.span.begin; });
    if (after == quotations.begin()) continue;
    const Span span = (after - 1)->span;
    if (span.end > attribution.content.end && span.end <= attribution.content.end + 3)
      attribution.content.end = span.end;
  }
}

/// Sorts and sets `within`: the innermost earlier attribution whose content holds this one's content and cue.
void nest(const Document& doc, std::vector<Attribution>& out) {
  std::ranges::stable_sort(out, [](const Attribution& a, const Attribution& b) {
    return a.content.begin != b.content.begin ? a.content.begin < b.content.begin : a.content.end > b.content.end;
  });
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Span content = out[i].content;
    std::erase_if(open, [&](std::size_t k) { return out[k].content.end <= content.begin; });
    if (open.size() > 64) open.erase(open.begin(), open.end() - 64);
    for (auto k = open.rbegin(); k != open.rend(); ++k) {
      const Span outer = out[*k].content;
      if (!outer.contains(content) || outer == content) continue;
      const Span cue = doc.span_of(out[i].cue);
      const Span outer_cue = doc.span_of(out[*k].cue);
      if (!out[i].cue.empty() && (!outer.contains(cue) || cue == outer_cue)) continue;
      if (out[i].cue.empty() && out[i].source_tokens == out[*k].source_tokens) continue;
      if (!out[*k].cue.empty() && content.contains(outer_cue)) continue;
      out[i].within = AttributionId{*k};
      break;
    }
    open.push_back(i);
  }
}

/// Quoted words without a speaker of their own are of whoever is credited with the narrowest stretch around them.
void inherit_speakers(const std::vector<Attribution>& attributions, std::vector<Quotation>& quotations) {
  for (Quotation& quotation : quotations) {
    if (!quotation.is_direct || quotation.source.exists() || !quotation.source_tokens.empty()) continue;
    const Attribution* best = nullptr;
    for (const Attribution& around : attributions) {
      if (!around.content.contains(quotation.span) || (!around.source.exists() && around.source_tokens.empty()))
        continue;
      if (best == nullptr || around.content.size() < best->content.size()) best = &around;
    }
    if (best == nullptr) continue;
    quotation.source = best->source;
    quotation.source_tokens = best->source_tokens;
    quotation.cue = best->cue;
    quotation.by = {"quotation.around", 0.5F};
  }
}

constexpr float kLeastTold = 0.3F;
constexpr float kLeastSource = 0.5F;

/// "their leader, Harpal Tomar": of each token the first that is its apposition.
std::vector<TokenId> appositions(const Document& doc) {
  std::vector<TokenId> out(doc.tokens.size());
  for (std::uint32_t i = 0; i < doc.tokens.size(); ++i) {
    const TokenId head = doc.head(TokenId{i});
    if (head.exists() && doc.relation(TokenId{i}) == "appos" && !out[head.index()].exists())
      out[head.index()] = TokenId{i};
  }
  return out;
}

/// Sources that the trained scorers see and no rule does, with the sentence of what they tell as content.
void add_scored(const Document& doc, std::vector<Attribution>& out) {
  const std::size_t by_rules = out.size();
  const std::vector<TokenId> apposition = appositions(doc);
  for (const EventScore& score : doc.event_scores) {
    if (score.told() < kLeastTold) continue;
    const EventArc* best = nullptr;
    for (const EventArc& arc : score.arcs)
      if (arc.kind == ArcKind::kSource && (best == nullptr || arc.score > best->score)) best = &arc;
    if (best == nullptr || best->score < kLeastSource) continue;
    const Span trigger = doc.tokens[score.token.index()].span;
    Attribution attribution;
    attribution.source = doc.mention_at(best->token);
    attribution.source_tokens = attribution.source.exists() ? doc.mentions[attribution.source.index()].tokens
                                                            : TokenRange{best->token.value, best->token.value + 1};
    attribution.content = doc.span_of(doc.sentences[doc.sentence_of(score.token).index()].tokens);
    attribution.by = {"event.arc_scorer", best->score};
    const TokenId named =
        doc.relation(best->token) == "appos" ? doc.head(best->token) : apposition[best->token.index()];
    const auto names_it = [&](const Attribution& other) {
      const TokenRange source = other.source.exists() ? doc.mentions[other.source.index()].tokens : other.source_tokens;
      return other.content.contains(trigger) && (source.contains(best->token) || source == attribution.source_tokens ||
                                                 (named.exists() && source.contains(named)));
    };
    const auto same = [&](const Attribution& other) {
      return other.content == attribution.content && other.source_tokens == attribution.source_tokens;
    };
    if (std::ranges::none_of(std::span(out).first(by_rules), names_it) &&
        std::ranges::none_of(std::span(out).subspan(by_rules), same))
      out.push_back(attribution);
  }
}

class AttributionStage final : public Stage {
 public:
  explicit AttributionStage(Cues cues) : cues_(std::move(cues)) {}

  StageInfo info() const override {
    return {"attribution",
            layers(Layer::kText, Layer::kFurniture, Layer::kTokens, Layer::kSentences, Layer::kSyntax, Layer::kMentions,
                   Layer::kEntities, Layer::kEventScores),
            layers(Layer::kQuotations, Layer::kAttributions)};
  }

  Result<void> run(std::span<Document> batch, Workspace&) const override {
    for (Document& doc : batch) {
      if (doc.has_failed()) continue;
      const Trees tree(doc);
      const Reports reports(tree, cues_);
      std::vector<Quotation> quotations = find_quotations(tree, reports, cues_, pair_marks(doc.text));
      std::vector<Attribution> attributions = reports.find();
      join_quotations(doc, quotations, attributions);
      std::erase_if(attributions, [](const Attribution& a) { return a.content.empty(); });
      round_up(quotations, attributions);
      add_scored(doc, attributions);
      nest(doc, attributions);
      inherit_speakers(attributions, quotations);
      doc.quotations = std::move(quotations);
      doc.attributions = std::move(attributions);
      doc.mark(Layer::kQuotations);
      doc.mark(Layer::kAttributions);
    }
    return {};
  }

 private:
  Cues cues_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_attribution_stage(const std::filesystem::path& data) {
  ASSIGN_OR_RETURN(Cues cues, Cues::load(data));
  return std::make_unique<AttributionStage>(std::move(cues));
}

}  // namespace casus::attribution
