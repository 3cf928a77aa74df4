// SPDX-License-Identifier: Apache-2.0
#include "document/dump.h"

#include "base/day.h"

namespace casus {
namespace {

std::string quoted(std::string_view words) {
  std::string out = "\"";
  for (const char c : words) out += c == '\n' ? ' ' : c;
  return out + "\"";
}

class Dumper {
 public:
  Dumper(const Document& doc, LayerSet wanted) : doc_(doc), wanted_(wanted & doc.computed) {}

  std::string dump() {
    if (wants(Layer::kFurniture)) furniture();
    if (wants(Layer::kSentences)) sentences();
    if (wants(Layer::kTokens)) tokens();
    if (wants(Layer::kMentions)) mentions();
    if (wants(Layer::kEntities)) entities();
    if (wants(Layer::kTimes)) times();
    if (wants(Layer::kPlaces)) places();
    if (wants(Layer::kQuantities)) quantities();
    if (wants(Layer::kRoles)) roles();
    if (wants(Layer::kQuotations)) quotations();
    if (wants(Layer::kAttributions)) attributions();
    if (wants(Layer::kEvents)) events();
    if (wants(Layer::kCodings)) codings();
    return std::move(out_);
  }

 private:
  bool wants(Layer layer) const { return wanted_.test(static_cast<std::size_t>(layer)); }
  std::string words(TokenRange range) const { return quoted(doc_.words(range)); }
  std::string word(TokenId token) const { return token.exists() ? quoted(doc_.form(token)) : "-"; }
  void line(std::string_view layer, std::size_t index, const std::string& rest) {
    out_ += std::string(layer) + " " + std::to_string(index) + ": " + rest + "\n";
  }
  static std::string field(std::string_view name, const std::string& value) {
    return value.empty() ? "" : " " + std::string(name) + " " + value;
  }
  static std::string bound(const std::optional<double>& value) {
    if (!value) return "open";
    std::string digits = std::to_string(*value);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.')) digits.pop_back();
    return digits;
  }

