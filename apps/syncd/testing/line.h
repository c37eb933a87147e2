#pragma once

// For tests of Tusk Sync: an online side on SQLite in the same process, and a line to it that can
// be cut.

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/system_clock.h"
#include "replica/round.h"
#include "replica/testing/connect.h"
#include "storage/change_log.h"
#include "storage/record_store.h"
#include "storage/schema.h"
#include "syncd/remote.h"

namespace tusk::syncd::fixtures {

namespace fs = std::filesystem;

inline const core::RecordType& contacts() {
  return core::registry().get("contact");
}

// A person at one side adds a contact.
inline core::Record add_contact(storage::Database& database, core::Side side,
                                const std::string& name) {
  const storage::RecordStore store(core::registry(), side);
  const core::Change change = core::make_change(contacts(), {{"name", name}});
  const core::Microseconds now = platform::SystemClock().now();
  return storage::write(database, [&](storage::Transaction& transaction) {
    return store.create(transaction, contacts(), change, {"Anna Berg", now});
  });
}

inline std::vector<std::string> contact_names(storage::Database& database, core::Side side) {
  const storage::RecordStore store(core::registry(), side);
  return storage::read(database, [&](storage::Transaction& transaction) {
    std::vector<std::string> names;
    for (const core::Record& record : store.list(transaction, contacts(), {}).records) {
      names.push_back(core::title_of(contacts(), record));
    }
    return names;
  });
}

inline bool has_contact(storage::Database& database, core::Side side, const std::string& name) {
  const auto names = contact_names(database, side);
  return std::find(names.begin(), names.end(), name) != names.end();
}

class OnlineSide {
 public:
  explicit OnlineSide(const fs::path& file)
      : database_(storage::open_database({.location = file.string(), .company = 1})),
        store_(core::registry(), core::Side::online) {
    storage::migrate_company(*database_, core::registry(), core::Side::online);
    storage::write(*database_, [&](storage::Transaction& transaction) {
      storage::initialise_company(transaction, core::registry(), core::Side::online, "online");
      replica::begin_online(transaction, "c_1", clock_);
    });
  }

  // Cut: every exchange fails, and who waits is told.
  void set_line(bool is_up) {
    {
      const std::lock_guard lock(mutex_);
      line_is_up_ = is_up;
    }
    changed_.notify_all();
  }
  // From now on exchanges get no answer; those who stop are let go.
  void hang() {
    const std::lock_guard lock(mutex_);
    hangs_ = true;
  }
  // As if the office's database had been put back: this side has what that one knows nothing of.
  void know_more_than_the_office() {
    const std::lock_guard lock(mutex_);
    storage::write(*database_, [](storage::Transaction& transaction) {
      replica::State state = replica::load_state(transaction);
      state.peer = {state.peer.sequence + 1000, 1};
      replica::save_state(transaction, state);
    });
  }
  // Only this key is known from now on.
  void accept_only(const std::string& device_secret) {
    const std::lock_guard lock(mutex_);
    accepted_ = device_secret;
  }

  void add_contact(const std::string& name) {
    {
      const std::lock_guard lock(mutex_);
      fixtures::add_contact(*database_, core::Side::online, name);
    }
    changed_.notify_all();
  }

  // True when the contact is there; false if it takes half a minute.
  [[nodiscard]] bool wait_for_contact(const std::string& name) {
    return wait([&] { return has_contact(*database_, core::Side::online, name); });
  }
  // That so many exchanges were tried.
  [[nodiscard]] bool wait_for_tries(int count) {
    return wait([&] { return tries_ >= count; });
  }
  // That the office has told so often that one side was put back.
  [[nodiscard]] bool wait_for_rewinds(int count) {
    return wait([&] { return rewinds_ >= count; });
  }
  [[nodiscard]] int tries() {
    const std::lock_guard lock(mutex_);
    return tries_;
  }

  [[nodiscard]] std::unique_ptr<Remote> connect(const RemoteAddress& address);

 private:
  class Line;

  template <typename Condition>
  bool wait(Condition&& condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(30), condition);
  }

  const platform::SystemClock clock_;
  std::unique_ptr<storage::Database> database_;
  storage::RecordStore store_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool line_is_up_ = true;
  bool hangs_ = false;
  std::string accepted_;  // empty: every key
  int tries_ = 0;
  int rewinds_ = 0;
};

class OnlineSide::Line final : public Remote {
 public:
  Line(OnlineSide& online, std::string secret) : online_(online), secret_(std::move(secret)) {}

  sync::RoundResponse exchange(const sync::RoundRequest& request) override {
    std::unique_lock lock(online_.mutex_);
    ++online_.tries_;
    online_.changed_.notify_all();
    online_.changed_.wait(lock, [this] { return cancelled_ || !online_.hangs_; });
    check();
    auto result =
        replica::run_online_round(*online_.database_, online_.store_, request, online_.clock_);
    online_.changed_.notify_all();
    return std::move(result.response);
  }

  sync::AuditResponse audit(const sync::AuditRequest& request) override {
    const std::unique_lock lock(online_.mutex_);
    check();
    return replica::answer_audit(*online_.database_, online_.store_, request);
  }

  std::optional<std::int64_t> wait_for_change(std::int64_t sequence) override {
    std::unique_lock lock(online_.mutex_);
    std::int64_t head = 0;
    online_.changed_.wait(lock, [&] {
      head = storage::read(*online_.database_, [](storage::Transaction& transaction) {
        return storage::head(transaction).sequence;
      });
      return head > sequence || cancelled_ || !online_.line_is_up_;
    });
    check();
    return head;
  }

  // What is received is tested where there is a server (tests/functional, apps/online).
  sync::TransferReply offer(const sync::TransferOffer&) override { return {}; }
  sync::TransferReply put_block(const sync::TransferSender&, std::int64_t,
                                std::string_view) override {
    return {};
  }
  sync::TransferReply finish(const sync::TransferSender&) override { return {}; }

  NewDevice add_device(const std::string&, const std::string& computer_uuid) override {
    const std::lock_guard lock(online_.mutex_);
    check();
    return {"d_" + computer_uuid, "key of " + computer_uuid};
  }

  void report_rewind() override {
    const std::lock_guard lock(online_.mutex_);
    check();
    ++online_.rewinds_;
    online_.changed_.notify_all();
  }

  void cancel() override {
    {
      const std::lock_guard lock(online_.mutex_);
      cancelled_ = true;
    }
    online_.changed_.notify_all();
  }

 private:
  void check() const {
    using replica::LinkError;
    using replica::LinkProblem;
    if (cancelled_) throw LinkError(LinkProblem::cancelled, core::say("Avbruten.", "Stopped."), "");
    if (!online_.line_is_up_)
      throw LinkError(LinkProblem::no_line, core::say("Ingen förbindelse.", "No line."), "");
    if (!online_.accepted_.empty() && online_.accepted_ != secret_)
      throw LinkError(LinkProblem::login_refused, core::say("Okänd.", "Not known."), "");
  }

  OnlineSide& online_;
  std::string secret_;
  bool cancelled_ = false;
};

inline std::unique_ptr<Remote> OnlineSide::connect(const RemoteAddress& address) {
  return std::make_unique<Line>(*this, address.device_secret);
}

}  // namespace tusk::syncd::fixtures
