#include "generate/artefacts.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "api/openapi.h"
#include "core/id.h"
#include "generate/data_model.h"
#include "generate/typescript.h"
#include "storage/schema.h"

namespace tusk::generate {
namespace {

namespace fs = std::filesystem;

Artefact schema(const core::Registry& registry, core::Side side, storage::Engine engine) {
  const std::string name = std::string(core::name_of(side)) +
                           (engine == storage::Engine::sqlite ? ".sqlite" : ".postgres");
  return {"docs/schema/company-" + name + ".sql",
          "-- Written by `tools/dev generate` from src/core/types. Do not edit.\n" +
              storage::make_company_schema(registry, side, engine)};
}

// Nothing if there is no such file.
std::string load(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void save(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content;
  file.close();
  if (!file) throw std::runtime_error("can't write " + path.string());
}

}  // namespace

std::vector<Artefact> make_artefacts(const core::Registry& registry) {
  return {
      {"web/src/generated/registry.ts", make_typescript(registry)},
      {"docs/openapi.json", api::make_openapi(registry, TUSK_VERSION)},
      {"docs/openapi-office.json", api::make_office_openapi(registry, TUSK_VERSION)},
      {"docs/data-model.md", make_data_model(registry)},
      schema(registry, core::Side::office, storage::Engine::sqlite),
      schema(registry, core::Side::online, storage::Engine::sqlite),
      schema(registry, core::Side::office, storage::Engine::postgres),
      schema(registry, core::Side::online, storage::Engine::postgres),
  };
}

std::vector<std::string> find_differing(const std::vector<Artefact>& artefacts,
                                        const fs::path& root) {
  std::vector<std::string> paths;
  for (const Artefact& artefact : artefacts) {
    if (load(root / artefact.path) != artefact.content) paths.push_back(artefact.path);
  }
  return paths;
}

std::vector<std::string> write_differing(const std::vector<Artefact>& artefacts,
                                         const fs::path& root) {
  std::vector<std::string> paths;
  for (const Artefact& artefact : artefacts) {
    if (load(root / artefact.path) == artefact.content) continue;
    save(root / artefact.path, artefact.content);
    paths.push_back(artefact.path);
  }
  return paths;
}

}  // namespace tusk::generate
