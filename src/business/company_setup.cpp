#include "business/company_setup.h"

#include <array>

#include "storage/schema.h"

namespace tusk::business {
namespace {

struct Profile {
  const char* name;
  const char* contacts;
  const char* employees;
  const char* settings;
};

constexpr std::array profiles{Profile{profile_super_user, "full", "full", "full"},
                              Profile{profile_standard, "full", "read", "none"},
                              Profile{profile_read_only, "read", "read", "none"}};

struct Property {
  const char* kind;
  const char* name;
  const char* name_english;
};

// Only a start: each company changes its own lists.
constexpr std::array properties{
    Property{"contact_status", "Aktiv kund", "Active customer"},
    Property{"contact_status", "Möjlig kund", "Prospect"},
    Property{"contact_status", "Offert lämnad", "Quotation sent"},
    Property{"contact_status", "Vilande", "Dormant"},
    Property{"contact_status", "Tidigare kund", "Former customer"},
    Property{"contact_category", "A-kund", "Key customer"},
    Property{"contact_category", "B-kund", "Regular customer"},
    Property{"contact_category", "C-kund", "Small customer"},
    Property{"line_of_business", "Bygg och anläggning", "Construction"},
    Property{"line_of_business", "Fastigheter", "Real estate"},
    Property{"line_of_business", "Handel", "Trade"},
    Property{"line_of_business", "Hälsa och vård", "Health and care"},
    Property{"line_of_business", "IT och kommunikation", "IT and communication"},
    Property{"line_of_business", "Konsulttjänster", "Consulting"},
    Property{"line_of_business", "Offentlig sektor", "Public sector"},
    Property{"line_of_business", "Restaurang och hotell", "Restaurants and hotels"},
    Property{"line_of_business", "Tillverkning", "Manufacturing"},
    Property{"line_of_business", "Transport", "Transport"},
    Property{"contact_group", "Nyhetsbrev", "Newsletter"},
    Property{"contact_group", "Julkort", "Christmas card"},
    Property{"contact_group", "Ramavtal", "Framework agreement"},
    Property{"payment_terms", "Kontant", "Cash"},
    Property{"payment_terms", "10 dagar netto", "10 days net"},
    Property{"payment_terms", "30 dagar netto", "30 days net"},
    Property{"payment_terms", "60 dagar netto", "60 days net"},
    Property{"person_role", "Beslutsfattare", "Decision maker"},
    Property{"person_role", "Ekonomi", "Finance"},
    Property{"person_role", "Inköp", "Purchasing"},
    Property{"person_role", "Teknik", "Technical"},
    Property{"person_role", "Övrigt", "Other"}};

void add_profiles(storage::Transaction& transaction, const storage::RecordStore& store,
                  const core::Stamp& stamp) {
  const core::RecordType& type = core::registry().get("access_profile");
  for (const Profile& profile : profiles) {
    store.create(transaction, type,
                 core::make_change(type, {{"name", profile.name},
                                          {"built_in", true},
                                          {"contacts", profile.contacts},
                                          {"employees", profile.employees},
                                          {"settings", profile.settings}}),
                 stamp);
  }
}

void add_properties(storage::Transaction& transaction, const storage::RecordStore& store,
                    const core::Stamp& stamp) {
  const core::RecordType& type = core::registry().get("property");
  std::int64_t order = 0;
  for (const Property& property : properties) {
    store.create(transaction, type,
                 core::make_change(type, {{"kind", property.kind},
                                          {"name", property.name},
                                          {"name_english", property.name_english},
                                          {"sort_order", order += 10}}),
                 stamp);
  }
}

}  // namespace

void set_up_company(CompanyDatabase& company, const std::vector<User>& users,
                    const core::Change& details, const Actor& actor) {
  const core::Stamp stamp = company.stamp(actor);
  const std::string uuid = make_uuid(company.environment().random);
  storage::write(company.database(), [&](storage::Transaction& transaction) {
    const storage::RecordStore& store = company.store();
    storage::initialise_company(transaction, core::registry(), core::Side::office, uuid);
    store.create(transaction, core::registry().get("company"), details, stamp);
    add_profiles(transaction, store, stamp);
    add_properties(transaction, store, stamp);
    equalise_users(transaction, store, users, stamp);
  });
}

}  // namespace tusk::business
