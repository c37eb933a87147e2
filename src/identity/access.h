#pragma once

// Who has access to a company, who may decide that, and how many may.
//
// Super users decide everything; administrators everything but what makes or unmakes super users.
// Nobody changes their own access, and a company always has a super user who can log in: also when
// two take each other's rights at the same time, since every change locks the company first and
// looks at both roles after that.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "identity/companies.h"
#include "identity/office_people.h"
#include "identity/people.h"
#include "storage/database.h"

namespace tusk::identity {

struct Access {
  Person person;
  Role role;
  // Nothing: whoever connected the company before offices told who that is, or was let in at the
  // server's computer.
  std::optional<OfficeRecord> record;
  core::Microseconds entered_at = 0;  // when they last logged in to the company; 0: never
};

// Whether somebody with the role `by` may give the role `given`, or take it.
[[nodiscard]] bool may_give(const Role& by, const Role& given);

// Until the transaction's end nobody else changes who has access to the company.
void lock_access(storage::Transaction&, std::string_view company);

// By name.
[[nodiscard]] std::vector<Access> list_access(storage::Transaction&, std::string_view company);
[[nodiscard]] std::optional<Access> find_access(storage::Transaction&, std::string_view company,
                                                std::string_view person);

// Which record the person's access goes with from now on; that of anybody else with the same one
// goes with none.
void set_office_record(storage::Transaction&, std::string_view company, std::string_view person,
                       const OfficeRecord&);
// The person has just entered the company.
void note_entrance(storage::Transaction&, std::string_view company, std::string_view person,
                   const core::Clock&);

// Who decides, about whom, in which company: ids.
struct Decision {
  std::string company;
  std::string by;
  std::string person;
};
// Throws Error{not_found} if the person has no access to the company, {forbidden} if it is not the
// decider's to change, {conflict} if the company would be without a super user.
// Open invitations that the person has sent and may not send any more are withdrawn.
void change_role(storage::Transaction&, const Decision&, const Role&, const core::Clock&);
// The same; ends the person's sessions in the company and withdraws what they have sent.
void take_access(storage::Transaction&, const Decision&, const core::Clock&);

// Throws Error{conflict} unless the company has another super user than the person.
void require_another_super_user(storage::Transaction&, std::string_view company,
                                std::string_view person);

// The office does not have the person any more, or not active. False if it is the last super user:
// whose access stays, since nobody could give it back to anybody.
[[nodiscard]] bool close_access(storage::Transaction&, std::string_view company,
                                std::string_view person, const core::Clock&);

// How many people may use the company online, and how many do.
struct Seats {
  std::int64_t allowed = 0;
  std::int64_t people = 0;       // who have access
  std::int64_t invitations = 0;  // that are open and have not expired
  [[nodiscard]] std::int64_t left() const {
    return people + invitations < allowed ? allowed - people - invitations : 0;
  }
};
// `otherwise`: what is allowed unless something else was decided for the company.
[[nodiscard]] Seats count_seats(storage::Transaction&, std::string_view company,
                                std::int64_t otherwise, const core::Clock&);
void set_allowed_people(storage::Transaction&, std::string_view company, std::int64_t allowed);

// ---- whose access is to be looked at, because the office has changed its people ----

// Written down before the change is made, so that a server that dies after it looks later. The
// number is for forget_change_of_people().
std::int64_t note_change_of_people(storage::Transaction&, std::string_view company);
// Companies for which that is due, with the number.
struct ChangeOfPeople {
  Company company;
  std::int64_t number = 0;
};
[[nodiscard]] std::vector<ChangeOfPeople> list_changes_of_people(storage::Transaction&);
// It was looked at; does nothing if there has been another change since.
void forget_change_of_people(storage::Transaction&, const ChangeOfPeople&);

}  // namespace tusk::identity
