// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace casus {

/// The byte at which a JSON text breaks off, for messages; 0 where it is whole. Keeps nothing of the text.
inline std::size_t broken_json_at(std::string_view source) {
  using Json = nlohmann::json;
  struct Listener : Json::json_sax_t {
    std::size_t position = 0;
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) override {
      position = at;
      return false;
    }
  } listener;
  Json::sax_parse(source, &listener);
  return listener.position;
}

}  // namespace casus
