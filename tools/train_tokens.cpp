// SPDX-License-Identifier: Apache-2.0
// Trains data/lang/<code>/tokens.model, the decision of the token stage, on CoNLL-U from standard input.
//   train_tokens DATA [evaluate] < treebank.conllu > tokens.model      (train/tokens.py joins the treebanks)
// A softmax over hashed features, AdaGrad, features dropped at random while it learns; weights are rounded to 16 bits.
// The same input gives the same bytes. With `evaluate`, the model that stands in DATA is measured instead.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <map>
#include <numeric>
#include <random>

#include "conllu/conllu.h"
#include "segment/cut_model.h"
#include "segment/splitter.h"

namespace casus::segment {
namespace {

constexpr double kScale = 256.0;  // integer weights a unit

double setting(const char* name, double otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::atof(value);
}

struct Example {
  std::vector<std::uint32_t> features;
  std::size_t cut = 0;
};

/// Calls `visit` with each chunk of a document and its gold cuts, by byte offset into the chunk.
template <typename Visit>
void for_each_chunk(const Document& doc, Visit visit) {
  ContextWalk walk(doc.text);
  std::size_t token = 0;
  while (walk.advance()) {
    const Span chunk = walk.chunk().span;
    std::map<std::uint32_t, Cut> gold;
    while (token < doc.tokens.size() && doc.tokens[token].span.begin < chunk.end) {
      const Token& t = doc.tokens[token++];
      if (t.span.begin > chunk.begin) gold[t.span.begin - chunk.begin] = t.multiword == 0 ? Cut::kWord : Cut::kToken;
    }
    visit(walk.context(), gold);
  }
}

std::string lower_run(std::string_view text, std::size_t begin, std::size_t end) {
  std::string run;
  for (std::size_t i = begin; i < end; ++i) run += static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
  return run;
}

/// The letter runs that may be parted: those of the language, and those that the treebank parts often enough.
void learn_runs(const std::vector<Document>& docs, const lang::Language& language, CutModel& model) {
  std::map<std::string, std::size_t> seen;
  std::map<std::pair<std::string, std::uint32_t>, std::size_t> parted;
  for (const Document& doc : docs)
    for_each_chunk(doc, [&](const ChunkContext& chunk, const std::map<std::uint32_t, Cut>& gold) {
      const std::string_view text = chunk.text;
      for (std::size_t i = 0; i < text.size();) {
        if (!std::isalpha(static_cast<unsigned char>(text[i]))) {
          ++i;
          continue;
        }
        std::size_t end = i;
        while (end < text.size() && std::isalpha(static_cast<unsigned char>(text[end]))) ++end;
        const std::string run = lower_run(text, i, end);
        ++seen[run];
        const bool negated = run.ends_with('n') && end + 1 < text.size() &&
                             (text[end + 1] == 't' || text[end + 1] == 'T' || text[end] != '\'');
        for (auto cut = gold.upper_bound(static_cast<std::uint32_t>(i)); cut != gold.end() && cut->first < end; ++cut)
          if (!negated) ++parted[{run, cut->first - static_cast<std::uint32_t>(i)}];
        i = end;
      }
    });
  const double least = setting("RUN_SHARE", 0.3);
  for (const auto& [key, count] : parted)
    if (count >= 2 && static_cast<double>(count) >= least * static_cast<double>(seen[key.first]))
      model.set_run(key.first, key.second);
  for (const lang::Contraction& contraction : language.contractions()) model.set_run(contraction.word, contraction.cut);
}

std::vector<Example> examples_of(const std::vector<Document>& docs, Splitter& splitter, std::size_t& unreachable) {
  std::vector<Example> examples;
  for (const Document& doc : docs)
    for_each_chunk(doc, [&](const ChunkContext& chunk, const std::map<std::uint32_t, Cut>& gold) {
      const std::span<Place> places = splitter.find_places(chunk);
      std::size_t found = 0;
      Splitter::Features features;
      for (std::size_t p = 0; p < places.size(); ++p) {
        splitter.describe(chunk, p, features);
        const auto cut = gold.find(places[p].offset);
        if (cut != gold.end()) places[p].cut = cut->second, ++found;
        examples.push_back({{features.span().begin(), features.span().end()}, static_cast<std::size_t>(places[p].cut)});
      }
      unreachable += gold.size() - found;
    });
  return examples;
}

/// Drops features that too few examples have; what was seen once says little of the next text.
void drop_rare(std::vector<Example>& examples) {
  const auto least = static_cast<std::uint32_t>(setting("SEEN", 3));
  std::vector<std::uint32_t> seen(kFeatures, 0);
  for (const Example& example : examples)
    for (const std::uint32_t f : example.features) ++seen[f];
  for (Example& example : examples) std::erase_if(example.features, [&](std::uint32_t f) { return seen[f] < least; });
}

using Row = std::array<float, kCuts>;

std::vector<Row> train(const std::vector<Example>& examples) {
  const double rate = setting("RATE", 0.2), keep = setting("KEEP", 0.7), decay = setting("DECAY", 1e-6);
  const int epochs = static_cast<int>(setting("EPOCHS", 12));
  std::vector<Row> weights(kFeatures, Row{}), squares(kFeatures, Row{});
  std::vector<std::size_t> order(examples.size());
  std::iota(order.begin(), order.end(), 0u);
  std::mt19937_64 random(1);
  std::vector<std::uint32_t> kept;
  std::vector<Row> sums(kFeatures, Row{});  // over the later half of the epochs: their mean wobbles less
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    double loss = 0;
    for (const std::size_t e : order) {
      kept.clear();
      for (const std::uint32_t f : examples[e].features)
        if (static_cast<double>(random() >> 11) * 0x1p-53 < keep) kept.push_back(f);
      std::array<double, kCuts> p{};
      for (std::size_t c = 0; c < kCuts; ++c)
        for (const std::uint32_t f : kept) p[c] += weights[f][c] / keep;
      const double most = *std::ranges::max_element(p);
      double sum = 0;
      for (double& x : p) sum += x = std::exp(x - most);
      for (double& x : p) x /= sum;
      loss -= std::log(p[examples[e].cut] + 1e-12);
      for (std::size_t c = 0; c < kCuts; ++c) {
        const double error = p[c] - (c == examples[e].cut ? 1.0 : 0.0);
        if (std::abs(error) < 1e-4) continue;
        for (const std::uint32_t f : kept) {
          const double gradient = error + decay * weights[f][c];
          squares[f][c] += static_cast<float>(gradient * gradient);
          weights[f][c] -= static_cast<float>(rate * gradient / std::sqrt(squares[f][c] + 1e-6));
        }
      }
    }
    std::fprintf(stderr, "epoch %d loss %.5f\n", epoch + 1, loss / static_cast<double>(examples.size()));
    if (epoch < epochs / 2) continue;
    for (std::uint32_t f = 0; f < kFeatures; ++f)
      for (std::size_t c = 0; c < kCuts; ++c) sums[f][c] += weights[f][c] / static_cast<float>(epochs - epochs / 2);
  }
  return sums;
}

void store(const std::vector<Row>& weights, CutModel& model) {
  const double least = setting("LEAST", 0.05);
  for (std::uint32_t f = 0; f < kFeatures; ++f) {
    const auto [low, high] = std::ranges::minmax(weights[f]);
    if (high - low < least) continue;
    CutModel::Weights row{};
    for (std::size_t c = 1; c < kCuts; ++c)
      row[c - 1] =
          static_cast<std::int16_t>(std::clamp(std::lround((weights[f][c] - weights[f][0]) * kScale), -32767L, 32767L));
    model.set_weights(f, row);
  }
}

/// Prints every chunk that is parted otherwise than the treebank has it, and the F1 of the words.
void evaluate(const std::vector<Document>& docs, Splitter& splitter) {
  std::size_t gold_words = 0, words = 0, right = 0;
  for (const Document& doc : docs)
    for_each_chunk(doc, [&](const ChunkContext& chunk, const std::map<std::uint32_t, Cut>& gold) {
      std::map<std::uint32_t, Cut> found;
      for (const Place& place : splitter.split(chunk))
        if (place.cut != Cut::kNone) found[place.offset] = place.cut;
      const auto list = [&](const std::map<std::uint32_t, Cut>& cuts) {
        std::vector<std::array<std::uint32_t, 3>> out;
        std::uint32_t begin = 0;
        std::uint32_t kind = 1;
        for (const auto& [at, cut] : cuts)
          out.push_back({begin, at, kind}), begin = at, kind = static_cast<std::uint32_t>(cut);
        out.push_back({begin, static_cast<std::uint32_t>(chunk.text.size()), kind});
        return out;
      };
      const auto show = [&](const std::map<std::uint32_t, Cut>& cuts) {
        std::string out(chunk.text);
        for (auto cut = cuts.rbegin(); cut != cuts.rend(); ++cut)
          out.insert(cut->first, cut->second == Cut::kWord ? "+" : " ");
        return out;
      };
      const auto a = list(gold), b = list(found);
      gold_words += a.size(), words += b.size();
      for (const auto& word : b) right += std::ranges::find(a, word) != a.end();
      if (gold != found) std::printf("%s\t%s\n", show(gold).c_str(), show(found).c_str());
    });
  std::printf("words F1 %.3f (%zu gold, %zu found)\n",
              200.0 * static_cast<double>(right) / static_cast<double>(gold_words + words), gold_words, words);
}

int run(int count, char** arguments) {
  if (count < 2) return std::fputs("train_tokens DATA [evaluate] < treebank.conllu\n", stderr), 2;
  const std::filesystem::path data = arguments[1];
  const std::string file{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  const auto docs = conllu::read(file);
  const auto language = lang::Language::load(data, "en");
  if (!docs || !language)
    return std::fprintf(stderr, "%s\n", to_string(docs ? language.error() : docs.error()).c_str()), 2;
  if (count > 2) {
    const auto model = CutModel::load(data / "lang" / "en" / "tokens.model");
    if (!model) return std::fprintf(stderr, "%s\n", to_string(model.error()).c_str()), 2;
    Splitter splitter(*language, *model);
    evaluate(*docs, splitter);
    return 0;
  }
  CutModel model;
  learn_runs(*docs, *language, model);
  Splitter splitter(*language, model);
  std::size_t unreachable = 0;
  std::vector<Example> examples = examples_of(*docs, splitter, unreachable);
  drop_rare(examples);
  std::fprintf(stderr, "%zu documents, %zu places, %zu cuts elsewhere\n", docs->size(), examples.size(), unreachable);
  store(train(examples), model);
  std::fputs(model.print().c_str(), stdout);
  return 0;
}

}  // namespace
}  // namespace casus::segment

int main(int count, char** arguments) {
  return casus::segment::run(count, arguments);
}
