// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>

#include "base/utf8.h"
#include "conllu/conllu.h"

namespace casus::conllu {
namespace {

constexpr std::uint32_t kNothing = 0xFFFFFFFFu;

/// What MISC says of each token, gathered once a document.
struct Notes {
  std::vector<std::uint32_t> mention;             // the outermost mention over a token
  std::vector<std::uint32_t> predicate;           // the predicate on a token
  std::vector<std::vector<std::uint32_t>> roles;  // the arguments headed by a token
  std::vector<bool> furniture;
  std::vector<std::uint32_t> name;  // the mention whose name holds a token
  std::vector<std::uint32_t> factuality;
};

/// A token of page furniture; both lists ascend.
std::vector<bool> furniture_tokens(const Document& doc) {
  std::vector<bool> out(doc.tokens.size(), false);
  auto span = doc.furniture.begin();
  for (std::size_t i = 0; i < doc.tokens.size() && span != doc.furniture.end(); ++i) {
    while (span != doc.furniture.end() && span->end <= doc.tokens[i].span.begin) ++span;
    out[i] = span != doc.furniture.end() && span->overlaps(doc.tokens[i].span);
  }
  return out;
}

Notes gather(const Document& doc) {
  const std::size_t size = doc.tokens.size();
  Notes notes{std::vector<std::uint32_t>(size, kNothing),    std::vector<std::uint32_t>(size, kNothing),
              std::vector<std::vector<std::uint32_t>>(size), furniture_tokens(doc),
              std::vector<std::uint32_t>(size, kNothing),    std::vector<std::uint32_t>(size, kNothing)};
  for (std::uint32_t m = 0; m < doc.mentions.size(); ++m) {  // ascending by begin, longer first
    const TokenRange range = doc.mentions[m].tokens;
    if (range.empty() || range.end > size || notes.mention[range.begin] != kNothing) continue;
    std::fill(notes.mention.begin() + range.begin, notes.mention.begin() + range.end, m);
  }
  for (std::uint32_t m = 0; m < doc.mentions.size(); ++m) {
    const TokenRange range = doc.mentions[m].name;
    if (range.begin >= range.end || range.end > size) continue;
    const auto taken = [](std::uint32_t other) { return other != kNothing; };  // a name inside a longer one
    if (std::any_of(notes.name.begin() + range.begin, notes.name.begin() + range.end, taken)) continue;
    std::fill(notes.name.begin() + range.begin, notes.name.begin() + range.end, m);
  }
  for (std::uint32_t f = 0; f < doc.factualities.size(); ++f) notes.factuality[doc.factualities[f].token.index()] = f;
  for (std::uint32_t p = 0; p < doc.predicates.size(); ++p) notes.predicate[doc.predicates[p].token.index()] = p;
  for (std::uint32_t a = 0; a < doc.arguments.size(); ++a) notes.roles[doc.arguments[a].head.index()].push_back(a);
  return notes;
}

/// Appends `s` so that it stays in its column: white space becomes one space, a string of nothing else "_".
void add_column(std::string_view s, std::string& out) {
  const std::size_t begin = out.size();
  bool space = false;
  for (std::size_t i = 0; i < s.size();) {
    const utf8::Decoded next = utf8::decode(s, i);
    const bool is_space = utf8::is_white_space(next.code_point);
    if (is_space && !space) out += ' ';
    if (!is_space) out += s.substr(i, next.length);
    space = is_space;
    i += next.length;
  }
  if (out.size() == begin || (space && out.size() == begin + 1)) out.replace(begin, std::string::npos, "_");
}

/// Writes the sentences of one document.
class Writer {
 public:
  Writer(const Document& doc, std::string& out) : doc_(doc), notes_(gather(doc)), out_(out) {}
  void run();

 private:
  void write_sentence(TokenRange range, std::size_t number);
  void write_multiword(std::uint32_t token, TokenRange sentence);
  void write_word(std::uint32_t token, TokenRange sentence);
  void write_analysis(std::uint32_t token, TokenRange sentence);
  std::string misc_of(std::uint32_t token, TokenRange sentence, bool inside_multiword) const;
  bool has_inventory() const { return doc_.inventory != nullptr; }
  bool is_new_paragraph(std::uint32_t token) const { return doc_.tokens[token].break_before == 3; }

