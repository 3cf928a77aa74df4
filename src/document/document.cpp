// SPDX-License-Identifier: Apache-2.0
#include "document/document.h"

#include <algorithm>
#include <array>

namespace casus {
namespace {
template <std::size_t N, typename Enum>
std::string_view name_of(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}
constexpr std::array<std::string_view, 4> kTimeTypes{"DATE", "TIME", "DURATION", "SET"};
constexpr std::array<std::string_view, 10> kGranularities{"minute", "hour", "day",    "week",    "month",
                                                          "season", "year", "decade", "century", "unknown"};
constexpr std::array<std::string_view, 3> kKinds{"direct", "indirect", "mixed"};
constexpr std::array<std::string_view, 7> kParts{"doer",  "undergoer",  "addressee",  "party",
                                                 "topic", "instrument", "beneficiary"};
constexpr std::array<std::string_view, kArcKinds> kArcs{"actor",    "recipient", "place", "time",
                                                        "quantity", "source",    "outer", "same"};
constexpr std::array<std::string_view, 4> kStatuses{"actual", "future", "hypothetical", "negated"};
constexpr std::array<std::string_view, 19> kLayers{
    "text",         "furniture",    "tokens",  "states",     "sentences", "syntax",     "mentions",
    "entities",     "times",        "places",  "quantities", "roles",     "quotations", "attributions",
    "factualities", "event scores", "nations", "events",     "codings"};
static_assert(kLayers.size() == static_cast<std::size_t>(Layer::kCount));
}  // namespace

std::string_view to_string(TimeType type) {
  return name_of(kTimeTypes, type);
}
std::string_view to_string(Granularity granularity) {
  return name_of(kGranularities, granularity);
}
std::string_view to_string(AttributionKind kind) {
  return name_of(kKinds, kind);
}
std::string_view to_string(Part part) {
  return name_of(kParts, part);
}
std::string_view to_string(ArcKind kind) {
  return name_of(kArcs, kind);
}
std::string_view to_string(Status status) {
  return name_of(kStatuses, status);
}
std::string_view to_string(Layer layer) {
  return name_of(kLayers, layer);
}

bool Document::has_failed() const {
  return std::ranges::any_of(failures, [](const Failure& failure) { return !failure.is_warning; });
}

std::string_view Document::relation(TokenId token) const {
  const std::string_view whole = deprel(token);
  return whole.substr(0, whole.find(':'));
}

bool Document::has_feature(TokenId token, std::string_view feature) const {
  const std::string_view all = feats(token);
  for (std::size_t at = all.find(feature); at != std::string_view::npos; at = all.find(feature, at + 1)) {
    const std::size_t end = at + feature.size();
    if ((at == 0 || all[at - 1] == '|') && (end == all.size() || all[end] == '|')) return true;
  }
  return false;
}

Span Document::span_of(TokenRange range) const {
  if (range.empty() || range.end > tokens.size()) return {};
  return {tokens[range.begin].span.begin, tokens[range.end - 1].span.end};
}

const EventScore* Document::event_score(TokenId token) const {
  const auto found = std::ranges::lower_bound(event_scores, token, {}, &EventScore::token);
  return found != event_scores.end() && found->token == token ? &*found : nullptr;
}

const Nation* Document::nation_of(TokenId token) const {
  const auto found = std::ranges::lower_bound(nations, token, {}, &Nation::token);
  return found != nations.end() && found->token == token ? &*found : nullptr;
}

const SideCountries* Document::countries_of_sides(TokenId token) const {
  const auto found = std::ranges::lower_bound(side_countries, token, {}, &SideCountries::token);
  return found != side_countries.end() && found->token == token ? &*found : nullptr;
}

SentenceId Document::sentence_of(TokenId token) const {
  const auto after =
      std::ranges::upper_bound(sentences, token.value, {}, [](const Sentence& s) { return s.tokens.begin; });
  if (after == sentences.begin()) return {};
  const auto sentence = after - 1;
  if (!sentence->tokens.contains(token)) return {};
  return SentenceId{static_cast<std::size_t>(sentence - sentences.begin())};
}

std::vector<TokenId> Document::dependents(TokenId token) const {
  std::vector<TokenId> out;
  const SentenceId sentence = sentence_of(token);
  if (!sentence.exists()) return out;
  const TokenRange range = sentences[sentence.index()].tokens;
  for (std::uint32_t i = range.begin; i < range.end; ++i)
    if (arcs[i].head == token) out.push_back(TokenId{i});
  return out;
}

TokenRange Document::subtree(TokenId token) const {
  TokenRange out{token.value, token.value + 1};
  const SentenceId sentence = sentence_of(token);
  if (!sentence.exists()) return out;
  const TokenRange range = sentences[sentence.index()].tokens;
  // A token belongs to the subtree when its chain of heads meets `token`; chains are no longer than the sentence.
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    TokenId at{i};
    for (std::uint32_t steps = 0; at.exists() && at != token && steps < range.size(); ++steps)
      at = arcs[at.index()].head;
    if (at == token) out = {std::min(out.begin, i), std::max(out.end, i + 1)};
  }
  return out;
}

MentionId Document::mention_at(TokenId token) const {
  MentionId best;
  for (std::size_t i = 0; i < mentions.size(); ++i)
    if (mentions[i].head == token &&
        (!best.exists() || mentions[i].tokens.size() > mentions[best.index()].tokens.size()))
      best = MentionId{i};
  return best;
}

std::vector<MentionId> mentions_by_head(const Document& doc) {
  std::vector<MentionId> out(doc.tokens.size());
  for (std::size_t i = 0; i < doc.mentions.size(); ++i) {
    MentionId& best = out[doc.mentions[i].head.index()];
    if (!best.exists() || doc.mentions[i].tokens.size() > doc.mentions[best.index()].tokens.size()) best = MentionId{i};
  }
  return out;
}

bool Document::is_furniture(Span span) const {
  return std::ranges::any_of(furniture, [&](Span f) { return f.overlaps(span); });
}

}  // namespace casus
