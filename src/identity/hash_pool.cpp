#include "identity/hash_pool.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "core/error.h"
#include "core/unicode.h"
#include "identity/secrets.h"

namespace tusk::identity {
namespace {

core::Error overloaded() {
  return {core::ErrorCode::unavailable,
          core::say("Just nu loggar många in. Försök igen om några sekunder.",
                    "Many are logging in at the moment. Try again in a few seconds.")};
}

std::string make_hash(const HashParameters& parameters, const std::string& password) {
  std::array<char, crypto_pwhash_argon2id_STRBYTES> phc{};
  if (::crypto_pwhash_argon2id_str(phc.data(), password.data(), password.size(), parameters.passes,
                                   parameters.memory_bytes) != 0) {
    throw core::Error(core::ErrorCode::unavailable,
                      core::say("Servern har ont om minne. Försök igen om en stund.",
                                "The server is short of memory. Try again in a moment."));
  }
  return phc.data();
}

// KEY.PHC taken apart.
struct KeptHash {
  std::string_view key;
  std::string phc;
};

KeptHash parse(std::string_view hash) {
  const auto end = hash.find('.');
  if (end == std::string_view::npos) {
    throw core::Error(core::ErrorCode::internal,
                      core::say("Ett lösenord i katalogen går inte att läsa.",
                                "A password in the directory can't be read."));
  }
  return {hash.substr(0, end), std::string(hash.substr(end + 1))};
}

std::string pepper(const Sealing& sealing, std::string_view key, std::string_view password) {
  std::string composed = core::compose_compatibly(password);
  std::string peppered = sealing.derive_with(key, composed, "password");
  ::sodium_memzero(composed.data(), composed.size());
  return peppered;
}

}  // namespace

std::size_t HashPool::default_threads() {
  return std::max<std::size_t>(1, std::thread::hardware_concurrency() / 2);
}

HashPool::HashPool(const Sealing& sealing, HashParameters parameters, std::size_t threads)
    : sealing_(sealing), parameters_(parameters) {
  prepare_cryptography();
  dummy_ = sealing_.current_key() + "." + make_hash(parameters_, "no password is this one");
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work_until_ended(); });
}

HashPool::~HashPool() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    waiting_.clear();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void HashPool::work_until_ended() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (ended_) return;
    auto work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

std::string HashPool::run(std::packaged_task<std::string()> work) {
  auto result = work.get_future();
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= parameters_.max_waiting) throw overloaded();
    waiting_.push_back(std::move(work));
  }
  changed_.notify_one();
  try {
    // The task owns what it works on: it may still run after nobody waits for it any more.
    if (result.wait_for(std::chrono::microseconds(max_hash_wait)) != std::future_status::ready) {
      throw overloaded();
    }
    return result.get();
  } catch (const std::future_error&) {  // the pool ended first
    throw overloaded();
  }
}

std::string HashPool::hash(std::string_view password) {
  const std::string& key = sealing_.current_key();
  return key + "." +
         run(std::packaged_task<std::string()>(
             [parameters = parameters_, text = pepper(sealing_, key, password)]() mutable {
               auto phc = make_hash(parameters, text);
               ::sodium_memzero(text.data(), text.size());
               return phc;
             }));
}

bool HashPool::verify(std::string_view hash, std::string_view password) {
  KeptHash kept = parse(hash);
  return !run(std::packaged_task<std::string()>([phc = std::move(kept.phc),
                                                 text = pepper(sealing_, kept.key,
                                                               password)]() mutable -> std::string {
            const bool right =
                ::crypto_pwhash_argon2id_str_verify(phc.c_str(), text.data(), text.size()) == 0;
            ::sodium_memzero(text.data(), text.size());
            return right ? "right" : "";
          })).empty();
}

void HashPool::verify_nothing(std::string_view password) {
  (void)verify(dummy_, password);
}

bool HashPool::is_outdated(std::string_view hash) const {
  const KeptHash kept = parse(hash);
  return kept.key != sealing_.current_key() ||
         ::crypto_pwhash_argon2id_str_needs_rehash(kept.phc.c_str(), parameters_.passes,
                                                   parameters_.memory_bytes) != 0;
}

}  // namespace tusk::identity
