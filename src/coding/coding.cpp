// SPDX-License-Identifier: Apache-2.0
#include "coding/coding.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/ascii.h"
#include "coding/answers.h"
#include "coding/confidence.h"
#include "coding/contents.h"
#include "coding/countries.h"
#include "coding/fill_sides.h"
#include "coding/match.h"
#include "coding/merge.h"
#include "coding/pairs.h"
#include "coding/scored.h"
#include "coding/sides.h"
#include "coding/speakers.h"
#include "coding/status.h"
#include "coding/thresholds.h"
#include "coding/types.h"
#include "document/tree.h"

namespace casus::coding {
namespace {

constexpr double kLeastWeight = 0.3;      // below: never an event
constexpr double kNamelessWeight = 0.6;   // from here on an event needs no political side
constexpr double kHalfNamedWeight = 0.4;  // from here on one political side is enough

constexpr float kSurelyNot = -0.5F;  // factuality, -3 to 3

std::string short_number(float value) {
  return std::to_string(value).substr(0, 4);
}

class CodingStage final : public Stage {
 public:
  CodingStage(StatusRules status, Calibration calibration, const Thresholds& thresholds,
              std::shared_ptr<const codebook::Codebook> codebook)
      : status_(std::move(status)),
        calibration_(std::move(calibration)),
        thresholds_(thresholds),
        codebook_(std::move(codebook)) {}

  StageInfo info() const override {
    return {"coding",
            layers(Layer::kTokens, Layer::kSentences, Layer::kSyntax, Layer::kMentions, Layer::kEntities,
                   Layer::kEventScores, Layer::kNations, Layer::kEvents, Layer::kAttributions, Layer::kFactualities,
                   Layer::kTimes, Layer::kPlaces, Layer::kQuantities),
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
    std::vector<Tree> trees;
    trees.reserve(doc.sentences.size());
    for (const Sentence& sentence : doc.sentences) trees.emplace_back(doc, sentence.tokens, mention_of);
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
      code_sentence(doc, SentenceId{s}, first, next, trees);
    }
    resolve_we(doc);
    merge_mentions(thresholds_, doc);
    split_pairs(doc);
    fill_from_earlier(doc);
    weigh_countries(trees, thresholds_, doc);
  }

  /// "The United States condemns … We also call for …": outside quotations "we" is the government that spoke last.
  static void resolve_we(Document& doc) {
    const Side* speaker = nullptr;
    for (Coding& coding : doc.codings) {
      if (!coding.attributions.empty()) continue;
      for (Side& side : coding.actors) {
        if (speaker == nullptr || doc.upos(side.head) != Upos::kPron || !side.country.empty()) continue;
        const std::string words = lower_ascii(doc.form(side.head));
        if (words != "we" && words != "our") continue;
        side.entity = speaker->entity;
        side.name = speaker->name;
        side.country = speaker->country;
        side.sector = speaker->sector;
        side.other_sectors = speaker->other_sectors;
        side.wikidata_id = speaker->wikidata_id;
        coding.reasons.push_back({"actor", "\"" + words + "\" of the government that spoke before: " + side.country});
      }
      if (in(kVerbal, coding.type) && coding.type != "CONSULT" && coding.actors.size() == 1 &&
          coding.actors[0].sector == "GOV" && !coding.actors[0].country.empty())
        speaker = &coding.actors[0];
    }
  }

  void code_sentence(Document& doc, SentenceId sentence, std::size_t first, std::size_t last,
                     const std::vector<Tree>& trees) const {
    const Tree& tree = trees[sentence.index()];
    std::vector<Coding> drafts;
    std::vector<Silence> silences;
    const std::span<const Event> events(doc.events.data() + first, last - first);
    for (std::size_t e = first; e < last; ++e) {
      std::string why_not;
      if (auto coding = decide(trees, tree, EventId{e}, events, why_not))
        drafts.push_back(std::move(*coding));
      else
        silences.push_back(
            {sentence, doc.events[e].head, why_not.empty() ? "no predicate of the codebook fits" : why_not});
    }
    drop_contents(tree, *codebook_, sentence, drafts, silences);
    doc.silences.insert(doc.silences.end(), silences.begin(), silences.end());
    for (Coding& draft : drafts) doc.codings.push_back(std::move(draft));
  }

