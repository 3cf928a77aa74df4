// SPDX-License-Identifier: Apache-2.0
#include "place/place.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <vector>

#include "base/day.h"
#include "base/utf8.h"
#include "place/fold.h"
#include "place/gazetteer.h"

namespace casus::place {
namespace {

constexpr std::uint32_t kLongestName = 6;
constexpr std::size_t kOften = 3;   // times that a country is named in a text about it
constexpr double kWellKnown = 5.5;  ///< weight from which a name counts without a mention that vouches for it

template <typename Number>
std::optional<Number> number_of(std::string_view digits) {
  Number value{};
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || result.ec != std::errc{}) return std::nullopt;
  return value;
}

/// A name found in the text with what it may mean.
struct Match {
  TokenRange tokens;
  std::vector<Entry> entries;
  std::size_t sentence = 0;
};

class Finder {
 public:
  Finder(Document& doc, const Gazetteer& gazetteer) : doc_(doc), gazetteer_(gazetteer) {
    folded_.resize(doc.tokens.size());
    note_mentions();
  }

  void run() {
    for (std::size_t s = 0; s < doc_.sentences.size(); ++s) {
      const TokenRange sentence = doc_.sentences[s].tokens;
      for (std::uint32_t i = sentence.begin; i < sentence.end;) {
        Match match = longest_at(i, sentence.end);
        match.sentence = s;
        if (match.entries.empty() || !is_vouched(match)) {
          ++i;
          continue;
        }
        i = match.tokens.end;
        matches_.push_back(std::move(match));
      }
    }
    count_countries();
    for (std::size_t m = 0; m < matches_.size(); ++m) doc_.places.push_back(resolved(m));
    add_unknown_names();
    std::ranges::sort(doc_.places, {}, [](const PlaceReference& place) { return place.tokens; });
  }