  const Document& doc_;
  Notes notes_;
  std::string& out_;
  std::uint32_t multiword_end_ = 0;
};

void Writer::run() {
  const auto size = static_cast<std::uint32_t>(doc_.tokens.size());
  out_ += "# newdoc id = ";
  add_column(doc_.origin.id, out_);
  out_ += '\n';
  std::size_t number = 0;
  std::uint32_t next = 0;
  for (const Sentence& sentence : doc_.sentences) {  // tokens outside of sentences make one of their own
    if (next < sentence.tokens.begin) write_sentence({next, sentence.tokens.begin}, ++number);
    write_sentence(sentence.tokens, ++number);
    next = sentence.tokens.end;
  }
  if (next < size) write_sentence({next, size}, ++number);
  if (number == 0) out_ += '\n';
}

void Writer::write_sentence(TokenRange range, std::size_t number) {
  if (range.empty()) return;
  if (is_new_paragraph(range.begin)) out_ += "# newpar\n";
  out_ += "# sent_id = ";
  add_column(doc_.origin.id, out_);
  out_ += "-" + std::to_string(number) + "\n# text = ";
  add_column(doc_.words(range), out_);
  out_ += '\n';
  multiword_end_ = range.begin;
  for (std::uint32_t token = range.begin; token < range.end; ++token) {
    write_multiword(token, range);
    write_word(token, range);
  }
  out_ += '\n';
}

void Writer::write_multiword(std::uint32_t token, TokenRange sentence) {
  const std::uint32_t words = doc_.tokens[token].multiword;
  if (words < 2 || token + words > sentence.end) return;
  multiword_end_ = token + words;
  const std::uint32_t id = token - sentence.begin + 1;
  out_ += std::to_string(id) + "-" + std::to_string(id + words - 1) + "\t";
  add_column(doc_.words({token, token + words}), out_);
  out_ += "\t_\t_\t_\t_\t_\t_\t_\t";
  out_ += doc_.tokens[token + words - 1].space_after ? "_\n" : "SpaceAfter=No\n";
}

void Writer::write_word(std::uint32_t token, TokenRange sentence) {
  out_ += std::to_string(token - sentence.begin + 1) + "\t";
  add_column(doc_.form(TokenId{token}), out_);
  write_analysis(token, sentence);
  out_ += "\t_\t" + misc_of(token, sentence, token < multiword_end_) + "\n";
}

/// LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL.
void Writer::write_analysis(std::uint32_t token, TokenRange sentence) {
  if (doc_.morphology.size() != doc_.tokens.size() || doc_.arcs.size() != doc_.tokens.size() || !has_inventory()) {
    out_ += "\t_\t_\t_\t_\t_\t_";
    return;
  }
  const TokenId id{token};
  for (const std::string_view column :
       {std::string_view(doc_.lemma(id)), to_string(doc_.upos(id)), doc_.xpos(id), doc_.feats(id)}) {
    out_ += '\t';
    add_column(column, out_);
  }
  const TokenId head = doc_.head(id);
  const bool inside = head.exists() && sentence.contains(head);
  out_ += "\t" + std::to_string(inside ? head.value - sentence.begin + 1 : 0) + "\t";
  add_column(doc_.deprel(id), out_);
}

std::string upper(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

/// Two digits behind the point.
std::string rounded(float value) {
  char digits[32];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, 2);
  return error == std::errc{} ? std::string(digits, end) : "0.00";
}

std::string Writer::misc_of(std::uint32_t token, TokenRange sentence, bool inside_multiword) const {
  std::string out;
  const auto add = [&](const std::string& item) { out += (out.empty() ? "" : "|") + item; };
  if (const std::uint32_t m = notes_.mention[token]; m != kNothing) {
    const Mention& mention = doc_.mentions[m];
    add((mention.tokens.begin == token ? "Entity=B-" : "Entity=I-") + upper(to_string(mention.type)));
  }
  if (const std::uint32_t f = notes_.factuality[token]; f != kNothing)
    add("Factuality=" + rounded(doc_.factualities[f].score));
  if (notes_.furniture[token]) add("Furniture=Yes");
  if (const std::uint32_t m = notes_.name[token]; m != kNothing) {
    const Mention& mention = doc_.mentions[m];
    add((mention.name.begin == token ? "Name=B-" : "Name=I-") + std::string(name_class(mention.type)));
  }
  std::string roles;
  for (const std::uint32_t a : notes_.roles[token]) {
    const Argument& argument = doc_.arguments[a];
    const TokenId predicate = doc_.predicates[argument.predicate.index()].token;
    if (!sentence.contains(predicate) || !has_inventory()) continue;
    roles += (roles.empty() ? "" : ",") + std::string(doc_.role(argument)) + ":" +
             std::to_string(predicate.value - sentence.begin + 1);
  }
  if (!roles.empty()) add("Role=" + roles);
  if (const std::uint32_t p = notes_.predicate[token]; p != kNothing) {
    const std::string& roleset = doc_.predicates[p].roleset;
    add("Roleset=" + (roleset.empty() ? std::string("_") : roleset));
  }
  if (!inside_multiword && !doc_.tokens[token].space_after) add("SpaceAfter=No");
  return out.empty() ? "_" : out;
}

}  // namespace

void write(const Document& doc, std::string& out) {
  Writer(doc, out).run();
}

}  // namespace casus::conllu
