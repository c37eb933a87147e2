#pragma once

// Everything that is derived from the registry and the routes and checked in.

#include <filesystem>
#include <string>
#include <vector>

#include "core/registry.h"

namespace tusk::generate {

struct Artefact {
  std::string path;  // from the root of the repository
  std::string content;
};

[[nodiscard]] std::vector<Artefact> make_artefacts(const core::Registry& registry);

// Paths of those that are not on the disk as they should be.
[[nodiscard]] std::vector<std::string> find_differing(const std::vector<Artefact>& artefacts,
                                                      const std::filesystem::path& root);
// Writes those that differ and returns their paths. Throws std::runtime_error with the path if one
// can't be written.
std::vector<std::string> write_differing(const std::vector<Artefact>& artefacts,
                                         const std::filesystem::path& root);

}  // namespace tusk::generate
