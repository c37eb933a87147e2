#pragma once

// Beginning and ending the connection of an office's company database, and what a new company
// database online starts as.

#include <string>

#include "core/clock.h"
#include "storage/record_store.h"

namespace tusk::replica {

// What the online side answered when a super user connected.
struct Connection {
  std::string online_url;
  std::string company_id;
  std::string device_id;
  std::string connected_by;        // name of the person
  std::string connected_by_email;  // their Tusk ID
  int interval_seconds = 15;
};

// Office: remembers the connection, starts positions from nothing and logs every record that the
// online side is to have as `full`, so that the next rounds carry them all. Throws Error{conflict}
// if the database is connected.
void begin_connection(storage::Transaction&, const storage::RecordStore&, const Connection&,
                      const core::Clock&);

// Office: forgets the connection. All data stays.
void end_connection(storage::Transaction&);

// Online: an empty company database accepts its office's rounds from nothing.
void begin_online(storage::Transaction&, const std::string& company_id, const core::Clock&);

}  // namespace tusk::replica
