// SPDX-License-Identifier: Apache-2.0
#include "ingest/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/utf8.h"
#include "ingest/words.h"

namespace casus::ingest {
namespace {

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
struct DetectorCloser {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

struct Utf8Count {
  std::size_t good = 0;  // well-formed characters of two bytes and more
  std::size_t bad = 0;   // bytes that belong to none
};

std::size_t ascii_run(std::string_view bytes, std::size_t at) {
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
  return at;
}

bool is_bad(utf8::Decoded character) {
  return character.length == 1 && character.code_point == 0xFFFD;
}

Utf8Count count_utf8(std::string_view bytes) {
  Utf8Count count;
  for (std::size_t at = ascii_run(bytes, 0); at < bytes.size(); at = ascii_run(bytes, at)) {
    const utf8::Decoded character = utf8::decode(bytes, at);
    (is_bad(character) ? count.bad : count.good) += 1;
    at += character.length;
  }
  return count;
}

/// UTF-8 from `begin` on, bad bytes replaced.
Decoded take_utf8(std::string_view raw, std::size_t begin, std::size_t bad) {
  Decoded out;
  if (bad == 0) {
    out.text = std::string(raw.substr(begin));
    out.alignment = Alignment::identity(static_cast<std::uint32_t>(out.text.size()), static_cast<std::uint32_t>(begin));
    return out;
  }
  std::size_t good_from = begin;
  const auto flush = [&](std::size_t end) {
    const std::size_t at = out.text.size();
    out.text.append(raw.substr(good_from, end - good_from));
    out.alignment.add(span_of(at, out.text.size()), span_of(good_from, end));
  };
  for (std::size_t at = ascii_run(raw, begin); at < raw.size(); at = ascii_run(raw, at)) {
    const utf8::Decoded character = utf8::decode(raw, at);
    if (is_bad(character)) {
      flush(at);
      const std::size_t text_at = out.text.size();
      utf8::append(out.text, 0xFFFD);
      out.alignment.add(span_of(text_at, out.text.size()), span_of(at, at + 1));
      good_from = at + 1;
    }
    at += character.length;
  }
  flush(raw.size());
  out.warning = "broken UTF-8: " + std::to_string(bad) + " bytes replaced by U+FFFD";
  return out;
}

/// The names that pages use, as the HTML standard reads them; others as they are.
std::string converter_name(std::string_view label) {
  const std::string name = lower_ascii(trim(label));
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kNames{{
      {"iso-8859-1", "windows-1252"},
      {"iso8859-1", "windows-1252"},
      {"latin1", "windows-1252"},
      {"latin-1", "windows-1252"},
      {"us-ascii", "windows-1252"},
      {"ascii", "windows-1252"},
      {"iso-8859-9", "windows-1254"},
      {"iso-8859-11", "windows-874"},
      {"tis-620", "windows-874"},
      {"gb2312", "gb18030"},
      {"gbk", "gb18030"},
      {"x-gbk", "gb18030"},
      {"ks_c_5601-1987", "windows-949"},
      {"euc-kr", "windows-949"},
      {"shift_jis", "windows-31j"},
      {"utf8", "utf-8"},
  }};
  for (const auto& [from, to] : kNames)
    if (name == from) return std::string(to);
  return name;
}

/// Converts by ICU; false where it knows no such encoding.
bool convert(std::string_view raw, std::size_t begin, const std::string& name, Decoded& out) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, ConverterCloser> converter(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status) || !converter) return false;
  std::array<UChar, 4096> units;
  std::array<int32_t, 4096> offsets;
  const char* in = raw.data() + begin;
  const char* const in_end = raw.data() + raw.size();
  out.text.reserve(raw.size() + raw.size() / 4);
  // A character's raw bytes run to where the next one begins, so each is written when the next is seen.
  std::size_t text_at = 0, raw_at = begin;
  bool pending = false;
  char32_t high = 0;
  std::size_t replaced = 0;
  const auto close_character = [&](std::size_t raw_end) {
    if (!pending) return;
    raw_end = std::max(raw_end, raw_at);
    out.alignment.add(span_of(text_at, out.text.size()), span_of(raw_at, raw_end));
    pending = false;
  };
  while (true) {
    UChar* target = units.data();
    const std::size_t chunk_at = static_cast<std::size_t>(in - raw.data());
    status = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &in, in_end, offsets.data(), 1, &status);
    for (std::ptrdiff_t i = 0; i < target - units.data(); ++i) {
      const char32_t unit = units[static_cast<std::size_t>(i)];
      const int32_t offset = offsets[static_cast<std::size_t>(i)];
      const std::size_t here = offset >= 0 ? chunk_at + static_cast<std::size_t>(offset) : raw_at;
      if (unit >= 0xD800 && unit < 0xDC00) {
        high = unit;
        close_character(here);
        raw_at = std::max(here, raw_at);
        continue;
      }
      char32_t point = unit;
      if (unit >= 0xDC00 && unit < 0xE000) {
        point = high != 0 ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00) : 0xFFFD;
      } else {
        close_character(here);
        raw_at = std::max(here, raw_at);
      }
      high = 0;
      replaced += point == 0xFFFD ? 1 : 0;
      text_at = out.text.size();
      utf8::append(out.text, point);
      pending = true;
    }
    if (status != U_BUFFER_OVERFLOW_ERROR) break;
  }
  close_character(raw.size());
  out.encoding = name;
  if (replaced > 0) out.warning = "broken " + name + ": " + std::to_string(replaced) + " characters replaced by U+FFFD";
  return true;
}

