// SPDX-License-Identifier: Apache-2.0
#include "attribution/quotes.h"

#include <algorithm>
#include <string>

namespace casus::attribution {
namespace {

constexpr std::uint32_t kNear = 24;    ///< tokens between a quotation and a cue beside it
constexpr std::uint32_t kBeside = 10;  ///< and a verb that is no cue

/// A quoted stretch with its tokens.
struct Stretch {
  Quoted quoted;
  TokenRange tokens;       ///< inside the marks
  TokenRange outer;        ///< with the marks
  bool is_clause = false;  ///< holds a finite clause of its own, or whole sentences
};

/// Who speaks, by which word.
struct Speaker {
  TokenId cue;
  TokenId source;
  TokenRange words;  ///< of the cue
  const char* by = "";
  bool exists() const { return by[0] != '\0'; }
};

class Finder {
 public:
  Finder(const Trees& tree, const Reports& reports, const Cues& cues, const std::vector<Quoted>& quoted)
      : tree_(tree), doc_(tree.doc()), reports_(reports), cues_(cues) {
    stretches_.reserve(quoted.size());
    inside_.assign(doc_.tokens.size(), false);
    for (const Quoted& one : quoted) stretches_.push_back(stretch_of(one));
    for (const Stretch& stretch : stretches_)
      for (std::uint32_t i = stretch.tokens.begin; i < stretch.tokens.end && !stretch.quoted.is_nested; ++i)
        inside_[i] = true;
  }

  std::vector<Quotation> run() {
    std::vector<Quotation> out;
    for (std::size_t i = 0; i < stretches_.size(); ++i) {
      const Stretch& stretch = stretches_[i];
      Quotation quotation;
      quotation.span = stretch.quoted.inner;
      quotation.by = {"quotation.unknown", 0.5F};
      if (stretch.tokens.empty() || tree_.is_furniture(TokenId{stretch.tokens.begin})) {
        quotation.is_direct = false;
        out.push_back(quotation);
        speakers_.push_back({});
        continue;
      }
      Speaker speaker = is_name(stretch) ? Speaker{} : speaker_of(i);
      const bool named = is_name(stretch);
      if (named) quotation.by = {"quotation.name", 1.0F};
      if (speaker.exists()) {
        reports_.credit(quotation, speaker.source, speaker.words);
        if (speaker.cue.exists()) {
          const TokenId addressee = reports_.addressee_of(speaker.cue);
          if (addressee.exists() && !stretch.tokens.contains(addressee))
            quotation.addressee = tree_.mention_of(addressee);
        }
        quotation.by = {speaker.by, 1.0F};
      }
      quotation.is_direct = !named && (speaker.exists() || (stretch.is_clause && !stretch.quoted.is_nested));
      out.push_back(quotation);
      speakers_.push_back(speaker);
    }
    return out;
  }

 private:
  Stretch stretch_of(const Quoted& quoted) const {
    Stretch out{quoted, tokens_in(quoted.inner), tokens_in(quoted.outer), false};
    for (std::uint32_t i = out.tokens.begin; i < out.tokens.end; ++i) {
      const TokenId token{i};
      const bool is_top = !doc_.head(token).exists() || !out.tokens.contains(doc_.head(token));
      if (is_top && tree_.child(token, {"nsubj", "csubj", "expl"}).exists() &&
          out.tokens.contains(tree_.child(token, {"nsubj", "csubj", "expl"})))
        out.is_clause = true;
      if (!doc_.head(token).exists() && out.tokens.size() > 4) out.is_clause = true;
    }
    // "Don't go," has no subject.
    const std::string_view words = doc_.words(out.tokens);
    if (out.tokens.size() > 2 && words.front() >= 'A' && words.front() <= 'Z' &&
        std::string_view(".,!?").contains(words.back())) {
      for (std::uint32_t i = out.tokens.begin; i < out.tokens.end; ++i)
        if (doc_.upos(TokenId{i}) == Upos::kVerb) out.is_clause = true;
    }
    return out;
  }

  TokenRange tokens_in(Span span) const {
    const auto first =
        std::ranges::lower_bound(doc_.tokens, span.begin, {}, [](const Token& token) { return token.span.begin; });
    const auto last =
        std::ranges::lower_bound(doc_.tokens, span.end, {}, [](const Token& token) { return token.span.begin; });
    return {static_cast<std::uint32_t>(first - doc_.tokens.begin()),
            static_cast<std::uint32_t>(std::max(first, last) - doc_.tokens.begin())};
  }

