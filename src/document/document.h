// SPDX-License-Identifier: Apache-2.0
// document: the one value that travels through the pipeline. Each layer is a vector of plain structs, written by
// exactly one stage; records point downwards (event to predicate and arguments, those to tokens, tokens to text, text
// to raw).
//   Document doc;  doc.text = "Petro said";  doc.tokens = {{.span = {0, 5}}, {.span = {6, 10}}};
//   doc.form(TokenId{1}) == "said"
#pragma once
#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/span.h"
#include "document/alignment.h"
#include "document/labels.h"

namespace casus {

using TokenId = Id<struct TokenTag>;
using SentenceId = Id<struct SentenceTag>;
using MentionId = Id<struct MentionTag>;
using EntityId = Id<struct EntityTag>;
using TimeId = Id<struct TimeTag>;
using PlaceId = Id<struct PlaceTag>;
using QuantityId = Id<struct QuantityTag>;
using PredicateId = Id<struct PredicateTag>;
using QuotationId = Id<struct QuotationTag>;
using AttributionId = Id<struct AttributionTag>;
using EventId = Id<struct EventTag>;
/// An index into one of the label lists of `Inventory`.
using Label = std::uint16_t;

/// A run of tokens, half-open.
struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin == end; }
  constexpr bool contains(TokenId token) const { return begin <= token.value && token.value < end; }
  constexpr bool contains(TokenRange other) const { return begin <= other.begin && other.end <= end; }
  constexpr bool overlaps(TokenRange other) const { return begin < other.end && other.begin < end; }
  constexpr auto operator<=>(const TokenRange&) const = default;
};

/// Who guessed, by what, and how surely. `score` in 0..1, 1 for a rule without doubt; `by` names a rule or a scorer and
/// points to a string that outlives every document (a literal).
struct Provenance {
  const char* by = "";
  float score = 1.0F;
};

/// Where a document came from. Dates as "YYYY-MM-DD" or longer ISO 8601; empty is unknown.
struct Origin {
  std::string id;
  std::string publisher;
  std::string url;
  std::string title;
  std::string author;
  std::string published;
  std::string language;
  std::string extra_json;  ///< unknown fields of the input as one JSON object; empty for none
};

/// The names behind the labels of the linguistic layers; the lists of the trained model, or those of a CoNLL-U file.
struct Inventory {
  std::vector<std::string> xpos;
  std::vector<std::string> feats;    ///< whole FEATS strings; "_" is none
  std::vector<std::string> deprel;   ///< UD relations with subtypes
  std::vector<std::string> role;     ///< ARG0…, ARGM-…; label 0 is "O"
  std::vector<std::string> sense;    ///< roleset numbers "01", …; label 0 is "O"
  std::vector<std::string> event;    ///< PLOVER types; label 0 is "O"
  std::vector<std::string> mode;     ///< "ASSAULT.aerial", …; label 0 is "-"
  std::vector<std::string> context;  ///< PLOVER contexts; an event may have several or none
  std::vector<std::string> sector;   ///< PLOVER sectors; label 0 is "-"
};

struct Sentence {
  TokenRange tokens;
  bool operator==(const Sentence&) const = default;
};

/// A syntactic word of UD. Of "don't": "do" and "n't", the first with `multiword` 2, the second with 0 and `glued`.
struct Token {
  Span span;
  std::uint8_t multiword = 1;     ///< words in the surface token that begins here; 0 inside one
  bool space_after = true;        ///< false where the next token follows without white space
  std::uint8_t break_before = 0;  ///< 0 nothing, 1 spaces, 2 one line break, 3 blank line or start of the text
};

/// What syntax says of a token besides its arc. `morphology[i]` is of `tokens[i]`.
struct Morphology {
  Upos upos = Upos::kX;
  Label xpos = 0;
  Label feats = 0;
  std::string lemma;
};

/// The arc to a token's head; `arcs[i]` is of `tokens[i]`. No head: the root of its sentence.
struct Arc {
  TokenId head;
  Label deprel = 0;
};

/// Words that refer. `head` governs the others; `is_name` for a proper name.
struct Mention {
  TokenRange tokens;
  TokenId head;
  EntityType type = EntityType::kAbstract;
  bool is_name = false;
  bool is_pronoun = false;
  Provenance by;
  TokenRange name = {};  ///< the proper name at the head, without title or modifiers; empty where there is none
  bool is_role = false;  ///< a noun that says what people are ("ministers", "farmers"); set with the entities
};

