// SPDX-License-Identifier: Apache-2.0
// record: the flat event record (product.md, section 2; schema "casus.event/1") and the quotation record, made from a
// Document. Reads every layer; writes none. Every field keeps the span of the words that it came from.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "codebook/codebook.h"
#include "document/document.h"

namespace casus::record {

/// A piece of text and where it stands. `span` in bytes of the document's text.
struct Words {
  std::string text;
  Span span;
};

/// A side of an event or a speaker. Empty strings are null in every output.
struct Party {
  Words words;
  std::string name, wikidata_id, country, sector, role;
  std::vector<std::string> other_sectors;
};

struct When {
  std::string start, end;      ///< "YYYY-MM-DD"; empty where the text does not fix them
  std::string granularity;     ///< empty: unknown
  std::string basis = "none";  ///< text, publication, none
  std::optional<Words> words;
};

struct Where {
  Words words;
  std::string name, country, admin1, feature;
  std::optional<std::int64_t> geonames_id;
  std::optional<double> latitude, longitude, radius_km;
};

struct Magnitude {
  std::string what, unit;
  std::optional<double> min, max;
  bool is_strict = false, is_approximate = false;
  Words words;
};

struct Claim {
  std::optional<Party> source;
  std::string kind;
  Words cue;
  Span content;
};

/// Which program, model and knowledge made a record.
struct Coder {
  std::string casus, model, knowledge, codebook;
};

struct Record {
  std::string id;
  std::string event, quad, cameo;
  std::vector<std::string> modes, contexts;
  std::optional<double> plover_score, goldstein;
  std::string status;
  bool is_historical = false;
  std::vector<Party> actor, recipient;
  When date;
  std::vector<Where> place;
  std::vector<Magnitude> magnitude;
  std::vector<Claim> attribution;
  Words trigger;
  Span sentence;
  std::vector<Span> mentions;
  double confidence = 0;
  std::vector<Reason> reasons;  ///< not part of the record's JSON; for `casus explain`
};

struct Quote {
  Words words;  ///< without the quotation marks
  std::optional<Party> source, addressee;
  std::optional<Words> cue;
  std::vector<std::string> events;
};

/// The records of a coded document, in the order of their triggers.
std::vector<Record> make_records(const Document& doc, const codebook::Codebook& codebook);
/// The direct quotations of a document; `events` names the records whose trigger stands inside.
std::vector<Quote> make_quotes(const Document& doc, const std::vector<Record>& records);
/// The speaker or participant behind a mention.
Party party_of(const Document& doc, MentionId mention, TokenRange tokens);

}  // namespace casus::record
