// The line: messages arrive, once, twice, in part or not at all.

#include "sync/codec.h"
#include "world.h"

namespace tusk::simulation {
namespace {

const char* name_of_outcome(replica::RoundOutcome outcome) {
  switch (outcome) {
    case replica::RoundOutcome::done:
      return "taken";
    case replica::RoundOutcome::not_holder:
      return "not taken: another has the lease";
    case replica::RoundOutcome::not_connected:
      return "not connected";
    case replica::RoundOutcome::needs_resync:
      return "stopped: rewound";
    case replica::RoundOutcome::stale:
      return "not taken: stale";
    case replica::RoundOutcome::refused:
      return "refused";
  }
  return "";
}

}  // namespace

// Mostly the newest: old messages do no more than be refused.
std::size_t World::pick(std::size_t count) {
  return random_.below(4) == 0 ? random_.below(count) : count - 1;
}

std::optional<World::Message> World::take_from(std::vector<Message>& messages) {
  if (messages.empty()) return std::nullopt;
  const auto at = messages.begin() + static_cast<std::ptrdiff_t>(pick(messages.size()));
  Message message = std::move(*at);
  messages.erase(at);
  return message;
}

void World::lose() {
  auto& messages = random_.below(2) == 0 ? requests_ : answers_;
  if (!take_from(messages)) return;
  note("a message is lost");
  counters_.add(Count::messages_lost);
}

void World::repeat() {
  auto& messages = random_.below(2) == 0 ? requests_ : answers_;
  if (messages.empty()) return;
  note("a message is repeated");
  const Message copy = messages[pick(messages.size())];
  messages.push_back(copy);
  counters_.add(Count::messages_repeated);
}

// A part of a message is no message.
void World::truncate() {
  const bool is_request = random_.below(2) == 0;
  const auto message = take_from(is_request ? requests_ : answers_);
  if (!message) return;
  const std::string_view part(message->text.data(), random_.below(message->text.size()));
  counters_.add(Count::messages_truncated);
  try {
    if (is_request) {
      (void)sync::parse_request(online_.registry(), part);
    } else {
      (void)sync::parse_response(office_.registry(), part);
    }
    fail("a part of a message was read as a message");
  } catch (const core::Error& error) {
    note("a message arrives in part: ", error.text().en);
  }
}

void World::deliver_request(const Message& message) {
  deliver_request(message, sync::parse_request(online_.registry(), message.text));
}

void World::deliver_request(const Message& message, const sync::RoundRequest& request) {
  const auto before = state_before(online_);
  const Rows rows = rows_before(online_);
  sync::RoundResponse response;
  try {
    response =
        replica::run_online_round(online_.database(), online_.store(), request, clock_, limits_)
            .response;
  } catch (const Crash& crash) {
    note("request ", message.number, " arrives; the server dies");
    after_crash(online_, crash, before);
    return look(online_);
  } catch (const core::Error& error) {
    return note("request ", message.number, " arrives; ", error.text().en);
  }
  watch_merge(online_, rows);
  prune_witness(online_);
  watch_positions(online_, online_state_, "online");
  look(online_);
  Message answer = message;
  answer.text = sync::to_json(online_.registry(), response);
  note("request ", message.number, " arrives, answer: ", answer.text);
  if (response.status == sync::RoundStatus::fenced) counters_.add(Count::fenced);
  if (response.status == sync::RoundStatus::schema) counters_.add(Count::schema_refusals);
  if (response.more) counters_.add(Count::parts);
  for (const sync::RecordChange& change : response.changes) {
    if (change.operation == sync::Operation::want) counters_.add(Count::wants);
  }
  answers_.push_back(std::move(answer));
}

void World::deliver_answer(const Message& message) {
  Service& service = services_[message.service];
  if (service.life != message.life) return note("an answer arrives where nobody waits");
  take(message, sync::parse_response(office_.registry(), message.text));
}

void World::take(const Message& message, const sync::RoundResponse& response) {
  Service& service = services_[message.service];
  const auto before = state_before(office_);
  const Rows rows = rows_before(office_);
  const auto note_it = [&](const auto&... outcome) {
    note(service.name, " gets the answer to ", message.number, outcome...);
  };
  replica::OfficeRoundResult result;
  try {
    result = message.round->take(response);
  } catch (const Crash& crash) {
    note_it();
    after_crash(office_, crash, before);
    kill(service, "dies while it takes the answer");
    watch_lease(nullptr);
    return look(office_);
  } catch (const core::Error& error) {
    return note_it(": ", error.text().en);
  }
  note_it(": ", name_of_outcome(result.outcome));
  if (service.round == message.round) service.round = nullptr;
  watch_answer(message, result);
  watch_merge(office_, rows);
  prune_witness(office_);
  watch_positions(office_, office_state_, "office");
  look(office_);
}

// Nothing if no file was put back: then the judge sees it in the end.
Rows World::rows_before(Side& side) const {
  return may_stop_ ? side.rows() : Rows{};
}

void World::watch_merge(Side& side, const Rows& before) {
  if (before.empty()) return;
  const Rows& after = side.rows();
  for (const auto& [key, record] : before) {
    const auto found = after.find(key);
    if (found == after.end()) continue;
    for (std::size_t i = 0; i < record.values.size(); ++i) {
      const core::Value& old = record.values[i];
      const core::Value& now = found->second.values[i];
      if (old == now || !old.is_text() || !now.is_text()) continue;
      if (ledger_.is_over(old.text(), now.text(), key))
        fail("I8: " + now.text() + " was written over " + old.text() + ", which is later");
    }
  }
}

void World::watch_answer(const Message& message, const replica::OfficeRoundResult& result) {
  const Service& service = services_[message.service];
  const bool is_turned_away = result.outcome == replica::RoundOutcome::not_holder ||
                              result.outcome == replica::RoundOutcome::stale;
  watch_lease(is_turned_away ? nullptr : &service);
  switch (result.outcome) {
    case replica::RoundOutcome::done:
      counters_.add(Count::rounds);
      break;
    case replica::RoundOutcome::not_holder:
      counters_.add(Count::not_holder);
      return;
    case replica::RoundOutcome::stale:
      counters_.add(office_.state().own_acked == office_state_.own_acked
                        ? Count::stale_answers
                        : Count::positions_corrected);
      break;
    case replica::RoundOutcome::needs_resync:
      counters_.add(Count::rewinds);
      has_stopped_ = true;
      if (!may_stop_) fail("I8: stopped as rewound, but nothing was put back");
      break;
    case replica::RoundOutcome::refused:
      counters_.add(Count::schema_refusals);
      break;
    case replica::RoundOutcome::not_connected:
      fail("not connected any more");
      break;
  }
  if (result.more) counters_.add(Count::parts);
}

}  // namespace tusk::simulation
