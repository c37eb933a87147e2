#include "mail/delivery.h"

#include <chrono>

#include "mail/message.h"
#include "platform/logging.h"

namespace tusk::mail {

using platform::LogLevel;
using storage::Transaction;

Delivery::Delivery(storage::ConnectionPool& directory, core::Random& random,
                   const core::Clock& clock, std::unique_ptr<Transport> transport,
                   DeliveryOptions options)
    : directory_(directory),
      random_(random),
      clock_(clock),
      transport_(std::move(transport)),
      options_(std::move(options)) {}

Delivery::~Delivery() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  transport_->stop();
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Delivery::start() {
  thread_ = std::thread([this] { work_until_stopped(); });
}

void Delivery::wake() {
  {
    const std::lock_guard lock(mutex_);
    awake_ = true;
  }
  changed_.notify_all();
}

void Delivery::work_until_stopped() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    awake_ = false;
    lock.unlock();
    try {
      send_due();
    } catch (const std::exception& error) {
      platform::log(LogLevel::error, "mail.trouble", {{"error", error.what()}});
    }
    lock.lock();
    changed_.wait_for(lock, std::chrono::microseconds(look_every),
                      [this] { return awake_ || stopping_; });
  }
}

int Delivery::send_due() {
  int tried = 0;
  while (send_one()) ++tried;
  return tried;
}

bool Delivery::send_one() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
  }
  const auto claim =
      directory_.write([&](Transaction& transaction) { return claim_next(transaction, clock_); });
  if (!claim) return false;
  Outcome outcome;
  try {
    outcome = transport_->send(
        {.id = claim->id,
         .written_at = claim->created_at,
         .recipient = claim->letter.recipient,
         .message = make_message(claim->letter, options_.from, {claim->id, claim->created_at})});
  } catch (const std::exception& error) {
    outcome = {Outcome::Kind::try_later, error.what()};
  }
  record(*claim, outcome);
  return true;
}

void Delivery::record(const Claim& claim, const Outcome& outcome) {
  const core::Microseconds due =
      clock_.now() + retry_delay(claim.attempt, options_.first_delay, random_);
  directory_.write([&](Transaction& transaction) {
    switch (outcome.kind) {
      case Outcome::Kind::sent:
        return record_sent(transaction, clock_, claim);
      case Outcome::Kind::refused:
        return record_refused(transaction, clock_, claim, outcome.reason);
      case Outcome::Kind::try_later:
        return record_delayed(transaction, claim, due, outcome.reason);
    }
  });
  const auto counts =
      directory_.read([](Transaction& transaction) { return count_letters(transaction); });
  const auto tell = [&](LogLevel level, const char* event) {
    platform::log(level, event,
                  {{"letter", claim.id},
                   {"attempt", std::to_string(claim.attempt)},
                   {"reason", outcome.reason},
                   {"waiting", std::to_string(counts.waiting)},
                   {"failed", std::to_string(counts.failed)}});
  };
  switch (outcome.kind) {
    case Outcome::Kind::sent:
      return tell(LogLevel::info, "mail.sent");
    case Outcome::Kind::refused:
      return tell(LogLevel::warning, "mail.refused");
    case Outcome::Kind::try_later:
      return tell(LogLevel::warning, "mail.delayed");
  }
}

}  // namespace tusk::mail
