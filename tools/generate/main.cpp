// tusk-generate [--check] ROOT: writes (or compares) what is derived from the registry.

#include <cstdio>
#include <exception>
#include <string_view>

#include "generate/artefacts.h"

namespace {

using namespace tusk;

int usage() {
  std::fputs(
      "Usage: tusk-generate [--check] ROOT\n"
      "Writes what is derived from src/core/types and src/api to the repository at ROOT.\n"
      "--check: writes nothing; fails and names the files that differ.\n",
      stderr);
  return 2;
}

int check(const char* root) {
  const auto differing = generate::find_differing(generate::make_artefacts(core::registry()), root);
  for (const std::string& path : differing) std::printf("differs: %s\n", path.c_str());
  if (differing.empty()) return 0;
  std::puts("Run `tools/dev generate` and read the diff.");
  return 1;
}

int write(const char* root) {
  const auto written = generate::write_differing(generate::make_artefacts(core::registry()), root);
  for (const std::string& path : written) std::printf("wrote %s\n", path.c_str());
  if (written.empty()) std::puts("Nothing to write: everything is up to date.");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 2 && argv[1][0] != '-') return write(argv[1]);
    if (argc == 3 && std::string_view(argv[1]) == "--check") return check(argv[2]);
    return usage();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tusk-generate: %s\n", error.what());
    return 1;
  }
}
