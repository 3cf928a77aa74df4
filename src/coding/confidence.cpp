// SPDX-License-Identifier: Apache-2.0
#include "coding/confidence.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace casus::coding {
namespace {
constexpr float kUnseen = 0.5F;     // a side that no arc speaks for
constexpr float kLookedUp = 0.95F;  // a country that the party's own words or the dictionaries tell

float side_confidence(const Document& doc, const EventScore& score, ArcKind kind, const std::vector<Side>& sides) {
  if (sides.empty()) {  // that there is none: no arc says otherwise
    float most = 0.0F;
    for (const EventArc& arc : score.arcs)
      if (arc.kind == kind) most = std::max(most, arc.score);
    return 1.0F - 0.5F * most;
  }
  float least = 1.0F;
  for (const Side& side : sides) {
    float arc_score = kUnseen;
    for (const EventArc& arc : score.arcs)
      if (arc.kind == kind && arc.token == side.head) arc_score = std::max(arc_score, arc.score);
    const Nation* nation = doc.nation_of(side.head);
    float country = side.country.empty() ? kUnseen : kLookedUp;
    if (nation != nullptr) country = nation->country == side.country ? std::max(nation->score, kUnseen) : kUnseen;
    least = std::min(least, arc_score * country);
  }
  return least;
}
}  // namespace

float raw_confidence(const Document& doc, const EventScore* score, const Verdict& verdict, float status,
                     const Coding& coding) {
  if (score == nullptr) return verdict.probability * kUnseen;
  return verdict.probability * status * side_confidence(doc, *score, ArcKind::kActor, coding.actors) *
         side_confidence(doc, *score, ArcKind::kRecipient, coding.recipients);
}

Result<Calibration> Calibration::load(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return fail(ErrorCode::kNotFound, "cannot read " + file.string());
  Calibration out;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    std::pair<float, float> point;
    const bool is_read = static_cast<bool>(fields >> point.first >> point.second);
    const bool rises =
        out.points_.empty() || (point.first > out.points_.back().first && point.second >= out.points_.back().second);
    if (!is_read || !rises || point.second < 0.0F || point.second > 1.0F)
      return fail(ErrorCode::kBadData, file.string() + ":" + std::to_string(number) +
                                           ": expected two numbers from 0 to 1 that rise from line to line");
    out.points_.push_back(point);
  }
  if (out.points_.size() < 2) return fail(ErrorCode::kBadData, file.string() + ": expected two points or more");
  return out;
}

float Calibration::operator()(float raw) const {
  const auto after = std::ranges::lower_bound(points_, raw, {}, &std::pair<float, float>::first);
  if (after == points_.begin()) return points_.front().second;
  if (after == points_.end()) return points_.back().second;
  const auto& [x0, y0] = *(after - 1);
  const auto& [x1, y1] = *after;
  return y0 + (y1 - y0) * (raw - x0) / (x1 - x0);
}

}  // namespace casus::coding
