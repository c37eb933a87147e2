#pragma once

// Password hashes, made by a few threads of their own: a flood of log-ins fills this queue and not
// the server.
//
// KEY.PHC: PHC is the Argon2id string of what HMAC-SHA-256 makes of the password with the master
// key named KEY. That key is not in the directory, so nobody can try passwords on a stolen copy of
// it. A log-in makes the hash anew when another master key has become the first one.

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "identity/limits.h"
#include "identity/sealing.h"

namespace tusk::identity {

struct HashParameters {
  std::size_t memory_bytes = argon2_memory_bytes;
  unsigned long long passes = argon2_passes;
  std::size_t max_waiting = max_waiting_hashes;
};

class HashPool {
 public:
  // Half of the machine's cores, at least one.
  [[nodiscard]] static std::size_t default_threads();

  // `sealing` must live longer.
  explicit HashPool(const Sealing& sealing, HashParameters parameters = {},
                    std::size_t threads = default_threads());
  ~HashPool();
  HashPool(const HashPool&) = delete;
  HashPool& operator=(const HashPool&) = delete;

  // Each waits for its turn and throws Error{unavailable} when the queue is full or the turn has
  // not come within max_hash_wait.
  [[nodiscard]] std::string hash(std::string_view password);
  // Throws Error{unavailable} too if the hash was made with a master key that is not here.
  [[nodiscard]] bool verify(std::string_view hash, std::string_view password);
  // As long as verify() of a right password, for accounts that there are not.
  void verify_nothing(std::string_view password);

  // True if the hash was made with other parameters than the pool's, or another master key than the
  // first one.
  [[nodiscard]] bool is_outdated(std::string_view hash) const;

 private:
  [[nodiscard]] std::string run(std::packaged_task<std::string()> work);
  void work_until_ended();

  const Sealing& sealing_;
  HashParameters parameters_;
  std::string dummy_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::packaged_task<std::string()>> waiting_;
  bool ended_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tusk::identity
