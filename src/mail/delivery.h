#pragma once

// Sends what is in the queue, one letter after the other, on a thread of its own. Several programs
// may do so over one directory.
//
// The log tells of each attempt by the letter's id: never an address, a subject or a body.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "core/clock.h"
#include "core/random.h"
#include "mail/limits.h"
#include "mail/queue.h"
#include "mail/transport.h"
#include "storage/connection_pool.h"

namespace tusk::mail {

struct DeliveryOptions {
  Mailbox from;
  core::Microseconds first_delay = first_retry_delay;
};

class Delivery {
 public:
  // All but the transport must outlive it.
  Delivery(storage::ConnectionPool& directory, core::Random& random, const core::Clock& clock,
           std::unique_ptr<Transport> transport, DeliveryOptions options);
  // Breaks off what is being sent: it will be tried again.
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  void start();
  // Something was put into the queue, and is committed: look at once.
  void wake();
  // Sends all that is due, on the caller's thread; how many letters were tried.
  int send_due();

 private:
  [[nodiscard]] bool send_one();
  void record(const Claim& claim, const Outcome& outcome);
  void work_until_stopped();

  storage::ConnectionPool& directory_;
  core::Random& random_;
  const core::Clock& clock_;
  std::unique_ptr<Transport> transport_;
  DeliveryOptions options_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool awake_ = true;  // what an earlier run left behind is looked at first
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tusk::mail
