// The list of administration.h.

#include <algorithm>
#include <map>

#include "identity/access.h"
#include "identity/invitations.h"
#include "online/administration.h"
#include "online/office_people.h"
#include "storage/text_fold.h"

namespace tusk::online {
namespace {

using api::AccessStatus;
using api::AdministeredPerson;
using api::OfficeState;
using storage::Transaction;

// What the directory knows of the company.
struct Directory {
  std::vector<identity::Access> access;
  std::vector<identity::Invitation> invitations;
  std::vector<identity::OwnRole> own_roles;
  identity::Seats seats;
};

Directory load_directory(Services& services, const std::string& company) {
  return services.directory.read([&](Transaction& tx) {
    return Directory{
        .access = identity::list_access(tx, company),
        .invitations = identity::list_invitations(tx, company),
        .own_roles = identity::list_own_roles(tx, company),
        .seats = identity::count_seats(tx, company, services.config.online_users, services.clock)};
  });
}

struct Row {
  AdministeredPerson told;
  std::string place;     // the rows are in the order of these
  std::string searched;  // what searching looks into
};

// As the registers are sorted: å, ä and ö after z.
std::string sort_key(const std::string& name) {
  std::string key = storage::fold_for_search(name);
  for (const storage::LetterPair& pair : storage::sort_letters()) {
    for (std::size_t at = 0; (at = key.find(pair.from, at)) != std::string::npos;) {
      key.replace(at, std::string_view(pair.from).size(), pair.to);
    }
  }
  return key;
}

class Rows {
 public:
  Rows(const identity::Session& caller, std::vector<OfficePerson> people, const core::Clock& clock)
      : caller_(caller), clock_(clock), people_(std::move(people)), placed_(people_.size()) {
    for (std::size_t i = 0; i < people_.size(); ++i) {
      for (const identity::OfficeRecord& record : people_[i].records) by_record_[record] = i;
    }
  }

  void add(const identity::Access& access) {
    AdministeredPerson told = place(access.record, access.person.id);
    if (told.name.empty()) told.name = access.person.name;
    told.status = AccessStatus::active;
    told.email = access.person.email;
    told.person_id = access.person.id;
    told.role = access.role.id;
    told.last_log_in = api::unless_never(access.entered_at);
    told.own = access.person.id == caller_.person.id;
    told.changeable = !told.own && identity::may_give(caller_.company->role, access.role);
    rows_.push_back(finish(std::move(told)));
  }

  void add(const identity::Invitation& invitation) {
    AdministeredPerson told = place(invitation.record, invitation.id);
    if (told.name.empty()) told.name = invitation.name;
    told.status = invitation.has_expired(clock_) ? AccessStatus::expired : AccessStatus::invited;
    told.email = invitation.email;
    told.role = invitation.role.id;
    told.invitation_id = invitation.id;
    told.invited_at = {invitation.sent_at};
    told.invited_until = {invitation.expires_at};
    told.changeable = identity::may_give(caller_.company->role, invitation.role);
    rows_.push_back(finish(std::move(told)));
  }

  // Everybody else of the office.
  void add_others() {
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (placed_[i]) continue;
      const OfficePerson& person = people_[i];
      AdministeredPerson told = place(person.records.front(), "");
      told.status = person.active ? AccessStatus::not_invited : AccessStatus::inactive;
      told.email = api::unless_empty(person.email);
      told.changeable = person.active;
      rows_.push_back(finish(std::move(told)));
    }
  }

  [[nodiscard]] std::vector<Row> take() && {
    std::sort(rows_.begin(), rows_.end(),
              [](const Row& a, const Row& b) { return a.place < b.place; });
    return std::move(rows_);
  }