  /// What the codebook makes of a frame, weighed against what the trained scorers say of its word.
  std::optional<Coding> decide(const std::vector<Tree>& trees, const Tree& tree, EventId id,
                               std::span<const Event> events, std::string& why_not) const {
    const Document& doc = tree.doc();
    const Event& event = doc.events[id.index()];
    const EventScore* score = doc.event_score(event.head);
    std::optional<Coding> coding = code_event(tree, id, events, why_not);
    const Verdict verdict =
        judge(doc, score, coding ? coding->type : "", coding ? coding->probability : 0.5, thresholds_);
    if (verdict.type.empty()) {
      if (coding)
        why_not =
            coding->type + ": the trained scorers hold it for no event (" + short_number(verdict.probability) + ")";
      return std::nullopt;
    }
    if (score == nullptr) {
      coding->probability = calibration_(raw_confidence(doc, score, verdict, 1.0F, *coding));
      return coding;
    }
    if (!coding) coding = code_by_scorers(tree, id, verdict.type);
    if (coding->type != verdict.type) {
      coding->reasons.push_back(
          {"event", "the trained scorers: " + verdict.type + " (" + short_number(verdict.probability) + ")"});
      coding->type = verdict.type;
      coding->by_codebook = false;
      coding->modes.clear();
      if (const codebook::Type* type = codebook_->type(verdict.type)) coding->cameo = type->cameo;
    } else if (coding->by_codebook)
      coding->reasons.push_back({"event", "the trained scorers agree (" + short_number(verdict.probability) + ")"});
    const StatusVerdict status = judge_status(doc, *score, coding->type, coding->status);
    if (status.by_scorers) {
      coding->status = status.status;
      coding->reasons.push_back({"status", "the trained scorers: " + std::string(to_string(status.status)) + " (" +
                                               short_number(status.probability) + ")"});
    }
    coding->is_historical = coding->is_historical || status.is_historical;
    fill_scored_sides(trees, *score, thresholds_, *coding);
    fill_scored_circumstances(doc, *score, *coding);
    fill_scored_contexts(doc, *score, *coding);
    coding->attributions.clear();
    fill_speakers(tree, event, *coding);
    coding->probability = calibration_(raw_confidence(doc, score, verdict, status.probability, *coding));
    if (score->mode > 0 && coding->modes.empty()) {
      const std::string& mode = doc.inventory->mode[score->mode];
      if (mode.starts_with(coding->type + ".")) coding->modes.push_back(mode.substr(coding->type.size() + 1));
    }
    return coding;
  }

  /// A frame that no predicate of the codebook fits: its doers and undergoers are the sides.
  Coding code_by_scorers(const Tree& tree, EventId id, const std::string& type) const {
    const Document& doc = tree.doc();
    const Event& event = doc.events[id.index()];
    Coding coding;
    coding.event = id;
    coding.mentions = {id};
    coding.type = type;
    coding.by_codebook = false;
    coding.reasons.push_back(
        {"event", "\"" + std::string(doc.form(event.head)) + "\" tells " + type + " by the trained scorers"});
    if (const codebook::Type* known = codebook_->type(type)) coding.cameo = known->cameo;
    for (const Participant& participant : event.participants) {
      const bool is_actor = participant.part == Part::kDoer;
      if (!is_actor && participant.part != Part::kUndergoer && participant.part != Part::kAddressee) continue;
      for (Side& side : sides_of(tree, participant, type, is_actor ? Where::kActor : Where::kRecipient)) {
        take_nation(doc, side);
        (is_actor ? coding.actors : coding.recipients).push_back(std::move(side));
      }
    }
    add_contexts(tree, {}, coding);
    coding.times = event.times;
    coding.places = event.places;
    coding.quantities = event.quantities;
    coding.is_historical = is_historical(tree, event, coding);
    return coding;
  }

