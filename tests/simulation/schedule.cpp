#include "schedule.h"

#include <array>
#include <sstream>

#include "core/error.h"
#include "core/random.h"

namespace tusk::simulation {
namespace {

constexpr std::size_t kind_count = static_cast<std::size_t>(WorldKind::count);
constexpr std::size_t act_count = static_cast<std::size_t>(Act::count);

constexpr std::array<const char*, kind_count> kind_names{"ordinary", "family",     "numbers",
                                                         "parts",    "restore",    "schema",
                                                         "refusals", "first_sync", "exchange"};

constexpr std::array<const char*, act_count> act_names{"office_create",
                                                       "office_edit",
                                                       "office_remove",
                                                       "office_put_back",
                                                       "online_create",
                                                       "online_edit",
                                                       "online_remove",
                                                       "online_put_back",
                                                       "build",
                                                       "give_up",
                                                       "stop",
                                                       "kill",
                                                       "prefer",
                                                       "deliver_request",
                                                       "deliver_answer",
                                                       "lose",
                                                       "repeat",
                                                       "truncate",
                                                       "wait",
                                                       "jump",
                                                       "office_trouble",
                                                       "online_trouble",
                                                       "back_up_office",
                                                       "restore_office",
                                                       "back_up_online",
                                                       "restore_online",
                                                       "clone_office",
                                                       "switch_office",
                                                       "upgrade_office",
                                                       "upgrade_online",
                                                       "family_scene",
                                                       "values_scene",
                                                       "exchange_scene",
                                                       "connect",
                                                       "send"};

using Weights = std::array<int, act_count>;

int& weight(Weights& weights, Act act) {
  return weights[static_cast<std::size_t>(act)];
}

Weights ordinary_weights() {
  Weights weights{};
  const auto set = [&](Act act, int to) { weight(weights, act) = to; };
  set(Act::office_create, 5);
  set(Act::office_edit, 24);
  set(Act::office_remove, 3);
  set(Act::office_put_back, 1);
  set(Act::online_create, 5);
  set(Act::online_edit, 24);
  set(Act::online_remove, 3);
  set(Act::online_put_back, 1);
  set(Act::build, 17);
  set(Act::give_up, 1);
  set(Act::stop, 1);
  set(Act::kill, 1);
  set(Act::prefer, 1);
  set(Act::deliver_request, 15);
  set(Act::deliver_answer, 15);
  set(Act::lose, 3);
  set(Act::repeat, 3);
  set(Act::truncate, 1);
  set(Act::wait, 4);
  set(Act::jump, 1);
  set(Act::office_trouble, 3);
  set(Act::online_trouble, 3);
  return weights;
}

Weights weights_of(WorldKind kind) {
  Weights weights = ordinary_weights();
  const auto set = [&](Act act, int to) { weight(weights, act) = to; };
  switch (kind) {
    case WorldKind::ordinary:
    case WorldKind::count:
      break;
    case WorldKind::parts:
      set(Act::family_scene, 10);
      set(Act::values_scene, 10);
      break;
    case WorldKind::exchange:
      set(Act::exchange_scene, 24);
      break;
    case WorldKind::refusals:
      set(Act::family_scene, 4);
      break;
    case WorldKind::family:
      set(Act::office_create, 12);
      set(Act::online_create, 12);
      set(Act::office_remove, 9);
      set(Act::online_remove, 9);
      set(Act::family_scene, 12);
      break;
    case WorldKind::numbers:
      set(Act::office_create, 8);
      set(Act::online_create, 8);
      set(Act::office_remove, 4);
      set(Act::online_remove, 4);
      set(Act::values_scene, 12);
      break;
    case WorldKind::restore:
      set(Act::back_up_office, 3);
      set(Act::restore_office, 1);
      set(Act::back_up_online, 3);
      set(Act::restore_online, 1);
      set(Act::clone_office, 1);
      set(Act::switch_office, 2);
      set(Act::connect, 2);
      set(Act::send, 6);
      break;
    case WorldKind::first_sync:
      set(Act::connect, 8);
      set(Act::send, 24);
      break;
    case WorldKind::schema:
      set(Act::upgrade_office, 2);
      set(Act::upgrade_online, 3);
      break;
  }
  return weights;
}

Act choose(core::Random& random, const Weights& weights, int total) {
  int at = static_cast<int>(random.below(static_cast<std::uint64_t>(total)));
  for (std::size_t i = 0; i < weights.size(); ++i) {
    at -= weights[i];
    if (at < 0) return static_cast<Act>(i);
  }
  return Act::build;
}

template <std::size_t Count>
std::size_t index_of(const std::array<const char*, Count>& names, std::string_view name,
                     const char* what) {
  std::string all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (name == names[i]) return i;
    all += std::string(i == 0 ? "" : ", ") + names[i];
  }
  throw core::Error(core::ErrorCode::invalid,
                    core::say("{} finns inte. Välj bland: {}.", "There is no {}. Choose from: {}.",
                              std::string(what) + " " + std::string(name), all));
}

}  // namespace

const char* name_of(WorldKind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}

const char* name_of(Act act) {
  return act_names[static_cast<std::size_t>(act)];
}

WorldKind parse_world(std::string_view name) {
  return static_cast<WorldKind>(index_of(kind_names, name, "world"));
}

// In the worlds of the schema and of the first synchronisation every statement is compiled anew,
// which takes longer than all the rest; that of exchanges is about one thing.
WorldKind kind_of(std::uint64_t seed) {
  using enum WorldKind;
  constexpr std::uint64_t seldom = 40;
  if (seed % seldom == 5) return schema;
  if (seed % seldom == 25) return first_sync;
  if (seed % seldom == 15) return exchange;
  static constexpr std::array<WorldKind, 10> kinds{ordinary, family, numbers,  parts, restore,
                                                   ordinary, family, refusals, parts, restore};
  return kinds[seed % kinds.size()];
}

Schedule make_schedule(std::uint64_t seed, WorldKind kind) {
  core::SeededRandom random(seed * 16 + static_cast<std::uint64_t>(kind));
  const Weights weights = weights_of(kind);
  int total = 0;
  for (const int one : weights) total += one;
  Schedule schedule{kind, random.next(), {}};
  const std::size_t count = 30 + random.below(50);
  while (schedule.steps.size() < count)
    schedule.steps.push_back({choose(random, weights, total), random.next()});
  return schedule;
}

std::string format(const Schedule& schedule) {
  std::string text = std::string("world ") + name_of(schedule.kind) + "\nsetup " +
                     std::to_string(schedule.setup) + "\n";
  for (const Step& step : schedule.steps)
    text += std::string(name_of(step.act)) + " " + std::to_string(step.choice) + "\n";
  return text;
}

Schedule parse_schedule(std::string_view text) {
  Schedule schedule;
  std::istringstream lines{std::string(text)};
  std::string line;
  while (std::getline(lines, line)) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    std::string name;
    std::string value;
    words >> name >> value;
    if (name == "world") {
      schedule.kind = parse_world(value);
    } else if (name == "setup") {
      schedule.setup = std::stoull(value);
    } else {
      schedule.steps.push_back(
          {static_cast<Act>(index_of(act_names, name, "step")), std::stoull(value)});
    }
  }
  return schedule;
}

}  // namespace tusk::simulation
