// SPDX-License-Identifier: Apache-2.0
#include "attribution/reports.h"

#include <algorithm>
#include <array>

namespace casus::attribution {
namespace {

constexpr int kDepth = 12;

template <std::size_t N>
bool is_any(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::ranges::find(list, word) != list.end();
}

bool is_relative(std::string_view form) {
  static constexpr std::array<std::string_view, 3> kRelative{"who", "which", "that"};
  return is_any(form, kRelative);
}

}  // namespace

Reports::Reports(const Trees& tree, const Cues& cues) : tree_(tree), doc_(tree.doc()), cues_(cues) {
  cue_.assign(doc_.tokens.size(), nullptr);
  for (std::uint32_t i = 0; i < doc_.tokens.size(); ++i) {
    const TokenId token{i};
    switch (doc_.upos(token)) {
      case Upos::kVerb: {
        const TokenId particle = tree_.child(token, {"compound"});
        if (particle.exists() && doc_.deprel(particle) == "compound:prt")
          cue_[i] = cues_.find(CuePart::kVerb, doc_.lemma(token) + " " + tree_.lower(particle));
        if (cue_[i] == nullptr) cue_[i] = cues_.find(CuePart::kVerb, doc_.lemma(token));
        break;
      }
      case Upos::kNoun:
        cue_[i] = cues_.find(CuePart::kNoun, doc_.lemma(token));
        break;
      case Upos::kAdv:
        cue_[i] = cues_.find(CuePart::kAdverb, tree_.lower(token));
        break;
      case Upos::kAdj:
        cue_[i] = cues_.find(CuePart::kAdjective, tree_.lower(token));
        break;
      default:
        break;
    }
    if (doc_.upos(token) == Upos::kVerb && doc_.relation(token) == "amod")
      cue_[i] = cues_.find(CuePart::kAdjective, tree_.lower(token));
  }
  find_phrases();
}

void Reports::find_phrases() {
  phrase_of_.assign(doc_.tokens.size(), 0);
  for (const auto& words : cues_.phrases()) {
    const std::uint32_t size = static_cast<std::uint32_t>(words.size());
    for (std::uint32_t i = 0; i + size < doc_.tokens.size(); ++i) {
      if (doc_.form(TokenId{i}).size() != words[0].size()) continue;
      bool is_same = true;
      for (std::uint32_t k = 0; is_same && k < size; ++k) is_same = tree_.lower(TokenId{i + k}) == words[k];
      if (!is_same || !tree_.sentence_around(TokenId{i}).contains(TokenRange{i, i + size})) continue;
      const TokenRange range{i, i + size};
      // The source heads the words, or hangs on one of them, behind them.
      TokenId source = doc_.head(TokenId{i + size - 1});
      for (std::uint32_t steps = 0; source.exists() && range.contains(source) && steps < size; ++steps)
        source = doc_.head(source);
      if (!source.exists() || source.value < range.end) {
        source = {};
        for (std::uint32_t k = i; k < range.end; ++k)
          for (const TokenId child : tree_.children(TokenId{k}))
            if (child.value >= range.end && !source.exists()) source = child;
      }
      if (!source.exists()) continue;
      phrases_.push_back({range, source});
      // Where the phrase hangs: above the source and the phrase's own words.
      TokenId anchor = doc_.head(source);
      for (std::uint32_t steps = 0; anchor.exists() && range.contains(anchor) && steps < size; ++steps)
        anchor = doc_.head(anchor);
      if (anchor.exists()) phrase_of_[anchor.index()] = static_cast<std::uint32_t>(phrases_.size());
    }
  }
}

const SourcePhrase* Reports::phrase_at(TokenId token) const {
  const std::uint32_t place = phrase_of_[token.index()];
  return place == 0 ? nullptr : &phrases_[place - 1];
}

bool Reports::is_passive(TokenId verb) const {
  bool has_subject = false;
  bool has_auxiliary = false;
  for (const TokenId child : tree_.children(verb)) {
    const std::string_view relation = doc_.deprel(child);
    if (relation == "nsubj:pass" || relation == "aux:pass" || relation == "csubj:pass") return true;
    has_subject |= relation.starts_with("nsubj");
    has_auxiliary |= relation == "aux";
  }
  return doc_.xpos(verb) == "VBN" && !has_subject && !has_auxiliary;
}

TokenId Reports::antecedent(TokenId subject) const {
  if (!is_relative(tree_.lower(subject))) return subject;
  TokenId at = doc_.head(subject);
  for (int steps = 0; at.exists() && steps < kDepth; ++steps) {
    if (doc_.relation(at) == "acl") return doc_.head(at).exists() ? doc_.head(at) : subject;
    at = doc_.head(at);
  }
  return subject;
}

TokenId Reports::deepest(TokenId source) const {
  if (!source.exists()) return source;
  const auto quoted_by = [&](TokenId cue) -> TokenId {
    const Cue* quoting = cue_[cue.index()];
    const bool names_another = quoting != nullptr && quoting->source == CueSource::kObject && !is_passive(cue);
    return names_another ? last_object(cue) : TokenId{};
  };
  for (const TokenId child : tree_.children(source))
    if (const TokenId other = quoted_by(child); other.exists() && doc_.relation(child) == "acl") return other;
  // "According to X, quoting Y, …": the participle may hang beside the source, right behind it.
  if (const TokenId head = doc_.head(source); head.exists()) {
    for (const TokenId child : tree_.children(head)) {
      if (child <= source || child.value > source.value + 3 || doc_.relation(child) != "advcl" ||
          doc_.xpos(child) != "VBG")
        continue;
      if (const TokenId other = quoted_by(child); other.exists()) return other;
    }
  }
  if (doc_.upos(source) == Upos::kNoun) {
    const TokenId name = tree_.child(source, {"appos"});
    if (name.exists() && doc_.upos(name) == Upos::kPropn) return name;
  }
  return source;
}

TokenId Reports::subject_of(TokenId verb, int depth) const {
  if (!verb.exists() || depth > kDepth) return {};
  TokenId subject;  // the parser may leave a verb the subject of its content too: "A bombing killed two, police said"
  for (const TokenId child : tree_.children(verb))
    if (doc_.relation(child) == "nsubj" && (!subject.exists() || (!can_speak(subject) && can_speak(child))))
      subject = child;
  if (subject.exists()) {
    const TokenId who = antecedent(subject);
    const Cue* cue = cue_[who.index()];
    if (cue != nullptr && doc_.upos(who) == Upos::kNoun) {  // "a statement by the ministry said"
      const TokenId author = source_of_noun(who, depth + 1);
      if (author.exists()) return author;
    }
    return who;
  }
  return inherited(verb, depth);
}

bool Reports::can_speak(TokenId token) const {
  if (doc_.upos(token) == Upos::kPron) {
    static constexpr std::array<std::string_view, 12> kThings{"this",  "that", "these",    "those", "which", "what",
                                                              "there", "it",   "whatever", "such",  "one",   "itself"};
    return !is_any(tree_.lower(token), kThings);
  }
  const MentionId mention = tree_.mention_of(token);
  if (mention.exists()) {
    switch (doc_.mentions[mention.index()].type) {
      case EntityType::kPerson:
      case EntityType::kOrganization:
      case EntityType::kPlace:
      case EntityType::kNationality:
        return true;
      default:
        return false;
    }
  }
  return doc_.upos(token) == Upos::kPropn;
}

TokenId Reports::inherited(TokenId verb, int depth) const {
  const TokenId head = doc_.head(verb);
  if (!head.exists()) return {};
  const std::string_view relation = doc_.relation(verb);
  const bool is_verb_head = doc_.upos(head) == Upos::kVerb || doc_.upos(head) == Upos::kAux;
  if (relation == "acl" || ((relation == "nmod" || relation == "appos" || relation == "dep") && !is_verb_head)) {
    if (cue_[head.index()] != nullptr && doc_.upos(head) == Upos::kNoun) {
      const TokenId author = source_of_noun(head, depth + 1);
      if (author.exists()) return author;
    }
    if (relation == "acl") return head;
    return subject_of(head, depth + 1);
  }
  if (relation == "xcomp") {
    const TokenId object = tree_.child(head, {"obj", "iobj"});
    if (object.exists() && object.value < verb.value) return antecedent(object);
    return subject_of(head, depth + 1);
  }
  // A thing cannot speak: the participle then belongs to a clause further out.
  const TokenId near = subject_of(head, depth + 1);
  if (!near.exists() || can_speak(near) || depth > kDepth / 2) return near;
  const TokenId far = inherited(head, depth + 1);
  return far.exists() && can_speak(far) ? far : near;
}

/// Of two objects the last: the parser takes an apposition without a comma ("its news agency KCNA") for one.
TokenId Reports::last_object(TokenId verb) const {
  TokenId out;
  for (const TokenId child : tree_.children(verb))
    if (doc_.relation(child) == "obj") out = child;
  return out;
}

TokenId Reports::source_of_verb(TokenId verb, int depth) const {
  const Cue* cue = cue_[verb.index()];
  const bool passive = is_passive(verb);
  const auto by_agent = [&]() -> TokenId {
    for (const TokenId child : tree_.children(verb))
      if (doc_.relation(child) == "obl" && (doc_.deprel(child) == "obl:agent" || tree_.marker(child) == "by"))
        return child;
    return {};
  };
  if (cue != nullptr && cue->source == CueSource::kObject)
    return passive ? subject_of(verb, depth + 1) : last_object(verb);
  if (passive) return by_agent();
  // "They quoted her as saying", "she was cited as saying"
  const TokenId head = doc_.head(verb);
  if (head.exists() && cue_[head.index()] != nullptr && cue_[head.index()]->source == CueSource::kObject &&
      (doc_.relation(verb) == "advcl" || doc_.relation(verb) == "xcomp" || doc_.relation(verb) == "obl" ||
       doc_.relation(verb) == "acl" || doc_.relation(verb) == "ccomp" || doc_.relation(verb) == "dep"))
    return source_of_verb(head, depth + 1);
  if (head.exists() && doc_.relation(verb) == "acl") {  // the parser may hang "as saying" on the one quoted
    const TokenId above = doc_.head(head);
    if (above.exists() && cue_[above.index()] != nullptr && cue_[above.index()]->source == CueSource::kObject)
      return head;
  }
  return subject_of(verb, depth + 1);
}

TokenId Reports::source_of_noun(TokenId noun, int depth) const {
  if (depth > kDepth) return {};
  for (const TokenId child : tree_.children(noun))
    if (doc_.deprel(child) == "nmod:poss") return child;
  for (const TokenId child : tree_.children(noun)) {
    if (doc_.relation(child) != "nmod" && doc_.relation(child) != "obl") continue;
    const std::string marker = tree_.marker(child);
    if (marker == "by" || marker == "from") return child;
    if (marker == "of" && (doc_.upos(child) == Upos::kPropn || doc_.upos(child) == Upos::kPron)) return child;
  }
  for (const TokenId child : tree_.children(noun)) {
    if (doc_.relation(child) == "compound" && doc_.upos(child) == Upos::kPropn) return child;
    if (doc_.relation(child) == "acl") {
      for (const TokenId agent : tree_.children(child))
        if (doc_.relation(agent) == "obl" && tree_.marker(agent) == "by") return agent;
    }
  }
  const TokenId head = doc_.head(noun);
  if (!head.exists() || doc_.upos(head) != Upos::kVerb) return {};
  const std::string_view relation = doc_.relation(noun);
  if (relation == "obj" && (cues_.is_issuing(doc_.lemma(head)) || cue_[head.index()] != nullptr) && !is_passive(head))
    return subject_of(head, depth + 1);
  if (relation == "obl" && cue_[head.index()] != nullptr) return source_of_verb(head, depth + 1);
  return {};
}

TokenId Reports::source_of(TokenId token, int depth) const {
  const Cue* cue = cue_[token.index()];
  if (cue == nullptr || cue->source == CueSource::kNone) return {};
  return deepest(doc_.upos(token) == Upos::kNoun ? source_of_noun(token, depth) : source_of_verb(token, depth));
}

TokenId Reports::addressee_of(TokenId token) const {
  if (doc_.upos(token) != Upos::kVerb) return {};
  const bool is_told = cues_.is_addressed(doc_.lemma(token));
  if (is_told && is_passive(token)) return tree_.child(token, {"nsubj"});
  for (const TokenId child : tree_.children(token)) {
    const std::string_view relation = doc_.relation(child);
    if (relation == "iobj" || (is_told && relation == "obj")) return child;
    if (relation == "obl" && tree_.marker(child) == "to" &&
        (doc_.upos(child) == Upos::kPropn || doc_.upos(child) == Upos::kNoun || doc_.upos(child) == Upos::kPron))
      return child;
  }
  return {};
}

TokenId Reports::clause_of(TokenId token) const {
  static constexpr std::array<std::string_view, 8> kBorders{"root",      "ccomp", "advcl", "acl",
                                                            "parataxis", "csubj", "list",  "xcomp"};
  for (int steps = 0; steps < 4 * kDepth; ++steps) {
    const TokenId head = doc_.head(token);
    if (!head.exists() || is_any(doc_.relation(token), kBorders)) return token;
    if (doc_.relation(token) == "conj" && doc_.upos(token) == Upos::kVerb) return token;
    token = head;
  }
  return token;
}

TokenRange Reports::without(TokenRange range, TokenRange cut) const {
  if (!range.overlaps(cut)) return range;
  if (cut.begin <= range.begin)
    range.begin = std::min(cut.end, range.end);
  else if (cut.end >= range.end)
    range.end = cut.begin;
  return tree_.trimmed(range);
}

TokenRange Reports::content_of(TokenId head, bool keeps_to) const {
  TokenRange range = tree_.trimmed(tree_.extent(head));
  static constexpr std::array<std::string_view, 15> kLead{"and", "but",     "or", "that", "of",    "for", "with", "as",
                                                          "if",  "whether", "on", "to",   "about", "how", "in"};
  for (const TokenId child : tree_.children(head)) {
    const std::string_view relation = doc_.relation(child);
    const bool leads = relation == "mark" || relation == "case" || relation == "cc";
    const std::string form = tree_.lower(child);
    if (leads && child.value == range.begin && is_any(form, kLead) &&
        !(relation == "mark" && ((form == "to" && keeps_to) || form == "if")))
      ++range.begin;
  }
  return tree_.trimmed(range);
}

void Reports::add(std::vector<Attribution>& out, TokenId source, TokenRange cue, TokenRange content,
                  const char* by) const {
  content = tree_.trimmed(content);
  if (content.empty()) return;
  Attribution attribution;
  credit(attribution, source, cue);
  attribution.content = doc_.span_of(content);
  attribution.by = {by, 1.0F};
  out.push_back(attribution);
}

void Reports::add_verb(std::vector<Attribution>& out, TokenId verb) const {
  const Cue& cue = *cue_[verb.index()];
  if (cue.source == CueSource::kObject) return;
  const TokenRange words{verb.value, verb.value + 1};
  const bool passive = is_passive(verb);
  if (passive && !cues_.is_passive(doc_.lemma(verb)) && !cues_.is_addressed(doc_.lemma(verb)) &&
      !source_of(verb).exists()) {
    // "it was announced that": a clause is content also of other verbs
    if (!tree_.child(verb, {"ccomp"}).exists()) return;
  }
  const TokenId source = source_of(verb);
  const auto give = [&](TokenRange content, const char* by) { add(out, source, words, content, by); };
  const std::size_t had = out.size();
  if (cue.takes_clause) {
    for (const TokenId child : tree_.children(verb)) {
      const std::string_view relation = doc_.relation(child);
      const bool is_clausal = relation == "ccomp" || (relation == "csubj" && passive);
      const bool is_beside = relation == "parataxis" && cue.is_speech && child.value > verb.value &&
                             out.size() == had && tree_.child(child, {"nsubj"}).exists() &&
                             cue_[child.index()] == nullptr;
      if (is_clausal || is_beside) give(without(content_of(child), words), "attribution.clause");
    }
  }
  if (out.size() == had && cue.takes_clause) {
    const TokenId head = doc_.head(verb);
    const std::string_view relation = doc_.relation(verb);
    const bool has_subject = tree_.child(verb, {"nsubj"}).exists();
    // "The ship, he said, sank": set off by a mark, or else the tree may have hung a relative clause too high.
    const std::uint32_t front = tree_.extent(verb).begin;
    const bool is_set_off = cue.is_speech && front > 0 && doc_.upos(TokenId{front - 1}) == Upos::kPunct;
    if (head.exists() && has_subject && is_set_off && relation == "parataxis" &&
        !tree_.child(verb, {"xcomp", "parataxis"}).exists() && !passive)
      give(without(content_of(head), tree_.extent(verb)), "attribution.beside");
    else if (head.exists() && relation == "advcl" && tree_.marker(verb) == "as" && has_subject)
      give(without(content_of(clause_of(head)), tree_.extent(verb)), "attribution.as");
  }
  const TokenId infinitive = tree_.child(verb, {"xcomp"});
  if (infinitive.exists() && out.size() == had) {
    const TokenId subject = tree_.child(verb, {"nsubj"});
    if (passive && cues_.is_passive(doc_.lemma(verb)) && !cues_.is_addressed(doc_.lemma(verb)) && subject.exists()) {
      const TokenRange from = tree_.extent(subject);
      const TokenRange to = tree_.extent(infinitive);
      give({std::min(from.begin, to.begin), std::max(from.end, to.end)}, "attribution.passive");
    } else if (!passive && cue.takes_infinitive && infinitive.value > verb.value) {
      give(content_of(infinitive), "attribution.infinitive");
    }
  }
  if (!cue.prepositions.empty()) {
    for (const TokenId child : tree_.children(verb)) {
      const std::string_view relation = doc_.relation(child);
      if (relation != "obl" && relation != "advcl" && relation != "nmod" && relation != "xcomp") continue;
      const std::string marker = tree_.marker(child);
      if (child.value > verb.value && std::ranges::find(cue.prepositions, marker) != cue.prepositions.end())
        give(content_of(child, false), "attribution.preposition");
    }
  }
  if (out.size() == had && cue.takes_object && !passive) {
    const TokenId object = tree_.child(verb, {"obj"});
    if (object.exists() && doc_.upos(object) != Upos::kPron && !tree_.child(verb, {"iobj"}).exists())
      give(tree_.extent(object), "attribution.object");
  }
  if (out.size() == had && cue.is_speech) add_unmarked(out, verb);
}

void Reports::add_unmarked(std::vector<Attribution>& out, TokenId verb) const {
  const TokenRange sentence = tree_.sentence_around(verb);
  if (sentence.end >= doc_.tokens.size() || sentence.end - verb.value > 40) return;
  if (doc_.form(TokenId{sentence.end - 1}) != ":" || doc_.tokens[sentence.end].break_before < 2) return;
  const std::string_view first = doc_.form(TokenId{sentence.end});
  if (!first.empty() && (first[0] == '"' || static_cast<unsigned char>(first[0]) == 0xE2))
    return;  // quotations see to it
  const TokenId source = source_of(verb);
  if (!source.exists()) return;
  std::uint32_t end = sentence.end;
  while (end < doc_.tokens.size()) {
    const TokenRange next = tree_.sentence_around(TokenId{end});
    if (doc_.tokens[end].break_before >= 2) {
      std::string line(doc_.words({end, next.end}));
      for (char& c : line)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      const bool closes =
          std::ranges::any_of(cues_.closing_lines(), [&](const std::string& head) { return line.starts_with(head); });
      if (closes || tree_.is_furniture(TokenId{end})) break;
    }
    if (doc_.form(TokenId{next.end - 1}) == ":") break;  // the next one begins
    end = std::max(next.end, end + 1);
  }
  add(out, source, {verb.value, verb.value + 1}, {sentence.end, end}, "attribution.unmarked");
}

void Reports::add_noun(std::vector<Attribution>& out, TokenId noun) const {
  const Cue& cue = *cue_[noun.index()];
  const TokenRange words{noun.value, noun.value + 1};
  for (const TokenId child : tree_.children(noun)) {
    if (child.value < noun.value) continue;
    const std::string_view relation = doc_.relation(child);
    const std::string marker = tree_.marker(child);
    const bool is_clause = cue.takes_clause && (relation == "acl" || relation == "ccomp") &&
                           doc_.deprel(child) != "acl:relcl" && marker == "that";
    const bool is_phrase = (relation == "nmod" || relation == "acl") &&
                           std::ranges::find(cue.prepositions, marker) != cue.prepositions.end();
    if (is_clause || is_phrase) {
      const TokenId source = source_of(noun);
      if (is_phrase && source == child) continue;
      add(out, source, words, content_of(child), "attribution.noun");
      return;
    }
  }
}

void Reports::add_adverb(std::vector<Attribution>& out, TokenId adverb) const {
  const TokenId head = doc_.head(adverb);
  if (!head.exists()) return;
  add(out, {}, {adverb.value, adverb.value + 1}, content_of(head), "attribution.adverb");
}

void Reports::add_adjective(std::vector<Attribution>& out, TokenId adjective) const {
  if (cue_[adjective.index()]->takes_clause) {
    const TokenId subject = tree_.child(adjective, {"nsubj"});
    for (const TokenId child : tree_.children(adjective)) {
      const std::string_view relation = doc_.relation(child);
      const bool is_content = relation == "ccomp" || (relation == "advcl" && tree_.marker(child) == "that");
      if (is_content && subject.exists() && tree_.lower(subject) != "it")
        add(out, deepest(antecedent(subject)), {adjective.value, adjective.value + 1}, content_of(child),
            "attribution.adjective");
    }
  }
  if (!cue_[adjective.index()]->takes_phrase) return;
  const TokenId head = doc_.head(adjective);
  if (!head.exists() || doc_.relation(adjective) != "amod") return;
  add(out, {}, {adjective.value, adjective.value + 1}, tree_.phrase(head), "attribution.adjective");
}

void Reports::add_phrase(std::vector<Attribution>& out, const SourcePhrase& phrase) const {
  TokenId anchor = doc_.head(phrase.source);
  for (std::uint32_t steps = 0; anchor.exists() && phrase.words.contains(anchor) && steps < 8; ++steps)
    anchor = doc_.head(anchor);
  if (!anchor.exists()) return;
  // "According to X, quoting Y, the army …": hung on the participle, said of the clause.
  TokenId source = deepest(phrase.source);
  if (doc_.relation(anchor) == "advcl" && !tree_.child(anchor, {"nsubj"}).exists() && doc_.head(anchor).exists()) {
    const Cue* quoting = cue_[anchor.index()];
    const bool names_another = quoting != nullptr && quoting->source == CueSource::kObject;
    if (const TokenId quoted = source_of(anchor); names_another && quoted.exists()) source = quoted;
    anchor = doc_.head(anchor);
  }
  TokenRange cut = tree_.extent(phrase.source);
  cut = {std::min(cut.begin, phrase.words.begin), std::max(cut.end, phrase.words.end)};
  add(out, source, phrase.words, without(content_of(clause_of(anchor)), cut), "attribution.phrase");
}

std::vector<Attribution> Reports::find() const {
  std::vector<Attribution> out;
  for (std::uint32_t i = 0; i < doc_.tokens.size(); ++i) {
    const TokenId token{i};
    const Cue* cue = cue_[i];
    if (cue == nullptr) continue;
    switch (doc_.upos(token)) {
      case Upos::kVerb:
        doc_.relation(token) == "amod" ? add_adjective(out, token) : add_verb(out, token);
        break;
      case Upos::kNoun:
        add_noun(out, token);
        break;
      case Upos::kAdv:
        add_adverb(out, token);
        break;
      default:
        add_adjective(out, token);
        break;
    }
  }
  for (const SourcePhrase& phrase : phrases_) add_phrase(out, phrase);
  std::ranges::stable_sort(out, {}, [](const Attribution& attribution) { return attribution.cue.begin; });
  return out;
}

}  // namespace casus::attribution
