#pragma once

// A schedule: what happens in a world, step by step. The same schedule always does the same.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tusk::simulation {

enum class WorldKind {
  ordinary,    // everything but what the others are about
  family,      // people remove, move and revive what belongs together
  numbers,     // people exchange, take and give up unique values
  parts,       // few log entries fit into one message
  restore,     // databases are put back or go on twice
  schema,      // one side is newer for a while
  refusals,    // each database refuses values that the other takes
  first_sync,  // the company is not online yet
  exchange,    // unique values change hands, and few log entries fit into one message
  count
};
// Few log entries fit into one message.
[[nodiscard]] constexpr bool goes_in_parts(WorldKind kind) {
  return kind == WorldKind::parts || kind == WorldKind::exchange;
}
[[nodiscard]] const char* name_of(WorldKind kind);
// Throws core::Error{invalid} that names those there are.
[[nodiscard]] WorldKind parse_world(std::string_view name);

enum class Act {
  // people; `choice` says what exactly
  office_create,
  office_edit,
  office_remove,
  office_put_back,
  online_create,
  online_edit,
  online_remove,
  online_put_back,
  // services
  build,    // one of them makes a request
  give_up,  // one of them stops waiting for its answer
  stop,     // one of them is stopped cleanly
  kill,     // one of them dies
  prefer,   // people choose the computer that synchronises
  // the line
  deliver_request,
  deliver_answer,
  lose,
  repeat,
  truncate,
  // time
  wait,
  jump,
  // troubles of the next transaction
  office_trouble,
  online_trouble,
  // files
  back_up_office,
  restore_office,
  back_up_online,
  restore_online,
  clone_office,   // a copy of the office goes on, with the same services
  switch_office,  // to the other copy
  // programs
  upgrade_office,
  upgrade_online,
  // several people at once (scenes.h)
  family_scene,
  values_scene,
  exchange_scene,
  // the first synchronisation, and the update of the connection after a rewind
  connect,  // people connect the office: a snapshot is taken
  send,     // one of the services sends it, until something comes in between
  count
};
[[nodiscard]] const char* name_of(Act act);

struct Step {
  Act act = Act::build;
  std::uint64_t choice = 0;  // every random choice of the step follows from it
};

struct Schedule {
  WorldKind kind = WorldKind::ordinary;
  std::uint64_t setup = 0;  // number of services, size of messages … follow from it
  std::vector<Step> steps;
};

[[nodiscard]] Schedule make_schedule(std::uint64_t seed, WorldKind kind);
// The kind that a seed has when all kinds are run: most are ordinary.
[[nodiscard]] WorldKind kind_of(std::uint64_t seed);

// As a text of one step per line; lines that begin with # are for people.
[[nodiscard]] std::string format(const Schedule&);
[[nodiscard]] Schedule parse_schedule(std::string_view text);

}  // namespace tusk::simulation