  /// A title, a nickname, the word itself: capitals on all its full words, or a naming word before it, or a noun that
  /// stands before another one as its modifier.
  bool is_name(const Stretch& stretch) const {
    if (stretch.is_clause || stretch.tokens.size() > 10) return false;
    std::uint32_t full = 0;
    std::uint32_t capital = 0;
    for (std::uint32_t i = stretch.tokens.begin; i < stretch.tokens.end; ++i) {
      const TokenId token{i};
      const Upos upos = doc_.upos(token);
      const bool is_full = upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kAdj || upos == Upos::kVerb ||
                           upos == Upos::kAdv;
      if (!is_full) continue;
      ++full;
      const char first = doc_.form(token).empty() ? 'a' : doc_.form(token)[0];
      if (first < 'a' || first > 'z') ++capital;
    }
    const bool has_capitals = full > 0 && full == capital;
    const char last = doc_.words(stretch.tokens).back();
    if (last == ',' || last == '!' || last == '?') return false;
    if (stretch.outer.begin > 0) {
      const TokenId previous{stretch.outer.begin - 1};
      const std::string word = tree_.lower(previous);
      const Speaker cue = governed(stretch);
      const bool has_cue = cue.exists();
      if (cues_.names(word) && (has_capitals || doc_.upos(previous) == Upos::kNoun || !has_cue)) return true;
      if (previous.value > 0 && cues_.names(tree_.lower(TokenId{previous.value - 1}) + " " + word))
        return has_capitals || !has_cue;
      if (has_capitals && full > 1 && !has_cue) return true;
    }
    const TokenId top = top_of(stretch);
    if (!top.exists() || !doc_.head(top).exists()) return false;
    const std::string_view relation = doc_.relation(top);
    if (has_capitals && cues_.is_naming(doc_.lemma(doc_.head(top)))) return true;
    const std::string marker = tree_.marker(top);
    if (has_capitals && full > 1 && (relation == "obl" || relation == "nmod") && marker != "as" && marker != "to")
      return true;
    const bool stands_before = doc_.head(top).value >= stretch.outer.end && doc_.upos(doc_.head(top)) != Upos::kVerb;
    return stands_before && (relation == "compound" || (relation == "nmod" && doc_.deprel(top) != "nmod:poss") ||
                             (relation == "amod" && stretch.tokens.size() > 1));
  }

  /// The first token whose head stands outside.
  TokenId top_of(const Stretch& stretch) const {
    for (std::uint32_t i = stretch.tokens.begin; i < stretch.tokens.end; ++i) {
      const TokenId head = doc_.head(TokenId{i});
      if (doc_.upos(TokenId{i}) != Upos::kPunct && (!head.exists() || !stretch.outer.contains(head))) return TokenId{i};
    }
    return {};
  }

  Speaker by_cue(TokenId cue, const char* by) const {
    return {cue, reports_.source_of(cue), {cue.value, cue.value + 1}, by};
  }

  /// The nearest cue above the stretch in its tree.
  Speaker governed(const Stretch& stretch) const {
    for (std::uint32_t i = stretch.tokens.begin; i < stretch.tokens.end; ++i) {
      const TokenId head = doc_.head(TokenId{i});
      if (doc_.upos(TokenId{i}) == Upos::kPunct || (head.exists() && stretch.outer.contains(head))) continue;
      const Speaker found = climb(TokenId{i}, stretch);
      if (found.exists()) return found;
      if (i > stretch.tokens.begin + 64) break;
    }
    return {};
  }

  Speaker climb(TokenId from, const Stretch& stretch) const {
    TokenId below = from;
    Speaker unnamed;
    for (std::uint32_t steps = 0; steps < 256; ++steps) {
      const SourcePhrase* phrase = reports_.phrase_at(below);
      if (phrase != nullptr && !stretch.outer.contains(phrase->words)) {
        const TokenId source = reports_.deepest(phrase->source);
        return {{}, source, phrase->words, "quotation.phrase"};
      }
      const TokenId at = doc_.head(below);
      if (!at.exists()) break;
      const Cue* cue = reports_.cue_at(at);
      if (cue != nullptr && cue->takes_quotes && !stretch.outer.contains(at) && is_content_path(below, at)) {
        const Speaker found = by_cue(at, "quotation.governed");
        if (found.source.exists() && !stretch.outer.contains(found.source)) return found;
        if (!unnamed.exists() && doc_.upos(at) == Upos::kVerb && !found.source.exists()) unnamed = found;
      }
      below = at;
    }
    return unnamed;
  }

