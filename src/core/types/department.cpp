#include "core/types/types.h"

namespace tusk::core::types {

RecordType department() {
  return {
      .number = 2,
      .name = "department",
      .label = {"Avdelning", "Department"},
      .label_plural = {"Avdelningar", "Departments"},
      .scope = Scope::office_to_online,
      .fields =
          {
              text(0, "name", {"Namn", "Name"}).need().search().length(100).in("main"),
              text(1, "code", {"Kod", "Code"}).search().length(20).once().in("main"),
              boolean(2, "active", {"Aktiv", "Active"}).initially(true).in("main"),
          },
      .groups = {{"main", {"Information", "Information"}}},
      .title_field = "name",
      .for_everybody = true,
  };
}

}  // namespace tusk::core::types
