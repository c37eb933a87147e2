#pragma once

// What the routes work with. One per program; built by it and handed to whoever needs it.

#include "core/clock.h"
#include "core/random.h"
#include "identity/hash_pool.h"
#include "identity/log_in.h"
#include "identity/sealing.h"
#include "identity/sessions.h"
#include "online/config.h"
#include "online/event_hub.h"
#include "online/first_syncs.h"
#include "online/office_waits.h"
#include "online/tenants.h"
#include "rest/rate_limiter.h"
#include "storage/connection_pool.h"
#include "storage/record_store.h"

namespace tusk::online {

struct Services {
  // Opens (and makes) what is in the data folder. `clock` and `random` outlive this; `random` is
  // used from several threads.
  Services(const Config& config, const core::Clock& clock, core::Random& random,
           identity::HashParameters hashing = {});

  Config config;
  const core::Clock& clock;
  core::Random& random;
  storage::ConnectionPool directory;
  identity::Sealing sealing;
  identity::HashPool hashes;
  identity::LogIn log_in;
  identity::Sessions sessions;
  storage::RecordStore store;
  Tenants tenants;
  EventHub events;
  OfficeWaits waits;
  rest::RateLimiter limiter;
  FirstSyncs first_syncs;  // last: it uses the others while it ends
};

}  // namespace tusk::online
