#include "identity/lock_notices.h"

#include "identity/allowance.h"
#include "identity/limits.h"

namespace tusk::identity {
namespace {

constexpr std::string_view insert_notice =
    "INSERT INTO directory_lock_notice (account, identity) VALUES ($1, $2) "
    "ON CONFLICT (account) DO NOTHING";
constexpr std::string_view select_notices =
    "SELECT n.account, n.identity, c.failures FROM directory_lock_notice n "
    "LEFT JOIN directory_login_counter c ON c.account = n.account ORDER BY n.account LIMIT $1";
constexpr std::string_view delete_notice = "DELETE FROM directory_lock_notice WHERE account = $1";

constexpr std::int64_t notices_at_once = 50;

struct Notice {
  std::string account;
  std::string person;
  std::int64_t failures = 0;
};

std::vector<Notice> list_notices(storage::Transaction& transaction) {
  const auto row = transaction.prepare(select_notices);
  row->bind(notices_at_once);
  std::vector<Notice> notices;
  while (row->step()) {
    notices.push_back({std::string(row->text(0)), std::string(row->text(1)), row->integer(2)});
  }
  return notices;
}

}  // namespace

void note_lock(storage::Transaction& transaction, std::string_view account,
               std::string_view person) {
  transaction.prepare(insert_notice)->bind(account).bind(person).run();
}

bool is_lock_noted(storage::Transaction& transaction) {
  return !list_notices(transaction).empty();
}

std::vector<LockedPerson> take_locked_people(storage::Transaction& transaction,
                                             const core::Clock& clock) {
  std::vector<LockedPerson> people;
  for (const Notice& notice : list_notices(transaction)) {
    if (transaction.prepare(delete_notice)->bind(notice.account).run() == 0) continue;
    if (notice.failures < failures_before_lock) continue;
    auto person = find_person(transaction, notice.person);
    if (!person || person->disabled) continue;
    const bool is_told =
        count_one(transaction, "lock told to " + person->id, lock_letters_per_account, clock);
    people.push_back({*std::move(person), is_told});
  }
  return people;
}

}  // namespace tusk::identity
