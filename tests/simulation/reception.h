#pragma once

// The online end of a first synchronisation: what tusk-online does around a replica::Receiver
// (apps/online/first_syncs.cpp), without its threads and its directory.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clock.h"
#include "replica/first_sync_sender.h"
#include "replica/receiver.h"
#include "side.h"

namespace tusk::simulation {

// A value that was online when the office's data took its place, and is not in those.
struct Replaced {
  Key key;
  int field = 0;
  core::Value value;
};

class Reception {
 public:
  // `between`: what happens while a request is on its way, and while its answer is; it may throw
  // replica::LinkError (what was on its way is lost) or Crash (the office's program dies).
  Reception(Side& online, const Clock& clock, std::function<void()> between);
  ~Reception();
  Reception(const Reception&) = delete;
  Reception& operator=(const Reception&) = delete;

  // People have connected the office: an archive is expected from who has the key that is returned.
  // Earlier keys are no longer known, and what has come with them is gone.
  [[nodiscard]] int expect();
  // The company is there for people to see, and for rounds.
  [[nodiscard]] bool is_shown() const { return is_shown_; }
  void show() { is_shown_ = true; }
  // Something happens to the next transaction of the receiver.
  void set_trouble(Trouble trouble, int detail);
  // The server is started again.
  void restart();

  // One of the messages that have arrived comes once more; nobody hears the answer.
  void repeat(core::Random& random);

  [[nodiscard]] const std::vector<Replaced>& replaced() const { return replaced_; }
  [[nodiscard]] int shown_count() const { return shown_count_; }
  // What went wrong that never may; empty: nothing.
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  friend class ReceptionLink;
  using Handle = std::function<sync::TransferReply()>;
  [[nodiscard]] sync::TransferReply exchange(int key, const Handle& handle);
  [[nodiscard]] sync::TransferReply handle_offer(const sync::TransferOffer& offer);
  [[nodiscard]] sync::TransferReply handle_block(const sync::TransferSender& sender,
                                                 std::int64_t block, std::string_view bytes);
  [[nodiscard]] sync::TransferReply handle_finish(const sync::TransferSender& sender);
  [[nodiscard]] sync::TransferReply guarded(const Handle& handle);
  [[nodiscard]] sync::TransferReply expected() const;
  [[nodiscard]] std::optional<sync::TransferReply> find_done(const std::string& archive);
  [[nodiscard]] std::optional<sync::TransferState> state();
  replica::Receiver& receiver();
  void drop();
  void complete();
  void note_replaced(const Rows& old);

  Side& online_;
  const Clock& clock_;
  std::function<void()> between_;
  std::string file_;
  std::unique_ptr<replica::Receiver> receiver_;
  TroubledDatabase* staging_ = nullptr;  // the receiver's
  Trouble trouble_ = Trouble::none;      // of a receiver that is not open yet
  int detail_ = 0;
  int key_ = 0;  // the only one that is known
  bool is_expected_ = false;
  bool is_shown_ = false;
  int shown_count_ = 0;
  std::vector<Handle> arrived_;
  std::vector<Replaced> replaced_;
  std::string wrong_;
};

// The way to it of an office that has this key.
class ReceptionLink final : public replica::TransferLink {
 public:
  ReceptionLink(Reception& reception, int key) : reception_(reception), key_(key) {}
  [[nodiscard]] sync::TransferReply offer(const sync::TransferOffer& offer) override;
  [[nodiscard]] sync::TransferReply put_block(const sync::TransferSender& sender,
                                              std::int64_t block, std::string_view bytes) override;
  [[nodiscard]] sync::TransferReply finish(const sync::TransferSender& sender) override;

 private:
  Reception& reception_;
  int key_;
};

}  // namespace tusk::simulation