  /// True unless the stretch belongs to the words around the saying: its subject, its time.
  bool is_content_path(TokenId below, TokenId cue) const {
    const std::string_view relation = doc_.relation(below);
    if (relation == "nsubj" || relation == "csubj" || relation == "vocative" || relation == "compound" ||
        relation == "amod")
      return false;
    if (relation == "advcl" && below.value < cue.value && tree_.child(below, {"mark"}).exists()) return false;
    if (relation == "obl" && doc_.upos(cue) == Upos::kVerb && tree_.child(cue, {"ccomp"}).exists() &&
        below.value < cue.value)
      return false;
    return true;
  }

  /// A cue that hangs on the stretch: "…, he said, …".
  Speaker hanging(const Stretch& stretch) const {
    for (std::uint32_t i = stretch.tokens.begin; i < stretch.tokens.end; ++i) {
      for (const TokenId child : tree_.children(TokenId{i})) {
        if (stretch.outer.contains(child)) continue;
        const Cue* cue = reports_.cue_at(child);
        if (cue == nullptr || !cue->is_speech || doc_.upos(child) != Upos::kVerb) continue;
        if (doc_.relation(child) == "parataxis" || doc_.relation(child) == "ccomp" || doc_.relation(child) == "dep" ||
            doc_.relation(child) == "conj" || doc_.relation(child) == "acl") {
          const Speaker found = by_cue(child, "quotation.hanging");
          if (found.source.exists() && !stretch.outer.contains(found.source)) return found;
        }
      }
    }
    return {};
  }

  bool is_border_mark(TokenId token) const { return inside_[token.index()]; }

  /// A verb of saying behind the stretch: "…” said X", "…” X said".
  Speaker behind(const Stretch& stretch) const {
    std::uint32_t i = stretch.outer.end;
    if (i >= doc_.tokens.size() || doc_.tokens[i].break_before >= 2) return {};
    const TokenRange sentence = tree_.sentence_around(TokenId{i});
    const bool same_sentence = sentence.contains(TokenId{stretch.outer.end - 1});
    const char last = doc_.words(stretch.tokens).back();
    const bool breaks_off = last == ',' || last == '?' || last == '!' || last == '-' || next_is_comma(stretch);
    const bool is_lower_next =
        !doc_.form(TokenId{i}).empty() && doc_.form(TokenId{i})[0] >= 'a' && doc_.form(TokenId{i})[0] <= 'z';
    if (!same_sentence && !breaks_off && !is_lower_next) return {};
    if (!stretch.is_clause && !breaks_off) return {};
    for (std::uint32_t steps = 0; i < sentence.end && steps < kNear && !inside_[i]; ++i, ++steps) {
      const Cue* cue = reports_.cue_at(TokenId{i});
      if (cue == nullptr || doc_.upos(TokenId{i}) != Upos::kVerb) continue;
      if (!cue->is_speech) {
        if (steps > 3) return {};
        continue;
      }
      if (tree_.child(TokenId{i}, {"mark"}).exists()) return {};
      Speaker found = by_cue(TokenId{i}, "quotation.behind");
      if (found.source.exists() && stretch.outer.contains(found.source))
        found.source = beside(TokenId{i}, stretch.outer.end);
      if (!found.source.exists()) found.source = beside(TokenId{i}, stretch.outer.end);
      return found.source.exists() ? found : Speaker{};
    }
    return last == ',' || (breaks_off && is_lower_next) ? spoken_of(stretch, sentence) : Speaker{};
  }

