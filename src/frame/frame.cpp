// SPDX-License-Identifier: Apache-2.0
#include "frame/frame.h"

#include <algorithm>

#include "base/ascii.h"
#include "document/tree.h"
#include "frame/participants.h"

namespace casus::frame {
namespace {

constexpr float kLeastTold = 0.15F;  // by the trained scorers; for less the codebook must list the word

class FrameStage final : public Stage {
 public:
  explicit FrameStage(std::shared_ptr<const codebook::Codebook> codebook) : codebook_(std::move(codebook)) {}

  StageInfo info() const override {
    return {"frame",
            layers(Layer::kTokens, Layer::kFurniture, Layer::kSentences, Layer::kSyntax, Layer::kRoles,
                   Layer::kMentions, Layer::kEventScores, Layer::kTimes, Layer::kPlaces, Layer::kQuantities),
            layers(Layer::kEvents)};
  }

  Result<void> run(std::span<Document> batch, Workspace&) const override {
    for (Document& doc : batch) {
      if (doc.has_failed()) continue;
      build(doc);
      doc.mark(Layer::kEvents);
    }
    return {};
  }

 private:
  void build(Document& doc) const {
    const std::vector<MentionId> mention_of = mentions_by_head(doc);
    for (const Sentence& sentence : doc.sentences) {
      if (doc.is_furniture(doc.span_of(sentence.tokens))) continue;
      const Tree tree(doc, sentence.tokens, mention_of);
      for (std::uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i)
        if (may_tell(tree, TokenId{i})) doc.events.push_back(frame_of(tree, TokenId{i}));
    }
  }

  bool may_tell(const Tree& tree, TokenId token) const {
    const Document& doc = tree.doc();
    if (const EventScore* score = doc.event_score(token); score != nullptr && score->told() >= kLeastTold) return true;
    const Upos upos = doc.upos(token);
    // "the disputed border", "an armed group": a quality, unless the phrase names who did it.
    if (tree.is(token, "amod") && upos != Upos::kNoun && !tree.dependent(token, "obl").exists()) return false;
    if (upos == Upos::kAux) return is_modal_request(tree, token) && !codebook_->verbs(doc.lemma(token)).empty();
    if (upos == Upos::kVerb) return !codebook_->verbs(doc.lemma(token)).empty();
    if (upos == Upos::kAdj) return !codebook_->adjectives(doc.lemma(token)).empty();
    if (upos != Upos::kNoun && upos != Upos::kPropn) return false;
    // "talk show", "strike force", "asylum seeker": the noun it stands before tells, or nothing does.
    if (tree.is(token, "compound")) return false;
    // A word of a name tells nothing ("the Strike Committee"), unless it stands in a headline's capitals.
    const MentionId mention = tree.mention_at(token);
    if (upos == Upos::kPropn && mention.exists() && doc.mentions[mention.index()].is_name) return false;
    return !codebook_->nouns(lower_ascii(doc.lemma(token))).empty();
  }

  /// "Israel must withdraw": a modal verb that asks something of the clause's subject.
  static bool is_modal_request(const Tree& tree, TokenId token) {
    return tree.is(token, "aux") && tree.doc().head(token).exists() && tree.doc().lemma(token) == "must";
  }

  /// Who must: the subject of the clause, whether it is active or passive.
  static std::vector<Participant> modal_participants(const Tree& tree, TokenId modal) {
    std::vector<Participant> out;
    for (Participant participant : clause_participants(tree, tree.doc().head(modal)))
      if (participant.part == (tree.is_passive(tree.doc().head(modal)) ? Part::kUndergoer : Part::kDoer)) {
        participant.part = Part::kAddressee;
        participant.by = {"subject of the modal verb", 1.0F};
        out.push_back(std::move(participant));
      }
    return out;
  }

