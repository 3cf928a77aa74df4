// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "document/document.h"
#include "document/tree.h"

namespace casus::coding {

/// What became of an event in its clause, and the word that shows it.
struct Outcome {
  std::optional<Status> status;  ///< absent: no event at all (a topic, an aim)
  TokenId cue;                   ///< absent: nothing speaks against "actual"
  const char* why = "told as done";
};

/// The words of data/lang/<xx>/status.toml.
class StatusRules {
 public:
  /// Errors: bad_data with file and line.
  static Result<StatusRules> load(const std::filesystem::path& file);

  /// Walks from the trigger up through what governs it: negation, modal verbs, infinitives, conditions, and the
  /// governing words of the list. The nearest cue decides; a negation outranks a modal verb of the same clause.
  Outcome outcome_of(const Tree& tree, const Event& event) const;
  bool is_commemoration(const Tree& tree, TokenId trigger) const;
  int historical_years() const { return historical_years_; }

 private:
  enum class Effect : std::uint8_t { kNegated, kFuture, kHypothetical, kNone };
  std::optional<Outcome> clause_cue(const Tree& tree, TokenId verb) const;
  std::optional<Outcome> noun_cue(const Tree& tree, TokenId noun) const;
  std::optional<Outcome> governor_cue(const Tree& tree, TokenId token) const;
  static Outcome outcome(Effect effect, TokenId cue, const char* why);

  std::unordered_map<std::string, Effect> governors_;
  std::set<std::string, std::less<>> future_modals_, hypothetical_modals_, negations_, conditions_, historical_;
  int historical_years_ = 20;
};

}  // namespace casus::coding