/// UTF-16 without a mark: half of the bytes of Latin text are zero, all on one side.
std::string_view utf16_by_zeros(std::string_view raw) {
  const std::size_t size = std::min<std::size_t>(raw.size(), 4096) & ~std::size_t{1};
  if (size < 4) return {};
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < size; i += 2) {
    even += raw[i] == 0 ? 1 : 0;
    odd += raw[i + 1] == 0 ? 1 : 0;
  }
  const std::size_t pairs = size / 2;
  if (odd * 2 > pairs && even * 20 < pairs) return "UTF-16LE";
  if (even * 2 > pairs && odd * 20 < pairs) return "UTF-16BE";
  return {};
}

std::string detect(std::string_view raw) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, DetectorCloser> detector(ucsdet_open(&status));
  if (U_FAILURE(status)) return "windows-1252";
  const std::size_t size = std::min<std::size_t>(raw.size(), 64 * 1024);
  ucsdet_setText(detector.get(), raw.data(), static_cast<int32_t>(size), &status);
  ucsdet_enableInputFilter(detector.get(), 1);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return "windows-1252";
  const char* name = ucsdet_getName(match, &status);
  if (U_FAILURE(status) || name == nullptr) return "windows-1252";
  const std::string found = converter_name(name);
  // Text that is none of the Unicode forms by its bytes cannot be one by its statistics.
  return found.starts_with("utf-") ? "windows-1252" : found;
}

bool is_utf8_name(const std::string& name) {
  return name == "utf-8";
}
bool is_utf16_name(const std::string& name) {
  return name.starts_with("utf-16") || name.starts_with("utf-32");
}

}  // namespace

Decoded decode(std::string_view raw, std::string_view declared) {
  Decoded out;
  if (raw.starts_with("\xEF\xBB\xBF")) return take_utf8(raw, 3, count_utf8(raw.substr(3)).bad);
  if (raw.starts_with(std::string_view("\xFF\xFE\0\0", 4)) && convert(raw, 4, "UTF-32LE", out)) return out;
  if (raw.starts_with("\xFF\xFE") && convert(raw, 2, "UTF-16LE", out)) return out;
  if (raw.starts_with("\xFE\xFF") && convert(raw, 2, "UTF-16BE", out)) return out;
  if (const std::string_view name = utf16_by_zeros(raw); !name.empty() && convert(raw, 0, std::string(name), out)) {
    if (out.warning.empty()) out.warning = "encoding not declared: read as " + out.encoding;
    return out;
  }
  const std::string name = converter_name(declared);
  const Utf8Count count = count_utf8(raw);
  const bool has_escapes = raw.find('\x1B') != std::string_view::npos && name.starts_with("iso-2022");
  if (count.bad == 0 && !has_escapes) return take_utf8(raw, 0, 0);
  if (!name.empty() && !is_utf8_name(name) && !is_utf16_name(name) && convert(raw, 0, name, out)) return out;
  // A few bad bytes in much good UTF-8 are damage; else it was another encoding.
  if (count.good >= 2 * count.bad) return take_utf8(raw, 0, count.bad);
  if (count.good == 0 && is_utf8_name(name) && count.bad <= 2) return take_utf8(raw, 0, count.bad);
  out = {};
  const std::string guessed = detect(raw);
  if (!convert(raw, 0, guessed, out)) return take_utf8(raw, 0, count.bad);
  out.warning = (name.empty() ? "encoding not declared: guessed " : "not in the declared encoding: guessed ") + guessed;
  return out;
}

