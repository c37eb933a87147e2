#pragma once

// Companies that are (or were) connected, and who may enter which.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "identity/office_people.h"
#include "identity/roles.h"
#include "storage/database.h"

namespace tusk::identity {

enum class CompanyState {
  receiving,    // connected, and its first synchronisation is not done: there is no data to see
  active,       // its data is at `place`
  disconnected  // its data is gone; who had access is kept
};

[[nodiscard]] const char* name_of(CompanyState state);

// Where the data of a company is. Both are used once and never again.
struct Place {
  std::string storage_key;  // random name of a database file
  std::int64_t number = 0;  // of the company's rows on PostgreSQL
};

struct Company {
  std::string id;  // c_…, random; what browsers and offices know
  std::string name;
  CompanyState state = CompanyState::active;
  Place place;
  // Where a first synchronisation is being received, if one is: it takes the place of `place` when
  // it is complete.
  std::optional<Place> incoming;
  std::string connected_by;  // id of the person who connected it last
};

struct Membership {
  Company company;
  Role role = Role::member;
  std::string role_name;  // of an own role, and its rights
  std::vector<RegisterRight> rights;
  // Who the person is in the office, as far as the rights ask for it.
  std::optional<OfficeRecord> office_record;
};

// What the role lets do with records of that type.
[[nodiscard]] core::Right right_of(const Membership&, const core::RecordType&);
// Whether that is only for what is the person's own.
[[nodiscard]] bool is_limited_to_own(const Membership&, const core::RecordType&);
// Throws Error{forbidden} that names the register and who can give more.
void require_right(const Membership&, const core::RecordType&, core::Right);

// The company of an office database, connected or not.
[[nodiscard]] std::optional<Company> find_company_of_office(storage::Transaction&,
                                                            std::string_view office_uuid);
// Those that people may log in to: active, or being received.
[[nodiscard]] std::vector<Company> list_connected_companies(storage::Transaction&);
// Throws Error{not_found}.
[[nodiscard]] Company get_company(storage::Transaction&, std::string_view id);

struct NewCompany {
  std::string name;
  std::string office_uuid;
  std::string connected_by;  // id of a person
};
// A new company, or a known one connected again (the same id and the same people), with an empty
// place for its first synchronisation. A company that is active stays so, with the data that it
// has, until that is complete. Throws Error{invalid} for a name that can't be one.
[[nodiscard]] Company connect_company(storage::Transaction&, core::Random&, const core::Clock&,
                                      const NewCompany&);
// Another place for what is being received: it begins anew.
void renew_incoming(storage::Transaction&, core::Random&, std::string_view company);
// The first synchronisation is complete: what is at `incoming` is the company's data from now on.
// False if that is not what is being received (any more): nothing is changed then.
[[nodiscard]] bool show_incoming(storage::Transaction&, std::string_view company,
                                 const Place& incoming);
// Forgets what is being received. Without data to show the company is disconnected after that.
void give_up_incoming(storage::Transaction&, std::string_view company);
// Ends every session in it and revokes its devices.
void disconnect_company(storage::Transaction&, std::string_view company);

// Places that no company has any more. Each function above that takes a place from a
// company writes it down here; whoever has removed the data forgets it.
[[nodiscard]] std::vector<Place> list_left_places(storage::Transaction&);
void forget_left_place(storage::Transaction&, const Place&);
// What the company is called from now on.
void rename_company(storage::Transaction&, std::string_view company, std::string_view name);

// Who answers for the connection from now on.
void set_connected_by(storage::Transaction&, std::string_view company, std::string_view person);

// Adds the person or changes the role. Throws Error{invalid} if the role is not the company's.
void set_membership(storage::Transaction&, std::string_view person, std::string_view company,
                    const Role&, const core::Clock&);
// Ends the person's sessions in that company.
void remove_membership(storage::Transaction&, std::string_view person, std::string_view company);
// Nothing if the company is disconnected.
[[nodiscard]] std::optional<Membership> find_membership(storage::Transaction&,
                                                        std::string_view person,
                                                        std::string_view company);
// Also in companies that are disconnected.
[[nodiscard]] std::optional<Role> find_role(storage::Transaction&, std::string_view person,
                                            std::string_view company);
// Of companies that are not disconnected, by name.
[[nodiscard]] std::vector<Membership> list_memberships(storage::Transaction&,
                                                       std::string_view person);

}  // namespace tusk::identity
