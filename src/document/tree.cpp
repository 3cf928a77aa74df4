// SPDX-License-Identifier: Apache-2.0
#include "document/tree.h"

#include <algorithm>

#include "base/ascii.h"

namespace casus {
namespace {
bool names_subtype(std::string_view relation) {
  return relation.find(':') != std::string_view::npos;
}

}  // namespace

Tree::Tree(const Document& doc, TokenRange sentence, const std::vector<MentionId>& mention_of)
    : doc_(doc), sentence_(sentence), mention_of_(mention_of), tree_(doc, sentence) {}

bool Tree::is(TokenId token, std::string_view relation) const {
  return names_subtype(relation) ? doc_.deprel(token) == relation : doc_.relation(token) == relation;
}

TokenId Tree::dependent(TokenId token, std::string_view relation) const {
  for (const TokenId child : dependents(token))
    if (is(child, relation)) return child;
  return {};
}

std::vector<TokenId> Tree::all_dependents(TokenId token, std::string_view relation) const {
  std::vector<TokenId> out;
  for (const TokenId child : dependents(token))
    if (is(child, relation)) out.push_back(child);
  return out;
}

std::string Tree::preposition(TokenId token) const {
  std::string out;
  for (const TokenId marker : dependents(token)) {
    if (!is(marker, "case")) continue;
    const std::string word = lower_ascii(doc_.form(marker));
    if (word == "'s" || word == "'" || word == "\u2019s" || word == "\u2019") continue;
    if (!out.empty()) return out;
    out = word;
    for (const TokenId part : dependents(marker))
      if (is(part, "fixed")) out += " " + lower_ascii(doc_.form(part));
  }
  return out;
}

std::vector<TokenId> Tree::conjuncts(TokenId token) const {
  std::vector<TokenId> out{token};
  for (const TokenId child : dependents(token))
    if (is(child, "conj")) out.push_back(child);
  return out;
}

TokenId Tree::first_conjunct(TokenId token) const {
  for (std::uint32_t steps = 0; steps < sentence_.size() && is(token, "conj") && doc_.head(token).exists(); ++steps)
    token = doc_.head(token);
  return token;
}

bool Tree::is_passive(TokenId verb) const {
  if (dependent(verb, "nsubj:pass").exists() || dependent(verb, "aux:pass").exists() ||
      dependent(verb, "csubj:pass").exists())
    return true;
  if (doc_.xpos(verb) == "VBN")
    for (const TokenId child : dependents(verb))
      if (is(child, "aux") && doc_.lemma(child) == "be") return true;  // a parser's slip in the subtype
  // A bare past participle that modifies a noun ("the post attacked by rebels") is passive; one with "having" is not.
  return doc_.xpos(verb) == "VBN" && (is(verb, "acl") || is(verb, "amod") || is(verb, "advcl")) &&
         !dependent(verb, "aux").exists();
}

TokenRange Tree::phrase(TokenId head) const {
  TokenRange out{head.value, head.value + 1};
  std::vector<TokenId> open{head};
  while (!open.empty()) {
    const TokenId token = open.back();
    open.pop_back();
    out = {std::min(out.begin, token.value), std::max(out.end, token.value + 1)};
    for (const TokenId child : dependents(token)) {
      const std::string_view relation = doc_.relation(child);
      const bool outside = relation == "acl" || relation == "appos" || relation == "conj" || relation == "parataxis" ||
                           relation == "cc" || relation == "punct" || relation == "case" || relation == "advcl" ||
                           relation == "cop" || relation == "nsubj" || relation == "mark" || relation == "dep";
      const bool inner = token != head && (relation == "case" || relation == "punct");
      if (!outside || inner) open.push_back(child);
    }
  }
  while (out.size() > 1 && doc_.upos(TokenId{out.begin}) == Upos::kPunct) ++out.begin;
  while (out.size() > 1 && doc_.upos(TokenId{out.end - 1}) == Upos::kPunct) --out.end;
  return out;
}

}  // namespace casus
