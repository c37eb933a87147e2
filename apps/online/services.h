#pragma once

// What the routes work with. One per program; built by it and handed to whoever needs it.

#include <atomic>

#include "core/clock.h"
#include "core/random.h"
#include "identity/hash_pool.h"
#include "identity/log_in.h"
#include "identity/openid/grants.h"
#include "identity/openid/signing_keys.h"
#include "identity/sealing.h"
#include "identity/second_factor.h"
#include "identity/sessions.h"
#include "mail/delivery.h"
#include "online/config.h"
#include "online/event_hub.h"
#include "online/first_syncs.h"
#include "online/office_waits.h"
#include "online/openid/backchannel.h"
#include "online/search_filling.h"
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

  // What links in letters begin with, as the settings say. Never from a request: whoever asks for a
  // letter does not choose where it leads.
  [[nodiscard]] std::string base_url() const;
  // Into the queue, with what it tells of. Call delivery.wake() when that is committed.
  void enqueue(storage::Transaction&, const mail::Letter&);

  Config config;
  const core::Clock& clock;
  core::Random& random;
  storage::ConnectionPool directory;
  identity::Sealing sealing;
  identity::HashPool hashes;
  identity::SecondFactors second_factors;
  identity::LogIn log_in;
  identity::Sessions sessions;
  identity::openid::SigningKeys signing_keys;
  identity::openid::Grants grants;
  storage::RecordStore store;
  Tenants tenants;
  SearchFilling search_filling;
  EventHub events;
  OfficeWaits waits;
  rest::RateLimiter limiter;
  mail::Delivery delivery;
  std::atomic<std::uint16_t> listening_port = 0;
  openid::Backchannel backchannel;
  FirstSyncs first_syncs;  // last: it uses the others while it ends
};

}  // namespace tusk::online
