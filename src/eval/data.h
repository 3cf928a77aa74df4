// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/span.h"

namespace casus::eval {

struct Type {
  std::string name, quad;
};

/// The event types that records may have, in the order of their names. A type is an index into them.
class Types {
 public:
  explicit Types(std::vector<Type> types);
  std::size_t size() const { return types_.size(); }
  const std::string& name(std::size_t type) const { return types_[type].name; }
  const std::string& quad(std::size_t type) const { return types_[type].quad; }
  std::optional<std::size_t> find(std::string_view name) const;

 private:
  std::vector<Type> types_;
};

/// Whether an event happened, as records and gold spell it.
enum class Status : std::uint8_t { kActual, kFuture, kHypothetical, kNegated };
inline constexpr std::size_t kStatuses = 4;
std::string_view to_string(Status status);

/// The index of an enumerator into an array over all of them.
template <typename Enum>
constexpr std::size_t index(Enum value) {
  return static_cast<std::size_t>(value);
}

/// A side of an event. An absent country of a gold party that has a sector stands for any.
struct Party {
  std::string text, name;
  std::optional<std::string> country;
  std::string sector;                      ///< empty: none
  std::vector<std::string> other_sectors;  ///< the first two; of records only
};

struct Words {
  std::string text;
  Span span;
};

struct GoldEvent {
  std::string id, note;
  std::vector<std::size_t> types;  ///< any of them is right; not empty
  Words trigger;
  std::optional<Span> sentence;
  std::vector<Party> actor, recipient;
  Status status = Status::kActual;
  bool is_required = true, is_historical = false;
  std::vector<std::string> attribution;  ///< names of speakers, the innermost last
  std::vector<std::string> modes, contexts;
};

/// Words that tell no event, and why.
struct Trap {
  Words words;
  std::string why;
};

struct GoldDocument {
  std::string file;                 ///< the name that records call it by
  std::string split, published;     ///< part of a corpus, day; empty where none is named
  std::optional<std::string> text;  ///< only where the gold file holds it
  std::vector<GoldEvent> events;
  std::vector<Trap> traps;
};

/// What is read of an event record.
struct Record {
  std::string document;  ///< the last part of document.id
  std::size_t type = 0;
  Status status = Status::kActual;
  std::vector<Party> actor, recipient;
  std::vector<std::string> attribution;  ///< speakers as shown, the innermost last
  std::vector<std::string> modes, contexts;
  std::optional<std::string> source;  ///< the innermost speaker's name, else its words
  Words trigger;
  std::vector<Span> mentions;
  std::optional<Span> sentence;
  std::optional<double> confidence;  ///< Range: 0 to 1; absent where it is no such number
};

/// Reads a gold file: one document, a list of them, or one a line. `place` is its name in messages.
/// Errors: bad_input, naming the document and event.
Result<std::vector<GoldDocument>> read_gold(std::string_view bytes, const std::string& place, const Types& types);

/// Reads event records, one a line; blank lines are passed over. Errors: bad_input "records.jsonl:3: …".
Result<std::vector<Record>> read_records(std::string_view lines, const std::string& place, const Types& types);

}  // namespace casus::eval
