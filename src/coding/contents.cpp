// SPDX-License-Identifier: Apache-2.0
#include "coding/contents.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "coding/match.h"
#include "coding/types.h"

namespace casus::coding {
namespace {

constexpr float kSurelyTold = 0.6F;

/// What the trained scorers hold for an event stays one, whatever it hangs on.
bool is_sure(const Document& doc, const Coding& draft) {
  const EventScore* score = doc.event_score(doc.events[draft.event.index()].head);
  return score != nullptr && score->told() >= kSurelyTold;
}

/// "imposed sanctions", "reached a deal": one event, told at the verb whose predicate names the noun.
void drop_objects(const Tree& tree, const codebook::Codebook& codebook, std::vector<Coding>& drafts,
                  SentenceId sentence, std::vector<Silence>& silences) {
  const Document& doc = tree.doc();
  std::set<TokenId> told;
  for (const Coding& outer : drafts) {
    const Event& event = doc.events[outer.event.index()];
    std::string why_not;
    const auto match = doc.upos(event.head) == Upos::kVerb ? best_match(tree, event, codebook, why_not) : std::nullopt;
    if (!match) continue;
    const auto& objects = codebook.predicate(match->candidate).object;
    const auto& rest = codebook.verb_phrase(match->candidate).rest;
    for (const TokenId child : tree.dependents(event.head)) {
      if (!tree.is(child, "obj") && !tree.is(child, "nsubj:pass") && !tree.is(child, "obl")) continue;
      for (const TokenId noun : tree.conjuncts(child)) {
        const std::string lemma = lower_ascii(doc.lemma(noun));
        if (std::ranges::find(objects, lemma) != objects.end() || std::ranges::find(rest, lemma) != rest.end())
          told.insert(noun);
      }
    }
  }
  std::erase_if(drafts, [&](const Coding& draft) {
    const TokenId head = doc.events[draft.event.index()].head;
    if (!told.contains(head) || is_sure(doc, draft)) return false;
    silences.push_back({sentence, head, "told at its verb"});
    return true;
  });
}

/// What is only asked for, offered or threatened is the content of that act and no event of its own.
void drop_held(const Tree& tree, std::vector<Coding>& drafts, SentenceId sentence, std::vector<Silence>& silences) {
  const Document& doc = tree.doc();
  const auto holder_of = [&](const Coding& inner) -> const Coding* {
    TokenId at = doc.events[inner.event.index()].head;
    for (std::uint32_t steps = 0; steps < tree.sentence().size(); ++steps) {
      const std::string_view relation = doc.relation(at);
      const TokenId governor = doc.head(at);
      if (!governor.exists() || relation == "nsubj" || relation == "parataxis") return nullptr;
      if (relation == "advcl" || (relation == "acl" && tree.is(at, "acl:relcl"))) return nullptr;
      at = governor;
      if (relation == "conj") continue;  // a conjunct of the act is no content of it, one of the content is
      for (const Coding& outer : drafts)
        if (&outer != &inner && doc.events[outer.event.index()].head == at && in(kHoldsContent, outer.type))
          return &outer;
    }
    return nullptr;
  };
  std::vector<bool> drop(drafts.size(), false);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (drafts[i].status == Status::kNegated || is_sure(doc, drafts[i])) continue;
    if (const Coding* holder = holder_of(drafts[i])) {
      drop[i] = true;
      silences.push_back({sentence, doc.events[drafts[i].event.index()].head, "content of the " + holder->type});
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < drafts.size(); ++i)
    if (!drop[i]) {
      if (kept != i) drafts[kept] = std::move(drafts[i]);
      ++kept;
    }
  drafts.resize(kept);
}

}  // namespace

void drop_contents(const Tree& tree, const codebook::Codebook& codebook, SentenceId sentence,
                   std::vector<Coding>& drafts, std::vector<Silence>& silences) {
  drop_objects(tree, codebook, drafts, sentence, silences);
  drop_held(tree, drafts, sentence, silences);
}

}  // namespace casus::coding