/// Who or what mentions refer to, and what is known of it as of the document's day. Empty strings: unknown.
struct Entity {
  EntityType type = EntityType::kAbstract;
  MentionId representative;  ///< the fullest mention
  std::string name;          ///< the usual English name; a person as the text spells it in full; never a description
  std::string country;       ///< ISO alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC
  std::string sector;        ///< PLOVER sector
  std::vector<std::string> other_sectors;
  std::string wikidata_id;
  std::string role;  ///< office or role as the text or the dictionary has it ("president")
  Provenance by;
};

/// A day as days since 1970-01-01 (proleptic Gregorian).
using Day = std::int32_t;

enum class TimeType : std::uint8_t { kDate, kTime, kDuration, kSet };
enum class Granularity : std::uint8_t {
  kMinute,
  kHour,
  kDay,
  kWeek,
  kMonth,
  kSeason,
  kYear,
  kDecade,
  kCentury,
  kUnknown
};
std::string_view to_string(TimeType type);
std::string_view to_string(Granularity granularity);

/// A time expression; `start` and `end` are inclusive days, absent where the text does not fix them.
struct TimeExpression {
  TokenRange tokens;
  TimeType type = TimeType::kDate;
  std::optional<Day> start;
  std::optional<Day> end;
  Granularity granularity = Granularity::kUnknown;
  std::string value;  ///< TIMEX3 value ("2018-04-05", "P3D", "PRESENT_REF"); empty where unresolved
  Provenance by;
};

/// A place name and the gazetteer entry it was resolved to.
struct PlaceReference {
  TokenRange tokens;
  std::string name;     ///< gazetteer's English name
  std::string country;  ///< ISO alpha-3
  std::string admin1;
  std::string feature;  ///< PPL, ADM1, PCLI, SEA, …
  std::optional<std::int64_t> geonames_id;
  std::optional<double> latitude;
  std::optional<double> longitude;
  std::optional<double> radius_km;
  bool is_literal = true;  ///< false for a demonym, a government called by its capital, an organization's name
  Provenance by;
};

/// A count or amount as an interval. Absent bounds are open.
struct Quantity {
  TokenRange tokens;
  TokenId noun;      ///< the counted word ("people"), where there is one
  std::string what;  ///< dead, injured, arrested, displaced, crowd, strikes, money, … or the counted lemma
  std::string unit;  ///< USD, minute, km, percent, …; empty for a plain count
  std::optional<double> min;
  std::optional<double> max;
  bool is_strict = false;
  bool is_approximate = false;
  Provenance by;
};

/// Ascending by token. A word that tells something, with its roleset ("attack.01"; empty where none is known).
struct Predicate {
  TokenId token;
  std::string roleset;
  Provenance by;
};

/// Ascending by predicate. A participant of a predicate. `span` is the subtree's extent, `head` its governing token.
struct Argument {
  PredicateId predicate;
  TokenId head;
  TokenRange span;
  Label role = 0;
  Provenance by;
};

/// A stretch inside quotation marks; `span` leaves the marks out. `source` is the speaker's mention, `cue` the saying.
struct Quotation {
  Span span;
  bool is_direct = true;  ///< false for a name or a scare quote
  MentionId source;
  TokenRange source_tokens;  ///< the speaker's words where no mention covers them
  TokenRange cue;
  MentionId addressee;
  Provenance by;
};

enum class AttributionKind : std::uint8_t { kDirect, kIndirect, kMixed };
std::string_view to_string(AttributionKind kind);

/// Who says what stands in `content`. `within` is the attribution whose content holds this one whole.
struct Attribution {
  MentionId source;
  TokenRange source_tokens;
  TokenRange cue;
  Span content;
  AttributionKind kind = AttributionKind::kIndirect;
  AttributionId within;
  Provenance by;
};

/// Did what `token` tells happen? Range: -3 (no) to 3 (yes), as in UDS It-Happened (White et al. 2016).
struct Factuality {
  TokenId token;
  float score = 0.0F;
  Provenance by;
};

/// What an arc from a word that tells an event goes to; `kSame` to another word that tells the same event, `kOuter` to
/// a source that quotes the innermost one.
enum class ArcKind : std::uint8_t { kActor, kRecipient, kPlace, kTime, kQuantity, kSource, kOuter, kSame };
inline constexpr std::size_t kArcKinds = 8;
std::string_view to_string(ArcKind kind);

/// A country that something may go with, and the word nearby that shows it best; empty: that of none of the words
/// nearby.
struct CountryGuess {
  std::string country;
  float score = 0.0F;
  TokenId evidence;
};

/// The country that a party goes with, and the word nearby that shows it; empty: that of none of the words nearby.
/// Ascending by token.
struct Nation {
  TokenId token;
  std::string country;
  float score = 0.0F;
  TokenId evidence;
  std::string name;                         ///< of the country, as the dictionaries write it
  std::array<CountryGuess, 2> likeliest{};  ///< of all countries nearby; empty: fewer stand there
};
inline constexpr float kLeastNation = 0.45F;  ///< of a Nation's score, for a party that has no country of its own