 private:
  /// The shortest named mention over each token.
  void note_mentions() {
    mention_of_.assign(doc_.tokens.size(), MentionId{});
    std::vector<std::uint32_t> order;
    for (std::uint32_t m = 0; m < doc_.mentions.size(); ++m)
      if (doc_.mentions[m].is_name && doc_.mentions[m].tokens.size() <= 32) order.push_back(m);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
      return doc_.mentions[a].tokens.size() > doc_.mentions[b].tokens.size();
    });
    for (const std::uint32_t m : order)
      for (std::uint32_t i = doc_.mentions[m].tokens.begin; i < doc_.mentions[m].tokens.end; ++i)
        mention_of_[i] = MentionId{m};
  }

  bool is_capital(std::uint32_t token) const {
    const std::string_view form = doc_.form(TokenId{token});
    if (form.empty()) return false;
    const unsigned char first = static_cast<unsigned char>(form[0]);
    return (first >= 'A' && first <= 'Z') || first >= 0x80;
  }

  const std::string& folded(std::uint32_t token) {
    if (folded_[token].empty()) folded_[token] = fold(doc_.form(TokenId{token}));
    return folded_[token];
  }

  Match longest_at(std::uint32_t begin, std::uint32_t end) {
    Match out;
    if (!is_capital(begin) || doc_.upos(TokenId{begin}) == Upos::kPunct) return out;
    if (!gazetteer_.has_prefix(folded(begin)) || is_month(begin)) return out;
    for (std::uint32_t size = std::min(kLongestName, end - begin); size > 0; --size) {
      const TokenRange range{begin, begin + size};
      if (size > 1 && !is_capital(range.end - 1) && doc_.form(TokenId{range.end - 1}) != ".") continue;
      out.entries = gazetteer_.find(size == 1 ? folded(begin) : fold(doc_.words(range)));
      // "us" is a pronoun, "US" a country: short keys want their capitals.
      if (size == 1 && folded(begin).size() <= 3 && !is_all_capitals(begin)) out.entries.clear();
      if (!out.entries.empty()) {
        out.tokens = range;
        return out;
      }
    }
    return out;
  }

  /// "NAIROBI, March 3": the name of a month beside a number.
  bool is_month(std::uint32_t token) {
    if (std::ranges::find(kMonthNames, folded(token)) == kMonthNames.end()) return false;
    const auto is_number = [&](std::uint32_t at) {
      if (at >= doc_.tokens.size()) return false;
      const std::string_view form = doc_.form(TokenId{at});
      return !form.empty() && form[0] >= '0' && form[0] <= '9';
    };
    return is_number(token + 1) || (token > 0 && is_number(token - 1));
  }

  bool is_all_capitals(std::uint32_t token) const {
    return std::ranges::none_of(doc_.form(TokenId{token}), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  /// True if the name stands for a place: a mention says so, or it is a name too well known to be anything else.
  bool is_vouched(const Match& match) const {
    const TokenId last{match.tokens.end - 1};
    const bool has_tags = doc_.has(Layer::kSyntax);
    const Upos upos = has_tags ? doc_.upos(last) : Upos::kPropn;
    const Entry& top = match.entries.front();
    if (top.is_demonym()) return upos == Upos::kAdj || upos == Upos::kPropn || upos == Upos::kNoun;
    const MentionId id = mention_of_[match.tokens.begin];
    if (id.exists()) {
      const Mention& mention = doc_.mentions[id.index()];
      const bool is_whole = mention.tokens.size() <= match.tokens.size() + 1;
      switch (mention.type) {
        case EntityType::kPlace:
        case EntityType::kNationality:
          return true;
        case EntityType::kPerson:
          return false;
        case EntityType::kOrganization:
          return is_whole && top.weight >= kWellKnown;
        default:
          return top.is_country();
      }
    }
    return upos == Upos::kPropn && top.weight >= kWellKnown && !is_inside_name(match.tokens);
  }

  /// "Paris Hilton", "Bank of England": a longer run of proper nouns goes on before or behind.
  bool is_inside_name(TokenRange range) const {
    if (!doc_.has(Layer::kSyntax)) return false;
    const auto continues = [&](std::uint32_t i) {
      return i < doc_.tokens.size() && doc_.upos(TokenId{i}) == Upos::kPropn && doc_.head(TokenId{i}).exists() &&
             (range.contains(doc_.head(TokenId{i})) || doc_.head(TokenId{range.end - 1}) == TokenId{i}) &&
             doc_.relation(TokenId{i}) == "flat";
    };
    return continues(range.end) || (range.begin > 0 && continues(range.begin - 1));
  }

  void count_countries() {
    for (const Match& match : matches_) {
      const Entry& top = match.entries.front();
      if (!top.is_country() && !top.is_demonym()) continue;
      countries_[std::string(top.country)].push_back(match.sentence);
    }
  }

  /// The entries' places that the name behind a comma narrows to: "Paris, Texas".
  const Match* qualifier(std::size_t m) const {
    const Match& match = matches_[m];
    if (m + 1 >= matches_.size()) return nullptr;
    const Match& next = matches_[m + 1];
    if (next.tokens.begin != match.tokens.end + 1 || doc_.form(TokenId{match.tokens.end}) != ",") return nullptr;
    return &next;
  }

  double score(const Entry& entry, const Match& match, const Match* behind) const {
    double out = entry.weight / 4;
    if (behind != nullptr) {
      for (const Entry& wide : behind->entries) {
        if (wide.is_city() || wide.is_demonym() || wide.country != entry.country || entry.is_country()) continue;
        if (wide.is_country() || wide.admin1 == entry.admin1) {
          out += 4;
          break;
        }
      }
    }
    const auto named = countries_.find(std::string(entry.country));
    if (named != countries_.end() && !entry.is_country()) {
      const auto near = std::ranges::lower_bound(named->second, match.sentence == 0 ? 0 : match.sentence - 1);
      const bool is_near = near != named->second.end() && *near <= match.sentence + 1;
      out += is_near ? 1.5 : 1.0;
    }
    if (entry.is_country()) out += 0.5;
    if (entry.is_capital()) out += 0.25;
    if (entry.is_city() && entry.weight > 4) out += 0.2;  // a town before its province of the same name
    return out;
  }

  static bool is_well_known(const Entry& entry) {
    return entry.is_country() || entry.is_demonym() || entry.is_capital() || entry.weight >= kWellKnown;
  }

  /// True where the text names some other country again and again.
  bool is_about_another(std::string_view country) const {
    return std::ranges::any_of(
        countries_, [&](const auto& named) { return named.first != country && named.second.size() >= kOften; });
  }

  PlaceReference resolved(std::size_t m) const {
    const Match& match = matches_[m];
    const Match* behind = qualifier(m);
    const Entry* best = nullptr;
    double best_score = -1;
    for (const Entry& entry : match.entries) {
      const double now = score(entry, match, behind);
      if (now > best_score) {
        best_score = now;
        best = &entry;
      }
    }
    PlaceReference out;
    out.tokens = match.tokens;
    out.by = {"place.gazetteer", 1.0F};
    const bool has_rivals =
        std::ranges::any_of(match.entries, [&](const Entry& entry) { return entry.country != best->country; });
    const bool is_decided = !has_rivals || best->weight >= kWellKnown || behind != nullptr ||
                            countries_.contains(std::string(best->country));
    // The gazetteer lists no small towns: in a text about Syria a town that it knows from elsewhere alone is hardly
    // that.
    const bool is_stray = !is_well_known(*best) && behind == nullptr &&
                          !countries_.contains(std::string(best->country)) && is_about_another(best->country);
    if (!is_decided || is_stray) {  // nothing to choose by
      out.name = std::string(doc_.words(match.tokens));
      out.by = {"place.undecided", 0.3F};
      return out;
    }
    out.name = best->name;
    out.country = best->country;
    out.admin1 = best->admin1;
    out.feature = best->is_demonym() ? "PCLI" : std::string(best->feature);
    out.geonames_id = number_of<std::int64_t>(best->geonames_id);
    out.latitude = number_of<double>(best->latitude);
    out.longitude = number_of<double>(best->longitude);
    out.radius_km = number_of<double>(best->radius_km);
    out.is_literal = !best->is_demonym() && !is_actor(*best, match.tokens);
    return out;
  }

  /// A country or a capital that acts, owns or modifies stands for its government.
  bool is_actor(const Entry& entry, TokenRange range) const {
    if (!doc_.has(Layer::kSyntax) || !(entry.is_country() || entry.is_capital())) return false;
    TokenId top{range.end - 1};
    for (std::uint32_t steps = 0; steps < range.size() && doc_.head(top).exists() && range.contains(doc_.head(top));
         ++steps)
      top = doc_.head(top);
    for (int steps = 0; steps < 8 && doc_.relation(top) == "conj" && doc_.head(top).exists(); ++steps)
      top = doc_.head(top);
    const std::string_view relation = doc_.deprel(top);
    if (relation == "nsubj") return doc_.head(top).exists() && doc_.upos(doc_.head(top)) == Upos::kVerb;
    return relation == "nmod:poss" || relation == "compound" || relation == "amod" || relation == "obl:agent" ||
           relation == "iobj";
  }

  /// Named places that the gazetteer lacks keep the text's own name.
  void add_unknown_names() {
    std::vector<bool> taken(doc_.tokens.size(), false);
    for (const PlaceReference& place : doc_.places)
      for (std::uint32_t i = place.tokens.begin; i < place.tokens.end; ++i) taken[i] = true;
    for (const Mention& mention : doc_.mentions) {
      if (!mention.is_name || mention.type != EntityType::kPlace || !mention.head.exists() ||
          taken[mention.head.index()] || is_month(mention.head.value))
        continue;
      TokenRange range{mention.head.value, mention.head.value + 1};
      const auto is_name = [&](std::uint32_t i) { return doc_.upos(TokenId{i}) == Upos::kPropn && !taken[i]; };
      while (range.begin > mention.tokens.begin && is_name(range.begin - 1)) --range.begin;
      while (range.end < mention.tokens.end && is_name(range.end)) ++range.end;
      PlaceReference place;
      place.tokens = range;
      place.name = std::string(doc_.words(range));
      place.by = {"place.name", 0.3F};
      for (std::uint32_t i = range.begin; i < range.end; ++i) taken[i] = true;
      doc_.places.push_back(std::move(place));
    }
  }

  Document& doc_;
  const Gazetteer& gazetteer_;
  std::vector<std::string> folded_;
  std::vector<MentionId> mention_of_;
  std::vector<Match> matches_;
  std::map<std::string, std::vector<std::size_t>> countries_;  ///< sentences that name each
};

class PlaceStage final : public Stage {
 public:
  explicit PlaceStage(Gazetteer gazetteer) : gazetteer_(std::move(gazetteer)) {}

  StageInfo info() const override {
    return {"place", layers(Layer::kText, Layer::kTokens, Layer::kSentences, Layer::kSyntax, Layer::kMentions),
            layers(Layer::kPlaces)};
  }

  Result<void> run(std::span<Document> batch, Workspace&) const override {
    for (Document& doc : batch) {
      if (doc.has_failed()) continue;
      doc.places.clear();
      Finder(doc, gazetteer_).run();
      doc.mark(Layer::kPlaces);
    }
    return {};
  }

 private:
  Gazetteer gazetteer_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_place_stage(const std::filesystem::path& data) {
  ASSIGN_OR_RETURN(Gazetteer gazetteer, Gazetteer::load(data));
  return std::make_unique<PlaceStage>(std::move(gazetteer));
}

}  // namespace casus::place