  /// "…,” sobbed X", "…,” X shot back.": right behind words that break off, any verb tells the speaking.
  Speaker spoken_of(const Stretch& stretch, TokenRange sentence) const {
    for (std::uint32_t i = stretch.outer.end; i < sentence.end && i < stretch.outer.end + kBeside && !inside_[i]; ++i) {
      const TokenId verb{i};
      if (doc_.upos(verb) != Upos::kVerb || doc_.relation(verb) == "amod" || doc_.relation(verb) == "acl") continue;
      const bool is_first = i == stretch.outer.end;
      const TokenId source = is_first ? beside(verb, i) : tree_.child(verb, {"nsubj"});
      if (!source.exists() || stretch.outer.contains(source)) return {};
      return {verb, reports_.deepest(source), {i, i + 1}, "quotation.behind"};
    }
    return {};
  }

  bool next_is_comma(const Stretch& stretch) const {
    return stretch.outer.end < doc_.tokens.size() && doc_.form(TokenId{stretch.outer.end}) == ",";
  }

  /// The noun beside a verb of saying where the tree has lost its subject.
  TokenId beside(TokenId cue, std::uint32_t from) const {
    const auto is_nominal = [&](std::uint32_t i) {
      const Upos upos = doc_.upos(TokenId{i});
      return upos == Upos::kPropn || upos == Upos::kPron || upos == Upos::kNoun;
    };
    TokenRange sentence = tree_.sentence_around(cue);
    const bool is_cut = cue.value + 1 == sentence.end && sentence.end < doc_.tokens.size() &&
                        doc_.tokens[sentence.end].break_before < 2;  // "… said | Oil Minister Salem Grera, who …"
    if (is_cut) sentence = {sentence.begin, tree_.sentence_around(TokenId{sentence.end}).end};
    for (std::uint32_t i = from; i < cue.value; ++i)
      if (is_nominal(i) && !inside_[i]) return reports_.deepest(top_within(TokenId{i}, {from, cue.value}));
    for (std::uint32_t i = cue.value + 1; i < sentence.end && i < cue.value + 4; ++i)
      if (is_nominal(i) && !inside_[i]) return reports_.deepest(top_within(TokenId{i}, {cue.value + 1, sentence.end}));
    return {};
  }
  TokenId top_within(TokenId token, TokenRange range) const {
    for (int steps = 0; steps < 12; ++steps) {
      const TokenId head = doc_.head(token);
      const std::string_view relation = doc_.relation(token);
      const bool is_inner = relation == "compound" || relation == "flat" || relation == "amod" ||
                            relation == "nummod" || relation == "nmod";
      if (!head.exists() || !range.contains(head) || !is_inner) return token;
      token = head;
    }
    return token;
  }

  /// A verb or noun of saying before the stretch: "X said: “", "X told reporters, “", "X said that “".
  Speaker ahead(const Stretch& stretch) const {
    if (stretch.outer.begin == 0) return {};
    const TokenId previous{stretch.outer.begin - 1};
    const bool is_colon = doc_.form(previous) == ":";
    const TokenRange sentence = tree_.sentence_around(previous);
    const bool same_sentence = sentence.contains(TokenId{stretch.outer.begin});
    if (!same_sentence && !is_colon && doc_.form(previous) != ",") return {};
    std::uint32_t between = 0;
    for (std::uint32_t i = stretch.outer.begin; i-- > sentence.begin && between < kNear;) {
      if (inside_[i]) return {};
      const TokenId token{i};
      ++between;
      const Cue* cue = reports_.cue_at(token);
      const Upos upos = doc_.upos(token);
      if (cue != nullptr && cue->is_speech &&
          (upos == Upos::kVerb || (upos == Upos::kNoun && (is_colon || stretch.is_clause)))) {
        Speaker found = by_cue(token, "quotation.ahead");
        if (found.source.exists() && stretch.outer.contains(found.source)) found.source = {};
        if (!found.source.exists() && upos == Upos::kVerb && !reports_.is_passive(token))
          found.source = beside(token, sentence.begin);
        if (found.source.exists()) return found;
        continue;
      }
      if (upos == Upos::kVerb && !is_colon && !stretch.is_clause) return {};
    }
    return {};
  }

