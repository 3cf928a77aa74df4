// SPDX-License-Identifier: Apache-2.0
#include "eval/match.h"

#include <algorithm>
#include <limits>
#include <map>

#include "eval/sides.h"

namespace casus::eval {
namespace {

constexpr std::size_t kOtherMentions = 8;
constexpr std::uint32_t kLongestTrigger = 60;  // bytes; a longer span matches nothing
constexpr std::size_t kMostADocument = 2000;   // events or records; matching takes the third power of them

/// The method of potentials: one row after the other finds its column by a shortest path of exchanges.
class Assignment {
 public:
  explicit Assignment(const std::vector<std::vector<double>>& weights)
      : weights_(weights),
        rows_(weights.size()),
        columns_(weights.empty() ? 0 : weights.front().size()),
        n_(std::max(rows_, columns_)),
        u_(n_ + 1),
        v_(n_ + 1),
        match_(n_ + 1),
        way_(n_ + 1) {
    for (const auto& row : weights)
      for (const double weight : row) top_ = std::max(top_, weight);
  }

  std::vector<std::pair<std::size_t, std::size_t>> solve() {
    for (std::size_t row = 1; row <= n_; ++row) place(row);
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (std::size_t j = 1; j <= n_; ++j)
      if (weight(match_[j], j) > 0) out.emplace_back(match_[j] - 1, j - 1);
    return out;
  }

 private:
  /// Rows and columns count from 1; those that pad the square weigh nothing.
  double weight(std::size_t i, std::size_t j) const { return i <= rows_ && j <= columns_ ? weights_[i - 1][j - 1] : 0; }

  void place(std::size_t row) {
    match_[0] = row;
    std::size_t j0 = 0;
    least_.assign(n_ + 1, std::numeric_limits<double>::infinity());
    used_.assign(n_ + 1, false);
    do {
      used_[j0] = true;
      j0 = next_column(j0);
    } while (match_[j0] != 0);
    while (j0 != 0) {
      match_[j0] = match_[way_[j0]];
      j0 = way_[j0];
    }
  }

  std::size_t next_column(std::size_t j0) {
    const std::size_t i0 = match_[j0];
    double delta = std::numeric_limits<double>::infinity();
    std::size_t j1 = 0;
    for (std::size_t j = 1; j <= n_; ++j) {
      if (used_[j]) continue;
      const double cost = top_ - weight(i0, j) - u_[i0] - v_[j];
      if (cost < least_[j]) {
        least_[j] = cost;
        way_[j] = j0;
      }
      if (least_[j] < delta) {
        delta = least_[j];
        j1 = j;
      }
    }
    for (std::size_t j = 0; j <= n_; ++j) {
      if (used_[j]) {
        u_[match_[j]] += delta;
        v_[j] -= delta;
      } else {
        least_[j] -= delta;
      }
    }
    return j1;
  }

  const std::vector<std::vector<double>>& weights_;
  std::size_t rows_, columns_, n_;
  double top_ = 0;
  std::vector<double> u_, v_, least_;
  std::vector<std::size_t> match_, way_;
  std::vector<bool> used_;
};

bool is_short(Span span) {
  return span.size() <= kLongestTrigger;
}

bool has_trigger_at(const GoldDocument& gold, Span span) {
  return std::ranges::any_of(gold.events, [&](const GoldEvent& event) { return event.trigger.span.overlaps(span); });
}

bool is_stepped_into(const Trap& trap, const GoldDocument& gold, const std::vector<Record>& records) {
  return std::ranges::any_of(records, [&](const Record& record) {
    return record.status == Status::kActual && trap.words.span.overlaps(record.trigger.span) &&
           !has_trigger_at(gold, record.trigger.span);
  });
}

}  // namespace

double pair_weight(const GoldEvent& gold, const Record& record, const Types& types) {
  const bool has_short_trigger = is_short(record.trigger.span);
  bool hits = has_short_trigger && gold.trigger.span.overlaps(record.trigger.span);
  for (std::size_t i = 0; i < std::min(record.mentions.size(), kOtherMentions); ++i)
    hits = hits || (is_short(record.mentions[i]) && gold.trigger.span.overlaps(record.mentions[i]));
  const bool is_near = has_short_trigger && gold.sentence && gold.sentence->overlaps(record.trigger.span) &&
                       has_quad(gold, record.type, types);
  if (!hits && !is_near) return 0;
  const bool has_type = std::ranges::find(gold.types, record.type) != gold.types.end();
  return (has_type ? 4 : 0) + (hits ? 1 : 0.5) + (countries_of(gold.actor) == countries_of(record.actor) ? 2 : 0) +
         (countries_of(gold.recipient) == countries_of(record.recipient) ? 2 : 0);
}

std::vector<std::pair<std::size_t, std::size_t>> assign(const std::vector<std::vector<double>>& weights) {
  return Assignment(weights).solve();
}

bool DocumentResult::is_counted(std::size_t record) const {
  return !event_of[record] || gold->events[*event_of[record]].is_required;
}

bool DocumentResult::is_true_telling(std::size_t record) const {
  const auto event = event_of[record];
  return event && gold->events[*event].status == Status::kActual && fields[*event].quad;
}

bool DocumentResult::is_told(std::size_t record) const {
  return records[record].status == Status::kActual && (is_counted(record) || !is_true_telling(record));
}

DocumentResult score_document(const GoldDocument& gold, std::vector<Record> records, const Types& types) {
  DocumentResult out;
  out.gold = &gold;
  out.records = std::move(records);
  std::vector<std::vector<double>> weights;
  for (const GoldEvent& event : gold.events) {
    auto& row = weights.emplace_back();
    for (const Record& record : out.records) row.push_back(pair_weight(event, record, types));
  }
  out.record_of.resize(gold.events.size());
  out.fields.resize(gold.events.size());
  out.event_of.resize(out.records.size());
  for (const auto& [event, record] : assign(weights)) {
    out.record_of[event] = record;
    out.event_of[record] = event;
    out.fields[event] = compare(gold.events[event], out.records[record], types);
  }
  for (std::size_t i = 0; i < gold.traps.size(); ++i)
    if (is_stepped_into(gold.traps[i], gold, out.records)) out.traps.push_back(i);
  return out;
}

Result<std::vector<DocumentResult>> score(const std::vector<GoldDocument>& gold, std::vector<Record> records,
                                          const std::string& place, const Types& types) {
  std::map<std::string, std::vector<Record>> of_document;
  for (const GoldDocument& document : gold) of_document[document.file];
  for (Record& record : records) {
    const std::string name = gold.size() == 1 ? gold.front().file : record.document;
    const auto found = of_document.find(name);
    if (found == of_document.end())
      return fail(ErrorCode::kBadInput, place + ": document.id '" + name + "' is in no gold document");
    found->second.push_back(std::move(record));
  }
  std::vector<DocumentResult> out;
  for (const GoldDocument& document : gold) {
    auto& own = of_document[document.file];
    if (std::max(own.size(), document.events.size()) > kMostADocument)
      return fail(ErrorCode::kLimit, place + ": " + document.file + ": " + std::to_string(own.size()) +
                                         " records, expected at most " + std::to_string(kMostADocument));
    out.push_back(score_document(document, std::move(own), types));
  }
  return out;
}

}  // namespace casus::eval
