// SPDX-License-Identifier: Apache-2.0
// Prints the layers that the network gives, as CoNLL-U: for scores of these alone and for choosing windows.
//   casus_annotate_gold DATA MODEL conllu|text FILE [max_pieces [context_sentences [context_pieces]]]
// Seconds of each stage go to standard error.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "conllu/conllu.h"
#include "encode/encode.h"
#include "entity/entity.h"
#include "factuality/factuality.h"
#include "role/role.h"
#include "segment/segment.h"
#include "syntax/syntax.h"

namespace {
using namespace casus;

Result<std::vector<Document>> read_documents(const std::string& kind, const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, path + ": cannot be read");
  std::ostringstream all;
  all << in.rdbuf();
  if (kind == "conllu") return conllu::read(all.str());
  Document doc;
  doc.raw = doc.text = all.str();
  doc.alignment = Alignment::identity(static_cast<std::uint32_t>(doc.text.size()));
  doc.origin.id = path;
  doc.mark(Layer::kText);
  std::vector<Document> out;
  out.push_back(std::move(doc));
  return out;
}

Result<void> run(int argc, char** argv) {
  const std::filesystem::path data = argv[1];
  encode::WindowSettings windows;
  if (argc > 5) windows.max_pieces = static_cast<std::uint32_t>(std::atoi(argv[5]));
  if (argc > 6) windows.context_sentences = static_cast<std::uint32_t>(std::atoi(argv[6]));
  if (argc > 7) windows.context_pieces = static_cast<std::uint32_t>(std::atoi(argv[7]));
  ASSIGN_OR_RETURN(const nn::Kernels* kernels, nn::select_kernels());
  ASSIGN_OR_RETURN(nn::Model loaded, nn::Model::load(argv[2], *kernels));
  const auto model = std::make_shared<const nn::Model>(std::move(loaded));
  std::vector<std::unique_ptr<Stage>> stages;
  const auto add = [&](Result<std::unique_ptr<Stage>> stage) -> Result<void> {
    if (!stage) return std::unexpected(stage.error());
    stages.push_back(std::move(*stage));
    return {};
  };
  RETURN_IF_ERROR(add(segment::make_token_stage(data)));
  RETURN_IF_ERROR(add(encode::make_encode_stage(model, windows)));
  RETURN_IF_ERROR(add(segment::make_sentence_stage(data, model)));
  RETURN_IF_ERROR(add(syntax::make_syntax_stage(data, model)));
  RETURN_IF_ERROR(add(role::make_role_stage(data, model)));
  RETURN_IF_ERROR(add(entity::make_entity_stage(data, model)));
  RETURN_IF_ERROR(add(factuality::make_factuality_stage(model)));
  ASSIGN_OR_RETURN(std::vector<Document> docs, read_documents(argv[3], argv[4]));
  Workspace workspace;
  std::vector<double> seconds(stages.size(), 0.0);
  for (Document& doc : docs) {
    for (std::size_t s = 0; s < stages.size(); ++s) {
      const auto start = std::chrono::steady_clock::now();
      RETURN_IF_ERROR(stages[s]->run({&doc, 1}, workspace));
      seconds[s] += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    for (const Failure& failure : doc.failures) std::cerr << doc.origin.id << ": " << to_string(failure.error) << "\n";
    std::string out;
    conllu::write(doc, out);
    std::fwrite(out.data(), 1, out.size(), stdout);
  }
  for (std::size_t s = 0; s < stages.size(); ++s) std::cerr << stages[s]->info().name << " " << seconds[s] << "\n";
  return {};
}
}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::cerr
        << "usage: casus_annotate_gold DATA MODEL conllu|text FILE [max_pieces [context_sentences [context_pieces]]]\n";
    return 2;
  }
  if (const auto done = run(argc, argv); !done) {
    std::cerr << to_string(done.error()) << "\n";
    return 1;
  }
  return 0;
}
