// SPDX-License-Identifier: Apache-2.0
#include "syntax/morphology.h"

namespace casus::syntax {

Result<Morphologist> Morphologist::make(const nn::Model& model, Lexicon lexicon) {
  Morphologist out;
  out.lexicon_ = std::move(lexicon);
  const TokenLayout layout(model);
  ASSIGN_OR_RETURN(out.upos_, layout.task("upos"));
  ASSIGN_OR_RETURN(out.xpos_, layout.task("xpos"));
  ASSIGN_OR_RETURN(out.feats_, layout.task("feats"));
  ASSIGN_OR_RETURN(out.lemma_, layout.task("lemma"));
  for (const std::string& name : model.labels("upos")) {
    const auto upos = parse_upos(name);
    if (!upos)
      return fail(ErrorCode::kBadData, "the model's scorer 'upos' has the label '" + name + "', which is no UPOS tag");
    out.upos_of_.push_back(*upos);
  }
  for (const std::string& name : model.labels("lemma")) {
    ASSIGN_OR_RETURN(LemmaScript script, parse_lemma_script(name));
    out.scripts_.push_back(std::move(script));
  }
  return out;
}

Morphology Morphologist::of(std::string_view form, const TokenStates& states, std::size_t token) const {
  Label best = 0;
  Morphology out;
  out.upos = upos_of_[choices_of(states, upos_, token, best).front()];
  out.xpos = choices_of(states, xpos_, token, best).front();
  out.feats = choices_of(states, feats_, token, best).front();
  out.lemma = lemma_of(form, out.upos, states, token);
  return out;
}

std::string Morphologist::lemma_of(std::string_view form, Upos upos, const TokenStates& states,
                                   std::size_t token) const {
  if (const std::string_view listed = lexicon_.lemma(lower_case(form), upos); !listed.empty())
    return std::string(listed);
  const bool is_open = upos == Upos::kVerb || upos == Upos::kNoun;
  std::optional<std::string> first;
  Label best = 0;
  for (const Label choice : choices_of(states, lemma_, token, best)) {
    auto lemma = lemma_by(scripts_[choice], form);
    if (!lemma) continue;
    if (!is_open || lexicon_.is_lemma(*lemma, upos)) return std::move(*lemma);
    if (!first) first = std::move(lemma);
  }
  if (first) return std::move(*first);
  return upos == Upos::kPropn ? std::string(form) : lower_case(form);
}

}  // namespace casus::syntax
