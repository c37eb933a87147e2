#include "syncd/key_requests.h"

#include "business/device_key.h"
#include "platform/logging.h"

namespace tusk::syncd {

using platform::LogLevel;

void answer_key_requests(storage::Database& database, Remote& remote,
                         const std::string& connection) {
  const std::int64_t company = database.company();
  const auto system = database.as_company(0);
  const auto requests = storage::read(*system, [&](storage::Transaction& transaction) {
    return business::list_key_requests(transaction, company, connection);
  });
  for (const business::KeyRequest& request : requests) {
    try {
      const NewDevice device = remote.add_device(request.computer_name, request.computer_uuid);
      storage::write(*system, [&](storage::Transaction& transaction) {
        business::answer_key_request(transaction, company, request,
                                     {connection, device.id, device.secret});
      });
      platform::log(LogLevel::info, "key.made", {{"computer", request.computer_name}});
    } catch (const core::Error& error) {
      platform::log(LogLevel::warning, "key.not_made",
                    {{"computer", request.computer_name}, {"error", error.what()}});
      return;
    }
  }
}

}  // namespace tusk::syncd
