// SPDX-License-Identifier: Apache-2.0
// conllu: the linguistic layers as CoNLL-U (Nivre et al. 2020), in and out. Reads tokens, sentences and marked
// predicates (tests and users give gold ones); writes every layer that has a place in the format.
//   auto docs = conllu::read("# newdoc id = a\n1\tPetro\t…\n2\tsaid\t…\tPred=1\n\n");   // one Document, one predicate
//   std::string out;  conllu::write(docs->front(), out);
//
// MISC on output, besides SpaceAfter=No:
//   Entity=B-PERSON, Entity=I-PERSON   outermost mentions, flat, the type in upper case
//   Name=B-PER, Name=I-PER             proper names: PER, ORG, LOC, MISC
//   Factuality=-2.41                   did it happen, -3 (no) to 3 (yes); on verbs and predicates
//   Roleset=attack.01                  on a predicate ("_" after the dot where the roleset is not known)
//   Role=ARG0:7,ARG1:12                on an argument's head: label and ID of the predicate
//   Furniture=Yes                      on a token inside page furniture
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/document.h"

namespace casus::conllu {

/// The documents of a CoNLL-U file: one for each `# newdoc`, or one in all. The text is `# text` of each sentence, or
/// the forms with SpaceAfter; sentences follow after a space (or glued, where the last token has SpaceAfter=No),
/// paragraphs after a blank line. Tokens, multiword tokens and sentences are taken as given; `Pred=1` or
/// `Roleset=attack.01` in MISC makes a predicate without arguments; kRoles stays unmarked, so that the role stage fills
/// it. Nothing else is taken. `raw` holds the document's lines, and the alignment leads from each form to them. Errors:
/// bad_input naming the line; limit for what does not fit 32-bit offsets.
Result<std::vector<Document>> read(std::string_view file);

/// Appends `doc` as CoNLL-U: every token of the text, also those inside furniture; "_" for what was not computed.
void write(const Document& doc, std::string& out);

}  // namespace casus::conllu
