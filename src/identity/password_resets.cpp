#include "identity/password_resets.h"

#include "identity/allowance.h"
#include "identity/email_address.h"
#include "identity/limits.h"
#include "identity/mailed_tokens.h"

namespace tusk::identity {
namespace {

constexpr std::string_view insert_request =
    "INSERT INTO directory_reset_request (id, email) VALUES ($1, $2)";
constexpr std::string_view select_requests =
    "SELECT id, email FROM directory_reset_request ORDER BY id LIMIT $1";
constexpr std::string_view delete_request = "DELETE FROM directory_reset_request WHERE id = $1";

constexpr std::int64_t requests_at_once = 50;

struct Request {
  std::string id;
  std::string email;
};

std::vector<Request> list_requests(storage::Transaction& transaction) {
  const auto row = transaction.prepare(select_requests);
  row->bind(requests_at_once);
  std::vector<Request> requests;
  while (row->step()) requests.push_back({std::string(row->text(0)), std::string(row->text(1))});
  return requests;
}

}  // namespace

void ask_for_password_reset(storage::Transaction& transaction, std::string_view email,
                            std::string_view asker, core::Random& random,
                            const core::Clock& clock) {
  if (!count_one(transaction, "reset asked by " + std::string(asker), resets_per_asker, clock))
    return;
  transaction.prepare(insert_request)
      ->bind(random.hex(public_id_bytes))
      .bind(normalise_email(email).value_or(""))
      .run();
}

bool is_reset_owed(storage::Transaction& transaction) {
  return !list_requests(transaction).empty();
}

std::vector<OwedReset> take_owed_resets(storage::Transaction& transaction, core::Random& random,
                                        const core::Clock& clock) {
  std::vector<OwedReset> owed;
  for (const Request& request : list_requests(transaction)) {
    // Another server may have taken it.
    if (transaction.prepare(delete_request)->bind(request.id).run() == 0) continue;
    auto person = find_person_by_email(transaction, request.email);
    if (!person || person->disabled) continue;
    if (!count_one(transaction, "reset of " + person->id, resets_per_account, clock)) continue;
    std::string token =
        make_mailed_token(transaction, TokenPurpose::reset_password, person->id, random, clock);
    owed.push_back({*std::move(person), std::move(token)});
  }
  return owed;
}

}  // namespace tusk::identity
