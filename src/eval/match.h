// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "eval/data.h"

namespace casus::eval {

/// What of a pair may be right, each by itself.
struct Fields {
  bool quad = false, type = false;
  bool actor = false, recipient = false;                  ///< countries, as sets
  bool actor_sectors = false, recipient_sectors = false;  ///< country and sector, where gold gives a sector
  bool status = false, source = false;

  bool is_all_right() const {
    return type && actor && recipient && actor_sectors && recipient_sectors && status && source;
  }
};

/// The levels of the scores; each but detection, quad and type asks for the right type too, and sectors for the actors.
enum class Level : std::uint8_t { kDetection, kQuad, kType, kActors, kSectors, kStatus, kSource, kStrict };
inline constexpr std::size_t kLevels = 8;
std::string_view to_string(Level level);
using Verdict = std::array<bool, kLevels>;

/// Compares a pair field by field. Where gold has several actors and no recipient, the record's sides are read as one.
Fields compare(const GoldEvent& gold, const Record& record, const Types& types);
Verdict judge(const Fields& fields);

/// One name's words are all among the other's, which has four more at most: "Petro" and "Gustavo Petro".
bool is_same_name(std::string_view a, std::string_view b);

/// How much a pair speaks for being matched; 0 where it may not be.
double pair_weight(const GoldEvent& gold, const Record& record, const Types& types);

/// The one-to-one assignment of most weight, as pairs of a row and a column; weights of 0 are never taken.
/// Paper: Kuhn 1955; the form with potentials, O(n^3). Of equal assignments it takes the one that the order of rows
/// gives.
std::vector<std::pair<std::size_t, std::size_t>> assign(const std::vector<std::vector<double>>& weights);

/// What one document gives. Indices are into `gold->events` and `records`.
struct DocumentResult {
  const GoldDocument* gold = nullptr;  ///< Owner: the caller's list
  std::vector<Record> records;
  std::vector<std::optional<std::size_t>> record_of;  ///< of each gold event
  std::vector<std::optional<std::size_t>> event_of;   ///< of each record
  std::vector<Fields> fields;                         ///< of each gold event; meaningful where a record is matched
  std::vector<std::size_t> traps;                     ///< stepped into: indices into `gold->traps`

  /// Whether the record counts: it is not matched with a gold event that is not required.
  bool is_counted(std::size_t record) const;
  /// Whether the record is matched with an event of its quad class that happened.
  bool is_true_telling(std::size_t record) const;
  /// Whether the record says that something happened, and that counts against it or for it.
  bool is_told(std::size_t record) const;
};

DocumentResult score_document(const GoldDocument& gold, std::vector<Record> records, const Types& types);

/// Scores every gold document with the records that name it; a lone gold document takes all records.
/// Errors: bad_input where a record names a document that is not in the gold (`place` names the records);
/// limit where a document has more than 2,000 events or records.
Result<std::vector<DocumentResult>> score(const std::vector<GoldDocument>& gold, std::vector<Record> records,
                                          const std::string& place, const Types& types);

}  // namespace casus::eval
