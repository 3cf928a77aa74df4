// SPDX-License-Identifier: Apache-2.0
#include "segment/cut_model.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

namespace casus::segment {
namespace {

constexpr std::string_view kMagic = "casus tokens 1";
constexpr std::size_t kMaxFile = 64u << 20;

/// Cuts the next field off `line`; fields are parted by single spaces.
std::string_view take_field(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view field = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return field;
}

template <typename Integer>
std::optional<Integer> parse_number(std::string_view s) {
  Integer value = 0;
  const auto [end, code] = std::from_chars(s.data(), s.data() + s.size(), value);
  if (code != std::errc{} || end != s.data() + s.size()) return std::nullopt;
  return value;
}

}  // namespace

Result<CutModel> CutModel::parse(std::string_view text, const std::string& name) {
  CutModel model;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    const auto where = [&] { return name + ":" + std::to_string(number) + ": "; };
    if (number == 1 && line != kMagic)
      return fail(ErrorCode::kBadData, where() + "expected '" + std::string(kMagic) + "'");
    if (number == 1 || line.empty() || line.front() == '#') continue;
    if (const auto taken = model.take_line(line); !taken)
      return fail(ErrorCode::kBadData, where() + taken.error().message);
  }
  if (number == 0) return fail(ErrorCode::kBadData, name + ": empty file");
  return model;
}

/// "r cannot 3": a run and its cut; "w 17 -3 5": a feature and its weights.
Result<void> CutModel::take_line(std::string_view line) {
  const std::string_view kind = take_field(line);
  if (kind == "r") {
    const std::string run(take_field(line));
    const auto cut = parse_number<std::uint32_t>(line);
    if (!cut || *cut == 0 || *cut >= run.size()) return fail(ErrorCode::kBadData, "expected a run and a cut inside it");
    set_run(run, *cut);
    return {};
  }
  if (kind != "w") return fail(ErrorCode::kBadData, "expected 'r' or 'w'");
  const auto feature = parse_number<std::uint32_t>(take_field(line));
  if (!feature || *feature >= kFeatures)
    return fail(ErrorCode::kBadData, "expected a feature below " + std::to_string(kFeatures));
  Weights weights{};
  for (std::int16_t& weight : weights) {
    const auto value = parse_number<std::int16_t>(take_field(line));
    if (!value) return fail(ErrorCode::kBadData, "expected two weights of 16 bits");
    weight = *value;
  }
  if (!line.empty()) return fail(ErrorCode::kBadData, "expected two weights of 16 bits");
  set_weights(*feature, weights);
  return {};
}

Result<CutModel> CutModel::load(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto size = std::filesystem::file_size(file, ignored);
  std::ifstream in(file, std::ios::binary);
  if (!in || ignored) return fail(ErrorCode::kNotFound, "cannot read " + file.string());
  if (size > kMaxFile) return fail(ErrorCode::kLimit, file.string() + " is larger than 64 MB");
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return parse(text, file.filename().string());
}

std::string CutModel::print() const {
  std::string out = std::string(kMagic) + "\n";
  std::vector<std::pair<std::string, std::uint32_t>> runs(runs_.begin(), runs_.end());
  std::ranges::sort(runs);
  for (const auto& [run, cut] : runs) out += "r " + run + " " + std::to_string(cut) + "\n";
  for (std::size_t f = 0; f < weights_.size(); ++f) {
    const Weights& w = weights_[f];
    if (w == Weights{}) continue;
    out += "w " + std::to_string(f);
    for (const std::int16_t weight : w) out += " " + std::to_string(weight);
    out += '\n';
  }
  return out;
}

Decision CutModel::decide(std::span<const std::uint32_t> features, bool may_be_word) const {
  std::int32_t token = 0;
  std::int32_t word = 0;
  for (const std::uint32_t feature : features) {
    token += weights_[feature][0];
    word += weights_[feature][1];
  }
  const bool is_word = may_be_word && word > token;
  const std::int32_t margin = is_word ? word : token;
  return {margin <= 0 ? Cut::kNone : is_word ? Cut::kWord : Cut::kToken, margin};
}

std::uint32_t CutModel::run_cut(std::string_view run) const {
  if (run.size() > longest_run_) return 0;
  const auto found = runs_.find(std::string(run));
  return found == runs_.end() ? 0 : found->second;
}

void CutModel::set_run(const std::string& run, std::uint32_t cut) {
  runs_[run] = cut;
  longest_run_ = std::max(longest_run_, run.size());
}

}  // namespace casus::segment