  std::optional<Coding> code_event(const Tree& tree, EventId id, std::span<const Event> events,
                                   std::string& why_not) const {
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
    coding.reasons.push_back({"event", "\"" + std::string(doc.form(event.head)) + "\" tells " + type.name + " (" +
                                           type.file + ":" + std::to_string(predicate.line) + ")"});
    if (!decide_status(tree, event, predicate, coding, why_not)) return std::nullopt;
    fill_sides(tree, event, events, *match, predicate, coding);
    if (coding.type == "THREATEN" && coding.actors.empty() && doc.upos(event.head) == Upos::kNoun) {
      why_not = "THREATEN: a danger, not a threat: nobody is named who makes it";
      return std::nullopt;
    }
    if (coding.type == "AGREE" && type.name == "CONSULT") {  // a meeting to come: all parties agree
      std::ranges::move(coding.recipients, std::back_inserter(coding.actors));
      coding.recipients.clear();
    }
    fill_speakers(tree, event, coding);
    if (doc.upos(event.head) == Upos::kAux && coding.actors.empty()) {
      why_not = coding.type + ": nobody is named who says so";
      return std::nullopt;
    }
    if (!is_plausible(doc, predicate, coding, why_not)) return std::nullopt;
    coding.probability = static_cast<float>(predicate.weight);  // of the word alone; `decide` weighs in the sentence
    add_modes(tree, event, *match, coding);
    add_contexts(tree, predicate, coding);
    coding.times = event.times;
    for (const PlaceId place : event.places)  // a state that acts or suffers is a party, not a scene
      if (!is_side(doc.places[place.index()].tokens, coding)) coding.places.push_back(place);
    coding.quantities = event.quantities;
    coding.is_historical = is_historical(tree, event, coding);
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
    doubt(doc, event, coding);
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

  /// Where no word of the lists speaks against it, but the factuality scorer is sure that a deed was not done.
  static void doubt(const Document& doc, const Event& event, Coding& coding) {
    if (coding.status != Status::kActual || in(kVerbal, coding.type)) return;
    const auto found = std::ranges::lower_bound(doc.factualities, event.head, {}, &Factuality::token);
    if (found == doc.factualities.end() || found->token != event.head || found->score > kSurelyNot) return;
    coding.status = Status::kHypothetical;
    coding.reasons.push_back({"status", "the factuality scorer says that it did not happen (" +
                                            std::to_string(found->score).substr(0, 5) + ")"});
  }

  /// "lift sanctions", "end the siege", "plan talks": a phase verb over the event's noun.
  void apply_aspect(const Tree& tree, const Event& event, Coding& coding) const {
    const Document& doc = tree.doc();
    const TokenId first = tree.first_conjunct(event.head);
    const TokenId verb = doc.head(first);
    if (!verb.exists() || !(tree.is(first, "obj") || tree.is(first, "nsubj:pass") || tree.is(first, "xcomp"))) return;
    for (const std::uint32_t index : codebook_->aspect(lower_ascii(doc.lemma(verb)))) {
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

  bool is_plausible(const Document& doc, const codebook::Predicate& predicate, Coding& coding,
                    std::string& why_not) const {
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
      if (!tree.is(child, "ccomp") && !tree.is(child, "conj") && !tree.is(child, "parataxis") &&
          !tree.is(child, "advcl"))
        tokens.insert(child.value);
    for (const Participant& p : event.participants)
      for (std::uint32_t t = p.tokens.begin; t < p.tokens.end; ++t) tokens.insert(t);
    std::vector<std::string> lemmas;
    for (const std::uint32_t t : tokens) lemmas.push_back(lower_ascii(tree.doc().lemma(TokenId{t})));
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
    for (std::uint32_t t = tree.sentence().begin; t < tree.sentence().end; ++t)
      lemmas.push_back(lower_ascii(doc.lemma(TokenId{t})));
    const std::vector<std::string_view> views(lemmas.begin(), lemmas.end());
    coding.contexts = predicate.context;
    for (const std::uint32_t index : codebook_->contexts_of(views)) {
      const std::string& name = codebook_->contexts()[index].name;
      if (std::ranges::find(coding.contexts, name) == coding.contexts.end()) coding.contexts.push_back(name);
    }
  }

  static bool is_side(TokenRange place, const Coding& coding) {
    const auto holds = [&](const Side& side) { return place.contains(side.head); };
    return std::ranges::any_of(coding.actors, holds) || std::ranges::any_of(coding.recipients, holds);
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

  StatusRules status_;
  Calibration calibration_;
  Thresholds thresholds_;
  std::shared_ptr<const codebook::Codebook> codebook_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_coding_stage(const std::filesystem::path& data, const ModelFiles& files,
                                                 std::shared_ptr<const codebook::Codebook> codebook) {
  ASSIGN_OR_RETURN(StatusRules status, StatusRules::load(data / "lang" / "en" / "status.toml"));
  ASSIGN_OR_RETURN(Calibration calibration, Calibration::load(files.confidence));
  ASSIGN_OR_RETURN(const Thresholds thresholds, Thresholds::load(files.thresholds));
  return std::make_unique<CodingStage>(std::move(status), std::move(calibration), thresholds, std::move(codebook));
}

}  // namespace casus::coding
