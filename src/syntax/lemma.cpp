// SPDX-License-Identifier: Apache-2.0
#include "syntax/lemma.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace casus::syntax {
namespace {
bool has_digit(std::string_view form) {
  return std::ranges::any_of(form, [](char c) { return c >= '0' && c <= '9'; });
}

/// `text` without its last `count` characters; absent if it has fewer.
std::optional<std::string_view> without_last(std::string_view text, std::size_t count) {
  std::size_t end = text.size();
  while (count > 0 && end > 0) {
    do --end;
    while (end > 0 && !utf8::is_border(text, end));
    --count;
  }
  if (count > 0) return std::nullopt;
  return text.substr(0, end);
}
}  // namespace

Result<LemmaScript> parse_lemma_script(std::string_view name) {
  const auto bad = [&] { return fail(ErrorCode::kBadData, "unknown lemma script '" + std::string(name) + "'"); };
  if (name.starts_with('=')) return LemmaScript{LemmaScript::Kind::kWhole, 0, std::string(name.substr(1))};
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos || (name[0] != 's' && name[0] != 'L')) return bad();
  LemmaScript out{name[0] == 's' ? LemmaScript::Kind::kLower : LemmaScript::Kind::kOwnCase, 0,
                  std::string(name.substr(colon + 1))};
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + colon, out.cut);
  if (error != std::errc{} || end != name.data() + colon) return bad();
  return out;
}

std::string lower_case(std::string_view form) {
  std::string out;
  out.reserve(form.size());
  for (std::size_t at = 0; at < form.size();) {
    const auto [code_point, length] = utf8::decode(form, at);
    utf8::append(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(code_point))));
    at += length;
  }
  return out;
}

std::optional<std::string> lemma_by(const LemmaScript& script, std::string_view form) {
  if (script.kind == LemmaScript::Kind::kWhole) {
    if (has_digit(form)) return std::nullopt;
    return script.suffix;
  }
  const bool is_change = script.cut > 0 || !script.suffix.empty();
  if (is_change && has_digit(form)) return std::nullopt;
  const std::string base = script.kind == LemmaScript::Kind::kLower ? lower_case(form) : std::string(form);
  const auto kept = without_last(base, script.cut);
  if (!kept || (kept->empty() && !form.empty())) return std::nullopt;
  return std::string(*kept) + script.suffix;
}

}  // namespace casus::syntax
