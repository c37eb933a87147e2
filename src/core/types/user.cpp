#include "core/types/types.h"

namespace tusk::core::types {

// An office user's place in this company. The password is in the system database of the
// installation and never in a company database.
RecordType user() {
  return {
      .number = 6,
      .name = "user",
      .label = {"Användare", "User"},
      .label_plural = {"Användare", "Users"},
      .scope = Scope::office_to_online,
      .fields =
          {
              text(0, "user_name", {"Användarnamn", "User name"})
                  .need()
                  .search()
                  .length(60)
                  .once()
                  .in("main"),
              text(1, "full_name", {"Fullständigt namn", "Full name"})
                  .need()
                  .search()
                  .length(200)
                  .in("main"),
              boolean(2, "super_user", {"Superanvändare", "Super user"}).in("main"),
              reference(3, "employee", {"Anställd", "Employee"}, "employee").in("main"),
              reference(4, "access_profile", {"Behörighetsprofil", "Access profile"},
                        "access_profile")
                  .in("main"),
              boolean(5, "active", {"Aktiv", "Active"}).initially(true).in("main"),
          },
      .groups = {{"main", {"Information", "Information"}}},
      .title_field = "full_name",
      .for_everybody = true,
  };
}

}  // namespace tusk::core::types
