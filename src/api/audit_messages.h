#pragma once

// What was done with access to a company.

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/messages.h"

namespace tusk::api {

struct AccessEvent {
  std::int64_t sequence = 0;
  Timestamp at;
  std::string event;
  std::string actor_name;
  std::optional<std::string> address;
  std::optional<std::string> subject;
  std::optional<std::string> detail;
};
BOOST_DESCRIBE_STRUCT(AccessEvent, (), (sequence, at, event, actor_name, address, subject, detail))

struct AccessEventPage {
  std::vector<AccessEvent> events;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(AccessEventPage, (), (events, next_cursor))

}  // namespace tusk::api