/// The countries of both sides of an event as the words nearby tell them, the likeliest first. Ascending by token.
struct SideCountries {
  TokenId token;  ///< that tells the event
  std::vector<CountryGuess> actor;
  std::vector<CountryGuess> recipient;
};

/// What telling an event's words do: tell it as news, tell it aside, or tell again what other words tell.
enum class Rank : std::uint8_t { kRequired, kOptional, kMention };

/// A guess at a party's sector; label 0: it has none.
struct SectorGuess {
  Label sector = 0;
  float score = 0.0F;
};

/// How far from a word that tells an event its arcs are asked for: sentences before and behind, and tokens, which keeps
/// the work linear in long documents.
inline constexpr std::size_t kArcSentencesBack = 3, kArcSentencesAhead = 2;
inline constexpr std::uint32_t kArcTokens = 128;

/// An arc of the trained scorers. `sectors` are the scorer's likeliest for who stands at `token`, the best first; where
/// none at all is likelier, only that. Range: scores 0 to 1.
struct EventArc {
  ArcKind kind = ArcKind::kActor;
  TokenId token;
  float score = 0.0F;
  std::array<SectorGuess, 3> sectors{};
};

/// A guess at a context of an event.
struct ContextGuess {
  Label context = 0;
  float score = 0.0F;
};

/// What the trained scorers say of a word that may tell an event, as probabilities. Ascending by token.
struct EventScore {
  TokenId token;
  std::vector<float> types;         ///< Shape: [labels of Inventory::event]; the first is "tells none"
  std::array<float, 3> ranks{};     ///< by Rank
  std::array<float, 5> statuses{};  ///< by Status; the last: actual and long past
  Label mode = 0;
  std::vector<ContextGuess> contexts;  ///< by label; each is asked for alone
  std::vector<EventArc> arcs;          ///< by kind, then by token
  float told() const { return 1.0F - types[0]; }
};

enum class Part : std::uint8_t { kDoer, kUndergoer, kAddressee, kParty, kTopic, kInstrument, kBeneficiary };
std::string_view to_string(Part part);

/// One participant of an event frame, before any code is given.
struct Participant {
  TokenId head;
  TokenRange tokens;
  Part part = Part::kDoer;
  std::string preposition;  ///< "against", "with", …; empty for subjects and objects
  Provenance by;            ///< which construction showed it
};

enum class Status : std::uint8_t { kActual, kFuture, kHypothetical, kNegated };
std::string_view to_string(Status status);

/// An event frame: a predicate in its sentence with its participants. Filled by rules over roles and trees, or by a
/// trained scorer.
struct Event {
  TokenRange trigger;
  TokenId head;           ///< the trigger's governing token
  PredicateId predicate;  ///< absent where no role predicate stands on the trigger
  TokenId support;        ///< the light verb that carries a noun trigger ("imposed" of "imposed sanctions")
  std::vector<Participant> participants;
  std::vector<TimeId> times;
  std::vector<PlaceId> places;
  std::vector<QuantityId> quantities;
  Provenance by;
};

/// One step of the reasoning behind a coding: which field, what it became, why.
struct Reason {
  std::string field;
  std::string why;
};

/// A side of a coded event: the mention's words, its entity, and the codes as they hold in this event.
struct Side {
  TokenId head;
  TokenRange tokens;
  EntityId entity;
  std::string name;
  std::string country;
  std::string sector;
  std::vector<std::string> other_sectors;
  std::string wikidata_id;
  std::string role;
};

/// A political event: an event frame with PLOVER and CAMEO codes. `mentions` are the frames that tell it again.
struct Coding {
  EventId event;
  std::string type;  ///< ASSAULT, CONSULT, …
  std::vector<std::string> modes;
  std::vector<std::string> contexts;
  std::string cameo;
  Status status = Status::kActual;
  bool is_historical = false;
  std::vector<Side> actors;
  std::vector<Side> recipients;
  std::vector<AttributionId> attributions;  ///< outermost first
  std::vector<TimeId> times;
  std::vector<PlaceId> places;
  std::vector<QuantityId> quantities;
  std::vector<EventId> mentions;
  bool by_codebook = true;  ///< false where the trained scorers alone tell the type
  float probability = 0.0F;
  std::vector<Reason> reasons;
};

/// Why a sentence, or a frame in it, gave no event.
struct Silence {
  SentenceId sentence;
  TokenId token;  ///< absent: the whole sentence
  std::string why;
};

/// What went wrong with this document, and in which stage; `is_warning` where the rest of the work went on.
struct Failure {
  std::string stage;
  Error error;
  bool is_warning = false;
};

