// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "coding/sides.h"
#include "coding/thresholds.h"

namespace casus::coding {

/// What the trained scorers and the codebook together hold a word for: one type, or no event.
struct Verdict {
  std::string type;          ///< empty: no event
  float probability = 0.0F;  ///< of `type`, or of there being no event
};

/// Weighs the scorers' probabilities by what the codebook says: `rule_type` is the type by the codebook's predicates,
/// empty where none fits, and `weight` how surely that predicate's word tells it. A type that the model does not know
/// (a user's own) is the codebook's to decide.
Verdict judge(const Document& doc, const EventScore* score, std::string_view rule_type, double weight,
              const Thresholds& thresholds);

/// Whether the trained scorers have seen events of this type; one that a user added is its predicates' alone.
bool is_scored_type(const Document& doc, std::string_view type);

/// The status by the scorers, "actual" only where it is twice as likely as any other; by the rules for a type that the
/// model does not know.
struct StatusVerdict {
  Status status = Status::kActual;
  float probability = 1.0F;
  bool is_historical = false;
  bool by_scorers = false;
};
StatusVerdict judge_status(const Document& doc, const EventScore& score, std::string_view type, Status by_rules);

/// Sets the sides of `coding` from the scorers' arcs where there are any; other sides stay as they are. `trees` has one
/// a sentence.
void fill_scored_sides(const std::vector<Tree>& trees, const EventScore& score, const Thresholds& thresholds,
                       Coding& coding);

/// Leaves a party that is told of both sides on one of them: where its words are the same, on that which the scorers
/// are surer of, else among the doers.
void keep_on_one_side(const EventScore& score, Coding& coding);

/// The sides that arcs point to, each party once; appends to the reasons of `coding`.
std::vector<Side> sides_of_arcs(const std::vector<Tree>& trees, std::span<const EventArc* const> arcs, bool is_actor,
                                const Thresholds& thresholds, Coding& coding);

/// Sets places, times and quantities from the scorers' arcs where there are any.
void fill_scored_circumstances(const Document& doc, const EventScore& score, Coding& coding);

/// Weighs the contexts that words near the event speak for, which `coding` has, by what the scorers say; a context that
/// the model does not know (a user's own) stays.
void fill_scored_contexts(const Document& doc, const EventScore& score, Coding& coding);

/// The words that a kind of arc goes to, surest first, at least `least` sure.
std::vector<const EventArc*> arcs_of(const EventScore& score, ArcKind kind, float least);

}  // namespace casus::coding
