// SPDX-License-Identifier: Apache-2.0
#include "coding/answers.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "coding/sides.h"
#include "coding/types.h"

namespace casus::coding {
namespace {
constexpr std::size_t kFarthest = 6;  // events back
constexpr std::array<std::string_view, 10> kReplies{"AGREE",   "SUPPORT", "CONCEDE", "COOPERATE", "AID",
                                                    "REQUEST", "ACCUSE",  "REJECT",  "THREATEN",  "SANCTION"};
constexpr std::array<std::string_view, 4> kOfTheSameDoer{"ASSAULT", "REJECT", "RETREAT", "CONCEDE"};

template <typename Same>
bool share(const std::vector<Side>& a, const std::vector<Side>& b, Same same) {
  return std::ranges::any_of(
      a, [&](const Side& x) { return std::ranges::any_of(b, [&](const Side& y) { return same(x, y); }); });
}

bool may_be_same(const Side& a, const Side& b) {
  return same_party(a, b) || (!a.country.empty() && a.country == b.country);
}

/// The doers of the last event before `index` that befell `sufferers` and was not their own.
const std::vector<Side>* last_doers(const Document& doc, std::size_t index, const std::vector<Side>& sufferers) {
  for (std::size_t back = 1; back <= std::min(index, kFarthest); ++back) {
    const Coding& earlier = doc.codings[index - back];
    if (!earlier.actors.empty() && share(earlier.recipients, sufferers, may_be_same) &&
        !share(earlier.actors, sufferers, same_party))
      return &earlier.actors;
  }
  return nullptr;
}

/// Those to whom one of `doers` did what the event just before `index` tells.
const std::vector<Side>* last_sufferers(const Document& doc, std::size_t index, const std::vector<Side>& doers) {
  if (index == 0) return nullptr;
  const Coding& earlier = doc.codings[index - 1];
  const bool is_same = !earlier.recipients.empty() && share(earlier.actors, doers, may_be_same) &&
                       !share(earlier.recipients, doers, same_party);
  return is_same ? &earlier.recipients : nullptr;
}

std::string countries_of(const std::vector<Side>& sides) {
  std::string out;
  for (const Side& side : sides)
    if (!side.country.empty()) out += (out.empty() ? ": " : ", ") + side.country;
  return out;
}

}  // namespace

void fill_from_earlier(Document& doc) {
  for (std::size_t i = 0; i < doc.codings.size(); ++i) {
    Coding& coding = doc.codings[i];
    if (coding.recipients.empty() && !coding.actors.empty() && in(kReplies, coding.type)) {
      if (const auto* doers = last_doers(doc, i, coding.actors)) {
        coding.recipients = *doers;
        coding.reasons.push_back(
            {"recipient", "a reply to who last did something to the actor" + countries_of(*doers)});
      } else if (const auto* sufferers = last_sufferers(doc, i, coding.actors)) {
        coding.recipients = *sufferers;
        coding.reasons.push_back(
            {"recipient", "to whom the actor did what was told just before" + countries_of(*sufferers)});
      }
    } else if (coding.actors.empty() && !coding.recipients.empty() && in(kOfTheSameDoer, coding.type)) {
      if (const auto* doers = last_doers(doc, i, coding.recipients)) {
        coding.actors = *doers;
        coding.reasons.push_back({"actor", "who last did something to the recipient" + countries_of(*doers)});
      }
    }
  }
}

}  // namespace casus::coding