  Event frame_of(const Tree& tree, TokenId token) const {
    const Document& doc = tree.doc();
    Event event;
    event.head = token;
    event.trigger = {token.value, token.value + 1};
    const auto predicate = std::ranges::lower_bound(doc.predicates, token, {}, &Predicate::token);
    if (predicate != doc.predicates.end() && predicate->token == token)
      event.predicate = PredicateId{static_cast<std::size_t>(predicate - doc.predicates.begin())};
    const bool modal = doc.upos(token) == Upos::kAux && is_modal_request(tree, token);
    const bool clause =  // "is willing to" has a subject
        doc.upos(token) == Upos::kVerb || doc.upos(token) == Upos::kAdj || (doc.upos(token) == Upos::kAux && !modal);
    event.participants = clause  ? clause_participants(tree, token)
                         : modal ? modal_participants(tree, token)
                                 : noun_participants(tree, token, *codebook_);
    if (doc.upos(token) != Upos::kVerb)
      if (const auto support = support_of(tree, token, *codebook_)) event.support = support->verb;
    event.by = {doc.upos(token) == Upos::kVerb ? "verb" : "noun", 1.0F};
    attach(tree, event);
    return event;
  }

  /// Times, places and quantities that stand in the clause of the trigger.
  static void attach(const Tree& tree, Event& event) {
    const Document& doc = tree.doc();
    const TokenRange clause = clause_of(tree, event.head);
    const auto inside = [&](TokenRange range) { return clause.contains(range); };
    for (std::size_t i = first_in(doc.times, clause); i < doc.times.size() && doc.times[i].tokens.begin < clause.end;
         ++i)
      if (inside(doc.times[i].tokens)) event.times.push_back(TimeId{i});
    for (std::size_t i = first_in(doc.places, clause); i < doc.places.size() && doc.places[i].tokens.begin < clause.end;
         ++i)
      if (inside(doc.places[i].tokens) && doc.places[i].is_literal) event.places.push_back(PlaceId{i});
    for (std::size_t i = first_in(doc.quantities, clause);
         i < doc.quantities.size() && doc.quantities[i].tokens.begin < clause.end; ++i)
      if (inside(doc.quantities[i].tokens)) event.quantities.push_back(QuantityId{i});
  }

  template <typename Layered>
  static std::size_t first_in(const std::vector<Layered>& layer, TokenRange clause) {
    const auto at = std::ranges::lower_bound(layer, clause.begin, {}, [](const Layered& x) { return x.tokens.begin; });
    return static_cast<std::size_t>(at - layer.begin());
  }

  /// The extent of the clause that a word stands in: up to its governing verb, without that verb's other clauses.
  static TokenRange clause_of(const Tree& tree, TokenId token) {
    const Document& doc = tree.doc();
    TokenId top = token;
    for (std::uint32_t steps = 0; steps < tree.sentence().size(); ++steps) {
      const std::string_view relation = doc.relation(top);
      const bool clause = relation == "root" || relation == "ccomp" || relation == "advcl" || relation == "parataxis" ||
                          relation == "conj" || relation == "acl" || relation == "xcomp";
      if ((clause && doc.upos(top) == Upos::kVerb) || !doc.head(top).exists()) break;
      top = doc.head(top);
    }
    TokenRange out{top.value, top.value + 1};
    std::vector<TokenId> open{top};
    while (!open.empty()) {
      const TokenId at = open.back();
      open.pop_back();
      out = {std::min(out.begin, at.value), std::max(out.end, at.value + 1)};
      for (const TokenId child : tree.dependents(at)) {
        const std::string_view relation = doc.relation(child);
        const bool other =
            relation == "ccomp" || relation == "parataxis" || (relation == "conj" && doc.upos(child) == Upos::kVerb);
        if (!other) open.push_back(child);
      }
    }
    return out;
  }

  std::shared_ptr<const codebook::Codebook> codebook_;
};

}  // namespace

std::unique_ptr<Stage> make_frame_stage(std::shared_ptr<const codebook::Codebook> codebook) {
  return std::make_unique<FrameStage>(std::move(codebook));
}

}  // namespace casus::frame
