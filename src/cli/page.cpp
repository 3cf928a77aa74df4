// SPDX-License-Identifier: Apache-2.0
#include "cli/page.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace casus::cli {
namespace {

// Quad classes by colour (Okabe and Ito's palette, safe for the colour-blind) and by shape.
constexpr std::string_view kStyle = R"css(
:root{--vc:#0072b2;--mc:#009e73;--vk:#b07800;--mk:#c04a00;--ink:#1c1e21;--soft:#5d636b;--line:#d9dce1;--paper:#fbfaf8}
*{box-sizing:border-box}body{margin:0;font:16px/1.55 Georgia,"Times New Roman",serif;color:var(--ink);background:var(--paper)}
header{padding:22px 28px 12px;border-bottom:1px solid var(--line)}h1{font-size:24px;margin:0 0 4px}
.meta,.card,.silence,nav,footer{font-family:system-ui,"Segoe UI",Helvetica,Arial,sans-serif;font-size:13.5px;color:var(--soft)}
main{display:grid;grid-template-columns:minmax(0,1.15fr) minmax(320px,1fr);gap:28px;padding:20px 28px;max-width:1500px}
@media(max-width:900px){main{grid-template-columns:minmax(0,1fr)}}
article{white-space:pre-wrap;overflow-wrap:anywhere}
.trigger{font-weight:bold;border-radius:3px;padding:0 2px;cursor:pointer}
.vc{color:var(--vc);background:#e3f0f8}.mc{color:#00694d;background:#e0f4ee}.vk{color:#8a5e00;background:#fdf3da}.mk{color:var(--mk);background:#fbe9de}
.side{border-bottom:1.5px solid #9aa3ad}.said{background:#f1f1f4}.furniture{color:#a6abb2;text-decoration:line-through}
.quiet{border-bottom:1px dotted #c4c8ce}
.card{background:#fff;border:1px solid var(--line);border-left:5px solid var(--soft);border-radius:5px;padding:10px 13px;margin:0 0 12px;color:var(--ink)}
.card.b-vc{border-left-color:var(--vc)}.card.b-mc{border-left-color:var(--mc)}.card.b-vk{border-left-color:var(--vk)}.card.b-mk{border-left-color:var(--mk)}
.card.on,.trigger.on{outline:3px solid #222}
.card h2{font-size:15px;margin:0 0 5px}.card h2 small{font-weight:normal;color:var(--soft)}
.status{display:inline-block;border:1px solid currentColor;border-radius:9px;padding:0 8px;margin-left:6px;font-size:12px;font-weight:normal}
.status.negated,.status.hypothetical,.status.future{border-style:dashed;color:#555}
dl{display:grid;grid-template-columns:92px 1fr;gap:2px 8px;margin:0}dt{color:var(--soft)}dd{margin:0}
code{font-size:12px;background:#f2f3f5;padding:0 4px;border-radius:3px}details{margin-top:6px}summary{cursor:pointer;color:var(--soft)}
details ul{margin:4px 0;padding-left:18px}h3{font:600 14px system-ui,sans-serif;margin:20px 0 8px}
.silence{margin:0 0 8px}.silence q{color:var(--ink)}footer{padding:12px 28px 30px;border-top:1px solid var(--line)}
.legend span{margin-right:14px;white-space:nowrap;display:inline-block}
)css";

constexpr std::string_view kScript = R"js(
for(const t of document.querySelectorAll('[data-card]'))t.addEventListener('click',()=>{
 for(const x of document.querySelectorAll('.on'))x.classList.remove('on');
 const id=t.dataset.card,c=document.getElementById('card-'+id);
 for(const x of document.querySelectorAll('.trigger[data-card="'+id+'"]'))x.classList.add('on');
 c.classList.add('on');(t===c?document.querySelector('.trigger[data-card="'+id+'"]'):c).scrollIntoView({block:'center',behavior:'smooth'})});
)js";

struct Quad {
  std::string_view name, css, shape;
};
constexpr Quad kQuads[]{{"VERBAL COOPERATION", "vc", "&#9675;"},
                        {"MATERIAL COOPERATION", "mc", "&#9632;"},
                        {"VERBAL CONFLICT", "vk", "&#9671;"},
                        {"MATERIAL CONFLICT", "mk", "&#9650;"}};
const Quad& quad_of(const std::string& name) {
  for (const Quad& quad : kQuads)
    if (quad.name == name) return quad;
  return kQuads[0];
}

std::string party_html(const record::Party& party) {
  std::string out = escape_html(party.words.text);
  if (!party.name.empty() && party.name != party.words.text) out += " = <b>" + escape_html(party.name) + "</b>";
  std::string codes = party.country;
  if (!party.sector.empty()) codes += (codes.empty() ? "" : " ") + party.sector;
  if (!codes.empty()) out += " <code>" + escape_html(codes) + "</code>";
  return out;
}

std::string parties_html(const std::vector<record::Party>& parties) {
  if (parties.empty()) return "<i>not named</i>";
  std::string out;
  for (const record::Party& party : parties) out += (out.empty() ? "" : "<br>") + party_html(party);
  return out;
}

std::string number(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.10g", value);
  return buffer;
}

std::string magnitude_html(const record::Magnitude& m) {
  std::string out = escape_html(m.what) + (m.unit.empty() ? "" : " [" + escape_html(m.unit) + "]") + ": ";
  if (m.min && m.max && *m.min == *m.max)
    out += number(*m.min);
  else
    out += (m.min ? number(*m.min) : "?") + " to " + (m.max ? number(*m.max) : "open");
  if (m.is_strict) out += ", bound excluded";
  if (m.is_approximate) out += ", about";
  return out + " (&ldquo;" + escape_html(m.words.text) + "&rdquo;)";
}

std::string join(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& item : list) out += (out.empty() ? "" : ", ") + item;
  return out;
}

void row(std::string& out, std::string_view name, const std::string& html) {
  if (!html.empty()) out += "<dt>" + std::string(name) + "</dt><dd>" + html + "</dd>";
}

std::string card_html(const record::Record& r, int card) {
  const Quad& quad = quad_of(r.quad);
  std::string out = "<div class=\"card b-" + std::string(quad.css) + "\" id=\"card-" + std::to_string(card) +
                    "\" data-card=\"" + std::to_string(card) + "\"><h2>" + std::string(quad.shape) + " " + r.event +
                    " <small>" + escape_html(join(r.modes)) + "</small><span class=\"status " + r.status + "\">" +
                    r.status + (r.is_historical ? ", historical" : "") + "</span></h2><dl>";
  row(out, "words",
      "&ldquo;" + escape_html(r.trigger.text) + "&rdquo; <code>" + std::to_string(r.trigger.span.begin) + "&ndash;" +
          std::to_string(r.trigger.span.end) + "</code>" +
          (r.mentions.size() > 1 ? ", told " + std::to_string(r.mentions.size()) + " times" : ""));
  row(out, "actor", parties_html(r.actor));
  row(out, "recipient", parties_html(r.recipient));
  if (r.date.words)
    row(out, "when",
        "&ldquo;" + escape_html(r.date.words->text) + "&rdquo; " +
            (r.date.start.empty()
                 ? ""
                 : "<code>" + r.date.start +
                       (r.date.end == r.date.start || r.date.end.empty() ? "" : " to " + r.date.end) + "</code>"));
  std::string places;
  for (const record::Where& where : r.place)
    places += (places.empty() ? "" : "; ") + escape_html(where.words.text) +
              (where.country.empty() ? "" : " <code>" + escape_html(where.country) + "</code>");
  row(out, "where", places);
  std::string amounts;
  for (const record::Magnitude& magnitude : r.magnitude)
    amounts += (amounts.empty() ? "" : "<br>") + magnitude_html(magnitude);
  row(out, "how much", amounts);
  std::string speakers;
  for (const record::Claim& claim : r.attribution)
    speakers += (speakers.empty() ? "" : " &rarr; ") +
                (claim.source ? party_html(*claim.source) : std::string("<i>not named</i>")) + " (&ldquo;" +
                escape_html(claim.cue.text) + "&rdquo;)";
  row(out, "who says so", speakers.empty() ? "the publisher" : speakers);
  std::string codes = "CAMEO " + escape_html(r.cameo);
  if (r.goldstein) codes += ", Goldstein " + number(*r.goldstein);
  if (r.plover_score) codes += ", PLOVER " + number(*r.plover_score);
  row(out, "codes", codes);
  row(out, "contexts", escape_html(join(r.contexts)));
  row(out, "confidence", number(std::round(r.confidence * 100) / 100));
  out += "</dl><details><summary>why</summary><ul>";
  for (const Reason& reason : r.reasons)
    out += "<li><b>" + escape_html(reason.field) + "</b>: " + escape_html(reason.why) + "</li>";
  return out + "</ul></details></div>\n";
}

std::vector<Mark> marks_of(const Document& doc, const std::vector<record::Record>& records, int first_card) {
  std::vector<Mark> marks;
  for (const Span span : doc.furniture) marks.push_back({span, "furniture", -1});
  for (const Quotation& quotation : doc.quotations) marks.push_back({quotation.span, "said", -1});
  for (std::size_t i = 0; i < records.size(); ++i) {
    const int card = first_card + static_cast<int>(i);
    for (const auto* side : {&records[i].actor, &records[i].recipient})
      for (const record::Party& party : *side) marks.push_back({party.words.span, "side", -1});
    for (const Span mention : records[i].mentions)
      marks.push_back({mention, "trigger " + std::string(quad_of(records[i].quad).css), card});
  }
  return marks;
}

std::string silences_html(const Document& doc, const std::vector<record::Record>& records) {
  std::set<std::size_t> speaking;
  for (const Coding& coding : doc.codings)
    for (const EventId mention : coding.mentions)
      speaking.insert(doc.sentence_of(doc.events[mention.index()].head).index());
  (void)records;
  std::map<std::size_t, std::vector<std::string>> silent;
  for (const Silence& silence : doc.silences) {
    if (speaking.contains(silence.sentence.index())) continue;
    std::string why = escape_html(silence.why);
    if (silence.token.exists()) why = "&ldquo;" + escape_html(doc.form(silence.token)) + "&rdquo;: " + why;
    silent[silence.sentence.index()].push_back(std::move(why));
  }
  std::string out;
  for (const auto& [sentence, reasons] : silent) {
    out += "<p class=\"silence\"><q>" + escape_html(doc.words(doc.sentences[sentence].tokens)) + "</q><br>";
    for (std::size_t i = 0; i < reasons.size(); ++i) out += (i == 0 ? "" : "; ") + reasons[i];
    out += "</p>\n";
  }
  return out;
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string marked_html(const std::string& text, const std::vector<Mark>& marks) {
  std::set<std::uint32_t> borders{0, static_cast<std::uint32_t>(text.size())};
  std::map<std::uint32_t, std::vector<const Mark*>> opening;
  for (const Mark& mark : marks) {
    if (mark.span.empty() || mark.span.end > text.size()) continue;
    borders.insert(mark.span.begin);
    borders.insert(mark.span.end);
    opening[mark.span.begin].push_back(&mark);
  }
  std::string out;
  std::vector<const Mark*> open;
  for (auto at = borders.begin(); at != borders.end() && std::next(at) != borders.end(); ++at) {
    const Span piece{*at, *std::next(at)};
    std::erase_if(open, [&](const Mark* mark) { return mark->span.end <= piece.begin; });
    if (const auto opened = opening.find(piece.begin); opened != opening.end())
      open.insert(open.end(), opened->second.begin(), opened->second.end());
    const std::string words = escape_html(words_of(text, piece));
    if (open.empty()) {
      out += words;
      continue;
    }
    std::set<std::string> classes;
    int card = -1;
    for (const Mark* mark : open) {
      classes.insert(mark->classes);
      card = std::max(card, mark->card);
    }
    out += "<span class=\"";
    for (const std::string& name : classes) out += (name == *classes.begin() ? "" : " ") + name;
    out += card < 0 ? "\">" : "\" data-card=\"" + std::to_string(card) + "\">";
    out += words + "</span>";
  }
  return out;
}

std::string page_head(const std::string& title) {
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width,initial-scale=1\">"
         "<title>" +
         escape_html(title) + "</title><style>" + std::string(kStyle) + "</style></head><body>\n";
}

std::string page_document(const Document& doc, const std::vector<record::Record>& records, int first_card) {
  const std::string title = doc.origin.title.empty() ? doc.origin.id : doc.origin.title;
  std::string out = "<header><h1>" + escape_html(title) + "</h1><div class=\"meta\">";
  for (const std::string* part : {&doc.origin.publisher, &doc.origin.published, &doc.origin.url})
    if (!part->empty()) out += escape_html(*part) + " &middot; ";
  std::size_t happened = 0;
  for (const record::Record& record : records) happened += record.status == "actual" ? 1 : 0;
  out += std::to_string(records.size()) + " events, " + std::to_string(happened) +
         " told as done</div><div class=\"meta legend\">";
  for (const Quad& quad : kQuads) {
    std::string name(quad.name);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    out += "<span class=\"" + std::string(quad.css) + "\" style=\"background:none\">" + std::string(quad.shape) + " " +
           name + "</span>";
  }
  out +=
      "<span class=\"side\">party</span> <span class=\"said\">quotation</span> &nbsp; <span class=\"furniture\">page "
      "furniture</span></div></header>\n<main><article>";
  out += marked_html(doc.text, marks_of(doc, records, first_card)) + "</article><div>\n";
  for (std::size_t i = 0; i < records.size(); ++i) out += card_html(records[i], first_card + static_cast<int>(i));
  if (records.empty()) out += "<p class=\"silence\">No events.</p>";
  const std::string silences = silences_html(doc, records);
  if (!silences.empty()) out += "<h3>Sentences without an event, and why</h3>\n" + silences;
  return out + "</div></main>\n";
}

std::string page_foot() {
  return "<footer>Written by Casus. Spans are bytes of the document's UTF-8 text. What a record says is what the text "
         "says, by whom it is "
         "told there; it is not checked against the world.</footer><script>" +
         std::string(kScript) + "</script></body></html>\n";
}

}  // namespace casus::cli