  void furniture() {
    for (std::size_t i = 0; i < doc_.furniture.size(); ++i)
      line("furniture", i, quoted(words_of(doc_.text, doc_.furniture[i])));
  }
  void sentences() {
    for (std::size_t i = 0; i < doc_.sentences.size(); ++i) line("sentence", i, words(doc_.sentences[i].tokens));
  }
  void tokens() {
    for (std::size_t i = 0; i < doc_.tokens.size(); ++i) {
      const TokenId token{i};
      std::string rest = word(token);
      if (doc_.tokens[i].multiword > 1) rest += " words " + std::to_string(doc_.tokens[i].multiword);
      if (doc_.has(Layer::kSyntax))
        rest += " " + std::string(to_string(doc_.upos(token))) + " " + doc_.lemma(token) + " " +
                std::string(doc_.deprel(token)) + " of " + word(doc_.head(token));
      line("token", i, rest);
    }
  }
  void mentions() {
    for (std::size_t i = 0; i < doc_.mentions.size(); ++i) {
      const Mention& mention = doc_.mentions[i];
      std::string rest =
          words(mention.tokens) + " " + std::string(to_string(mention.type)) + " head " + word(mention.head);
      if (mention.is_name) rest += " name";
      if (i < doc_.entity_of.size() && doc_.entity_of[i].exists())
        rest += " entity " + std::to_string(doc_.entity_of[i].value);
      line("mention", i, rest);
    }
  }
  void entities() {
    for (std::size_t i = 0; i < doc_.entities.size(); ++i) {
      const Entity& entity = doc_.entities[i];
      line("entity", i,
           std::string(to_string(entity.type)) + field("name", entity.name) + field("country", entity.country) +
               field("sector", entity.sector) + field("role", entity.role));
    }
  }
  void times() {
    for (std::size_t i = 0; i < doc_.times.size(); ++i) {
      const TimeExpression& time = doc_.times[i];
      line("time", i,
           words(time.tokens) + " " + std::string(to_string(time.type)) + field("value", time.value) +
               field("from", time.start ? format_day(*time.start) : "") +
               field("to", time.end ? format_day(*time.end) : ""));
    }
  }
  void places() {
    for (std::size_t i = 0; i < doc_.places.size(); ++i) {
      const PlaceReference& place = doc_.places[i];
      line("place", i,
           words(place.tokens) + field("name", place.name) + field("country", place.country) +
               (place.is_literal ? "" : " not literal"));
    }
  }
  void quantities() {
    for (std::size_t i = 0; i < doc_.quantities.size(); ++i) {
      const Quantity& quantity = doc_.quantities[i];
      line("quantity", i,
           words(quantity.tokens) + field("what", quantity.what) + field("unit", quantity.unit) + " " +
               bound(quantity.min) + ".." + bound(quantity.max) + (quantity.is_strict ? " strict" : "") +
               (quantity.is_approximate ? " approximate" : ""));
    }
  }
  void roles() {
    for (std::size_t i = 0; i < doc_.predicates.size(); ++i) {
      std::string rest = word(doc_.predicates[i].token) + field("roleset", doc_.predicates[i].roleset);
      for (const Argument& argument : doc_.arguments)
        if (argument.predicate.index() == i)
          rest += " " + std::string(doc_.role(argument)) + " " + words(argument.span);
      line("predicate", i, rest);
    }
  }
  void quotations() {
    for (std::size_t i = 0; i < doc_.quotations.size(); ++i) {
      const Quotation& quotation = doc_.quotations[i];
      line("quotation", i,
           quoted(words_of(doc_.text, quotation.span)) + (quotation.is_direct ? "" : " no speech") + " source " +
               words(quotation.source_tokens) + " cue " + words(quotation.cue));
    }
  }
  void attributions() {
    for (std::size_t i = 0; i < doc_.attributions.size(); ++i) {
      const Attribution& attribution = doc_.attributions[i];
      line("attribution", i,
           "source " + words(attribution.source_tokens) + " cue " + words(attribution.cue) + " content " +
               quoted(words_of(doc_.text, attribution.content)) +
               (attribution.within.exists() ? " within " + std::to_string(attribution.within.value) : ""));
    }
  }
  void events() {
    for (std::size_t i = 0; i < doc_.events.size(); ++i) {
      std::string rest = words(doc_.events[i].trigger);
      for (const Participant& participant : doc_.events[i].participants)
        rest += " " + std::string(to_string(participant.part)) +
                (participant.preposition.empty() ? "" : "(" + participant.preposition + ")") + " " +
                words(participant.tokens);
      line("event", i, rest);
    }
  }
  std::string sides(const std::vector<Side>& list) const {
    std::string out;
    for (const Side& side : list)
      out += " " + words(side.tokens) +
             (side.country.empty() && side.sector.empty() ? "" : " [" + side.country + " " + side.sector + "]");
    return out.empty() ? " -" : out;
  }
  void codings() {
    for (std::size_t i = 0; i < doc_.codings.size(); ++i) {
      const Coding& coding = doc_.codings[i];
      std::string rest = coding.type;
      for (const std::string& mode : coding.modes) rest += " " + mode;
      line("coding", i,
           rest + " " + std::string(to_string(coding.status)) + " " + words(doc_.events[coding.event.index()].trigger) +
               " actor" + sides(coding.actors) + " recipient" + sides(coding.recipients) +
               (coding.attributions.empty()
                    ? ""
                    : " says " + words(doc_.attributions[coding.attributions.back().index()].source_tokens)));
    }
  }

  const Document& doc_;
  LayerSet wanted_;
  std::string out_;
};

}  // namespace

std::string dump(const Document& doc, LayerSet wanted) {
  return Dumper(doc, wanted).dump();
}

}  // namespace casus
