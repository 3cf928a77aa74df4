// SPDX-License-Identifier: Apache-2.0
#include "coding/coding.h"

#include <algorithm>
#include <array>
#include <set>

#include "coding/match.h"
#include "coding/merge.h"
#include "coding/sides.h"
#include "coding/status.h"
#include "document/tree.h"

namespace casus::coding {
namespace {

constexpr double kLeastWeight = 0.3;            // below: never an event
constexpr double kNamelessWeight = 0.6;         // from here on an event needs no political side
constexpr double kHalfNamedWeight = 0.4;         // from here on one political side is enough

template <std::size_t N>
bool in(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}
constexpr std::array<std::string_view, 4> kAnnouncedIsAgree{"CONSULT", "SUPPORT", "COOPERATE", "AID"};
constexpr std::array<std::string_view, 2> kAnnouncedIsConcede{"RETREAT", "CONCEDE"};
constexpr std::array<std::string_view, 8> kVerbal{"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"};
/// Types whose other side may be told in their content alone.
constexpr std::array<std::string_view, 9> kSideInContent{"REQUEST", "AGREE",   "THREATEN", "ACCUSE", "SUPPORT",
                                                         "AID",     "RETREAT", "SANCTION", "CONCEDE"};
/// Types whose content is not an event of its own (CONVENTIONS 5).
constexpr std::array<std::string_view, 5> kHoldsContent{"REQUEST", "AGREE", "THREATEN", "REJECT", "CONCEDE"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

class CodingStage final : public Stage {
 public:
  CodingStage(StatusRules status, std::shared_ptr<const codebook::Codebook> codebook)
      : status_(std::move(status)), codebook_(std::move(codebook)) {}

  StageInfo info() const override {
    return {"coding",
            layers(Layer::kTokens, Layer::kSentences, Layer::kSyntax, Layer::kMentions, Layer::kEntities, Layer::kEvents,
                   Layer::kAttributions, Layer::kFactualities, Layer::kTimes, Layer::kPlaces, Layer::kQuantities),
            layers(Layer::kCodings)};
  }

  Result<void> run(std::span<Document> batch, Workspace&) const override {
    for (Document& doc : batch) {
      if (doc.has_failed()) continue;
      code(doc);
      doc.mark(Layer::kCodings);
    }
    return {};
  }

 private:
  void code(Document& doc) const {
    const std::vector<MentionId> mention_of = party_mentions(doc);
    std::size_t next = 0;
    for (std::size_t s = 0; s < doc.sentences.size(); ++s) {
      const TokenRange range = doc.sentences[s].tokens;
      const std::size_t first = next;
      while (next < doc.events.size() && doc.events[next].head.value < range.end) ++next;
      if (first == next) {
        const bool furniture = doc.is_furniture(doc.span_of(range));
        doc.silences.push_back({SentenceId{s}, {}, furniture ? "page furniture" : "no word that the codebook lists"});
        continue;
      }
      code_sentence(doc, SentenceId{s}, first, next, mention_of);
    }
    answer_accusations(doc);
    merge_mentions(doc);
  }

  /// A denial without an addressee answers who last accused the one that denies.
  static void answer_accusations(Document& doc) {
    const auto shares = [](const std::vector<Side>& a, const std::vector<Side>& b) {
      return std::ranges::any_of(a, [&](const Side& x) { return std::ranges::any_of(b, [&](const Side& y) { return same_party(x, y) || (!x.country.empty() && x.country == y.country); }); });
    };
    for (std::size_t i = 0; i < doc.codings.size(); ++i) {
      Coding& denial = doc.codings[i];
      if (denial.type != "REJECT" || !denial.recipients.empty() || denial.actors.empty()) continue;
      for (std::size_t j = i; j > 0 && i - j < 20; --j) {
        const Coding& earlier = doc.codings[j - 1];
        if (earlier.type != "ACCUSE" || earlier.actors.empty() || !shares(earlier.recipients, denial.actors)) continue;
        denial.recipients = earlier.actors;
        denial.reasons.push_back({"recipient", "who made the accusation that is answered"});
        break;
      }
    }
  }

  void code_sentence(Document& doc, SentenceId sentence, std::size_t first, std::size_t last,
                     const std::vector<MentionId>& mention_of) const {
    const Tree tree(doc, doc.sentences[sentence.index()].tokens, mention_of);
    std::vector<Coding> drafts;
    std::vector<Silence> silences;
    const std::span<const Event> events(doc.events.data() + first, last - first);
    for (std::size_t e = first; e < last; ++e) {
      std::string why_not;
      if (auto coding = code_event(tree, EventId{e}, events, why_not)) drafts.push_back(std::move(*coding));
      else silences.push_back({sentence, doc.events[e].head, why_not.empty() ? "no predicate of the codebook fits" : why_not});
    }
    drop_objects(tree, drafts, sentence, silences);
    drop_contents(tree, drafts, sentence, silences);
    doc.silences.insert(doc.silences.end(), silences.begin(), silences.end());
    for (Coding& draft : drafts) doc.codings.push_back(std::move(draft));
  }

  /// The other side of a spoken act that names it only in what is said, and of a gift or a ban whose object is a thing.
  static void add_content_side(const Tree& tree, const Event& event, const codebook::Predicate& predicate, Coding& coding) {
    if (predicate.mutual || !in(kSideInContent, coding.type)) return;
    const bool has_country = std::ranges::any_of(coding.recipients, [](const Side& side) { return !side.country.empty(); });
    if (has_country) return;
    for (Side& side : sides_in_content(tree, event.head, coding.type, coding.actors)) {
      coding.reasons.push_back({"recipient", "party in the content \"" + std::string(tree.doc().words(side.tokens)) + "\": " + side.country});
      coding.recipients.push_back(std::move(side));
    }
  }

  /// Of "US military strikes" the US is the doer: beside a side with a country a nameless body adds nothing.
  static void drop_bare_modifiers(Coding& coding) {
    const bool has_country = std::ranges::any_of(coding.actors, [](const Side& side) { return !side.country.empty(); });
    if (!has_country) return;
    std::erase_if(coding.actors, [](const Side& side) {
      return side.country.empty() && side.name.empty() && side.tokens.size() == 1;
    });
  }

  /// "rejected a US request": whose proposal, plea or deed it is that a spoken act answers.
  void add_side_behind_object(const Tree& tree, const Event& event, std::span<const Event> events, Coding& coding) const {
    if (!in(kVerbal, coding.type) || !coding.recipients.empty()) return;
    for (const Participant& object : event.participants) {
      if (object.part != Part::kUndergoer && object.preposition != "to" && object.preposition != "with") continue;
      std::vector<Participant> behind = doers_behind(tree, object, events);
      if (behind.empty()) behind.push_back(object);
      for (const Participant& participant : behind)
        for (const Side& side : sides_of(tree, participant, coding.type, Where::kRecipient)) {
          if (side.country.empty()) continue;
          const bool own = std::ranges::any_of(coding.actors, [&](const Side& actor) { return same_party(actor, side); });
          if (own || !coding.recipients.empty()) continue;
          coding.reasons.push_back({"recipient", "whose it is: \"" + std::string(tree.doc().words(side.tokens)) + "\": " + side.country});
          coding.recipients.push_back(side);
        }
    }
  }

  std::optional<Coding> code_event(const Tree& tree, EventId id, std::span<const Event> events, std::string& why_not) const {
    const Document& doc = tree.doc();
    const Event& event = doc.events[id.index()];
    const auto match = best_match(tree, event, *codebook_, why_not);
    if (!match) return std::nullopt;
    const codebook::Type& type = codebook_->type(match->candidate);
    const codebook::Predicate& predicate = codebook_->predicate(match->candidate);
    Coding coding;
    coding.event = id;
    coding.mentions = {id};
    coding.type = type.name;
    coding.reasons.push_back({"event", "\"" + std::string(doc.form(event.head)) + "\" tells " + type.name + " (" + type.file +
                                           ":" + std::to_string(predicate.line) + ")"});
    if (!decide_status(tree, event, predicate, coding, why_not)) return std::nullopt;
    for (const Participant* p : match->actors)
      for (const Participant& doer : doers_behind(tree, *p, events)) add_side(tree, doer, coding, Where::kActor);
    for (const Participant* p : match->recipients)
      for (const Participant& doer : in(kVerbal, coding.type) ? doers_behind(tree, *p, events) : std::vector{*p})
        add_side(tree, doer, coding, Where::kRecipient);
    drop_bare_modifiers(coding);
    // "expressed solidarity": what stands behind the object may be the doer himself.
    std::erase_if(coding.recipients, [&](const Side& side) {
      return std::ranges::any_of(coding.actors, [&](const Side& actor) { return actor.head == side.head; });
    });
    if (coding.type == "THREATEN" && coding.actors.empty() && doc.upos(event.head) == Upos::kNoun) {
      why_not = "THREATEN: a danger, not a threat: nobody is named who makes it";
      return std::nullopt;
    }
    add_content_side(tree, event, predicate, coding);
    add_side_behind_object(tree, event, events, coding);
    if (coding.type == "AGREE" && type.name == "CONSULT") {  // a meeting to come: all parties agree
      std::ranges::move(coding.recipients, std::back_inserter(coding.actors));
      coding.recipients.clear();
    }
    add_protesters(tree, event, coding);
    add_attributions(tree, event, coding);
    resolve_first_person(tree, coding);
    take_speaker_as_actor(tree, event, coding);
    if (doc.upos(event.head) == Upos::kAux && coding.actors.empty()) {
      why_not = coding.type + ": nobody is named who says so";
      return std::nullopt;
    }
    if (!is_plausible(doc, predicate, coding, why_not)) return std::nullopt;
    add_modes(tree, event, *match, coding);
    add_contexts(tree, predicate, coding);
    coding.times = event.times;
    for (const PlaceId place : event.places)  // a state that acts or suffers is a party, not a scene
      if (!is_side(doc.places[place.index()].tokens, coding)) coding.places.push_back(place);
    coding.quantities = event.quantities;
    coding.is_historical = is_historical(tree, event, coding);
    coding.probability = static_cast<float>(predicate.weight * (coding.actors.empty() ? 0.7 : 1.0) *
                                            (coding.status == Status::kActual ? 0.9 : 0.8));
    return coding;
  }

  bool decide_status(const Tree& tree, const Event& event, const codebook::Predicate& predicate, Coding& coding,
                     std::string& why_not) const {
    const Document& doc = tree.doc();
    const Outcome outcome = status_.outcome_of(tree, event);
    const std::string cue = outcome.cue.exists() ? " (\"" + std::string(doc.form(outcome.cue)) + "\")" : "";
    if (!outcome.status) {
      why_not = "a topic or an aim" + cue;
      return false;
    }
    if (doc.upos(event.head) == Upos::kAux) {  // the asking is done by saying "must"
      coding.reasons.push_back({"status", "asked by saying so"});
      return true;
    }
    coding.status = *outcome.status;
    coding.reasons.push_back({"status", outcome.why + cue});
    if (!predicate.status.empty() && coding.status == Status::kActual) {
      for (const Status status : {Status::kFuture, Status::kHypothetical, Status::kNegated})
        if (predicate.status == to_string(status)) coding.status = status;
    }
    apply_aspect(tree, event, coding);
    if (coding.status == Status::kFuture && in(kAnnouncedIsAgree, coding.type)) {
      coding.reasons.push_back({"event", "announced " + coding.type + " is AGREE"});
      coding.type = "AGREE";
      coding.status = Status::kActual;
    } else if (coding.status == Status::kFuture && in(kAnnouncedIsConcede, coding.type)) {
      coding.reasons.push_back({"event", "announced " + coding.type + " is CONCEDE"});
      coding.type = "CONCEDE";
      coding.status = Status::kActual;
    }
    return true;
  }

  /// "lift sanctions", "end the siege", "plan talks": a phase verb over the event's noun.
  void apply_aspect(const Tree& tree, const Event& event, Coding& coding) const {
    const Document& doc = tree.doc();
    const TokenId first = tree.first_conjunct(event.head);
    const TokenId verb = doc.head(first);
    if (!verb.exists() || !(tree.is(first, "obj") || tree.is(first, "nsubj:pass") || tree.is(first, "xcomp"))) return;
    for (const std::uint32_t index : codebook_->aspect(lower(doc.lemma(verb)))) {
      const codebook::Aspect& aspect = codebook_->aspects()[index];
      coding.reasons.push_back({"status", "phase \"" + std::string(doc.form(verb)) + "\": " + aspect.phase});
      if (const auto turn = aspect.turns.find(coding.type); turn != aspect.turns.end()) {
        coding.type = turn->second;
        return;
      }
      for (const Status status : {Status::kFuture, Status::kHypothetical, Status::kNegated})
        if (aspect.status == to_string(status) && coding.status == Status::kActual) coding.status = status;
      return;
    }
  }

  void add_side(const Tree& tree, const Participant& participant, Coding& coding, Where where) const {
    const Document& doc = tree.doc();
    auto& sides = where == Where::kActor ? coding.actors : coding.recipients;
    for (Side& side : sides_of(tree, participant, coding.type, where)) {
      place_nameless(tree, side, coding);
      const bool known = std::ranges::any_of(sides, [&](const Side& other) {
        return other.entity.exists() && other.entity == side.entity && other.country == side.country;
      });
      if (known) continue;
      std::string why = std::string(participant.by.by) + " \"" + std::string(doc.words(side.tokens)) + "\"";
      if (side.entity.exists() && !side.country.empty())
        why += ": " + side.country + (side.sector.empty() ? "" : " " + side.sector) + " by " + doc.entities[side.entity.index()].by.by;
      coding.reasons.push_back({where == Where::kActor ? "actor" : "recipient", std::move(why)});
      sides.push_back(std::move(side));
    }
  }

  /// People and bodies whose country nothing tells are of the place where the telling puts them (CONVENTIONS 10).
  static void place_nameless(const Tree& tree, Side& side, Coding& coding) {
    const Document& doc = tree.doc();
    if (!side.country.empty() || side.sector.empty() || side.sector == "REF") return;
    if (side.entity.exists()) {
      const Entity& entity = doc.entities[side.entity.index()];
      if (entity.type == EntityType::kPerson && !entity.name.empty()) return;
    }
    side.country = scene_country(doc, doc.sentence_of(side.head));
    if (!side.country.empty())
      coding.reasons.push_back({"country", side.country + ": where the telling puts \"" + std::string(doc.words(side.tokens)) + "\""});
  }

  /// A participant that is itself an event noun ("A bombing killed …", "condemned the attack") stands for its doer.
  static std::vector<Participant> doers_behind(const Tree& tree, const Participant& participant, std::span<const Event> events) {
    const Document& doc = tree.doc();
    const auto event = std::ranges::find(events, participant.head, &Event::head);
    const bool is_noun = doc.upos(participant.head) == Upos::kNoun || doc.upos(participant.head) == Upos::kVerb;
    const MentionId mention = tree.mention_at(participant.head);
    const bool is_party = mention.exists() && (doc.mentions[mention.index()].type == EntityType::kPerson ||
                                               doc.mentions[mention.index()].type == EntityType::kOrganization);
    if (event == events.end() || !is_noun || is_party) return {participant};
    std::vector<Participant> out;
    for (const Participant& inner : event->participants)
      if ((inner.part == Part::kDoer || inner.preposition == "from" || inner.preposition == "by") && inner.head != participant.head)
        out.push_back(inner);
    return out;
  }

  bool is_plausible(const Document& doc, const codebook::Predicate& predicate, Coding& coding, std::string& why_not) const {
    const auto political = [&](const std::vector<Side>& sides) {
      return std::ranges::any_of(sides, [&](const Side& side) { return is_political(doc, side); });
    };
    const bool actor = political(coding.actors), recipient = political(coding.recipients);
    const bool both = (actor && recipient) || (predicate.mutual && coding.actors.size() > 1 && actor);
    const double needed = both ? kLeastWeight : actor || recipient ? kHalfNamedWeight : kNamelessWeight;
    if (predicate.weight >= needed) return true;
    why_not = coding.type + ": no political side is named for so weak a word";
    return false;
  }

  void add_modes(const Tree& tree, const Event& event, const Match& match, Coding& coding) const {
    const codebook::Type& type = codebook_->type(match.candidate);
    const codebook::Predicate& predicate = codebook_->predicate(match.candidate);
    coding.cameo = predicate.cameo.empty() ? type.cameo : predicate.cameo;
    if (coding.type != type.name) {  // turned by a rule: its own defaults, no modes of the other type
      if (const codebook::Type* other = codebook_->type(coding.type)) coding.cameo = other->cameo;
      return;
    }
    const auto add = [&](const codebook::Mode& mode, std::string why) {
      if (std::ranges::find(coding.modes, mode.name) != coding.modes.end()) return;
      coding.modes.push_back(mode.name);
      coding.reasons.push_back({"mode", mode.name + ": " + std::move(why)});
      if (predicate.cameo.empty() && !mode.cameo.empty()) coding.cameo = mode.cameo;
    };
    if (!predicate.mode.empty())
      if (const codebook::Mode* mode = type.mode(predicate.mode)) add(*mode, "the word itself");
    // Words of the trigger's own phrase and of its participants, in the order of the text.
    std::set<std::uint32_t> tokens{event.head.value};
    for (const TokenId child : tree.dependents(event.head))
      if (!tree.is(child, "ccomp") && !tree.is(child, "conj") && !tree.is(child, "parataxis") && !tree.is(child, "advcl"))
        tokens.insert(child.value);
    for (const Participant& p : event.participants)
      for (std::uint32_t t = p.tokens.begin; t < p.tokens.end; ++t) tokens.insert(t);
    std::vector<std::string> lemmas;
    for (const std::uint32_t t : tokens) lemmas.push_back(lower(tree.doc().lemma(TokenId{t})));
    const std::vector<std::string_view> views(lemmas.begin(), lemmas.end());
    for (const codebook::Mode& mode : type.modes)
      for (const codebook::Phrase& phrase : mode.words)
        if (codebook::contains(views, phrase)) {
          add(mode, "\"" + phrase.text + "\"");
          break;
        }
  }

  void add_contexts(const Tree& tree, const codebook::Predicate& predicate, Coding& coding) const {
    const Document& doc = tree.doc();
    std::vector<std::string> lemmas;
    for (std::uint32_t t = tree.sentence().begin; t < tree.sentence().end; ++t) lemmas.push_back(lower(doc.lemma(TokenId{t})));
    const std::vector<std::string_view> views(lemmas.begin(), lemmas.end());
    coding.contexts = predicate.context;
    for (const std::uint32_t index : codebook_->contexts_of(views)) {
      const std::string& name = codebook_->contexts()[index].name;
      if (std::ranges::find(coding.contexts, name) == coding.contexts.end()) coding.contexts.push_back(name);
    }
  }

  /// The speakers inside whose words the trigger stands, outermost first; not the speaker who does the act by saying it.
  void add_attributions(const Tree& tree, const Event& event, Coding& coding) const {
    const Document& doc = tree.doc();
    const Span trigger = doc.tokens[event.head.index()].span;
    for (std::size_t i = 0; i < doc.attributions.size(); ++i) {
      const Attribution& attribution = doc.attributions[i];
      if (!attribution.content.contains(trigger) || attribution.cue.contains(event.head)) continue;
      if (in(kVerbal, coding.type) && is_actor(doc, attribution, coding)) continue;
      coding.attributions.push_back(AttributionId{i});
    }
    std::ranges::stable_sort(coding.attributions, [&](AttributionId a, AttributionId b) {
      return doc.attributions[a.index()].content.size() > doc.attributions[b.index()].content.size();
    });
  }

  /// A protest has protesters, named or not: people of the place where it is held.
  static void add_protesters(const Tree& tree, const Event& event, Coding& coding) {
    if (coding.type != "PROTEST" || !coding.actors.empty()) return;
    const Document& doc = tree.doc();
    Side side;
    side.head = event.head;
    side.tokens = event.trigger;
    side.country = scene_country(doc, doc.sentence_of(event.head));
    side.sector = "CVL";
    coding.reasons.push_back({"actor", "a protest's unnamed people, of the place it is told of: " + side.country});
    coding.actors.push_back(std::move(side));
  }

  static bool is_side(TokenRange place, const Coding& coding) {
    const auto holds = [&](const Side& side) { return place.contains(side.head); };
    return std::ranges::any_of(coding.actors, holds) || std::ranges::any_of(coding.recipients, holds);
  }

  /// "I" is the speaker; "we" of an official is his state, and nothing is attributed (CONVENTIONS 6).
  static void resolve_first_person(const Tree& tree, Coding& coding) {
    const Document& doc = tree.doc();
    if (coding.attributions.empty()) return;
    const Attribution& inner = doc.attributions[coding.attributions.back().index()];
    if (!inner.source.exists()) return;
    const EntityId speaker = doc.entity_of[inner.source.index()];
    if (!speaker.exists()) return;
    const Entity& entity = doc.entities[speaker.index()];
    bool is_own_act = false;
    for (auto* sides : {&coding.actors, &coding.recipients})
      for (Side& side : *sides) {
        if (doc.upos(side.head) != Upos::kPron) continue;  // "US" is a country
        const std::string words = lower(doc.form(side.head));
        const bool singular = words == "i" || words == "me" || words == "my";
        if (!singular && words != "we" && words != "us" && words != "our") continue;
        is_own_act = is_own_act || sides == &coding.actors;
        side.entity = speaker;
        side.name = singular ? entity.name : "";
        side.country = entity.country;
        side.sector = entity.sector;
        side.other_sectors = entity.other_sectors;
        coding.reasons.push_back({sides == &coding.actors ? "actor" : "recipient", "\"" + words + "\" of the speaker: " + entity.country});
      }
    if (is_own_act && in(kVerbal, coding.type)) coding.attributions.pop_back();
  }

  /// An act of speech whose doer the clause does not name is the speaker's own ("… must withdraw, she said").
  static void take_speaker_as_actor(const Tree& tree, const Event& event, Coding& coding) {
    const Document& doc = tree.doc();
    const bool spoken = coding.type == "REQUEST" || coding.type == "ACCUSE" || coding.type == "THREATEN" || coding.type == "SUPPORT";
    if (!spoken || !coding.actors.empty() || coding.attributions.empty() || doc.upos(event.head) == Upos::kNoun) return;
    const Attribution& inner = doc.attributions[coding.attributions.back().index()];
    if (!inner.source.exists()) return;
    const Mention& mention = doc.mentions[inner.source.index()];
    if (!tree.contains(mention.head)) return;
    Participant participant{mention.head, mention.tokens, Part::kDoer, "", {"the speaker", 1.0F}};
    coding.actors.push_back(side_of(tree, participant, coding.type, Where::kActor));
    coding.attributions.pop_back();
    coding.reasons.push_back({"actor", "the speaker \"" + std::string(doc.words(mention.tokens)) + "\""});
  }

  static bool is_actor(const Document& doc, const Attribution& attribution, const Coding& coding) {
    if (!attribution.source.exists()) return false;
    const EntityId speaker = doc.entity_of[attribution.source.index()];
    return std::ranges::any_of(coding.actors, [&](const Side& side) {
      if (side.entity == speaker) return true;
      const std::string_view words = doc.words(side.tokens);
      return words == "we" || words == "We" || words == "I";
    });
  }

  bool is_historical(const Tree& tree, const Event& event, const Coding& coding) const {
    const Document& doc = tree.doc();
    if (status_.is_commemoration(tree, event.head)) return true;
    if (doc.origin.published.size() < 4) return false;
    const int published = std::atoi(doc.origin.published.substr(0, 4).c_str());
    for (const TimeId time : coding.times)
      if (const auto& end = doc.times[time.index()].end)
        if (1970 + *end / 365.2425 < published - status_.historical_years()) return true;
    return false;
  }

  /// "imposed sanctions", "reached a deal": one event, told at the verb whose predicate names the noun.
  void drop_objects(const Tree& tree, std::vector<Coding>& drafts, SentenceId sentence, std::vector<Silence>& silences) const {
    const Document& doc = tree.doc();
    std::set<TokenId> told;
    for (const Coding& outer : drafts) {
      const Event& event = doc.events[outer.event.index()];
      std::string why_not;
      const auto match = doc.upos(event.head) == Upos::kVerb ? best_match(tree, event, *codebook_, why_not) : std::nullopt;
      if (!match) continue;
      const auto& objects = codebook_->predicate(match->candidate).object;
      const auto& rest = codebook_->verb_phrase(match->candidate).rest;
      for (const TokenId child : tree.dependents(event.head)) {
        if (!tree.is(child, "obj") && !tree.is(child, "nsubj:pass") && !tree.is(child, "obl")) continue;
        for (const TokenId noun : tree.conjuncts(child)) {
          const std::string lemma = lower(doc.lemma(noun));
          if (std::ranges::find(objects, lemma) != objects.end() || std::ranges::find(rest, lemma) != rest.end()) told.insert(noun);
        }
      }
    }
    std::erase_if(drafts, [&](const Coding& draft) {
      const TokenId head = doc.events[draft.event.index()].head;
      if (!told.contains(head)) return false;
      silences.push_back({sentence, head, "told at its verb"});
      return true;
    });
  }

  /// What is only asked for, offered or threatened is the content of that act and no event of its own.
  void drop_contents(const Tree& tree, std::vector<Coding>& drafts, SentenceId sentence, std::vector<Silence>& silences) const {
    const Document& doc = tree.doc();
    const auto holder_of = [&](const Coding& inner) -> const Coding* {
      TokenId at = doc.events[inner.event.index()].head;
      for (std::uint32_t steps = 0; steps < tree.sentence().size(); ++steps) {
        const std::string_view relation = doc.relation(at);
        const TokenId governor = doc.head(at);
        if (!governor.exists() || relation == "nsubj" || relation == "parataxis" || relation == "conj") {
          if (relation != "conj" || !governor.exists()) return nullptr;
        }
        if (relation == "advcl" || (relation == "acl" && tree.is(at, "acl:relcl"))) return nullptr;
        at = governor;
        for (const Coding& outer : drafts)
          if (&outer != &inner && doc.events[outer.event.index()].head == at && in(kHoldsContent, outer.type)) return &outer;
      }
      return nullptr;
    };
    std::vector<bool> drop(drafts.size(), false);
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      if (drafts[i].status == Status::kNegated) continue;
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

  StatusRules status_;
  std::shared_ptr<const codebook::Codebook> codebook_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_coding_stage(const std::filesystem::path& data,
                                                 std::shared_ptr<const codebook::Codebook> codebook) {
  ASSIGN_OR_RETURN(StatusRules status, StatusRules::load(data / "lang" / "en" / "status.toml"));
  return std::make_unique<CodingStage>(std::move(status), std::move(codebook));
}

}  // namespace casus::coding