std::string declared_encoding(std::string_view raw) {
  const std::string head = lower_ascii(raw.substr(0, 4096));
  std::size_t at = 0;
  const auto value_after = [&](std::size_t from) {
    while (from < head.size() && (head[from] == ' ' || head[from] == '=' || head[from] == '"' || head[from] == '\''))
      ++from;
    std::size_t end = from;
    while (end < head.size() && (is_ascii_word(head[end]) || head[end] == '-' || head[end] == ':')) ++end;
    return head.substr(from, end - from);
  };
  if (head.starts_with("<?xml"))
    if (const std::size_t found = head.find("encoding", 0); found != std::string::npos && found < head.find("?>"))
      return value_after(found + 8);
  while ((at = head.find("<meta", at)) != std::string::npos) {
    const std::size_t end = std::min(head.find('>', at), head.size());
    const std::size_t found = head.find("charset", at);
    if (found != std::string::npos && found < end) return value_after(found + 7);
    at = end;
  }
  return {};
}

std::string_view binary_kind(std::string_view raw) {
  struct Magic {
    std::string_view bytes, kind;
  };
  static constexpr std::array<Magic, 19> kMagics{{
      {"%PDF-", "a PDF file"},
      {"\x89PNG", "a PNG image"},
      {"\xFF\xD8\xFF", "a JPEG image"},
      {"GIF8", "a GIF image"},
      {"RIFF", "a RIFF file (WebP, WAV or AVI)"},
      {"II*\0", "a TIFF image"},
      {"PK\x03\x04", "a ZIP archive or office document"},
      {"\x1F\x8B", "a gzip file"},
      {"BZh", "a bzip2 file"},
      {"\xFD"
       "7zXZ",
       "an xz file"},
      {"\x28\xB5\x2F\xFD", "a Zstandard file"},
      {"7z\xBC\xAF", "a 7z archive"},
      {"\x7F"
       "ELF",
       "an ELF program"},
      {"\xD0\xCF\x11\xE0", "an old office document"},
      {"SQLite format 3", "an SQLite database"},
      {"\xCA\xFE\xBA\xBE", "a compiled program"},
      {"{\\rtf", "an RTF document"},
      {"ID3", "an MP3 file"},
      {"OggS", "an Ogg file"},
  }};
  for (const Magic& magic : kMagics)
    if (raw.starts_with(magic.bytes) && (magic.bytes != "BZh" || raw.substr(3, 8).find("1AY&SY") == 1))
      return magic.kind;
  if (raw.starts_with("\xFF\xFE") || raw.starts_with("\xFE\xFF") || !utf16_by_zeros(raw).empty()) return {};
  const std::string_view head = raw.substr(0, 8192);
  const auto controls = std::ranges::count_if(head, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1B;
  });
  const auto zeros = std::ranges::count(head, '\0');
  if (zeros * 1000 > static_cast<std::ptrdiff_t>(head.size()) ||
      controls * 10 > static_cast<std::ptrdiff_t>(head.size()))
    return "binary data";
  return {};
}

Alignment compose(const Alignment& outer, const Alignment& inner) {
  Alignment out;
  // Two pieces may lie in one character of the raw bytes: the first takes it, so that raw positions never step back.
  const auto add = [&](Span text, Span raw) {
    const std::uint32_t last = out.runs().empty() ? 0 : out.runs().back().raw.end;
    const std::uint32_t begin = std::max(raw.begin, last);
    out.add(text, {begin, std::max(raw.end, begin)});
  };
  auto run = inner.runs().begin();
  const auto end = inner.runs().end();
  for (const Alignment::Run& piece : outer.runs()) {
    if (piece.raw.empty() || piece.text.size() != piece.raw.size()) {
      add(piece.text, piece.raw.empty() ? Span{} : inner.raw_range(piece.raw));
      continue;
    }
    while (run != end && run->text.end <= piece.raw.begin) ++run;
    for (auto at = run; at != end && at->text.begin < piece.raw.end; ++at) {
      const std::uint32_t from = std::max(at->text.begin, piece.raw.begin), to = std::min(at->text.end, piece.raw.end);
      const Span text{piece.text.begin + (from - piece.raw.begin), piece.text.begin + (to - piece.raw.begin)};
      const bool bytewise = at->text.size() == at->raw.size();
      add(text,
          bytewise ? Span{at->raw.begin + (from - at->text.begin), at->raw.begin + (to - at->text.begin)} : at->raw);
    }
  }
  return out;
}

}  // namespace casus::ingest
