#pragma once

// The connection of an office's company database to the online side: what is known of it, its end,
// and what happens when one side was put back. How it begins is in first_sync.h.

#include <string>

#include "core/text.h"
#include "storage/database.h"

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

// Online, for what the web does: throws Error{conflict} if one side was put back and nothing may be
// changed until the office has connected anew. Until the end of the transaction it stays so or so.
void require_writable(storage::Transaction&);
// Online: from now on require_writable() throws. Waits for writes that are under way.
void stop_for_resync(storage::Transaction&);

// What people are told where a side was put back.
[[nodiscard]] core::Text rewound_text();

// Office: forgets the connection. All data stays.
void end_connection(storage::Transaction&);

}  // namespace tusk::replica