  /// The main cue of the sentence that ends before `token`, if in the same paragraph.
  Speaker sentence_before(std::uint32_t token) const {
    if (token == 0 || doc_.tokens[token].break_before >= 2) return {};
    const TokenRange sentence = tree_.sentence_around(TokenId{token - 1});
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      const Cue* cue = reports_.cue_at(TokenId{i});
      if (cue == nullptr || !cue->is_speech || doc_.upos(TokenId{i}) != Upos::kVerb || inside_[i]) continue;
      const TokenId head = doc_.head(TokenId{i});
      const std::string_view relation = doc_.relation(TokenId{i});
      const bool is_main =
          !head.exists() || relation == "parataxis" || (relation == "conj" && !doc_.head(head).exists());
      if (!is_main) continue;
      const Speaker found = by_cue(TokenId{i}, "quotation.before");
      if (found.source.exists()) return {{}, found.source, {}, "quotation.before"};
    }
    return {};
  }

  /// Whoever spoke the quotation before this one, where nothing but that saying stands between them.
  Speaker continued(std::size_t i) const {
    const Stretch& stretch = stretches_[i];
    for (std::size_t k = i; k-- > 0 && i - k < 6;) {
      const Stretch& last = stretches_[k];
      if (last.quoted.is_nested) continue;
      if (!speakers_[k].exists()) return {};
      std::uint32_t paragraphs = 0;
      std::uint32_t sentences = 0;
      if (stretch.outer.begin < last.outer.end || stretch.outer.begin - last.outer.end > 60) return {};
      for (std::uint32_t t = last.outer.end; t <= stretch.outer.begin; ++t) {
        if (doc_.tokens[t].break_before >= 2) ++paragraphs;
        if (tree_.sentence_around(TokenId{t}).begin == t) ++sentences;
      }
      const bool is_near =
          stretch.quoted.continues || (paragraphs == 0 && sentences <= 2) || (paragraphs == 1 && sentences <= 2);
      if (!is_near) return {};
      return {{}, speakers_[k].source, {}, "quotation.continued"};
    }
    return {};
  }

  Speaker speaker_of(std::size_t i) const {
    const Stretch& stretch = stretches_[i];
    if (stretch.quoted.is_nested && !stretch.is_clause) return {};
    Speaker found;
    if (stretch.quoted.continues) {
      found = behind(stretch);
      return found.exists() ? found : continued(i);
    }
    found = governed(stretch);
    if (found.exists() && found.source.exists())
      return is_author(found.source) && !stretch.is_clause ? Speaker{} : settled(found, i);
    if (stretch.is_clause) {
      if (const Speaker other = hanging(stretch); other.exists()) return settled(other, i);
    }
    if (const Speaker other = behind(stretch); other.exists()) return settled(other, i);
    if (const Speaker other = ahead(stretch); other.exists()) return settled(other, i);
    if (found.exists() && (stretch.is_clause || is_speech(found))) return found;
    if (!stretch.is_clause || stretch.quoted.is_nested) return {};
    if (const Speaker other = continued(i); other.exists()) return other;
    return sentence_before(stretch.outer.begin);
  }

  bool is_speech(const Speaker& speaker) const {
    return !speaker.cue.exists() || reports_.cue_at(speaker.cue)->is_speech;
  }

  /// "I" and "we" outside quotation marks are the text's own author, whose short quoted words are scare quotes.
  bool is_author(TokenId source) const {
    const std::string form = tree_.lower(source);
    return !inside_[source.index()] && (form == "i" || form == "we");
  }

  /// "The statement said": whoever spoke last is taken to have made it.
  Speaker settled(Speaker speaker, std::size_t i) const {
    if (!speaker.source.exists() || doc_.upos(speaker.source) != Upos::kNoun) return speaker;
    const Cue* cue = reports_.cue_at(speaker.source);
    if (cue == nullptr) return speaker;
    for (std::size_t k = i; k-- > 0 && i - k < 4;) {
      if (!speakers_[k].source.exists() || stretches_[i].outer.begin - stretches_[k].outer.end > 120) continue;
      speaker.source = speakers_[k].source;
      return speaker;
    }
    return speaker;
  }

  const Trees& tree_;
  const Document& doc_;
  const Reports& reports_;
  const Cues& cues_;
  std::vector<Stretch> stretches_;
  std::vector<Speaker> speakers_;
  std::vector<bool> inside_;
};

}  // namespace

std::vector<Quotation> find_quotations(const Trees& tree, const Reports& reports, const Cues& cues,
                                       const std::vector<Quoted>& quoted) {
  return Finder(tree, reports, cues, quoted).run();
}

}  // namespace casus::attribution
