#include <gmock/gmock.h>

#include <fstream>

#include "generate/artefacts.h"
#include "generate/data_model.h"
#include "generate/typescript.h"

namespace tusk::generate {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

core::Registry small_registry() {
  core::Field name{.number = 0,
                   .name = "name",
                   .kind = core::FieldKind::text,
                   .label = {"Namn", "Owner's name"},
                   .group = "main",
                   .max_length = 60,
                   .required = true};
  core::Field secret{.number = 1,
                     .name = "secret",
                     .kind = core::FieldKind::money,
                     .label = {"Hemligt", "Secret"},
                     .group = "finance",
                     .scope = core::Scope::office_only};
  return core::Registry(
      {{.number = 1,
        .name = "boat",
        .label = {"Båt", "Boat"},
        .label_plural = {"Båtar", "Boats"},
        .fields = {name, secret},
        .groups = {{"main", {"Allmänt", "General"}}, {"finance", {"Ekonomi", "Finance"}}},
        .title_field = "name"}});
}

TEST(TypescriptTest, TheWebKnowsWhatIsOnline) {
  const std::string text = make_typescript(small_registry());
  EXPECT_THAT(text, HasSubstr("      { name: 'name', kind: 'text', label: { sv: 'Namn', en: "
                              "'Owner\\'s name' }, max_length: 60, required: true, "
                              "writable_online: true, group: 'main' },\n"));
  EXPECT_THAT(text, HasSubstr("title_field: 'name'"));
}

TEST(TypescriptTest, WhatOnlyTheOfficeHasIsNotNamedNorItsSection) {
  const std::string text = make_typescript(small_registry());
  EXPECT_THAT(text, Not(HasSubstr("secret")));
  EXPECT_THAT(text, Not(HasSubstr("finance")));
}

TEST(DataModelTest, EveryFieldHasARow) {
  const std::string text = make_data_model(small_registry());
  EXPECT_THAT(text,
              HasSubstr("| 0 | `name` | Owner's name | Namn | text, 60 | both | required |\n"));
  EXPECT_THAT(text, HasSubstr("| 1 | `secret` | Secret | Hemligt | money | office_only |  |\n"));
}

TEST(ArtefactsTest, WhatDiffersIsNamedAndThenWritten) {
  const std::filesystem::path root = std::filesystem::path(::testing::TempDir()) / "tusk_generate";
  std::filesystem::remove_all(root);
  const std::vector<Artefact> artefacts{{"a/one", "1"}, {"two", "2"}};
  EXPECT_THAT(find_differing(artefacts, root), ElementsAre("a/one", "two"));
  EXPECT_THAT(write_differing(artefacts, root), ElementsAre("a/one", "two"));
  EXPECT_THAT(find_differing(artefacts, root), IsEmpty());
  std::ofstream(root / "two") << "changed by hand";
  EXPECT_THAT(find_differing(artefacts, root), ElementsAre("two"));
  EXPECT_THAT(write_differing(artefacts, root), ElementsAre("two"));
  std::filesystem::remove_all(root);
}

TEST(ArtefactsTest, TheSameEveryTime) {
  const auto once = make_artefacts(core::registry());
  const auto again = make_artefacts(core::registry());
  ASSERT_EQ(once.size(), again.size());
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < once.size(); ++i) {
    paths.push_back(once[i].path);
    EXPECT_EQ(once[i].content, again[i].content) << once[i].path;
  }
  EXPECT_THAT(paths, Contains("docs/openapi.json"));
}

}  // namespace
}  // namespace tusk::generate
