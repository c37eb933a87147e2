#include "business/licence.h"

#include "business/installation.h"
#include "business/limits.h"
#include "core/types/types.h"
#include "core/validation.h"

namespace tusk::business {
namespace {

constexpr const char* select_licence =
    "SELECT holder, contact_person, phone, email, number FROM system_licence WHERE id = 1";
constexpr const char* upsert_licence =
    "INSERT INTO system_licence "
    "(id, holder, contact_person, phone, email, number, changed_at, changed_by) "
    "VALUES (1, $1, $2, $3, $4, $5, $6, $7) "
    "ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, "
    "contact_person = excluded.contact_person, phone = excluded.phone, email = excluded.email, "
    "number = excluded.number, changed_at = excluded.changed_at, changed_by = excluded.changed_by";

// The rules of a registry field hold for the licence's values too.
core::Value checked(const core::Field& field, const std::string& text) {
  core::Value value = core::normalise(field, core::Value(text));
  if (auto problem = core::find_problem(field, value)) {
    throw core::Error(core::ErrorCode::invalid, problem->text, {*problem});
  }
  return value;
}

core::Field plain(const char* name, core::Text label) {
  return core::types::text(0, name, std::move(label))
      .length(static_cast<int>(limits::licence_text_characters));
}

}  // namespace

Licence load_licence(Installation& installation) {
  return storage::read(installation.system(), [](storage::Transaction& transaction) {
    auto row = transaction.prepare(select_licence);
    if (!row->step()) return Licence{};
    return Licence{std::string(row->text(0)), std::string(row->text(1)), std::string(row->text(2)),
                   std::string(row->text(3)), std::string(row->text(4))};
  });
}

void save_licence(Installation& installation, const Actor& actor, const Licence& licence) {
  require_super_user(actor);
  using core::types::email;
  using core::types::phone;
  const core::Value holder =
      checked(plain("holder", {"Licensinnehavare", "Licence holder"}), licence.holder);
  const core::Value person =
      checked(plain("contact_person", {"Kontaktperson", "Contact person"}), licence.contact_person);
  const core::Value number =
      checked(plain("number", {"Licensnummer", "Licence number"}), licence.number);
  const core::Value telephone = checked(phone(0, "phone", {"Telefon", "Telephone"}), licence.phone);
  const core::Value mail = checked(email(0, "email", {"E-post", "E-mail"}), licence.email);
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    transaction.prepare(upsert_licence)
        ->bind(holder)
        .bind(person)
        .bind(telephone)
        .bind(mail)
        .bind(number)
        .bind(installation.environment().clock.now())
        .bind(actor.full_name)
        .run();
  });
}

}  // namespace tusk::business
