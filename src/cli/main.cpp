// SPDX-License-Identifier: Apache-2.0
#include <exception>

#include "cli/cli.h"

namespace {

std::filesystem::path own_path(const char* argv0) {
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::absolute(argv0) : path;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace casus::cli;
  int exit_status = 0;
  const Surroundings surroundings{own_path(argc > 0 ? argv[0] : "casus"), CASUS_SOURCE_DIR};
  CLI::App app{
      "Casus reads news and writes down who did what to whom, when, where, who says so, and whether it happened."};
  app.name("casus");
  app.require_subcommand(1);
  app.set_version_flag("--version", "casus " + std::string(casus::engine::version()));
  add_code(app, surroundings, exit_status);
  add_explain(app, surroundings, exit_status);
  add_annotate(app, surroundings, exit_status);
  add_quotes(app, surroundings, exit_status);
  add_eval(app, surroundings, exit_status);
  add_bench(app, surroundings, exit_status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // help, version, a wrong option
    const int status = app.exit(error);
    return status == 0 ? 0 : casus::exit_status(casus::ErrorCode::kBadInput);
  } catch (const std::exception& error) {
    tell(std::string("internal: ") + error.what());
    return casus::exit_status(casus::ErrorCode::kInternal);
  }
  return exit_status;
}
