// SPDX-License-Identifier: Apache-2.0
#include "entity/mentions.h"

#include <algorithm>

#include "base/utf8.h"
#include "entity/phrase.h"

namespace casus::entity {
namespace {
constexpr const char* kByHead = "entity.mention_scorer";
constexpr const char* kByName = "entity.name_scorer";
constexpr const char* kByAdjective = "entity.proper_adjective";
constexpr float kAdjectiveScore = 0.5F;

bool is_capital(std::string_view word) {
  return !word.empty() && word[0] >= 'A' && word[0] <= 'Z';
}

bool is_personal_pronoun(const Document& doc, TokenId token) {
  return doc.upos(token) == Upos::kPron && doc.has_feature(token, "PronType=Prs");
}

TokenRange joined(TokenRange a, TokenRange b) {
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

class Builder {
 public:
  Builder(const Document& doc, const SentenceTree& tree, std::span<const NameFound> names,
          std::span<const HeadFound> heads)
      : doc_(doc),
        tree_(tree),
        heads_(heads),
        name_at_(tree.range().size(), nullptr),
        is_in_place_(tree.range().size(), false) {
    for (const NameFound& name : names) {
      name_at_[place(head_of(doc_, name.tokens))] = &name;
      if (name.type != EntityType::kPlace) continue;
      for (std::uint32_t i = name.tokens.begin; i < name.tokens.end; ++i) is_in_place_[place(TokenId{i})] = true;
    }
  }

  std::vector<Mention> run() const {
    std::vector<Mention> out;
    for (std::uint32_t i = tree_.range().begin; i < tree_.range().end; ++i)
      if (const auto mention = mention_at(TokenId{i})) out.push_back(*mention);
    std::ranges::sort(out, [](const Mention& a, const Mention& b) {
      if (a.tokens.begin != b.tokens.begin) return a.tokens.begin < b.tokens.begin;
      if (a.tokens.end != b.tokens.end) return a.tokens.end > b.tokens.end;
      return a.head < b.head;
    });
    return out;
  }

 private:
  std::size_t place(TokenId token) const { return token.value - tree_.range().begin; }

  /// A mention of `token` alone.
  Mention at(TokenId token, EntityType type, Provenance by) const {
    Mention out;
    out.tokens = {token.value, token.value + 1};
    out.head = token;
    out.type = type;
    out.by = by;
    return out;
  }

  std::optional<Mention> mention_at(TokenId token) const {
    const NameFound* name = name_at_[place(token)];
    // "New" and "Guinea" of "Papua New Guinea" are no places of their own.
    if (name == nullptr && is_in_place_[place(token)]) return std::nullopt;
    const HeadFound& head = heads_[place(token)];
    if (is_proper_adjective(doc_, token)) return adjective(token, name);
    if (head.type) return phrase(token, head, name);
    if (name != nullptr) return bare_name(token, *name);
    return std::nullopt;
  }

  Mention adjective(TokenId token, const NameFound* name) const {
    Mention out = at(token, EntityType::kNationality, {kByAdjective, kAdjectiveScore});
    out.is_name = true;
    if (name != nullptr) {
      out.tokens = joined(out.tokens, name->tokens);
      out.by = {kByName, name->score};
    }
    out.name = out.tokens;
    return out;
  }

  Mention phrase(TokenId token, const HeadFound& head, const NameFound* name) const {
    Mention out = at(token, *head.type, {kByHead, head.score});
    out.is_pronoun = doc_.upos(token) == Upos::kPron;
    out.is_name = name != nullptr || doc_.upos(token) == Upos::kPropn;
    if (!is_personal_pronoun(doc_, token)) out.tokens = phrase_of(doc_, tree_, token);
    if (name == nullptr) return out;
    out.tokens = joined(out.tokens, name->tokens);
    const bool is_of_main_type = name->type != EntityType::kMisc;
    // A name of another kind tells nothing of a person, an organization or a place.
    if (is_of_main_type || name_class(out.type) == name_class(EntityType::kMisc)) out.name = name->tokens;
    if (is_of_main_type) {
      out.type = name->type;
      out.by = {kByName, name->score};
    }
    return out;
  }

  Mention bare_name(TokenId token, const NameFound& name) const {
    Mention out = at(token, name.type, {kByName, name.score});
    out.is_name = true;
    out.tokens = out.name = name.tokens;
    return out;
  }

  const Document& doc_;
  const SentenceTree& tree_;
  std::span<const HeadFound> heads_;
  std::vector<const NameFound*> name_at_;
  std::vector<bool> is_in_place_;  ///< whether a token stands in the name of a place
};
}  // namespace

EntityType type_of_name(std::string_view label) {
  if (label == "PER") return EntityType::kPerson;
  if (label == "ORG") return EntityType::kOrganization;
  if (label == "LOC") return EntityType::kPlace;
  return EntityType::kMisc;
}

bool may_be_name(const Document& doc, const NameFound& name) {
  const TokenId first{name.tokens.begin};
  if (name.tokens.size() != 1) return true;
  return doc.xpos(first) != "ADD" && (doc.xpos(first) != "NNPS" || name.type != EntityType::kPerson);
}

bool is_proper_adjective(const Document& doc, TokenId token) {
  return doc.upos(token) == Upos::kAdj && is_capital(doc.form(token)) && is_capital(doc.lemma(token));
}

std::vector<Mention> mentions_of(const Document& doc, const SentenceTree& tree, std::span<const NameFound> names,
                                 std::span<const HeadFound> heads) {
  return Builder(doc, tree, names, heads).run();
}

}  // namespace casus::entity