/// The layers, for `LayerSet` and for what a stage declares to read and write.
enum class Layer : std::uint8_t {
  kText,
  kFurniture,
  kTokens,
  kStates,
  kSentences,
  kSyntax,
  kMentions,
  kEntities,
  kTimes,
  kPlaces,
  kQuantities,
  kRoles,
  kQuotations,
  kAttributions,
  kFactualities,
  kEventScores,
  kNations,
  kEvents,
  kCodings,
  kCount
};
std::string_view to_string(Layer layer);
/// Which layers are computed; an empty layer is not the same as one that was not computed.
using LayerSet = std::bitset<static_cast<std::size_t>(Layer::kCount)>;
template <typename... Layers>
LayerSet layers(Layers... list) {
  LayerSet set;
  (set.set(static_cast<std::size_t>(list)), ...);
  return set;
}

struct Document {
  std::string raw;
  std::string text;
  Alignment alignment;
  Origin origin;
  LayerSet computed;
  std::shared_ptr<const Inventory> inventory;

  std::vector<Span> furniture;
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::vector<Morphology> morphology;
  std::vector<Arc> arcs;
  std::vector<Mention> mentions;
  std::vector<Entity> entities;
  std::vector<EntityId> entity_of;
  std::vector<TimeExpression> times;
  std::vector<PlaceReference> places;
  std::vector<Quantity> quantities;
  std::vector<Predicate> predicates;
  std::vector<Argument> arguments;
  std::vector<Quotation> quotations;
  std::vector<Attribution> attributions;
  std::vector<Factuality> factualities;
  std::vector<EventScore> event_scores;
  std::vector<Nation> nations;
  std::vector<SideCountries> side_countries;
  std::vector<Event> events;
  std::vector<Coding> codings;
  std::vector<Silence> silences;
  std::vector<Failure> failures;

  bool has(Layer layer) const { return computed.test(static_cast<std::size_t>(layer)); }
  void mark(Layer layer) { computed.set(static_cast<std::size_t>(layer)); }
  /// True once a stage has failed this document; later stages skip it.
  bool has_failed() const;
  void fail(std::string stage, Error error) { failures.push_back({std::move(stage), std::move(error), false}); }
  void warn(std::string stage, Error error) { failures.push_back({std::move(stage), std::move(error), true}); }

  std::string_view form(TokenId token) const { return words_of(text, tokens[token.index()].span); }
  const std::string& lemma(TokenId token) const { return morphology[token.index()].lemma; }
  Upos upos(TokenId token) const { return morphology[token.index()].upos; }
  std::string_view xpos(TokenId token) const { return inventory->xpos[morphology[token.index()].xpos]; }
  std::string_view feats(TokenId token) const { return inventory->feats[morphology[token.index()].feats]; }
  /// The relation with its subtype ("nsubj:pass"). Needs syntax.
  std::string_view deprel(TokenId token) const { return inventory->deprel[arcs[token.index()].deprel]; }
  /// The relation without its subtype ("nsubj").
  std::string_view relation(TokenId token) const;
  TokenId head(TokenId token) const { return arcs[token.index()].head; }
  std::string_view role(const Argument& argument) const { return inventory->role[argument.role]; }
  /// True when FEATS holds `feature` whole ("Tense=Past").
  bool has_feature(TokenId token, std::string_view feature) const;

  Span span_of(TokenRange range) const;
  std::string_view words(TokenRange range) const { return words_of(text, span_of(range)); }
  /// The country that the party at `token` goes with; null where it was not asked for.
  const Nation* nation_of(TokenId token) const;
  /// What the scorers say of the countries of the event that `token` tells; null where they were not asked.
  const SideCountries* countries_of_sides(TokenId token) const;
  /// What the trained scorers say of `token`; null where they hold it for no event.
  const EventScore* event_score(TokenId token) const;
  /// The sentence that holds `token`. Needs sentences; absent for a token outside all of them.
  SentenceId sentence_of(TokenId token) const;
  /// Dependents of `token`, ascending. Linear in the sentence's length.
  std::vector<TokenId> dependents(TokenId token) const;
  /// The extent of `token`'s subtree, clipped to its sentence.
  TokenRange subtree(TokenId token) const;
  /// The mention that is headed by `token`, the longest if several; absent if none.
  MentionId mention_at(TokenId token) const;
  bool is_furniture(Span span) const;
};

/// For each token the longest mention that it heads (absent where none): `mention_at` for all tokens at once.
std::vector<MentionId> mentions_by_head(const Document& doc);

/// The bytes of `raw` behind `span` of the text.
inline Span raw_range(const Document& doc, Span span) {
  return doc.alignment.raw_range(span);
}

}  // namespace casus
