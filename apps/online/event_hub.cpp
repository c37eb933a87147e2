#include "online/event_hub.h"

#include "core/error.h"
#include "identity/secrets.h"
#include "identity/sessions.h"
#include "online/limits.h"

namespace tusk::online {

LiveEvent make_event(std::string_view name, std::string_view json) {
  auto message = http::event_message(name, json);
  return {message, message, {}};
}

LiveEvent make_event(std::string_view name, std::string_view swedish_json,
                     std::string_view english_json) {
  return {http::event_message(name, swedish_json), http::event_message(name, english_json), {}};
}

Standing standing_of(const core::Registry& registry, const identity::Membership& membership) {
  Standing standing{.role = membership.role.id};
  for (const core::RecordType& type : registry.types()) {
    standing.rights[type.name] = identity::right_of(membership, type);
    if (identity::is_limited_to_own(membership, type)) standing.limited.insert(type.name);
  }
  return standing;
}

std::shared_ptr<http::EventStream> EventHub::open(const Listener& listener) {
  auto stream = http::EventStream::make();
  const std::string company = listener.company.id;
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    Entries& entries = by_company_[company];
    std::size_t own = 0;
    for (const auto& [key, entry] : entries) own += entry.listener.session == listener.session;
    if (own >= max_streams_per_session) {
      throw core::Error(core::ErrorCode::limit,
                        core::say("Tusk är öppet i för många flikar. Stäng någon av dem.",
                                  "Tusk is open in too many tabs. Close some of them."));
    }
    number = next_number_++;
    entries[number] = {listener, stream};
  }
  stream->on_close([this, company, number] { remove(company, number); });
  return stream;
}

void EventHub::remove(const std::string& company, std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  const auto found = by_company_.find(company);
  if (found == by_company_.end()) return;
  found->second.erase(number);
  if (found->second.empty()) by_company_.erase(found);
}

void EventHub::send(const std::string& company, const LiveEvent& event) {
  std::vector<Entry> entries;
  {
    const std::lock_guard lock(mutex_);
    const auto found = by_company_.find(company);
    if (found == by_company_.end()) return;
    for (const auto& [number, entry] : found->second) entries.push_back(entry);
  }
  for (const Entry& entry : entries) {
    const Standing& standing = entry.listener.standing;
    const auto right = standing.rights.find(event.record_type);
    if (right != standing.rights.end() && right->second < core::Right::read) continue;
    if (standing.limited.contains(event.record_type)) {
      entry.stream->send(event.of_register);
      continue;
    }
    entry.stream->send(entry.listener.language == core::Language::english ? event.english
                                                                          : event.swedish);
  }
}

bool EventHub::has_listeners(const std::string& company) const {
  const std::lock_guard lock(mutex_);
  return by_company_.contains(company);
}

template <typename Chosen>
std::vector<EventHub::Entry> EventHub::select(Chosen&& chosen) const {
  const std::lock_guard lock(mutex_);
  std::vector<Entry> result;
  for (const auto& [company, entries] : by_company_) {
    for (const auto& [number, entry] : entries) {
      if (chosen(entry.listener)) result.push_back(entry);
    }
  }
  return result;
}

void EventHub::end_session(const std::string& session) {
  const auto ended = select([&](const Listener& one) { return one.session == session; });
  for (const Entry& entry : ended) entry.stream->close();
}

void EventHub::end_person(const std::string& company, const std::string& person,
                          const std::optional<LiveEvent>& farewell) {
  const auto ended = select(
      [&](const Listener& one) { return one.company.id == company && one.person == person; });
  for (const Entry& entry : ended) {
    if (farewell) {
      entry.stream->send(entry.listener.language == core::Language::english ? farewell->english
                                                                            : farewell->swedish);
    }
    entry.stream->close();
  }
}

void EventHub::end_session_of_key(const std::string& key) {
  const auto ended =
      select([&](const Listener& one) { return identity::make_list_key(one.session) == key; });
  for (const Entry& entry : ended) entry.stream->close();
}

void EventHub::end_company(const std::string& company) {
  const auto ended = select([&](const Listener& one) { return one.company.id == company; });
  for (const Entry& entry : ended) entry.stream->close();
}

void EventHub::end_company(const std::string& company, const LiveEvent& farewell) {
  send(company, farewell);
  end_company(company);
}

std::vector<EventHub::Listener> EventHub::listeners() const {
  std::vector<Listener> all;
  for (Entry& entry : select([](const Listener&) { return true; })) {
    all.push_back(std::move(entry.listener));
  }
  return all;
}

std::vector<identity::Company> EventHub::companies() const {
  const std::lock_guard lock(mutex_);
  std::vector<identity::Company> all;
  for (const auto& [company, entries] : by_company_) {
    all.push_back(entries.begin()->second.listener.company);
  }
  return all;
}

}  // namespace tusk::online
