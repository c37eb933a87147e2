#include "core/types/types.h"

namespace tusk::core::types {
namespace {

std::vector<Choice> levels() {
  return {{"none", {"Ingen", "None"}}, {"read", {"Läsa", "Read"}}, {"full", {"Full", "Full"}}};
}

}  // namespace

// What an office user may do. Rights online are separate and are not synchronised.
RecordType access_profile() {
  return {
      .number = 5,
      .name = "access_profile",
      .label = {"Behörighetsprofil", "Access profile"},
      .label_plural = {"Behörighetsprofiler", "Access profiles"},
      .scope = Scope::office_to_online,
      .fields =
          {
              text(0, "name", {"Namn", "Name"}).need().search().length(100).in("main"),
              boolean(1, "built_in", {"Fast mall", "Built-in template"}).in("main"),
              choice(2, "contacts", {"Kontakter", "Contacts"}, levels())
                  .need()
                  .initially("full")
                  .office_only()
                  .in("rights"),
              choice(3, "employees", {"Personalregister", "Employee register"}, levels())
                  .need()
                  .initially("read")
                  .office_only()
                  .in("rights"),
              choice(4, "settings", {"Inställningar", "Settings"}, levels())
                  .need()
                  .initially("none")
                  .office_only()
                  .in("rights"),
          },
      .groups = {{"main", {"Information", "Information"}}, {"rights", {"Behörighet", "Rights"}}},
      .title_field = "name",
      .for_everybody = true,
  };
}

}  // namespace tusk::core::types