 private:
  // What the office says of whoever has the record. A person has one row; should something else be
  // known by the same person's records, that gets a row of its own, called `otherwise`.
  AdministeredPerson place(const std::optional<identity::OfficeRecord>& record,
                           const std::string& otherwise) {
    AdministeredPerson told{.key = otherwise, .office = OfficeState::unknown};
    if (!record) return told;
    told.office = OfficeState::gone;
    const auto found = by_record_.find(*record);
    if (found == by_record_.end()) return told;
    const OfficePerson& person = people_[found->second];
    const identity::OfficeRecord& first = person.records.front();
    if (!placed_[found->second]) told.key = first.type + "-" + std::to_string(first.id);
    placed_[found->second] = true;
    told.name = person.name;
    told.office = person.active ? OfficeState::active : OfficeState::inactive;
    told.record_type = first.type;
    told.record_id = first.id;
    told.user_name = api::unless_empty(person.user_name);
    return told;
  }

  static Row finish(AdministeredPerson told) {
    Row row{.place = sort_key(told.name) + "\n" + told.key,
            .searched = storage::fold_for_search(told.name + "\n" + told.user_name.value_or("") +
                                                 "\n" + told.email.value_or(""))};
    row.told = std::move(told);
    return row;
  }

  const identity::Session& caller_;
  const core::Clock& clock_;
  std::vector<OfficePerson> people_;
  std::vector<bool> placed_;
  std::map<identity::OfficeRecord, std::size_t> by_record_;
  std::vector<Row> rows_;
};

std::vector<Row> make_rows(Services& services, const identity::Session& caller,
                           const Directory& directory) {
  Rows rows(caller, services.tenants.open(caller.company->company)->read([&](Transaction& tx) {
    return list_office_people(tx, services.store);
  }),
            services.clock);
  for (const identity::Access& access : directory.access) rows.add(access);
  for (const identity::Invitation& invitation : directory.invitations) rows.add(invitation);
  rows.add_others();
  return std::move(rows).take();
}

api::AccessCounts count(const std::vector<Row>& rows) {
  api::AccessCounts counts{.all = static_cast<std::int64_t>(rows.size())};
  for (const Row& row : rows) {
    switch (row.told.status) {
      case AccessStatus::active:
        ++counts.active;
        break;
      case AccessStatus::invited:
        ++counts.invited;
        break;
      case AccessStatus::expired:
        ++counts.expired;
        break;
      case AccessStatus::not_invited:
        ++counts.not_invited;
        break;
      case AccessStatus::inactive:
        ++counts.inactive;
        break;
    }
  }
  return counts;
}

std::vector<Row> select(std::vector<Row> rows, const PeopleQuery& query) {
  const auto words = storage::split_words(storage::fold_for_search(query.search));
  std::erase_if(rows, [&](const Row& row) {
    if (query.status && row.told.status != *query.status) return true;
    return !std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      return row.searched.find(word) != std::string::npos;
    });
  });
  return rows;
}

std::vector<api::RoleChoice> list_choices(const identity::Role& own,
                                          const std::vector<identity::OwnRole>& own_roles) {
  using identity::Role;
  std::vector<api::RoleChoice> choices;
  for (const Role& role : {Role::super_user, Role::administrator, Role::member, Role::read_only}) {
    choices.push_back({role.id, std::nullopt, identity::may_give(own, role)});
  }
  for (const identity::OwnRole& role : own_roles) {
    choices.push_back({role.id, role.name, identity::may_give(own, {role.id})});
  }
  return choices;
}

}  // namespace

api::AdministeredPeople list_people(Services& services, const identity::Session& caller,
                                    const PeopleQuery& query) {
  const Directory directory = load_directory(services, caller.company->company.id);
  std::vector<Row> rows = make_rows(services, caller, directory);
  api::AdministeredPeople answer{.counts = count(rows),
                                 .licence = {.allowed = directory.seats.allowed,
                                             .people = directory.seats.people,
                                             .invitations = directory.seats.invitations,
                                             .left = directory.seats.left()},
                                 .roles = list_choices(caller.company->role, directory.own_roles)};
  rows = select(std::move(rows), query);
  answer.total = static_cast<std::int64_t>(rows.size());
  std::string last;
  for (Row& row : rows) {
    if (row.place <= query.cursor) continue;
    if (static_cast<int>(answer.people.size()) == query.limit) {
      answer.next_cursor = last;
      break;
    }
    last = row.place;
    answer.people.push_back(std::move(row.told));
  }
  return answer;
}

}  // namespace tusk::online
