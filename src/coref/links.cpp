// SPDX-License-Identifier: Apache-2.0
#include "coref/links.h"

#include <algorithm>

namespace casus::coref {
namespace {
// Chosen on the training part of GUM; the scores change little around them.
constexpr std::size_t kMaxRecent = 40;
constexpr std::uint32_t kThingWindow = 1;   // sentences that "it" looks back
constexpr std::uint32_t kPluralWindow = 2;  // "they"
constexpr std::uint32_t kWordsWindow = 60;  // a noun with the same modifiers
constexpr std::uint32_t kBareWindow = 30;   // the same for a plural without an article
constexpr std::uint32_t kHeadWindow = 30;   // "the talks" after "the peace talks"
constexpr std::size_t kMaxModifiers = 16;
// Costs of a candidate, in words of distance.
constexpr int kSentenceCost = 200, kNoSubjectCost = 80, kPossessorCost = 40, kNoPronounCost = 80, kSingularCost = 100,
              kPlaceCost = 40, kPersonGain = 40;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

/// The relation of the first of the coordinated words that `token` is one of.
std::string_view outer_relation(const Document& doc, TokenId token) {
  for (int steps = 0; steps < 64 && doc.relation(token) == "conj" && doc.head(token).exists(); ++steps)
    token = doc.head(token);
  return doc.relation(token);
}

bool is_reflexive(std::string_view form) {
  return form.ends_with("self") || form.ends_with("selves");
}

/// May "it" or "they" stand for things of this type?
bool may_be_thing(EntityType type) {
  return type != EntityType::kTime && type != EntityType::kNationality;
}
}  // namespace

Links::Links(const Document& doc, const Words& words, Clusters& clusters)
    : doc_(doc),
      words_(words),
      clusters_(clusters),
      quotation_(doc.tokens.size(), 0),
      mention_at_head_(doc.tokens.size(), kNone),
      cluster_size_(doc.mentions.size(), 0),
      has_pronoun_(doc.mentions.size(), false) {}

void Links::run() {
  mark_quotations();
  std::vector<std::uint32_t> size(doc_.mentions.size(), 0);
  for (std::uint32_t i = 0; i < doc_.mentions.size(); ++i) ++size[clusters_.root_of(i)];
  for (std::uint32_t i = 0; i < doc_.mentions.size(); ++i) cluster_size_[i] = size[clusters_.root_of(i)];
  // Pronouns and voices first, so that "his father" is known by whose he is.
  for (const bool is_first : {true, false}) {
    std::uint32_t next = 0;
    for (std::uint32_t s = 0; s < doc_.sentences.size(); ++s) {
      const std::uint32_t begin = next;
      while (next < doc_.mentions.size() && doc_.mentions[next].tokens.begin < doc_.sentences[s].tokens.end) ++next;
      if (begin == next) continue;
      const SentenceTree tree(doc_, doc_.sentences[s].tokens);
      for (std::uint32_t i = begin; i < next; ++i) {
        const Mention& mention = doc_.mentions[i];
        if (mention.type == EntityType::kNationality) continue;
        if (is_first) {
          if (mention.is_pronoun && mention.tokens.size() == 1) link_pronoun(i, s);
          mention_at_head_[mention.head.index()] = i;
          remember(i, s);
        } else if (!mention.is_pronoun) {
          link_noun(i, s, tree);
          link_predicate(i, tree);
          link_apposition(i);
        }
      }
      if (is_first) find_speakers(tree);
    }
    if (is_first) link_speakers();
  }
}

/// A quotation ends with its closing mark or its paragraph.
void Links::mark_quotations() {
  std::uint32_t count = 0;
  bool is_inside = false;
  for (std::size_t i = 0; i < doc_.tokens.size(); ++i) {
    const std::string_view form = doc_.form(TokenId{i});
    if (doc_.tokens[i].break_before == 3) is_inside = false;
    const bool is_either = form == "\"";
    if (form == "\xE2\x80\x9C" || form == "``" || (is_either && !is_inside)) {
      is_inside = true;
      ++count;
    } else if (form == "\xE2\x80\x9D" || form == "''" || is_either) {
      is_inside = false;
    }
    quotation_[i] = is_inside ? count : 0;
  }
}

void Links::unite(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t one = clusters_.root_of(a);
  const std::uint32_t two = clusters_.root_of(b);
  if (one == two) return;
  const Cluster& first = clusters_.cluster(one);
  const Cluster& second = clusters_.cluster(two);
  if (!first.country.empty() && !second.country.empty() && first.country != second.country) return;
  if (first.is_named && second.is_named && actor::fold(first.name) != actor::fold(second.name)) return;
  const bool has_pronoun = has_pronoun_[one] || has_pronoun_[two];
  has_pronoun_[clusters_.unite(one, two)] = has_pronoun;
}

void Links::remember(std::uint32_t i, std::uint32_t sentence) {
  const TokenId head = doc_.mentions[i].head;
  if (is_one_of(doc_.relation(head), {"compound", "flat", "amod"})) return;
  if (doc_.mentions[i].is_pronoun && (doc_.has_feature(head, "Person=1") || doc_.has_feature(head, "Person=2"))) return;
  recent_.push_back({i, sentence, outer_relation(doc_, head) == "nsubj", doc_.deprel(head) == "nmod:poss"});
  if (recent_.size() > kMaxRecent) recent_.pop_front();
}

void Links::link_pronoun(std::uint32_t i, std::uint32_t sentence) {
  if (link_voice(i)) return;
  const std::string& form = clusters_.readings()[i].lemma;
  const bool is_plural = has(words_.plural_pronouns, form);
  if ((is_plural || has(words_.neuter_pronouns, form)) && doc_.relation(doc_.mentions[i].head) != "expl") {
    if (cluster_size_[i] == 1) {
      if (is_plural) clusters_.cluster(clusters_.root_of(i)).is_plural = true;
      link_third_person(i, sentence, is_plural);
    }
  }
  has_pronoun_[clusters_.root_of(i)] = true;
}

/// "I", "we" and "you" are the same all through one voice.
bool Links::link_voice(std::uint32_t i) {
  const TokenId head = doc_.mentions[i].head;
  char person = 0;
  if (doc_.has_feature(head, "Person=2")) person = 'y';
  if (doc_.has_feature(head, "Person=1")) person = doc_.has_feature(head, "Number=Plur") ? 'w' : 'i';
  if (person == 0) return false;
  const auto [at, is_new] = voices_.try_emplace({person, quotation_[head.index()]}, i);
  if (!is_new) unite(at->second, i);
  return true;
}

void Links::link_third_person(std::uint32_t i, std::uint32_t sentence, bool is_plural) {
  const Mention& mention = doc_.mentions[i];
  const bool is_object = is_one_of(outer_relation(doc_, mention.head), {"obj", "iobj", "obl"}) &&
                         !is_reflexive(clusters_.readings()[i].lemma);
  std::uint32_t best = kNone;
  int best_cost = 0;
  for (auto at = recent_.rbegin(); at != recent_.rend(); ++at) {
    const std::uint32_t far = sentence - at->sentence;
    if (far > (is_plural ? kPluralWindow : kThingWindow)) break;
    const Mention& other = doc_.mentions[at->mention];
    const std::uint32_t root = clusters_.root_of(at->mention);
    const Cluster& cluster = clusters_.cluster(root);
    if (other.tokens.contains(mention.head) || !may_be_thing(cluster.type)) continue;
    const bool is_person = cluster.type == EntityType::kPerson;
    if (is_plural ? !cluster.is_plural && cluster.type != EntityType::kOrganization : is_person || cluster.is_plural)
      continue;
    if (is_object && far == 0 && doc_.head(mention.head) == doc_.head(other.head)) continue;
    int cost = static_cast<int>(far) * kSentenceCost + static_cast<int>(mention.head.value) -
               static_cast<int>(other.head.value);
    if (!at->is_subject) cost += kNoSubjectCost;
    if (at->is_possessor) cost += kPossessorCost;
    if (!has_pronoun_[root]) cost += kNoPronounCost;
    if (is_plural && !cluster.is_plural) cost += kSingularCost;
    if (is_plural && is_person) cost -= kPersonGain;
    if (!is_plural && cluster.type == EntityType::kPlace) cost += kPlaceCost;
    if (best == kNone || cost < best_cost) {
      best = at->mention;
      best_cost = cost;
    }
  }
  if (best != kNone) unite(best, i);
}

/// "We will not yield," he said: whose verb governs words of the quotation, or hangs on them.
void Links::find_speakers(const SentenceTree& tree) {
  for (std::uint32_t token = tree.range().begin; token < tree.range().end; ++token) {
    if (quotation_[token] != 0) continue;
    const TokenId verb{std::size_t{token}};
    std::uint32_t quotation = 0;
    const TokenId above = doc_.head(verb);
    if (doc_.relation(verb) == "parataxis" && above.exists()) quotation = quotation_[above.index()];
    std::uint32_t speaker = kNone;
    for (const TokenId child : tree.children(verb)) {
      const std::uint32_t inside = quotation_[child.index()];
      if (inside != 0 && is_one_of(doc_.relation(child), {"ccomp", "parataxis", "obj"})) quotation = inside;
      if (inside == 0 && doc_.deprel(child) == "nsubj") speaker = mention_at_head_[child.index()];
    }
    if (quotation != 0 && speaker != kNone) speakers_.try_emplace(quotation, speaker);
  }
}

void Links::link_speakers() {
  for (const auto& [voice, mention] : voices_) {
    const auto at = speakers_.find(voice.second);
    if (voice.first != 'i' || voice.second == 0 || at == speakers_.end()) continue;
    const Cluster& cluster = clusters_.cluster(clusters_.root_of(at->second));
    if (cluster.type == EntityType::kPerson && !cluster.is_plural) unite(at->second, mention);
  }
}

Links::Article Links::article_of(TokenId head, const SentenceTree& tree) const {
  Article out = Article::kNone;
  for (const TokenId child : tree.children(head)) {
    if (doc_.deprel(child) == "nmod:poss" && out == Article::kNone) out = Article::kPossessor;
    if (doc_.relation(child) != "det") continue;
    const std::string lemma = actor::fold(doc_.lemma(child));
    if (has(words_.definite, lemma)) return Article::kDefinite;
    if (has(words_.indefinite, lemma)) out = Article::kIndefinite;
  }
  return out;
}

/// What tells it from others of its kind; a possessor by whom it means.
std::vector<std::string> Links::modifiers_of(TokenId head, const SentenceTree& tree) {
  std::vector<std::string> out;
  for (const TokenId child : tree.children(head)) {
    const std::string_view relation = doc_.relation(child);
    if (doc_.deprel(child) == "nmod:poss" && mention_at_head_[child.index()] != kNone)
      out.push_back("#" + std::to_string(clusters_.root_of(mention_at_head_[child.index()])));
    else if (is_one_of(relation, {"amod", "compound", "nummod", "nmod", "acl", "flat"}))
      out.push_back(actor::fold(doc_.form(child)));
  }
  std::ranges::sort(out);
  return out;
}

/// A noun said again: with the same modifiers, or with an article and no others than it had.
void Links::link_noun(std::uint32_t i, std::uint32_t sentence, const SentenceTree& tree) {
  const Mention& mention = doc_.mentions[i];
  const Reading& reading = clusters_.readings()[i];
  const Upos upos = doc_.upos(mention.head);
  const bool is_number = upos == Upos::kNum || upos == Upos::kSym;
  const bool is_time = mention.type == EntityType::kTime;
  if (!is_number && upos != Upos::kNoun && upos != Upos::kPropn && upos != Upos::kAdj && upos != Upos::kX) return;
  if (mention.is_name && mention.type == EntityType::kPerson) return;
  std::vector<std::string> modifiers = modifiers_of(mention.head, tree);
  if (modifiers.size() > kMaxModifiers) return;
  const Article article = article_of(mention.head, tree);
  const bool is_plural = doc_.has_feature(mention.head, "Number=Plur");
  const std::string head = reading.lemma + (is_plural ? "|+" : "|");
  std::string all = head;
  for (const std::string& modifier : modifiers) all += "|" + modifier;
  const auto earlier = [&](const auto& index, const std::string& key, std::uint32_t window) {
    const auto at = index.find(key);
    return at != index.end() && sentence - nouns_[at->second].sentence <= window ? at->second : kNone;
  };
  const bool is_bare = article == Article::kNone;
  std::uint32_t found = earlier(by_words_, all, is_plural && is_bare ? kBareWindow : kWordsWindow);
  if (article == Article::kIndefinite && modifiers.empty()) found = kNone;
  if (is_number && (!modifiers.empty() || (upos == Upos::kSym && !is_time))) found = kNone;
  if (found == kNone && !is_number && !is_time && (article == Article::kDefinite || upos == Upos::kPropn)) {
    found = earlier(by_head_, head, kHeadWindow);
    if (found != kNone && !std::ranges::includes(nouns_[found].modifiers, modifiers)) found = kNone;
  }
  const auto has_other_name = [&] {
    const std::string& other = clusters_.readings()[found].key;
    return mention.is_name && doc_.mentions[found].is_name && !reading.key.empty() && !other.empty() &&
           reading.key != other;
  };
  if (found != kNone && !has_other_name()) unite(found, i);
  by_words_[all] = i;
  by_head_[head] = i;
  nouns_[i] = {sentence, std::move(modifiers)};
}

/// "She is a lawyer".
void Links::link_predicate(std::uint32_t i, const SentenceTree& tree) {
  const TokenId head = doc_.mentions[i].head;
  if ((doc_.upos(head) != Upos::kNoun && doc_.upos(head) != Upos::kPropn) || article_of(head, tree) == Article::kNone)
    return;
  bool is_predicate = false;
  std::uint32_t subject = kNone;
  for (const TokenId child : tree.children(head)) {
    const std::string_view relation = doc_.relation(child);
    if (relation == "cop") is_predicate = true;
    if (doc_.deprel(child) == "nsubj") subject = mention_at_head_[child.index()];
    if (relation == "advmod" && is_one_of(actor::fold(doc_.lemma(child)), {"not", "never", "n't"})) return;
  }
  if (!is_predicate || subject == kNone || has(words_.neuter_pronouns, clusters_.readings()[subject].lemma)) return;
  unite(subject, i);
}

/// A name and a noun that stand side by side; two times; a short name in brackets.
void Links::link_apposition(std::uint32_t i) {
  const Mention& mention = doc_.mentions[i];
  if (doc_.relation(mention.head) != "appos" || !doc_.head(mention.head).exists()) return;
  const std::uint32_t other = mention_at_head_[doc_.head(mention.head).index()];
  if (other == kNone) return;
  const EntityType type = doc_.mentions[other].type;
  const auto is_name = [&](TokenId token) { return doc_.upos(token) == Upos::kPropn; };
  const auto is_noun = [&](TokenId token) { return doc_.upos(token) == Upos::kNoun; };
  const TokenId above = doc_.head(mention.head);
  const bool is_name_and_noun = (is_name(mention.head) && is_noun(above)) || (is_noun(mention.head) && is_name(above));
  const bool is_in_brackets =
      mention.tokens.begin > 0 && doc_.form(TokenId{mention.tokens.begin - std::size_t{1}}) == "(";
  const bool is_alike = mention.type == type || is_in_brackets;
  if ((mention.type == EntityType::kTime && type == EntityType::kTime) || (is_name_and_noun && is_alike))
    unite(other, i);
}

}  // namespace casus::coref
