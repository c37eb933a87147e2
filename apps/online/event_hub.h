#pragma once

// The event streams of all browsers, by company. A stream belongs to the session it was opened
// with and ends with it.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/registry.h"
#include "core/text.h"
#include "http/event_stream.h"
#include "identity/companies.h"

namespace tusk::online {

// One event in the languages of those who get it; the same twice if nothing in it is for people.
struct LiveEvent {
  http::EventMessage swedish;
  http::EventMessage english;
  std::string record_type;  // that it is about: told to those who may read it; empty: to everybody
  // What is told instead to those who may read only records of that type that are their own.
  http::EventMessage of_register;
};
[[nodiscard]] LiveEvent make_event(std::string_view name, std::string_view json);
[[nodiscard]] LiveEvent make_event(std::string_view name, std::string_view swedish_json,
                                   std::string_view english_json);

// What somebody may do in a company.
struct Standing {
  std::string role;
  std::map<std::string, core::Right> rights;  // of every register
  std::set<std::string> limited;              // registers of which only their own records
  friend bool operator==(const Standing&, const Standing&) = default;
};
[[nodiscard]] Standing standing_of(const core::Registry& registry, const identity::Membership&);

class EventHub {
 public:
  struct Listener {
    identity::Company company;
    std::string person;   // id
    std::string session;  // its id
    core::Language language = core::Language::swedish;
    Standing standing;
  };
  // Throws Error{limit} if the session has too many.
  [[nodiscard]] std::shared_ptr<http::EventStream> open(const Listener& listener);

  void send(const std::string& company, const LiveEvent& event);
  [[nodiscard]] bool has_listeners(const std::string& company) const;

  void end_session(const std::string& session);
  // The person's streams of that company, after they were told why, if there is something to tell.
  void end_person(const std::string& company, const std::string& person,
                  const std::optional<LiveEvent>& farewell = std::nullopt);
  // Of a session whose id nobody else knows: by its key (identity/sessions.h).
  void end_session_of_key(const std::string& key);
  void end_company(const std::string& company);
  // The same, and tells why, last of all.
  void end_company(const std::string& company, const LiveEvent& farewell);

  // For the sweep: every stream, and each company once.
  [[nodiscard]] std::vector<Listener> listeners() const;
  [[nodiscard]] std::vector<identity::Company> companies() const;

 private:
  struct Entry {
    Listener listener;
    std::shared_ptr<http::EventStream> stream;
  };
  using Entries = std::map<std::uint64_t, Entry>;
  void remove(const std::string& company, std::uint64_t number);
  // Streams for which `chosen` holds. They are used without the lock: they may call remove().
  template <typename Chosen>
  [[nodiscard]] std::vector<Entry> select(Chosen&& chosen) const;

  mutable std::mutex mutex_;
  std::uint64_t next_number_ = 1;
  std::map<std::string, Entries> by_company_;
};

}  // namespace tusk::online
