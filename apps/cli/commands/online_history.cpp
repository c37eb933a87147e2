// tusk online log | conflicts: what was synchronised, and what collided.

#include <CLI/CLI.hpp>
#include <memory>

#include "api/sync_messages.h"
#include "cli/commands/online.h"
#include "cli/output.h"
#include "cli/records.h"
#include "connection/diagnosis.h"
#include "replica/conflict_log.h"
#include "replica/round_log.h"

namespace tusk::cli {
namespace {

struct OnlineHistoryArguments {
  int limit = 50;
  std::string cursor;
  std::string id;
};

api::RoundList make_list(const std::vector<replica::RoundRow>& rounds, core::Language language) {
  api::RoundList list;
  for (const replica::RoundRow& row : rounds) {
    list.rounds.push_back({.number = row.number,
                           .started_at = {row.started_at},
                           .ended_at = api::unless_never(row.ended_at),
                           .computer = row.computer,
                           .up = row.up,
                           .down = row.down,
                           .conflicts = row.conflicts,
                           .result = row.ok ? api::RoundResult::ok : api::RoundResult::error,
                           .message = api::unless_empty(row.message.in(language))});
  }
  return list;
}

int show_log(Context& context, const OnlineHistoryArguments& arguments) {
  const auto company = context.look_at_company();
  business::require_super_user(context.actor());
  const core::Language language = context.language();
  const auto rounds = storage::read(company.database(), [&](storage::Transaction& transaction) {
    return replica::list_rounds(transaction, arguments.limit);
  });
  if (context.json()) {
    print_line(api::to_json(make_list(rounds, language)));
    return 0;
  }
  if (rounds.empty()) {
    print_line(context.words("Synkroniseringsloggen är tom.", "The synchronisation log is empty."));
    return 0;
  }
  const bool swedish = language == core::Language::swedish;
  Table table(
      swedish ? std::vector<std::string>{"Tid", "Dator", "Upp", "Ner", "Konflikter", "Resultat"}
              : std::vector<std::string>{"Time", "Computer", "Up", "Down", "Conflicts", "Result"});
  for (const std::size_t column : {2, 3, 4}) table.align_right(column);
  for (const auto& round : rounds) {
    table.add({format_local_time(round.ended_at), round.computer, std::to_string(round.up),
               std::to_string(round.down), std::to_string(round.conflicts),
               round.ok ? "OK" : context.words("Fel", "Error")});
  }
  print(table);
  // Why, for the newest error: older ones mostly say the same.
  for (const auto& round : rounds) {
    if (round.ok) continue;
    print_line(format_local_time(round.ended_at) + ": " + round.message.in(language));
    break;
  }
  // No new rows mean that it has stopped: what the matter is, and what to do.
  if (const auto why = connection::why_no_rounds(context.installation(), company))
    print_line(why->in(language));
  return 0;
}

const core::Field* field_of(const sync::Conflict& conflict) {
  const core::RecordType* type = core::registry().find(conflict.type_number);
  if (type == nullptr || conflict.field_number < 0) return nullptr;
  return type->find_field(conflict.field_number);
}

void print_conflict(const replica::LoggedConflict& logged, core::Language language) {
  const sync::Conflict& conflict = logged.conflict;
  const core::RecordType* type = core::registry().find(conflict.type_number);
  const core::Field* field = field_of(conflict);
  std::string heading = conflict.id + "  " + format_local_time(conflict.detected_at) + "  ";
  if (type != nullptr) heading += type->label.in(language) + " ";
  heading += conflict.record_name;
  if (field != nullptr) heading += ", " + field->label.in(language);
  print_line(heading);
  const auto side = [&](core::Side which, const core::Value& value, const core::Stamp& stamp) {
    const core::Text place = which == core::Side::office ? core::Text{"kontoret", "office"}
                                                         : core::Text{"online", "online"};
    std::string text = "  " + place.in(language) + ": ";
    if (field != nullptr) text += "\"" + core::to_display(value) + "\" ";
    return text + "(" + stamp.by + ", " + format_local_time(stamp.at) + ")";
  };
  const core::Side loser =
      conflict.winner == core::Side::office ? core::Side::online : core::Side::office;
  print_line(side(conflict.winner, conflict.winning_value, conflict.winning));
  print_line(side(loser, conflict.losing_value, conflict.losing));
  print_line("  " + conflict.how.in(language));
  if (logged.put_back_at != 0) {
    print_line(core::say("  Tillbakalagt {} av {}.", "  Put back {} by {}.",
                         format_local_time(logged.put_back_at), logged.put_back_by)
                   .in(language));
  }
}

int list_conflicts(Context& context, const OnlineHistoryArguments& arguments) {
  const auto company = context.open_company();
  business::require_super_user(context.actor());
  const core::Language language = context.language();
  const auto page = storage::read(company.database(), [&](storage::Transaction& transaction) {
    return replica::list_conflicts(transaction, core::registry(), arguments.limit,
                                   arguments.cursor);
  });
  if (context.json()) {
    api::ConflictPage told{.next_cursor = api::unless_empty(page.next_cursor)};
    for (const auto& logged : page.conflicts) {
      told.conflicts.push_back(
          api::make_conflict(core::registry(), logged.conflict, logged.put_back_at, language));
    }
    print_line(api::to_json(told));
    return 0;
  }
  if (page.conflicts.empty()) {
    print_line(context.words("Inga konflikter.", "No conflicts."));
    return 0;
  }
  for (const auto& conflict : page.conflicts) print_conflict(conflict, language);
  print_line(context.words("Lägg tillbaka det som förlorade: tusk online conflicts put-back ID",
                           "Put back what lost: tusk online conflicts put-back ID"));
  if (!page.next_cursor.empty()) {
    print_line(core::say("Fler: --cursor {}", "More: --cursor {}", page.next_cursor).in(language));
  }
  return 0;
}

int put_back(Context& context, const OnlineHistoryArguments& arguments) {
  const auto company = context.open_company();
  const auto actor = context.actor();
  business::require_super_user(actor);
  const auto [type, record] = company.write([&](storage::Transaction& transaction) {
    const auto logged = replica::find_conflict(transaction, core::registry(), arguments.id);
    if (!logged) {
      throw core::Error(
          core::ErrorCode::not_found,
          core::say("Det finns ingen konflikt {}. Se tusk online conflicts.",
                    "There is no conflict {}. See tusk online conflicts.", arguments.id));
    }
    const core::RecordType* of = core::registry().find(logged->conflict.type_number);
    return std::pair(
        of, replica::put_back(transaction, company.store(), arguments.id, company.stamp(actor)));
  });
  print_record(context, company, *type, record);
  return 0;
}

void add_limit(CLI::App* command, const Context& context, OnlineHistoryArguments& arguments) {
  command
      ->add_option("--limit", arguments.limit,
                   context.words("Högst så många (1–500)", "At most so many (1-500)"))
      ->check(CLI::Range(1, 500));
}

}  // namespace

void add_history_commands(CLI::App& online, Context& context) {
  const auto arguments = std::make_shared<OnlineHistoryArguments>();
  const auto run = [&context, arguments](int (*action)(Context&, const OnlineHistoryArguments&)) {
    return [&context, arguments, action] {
      context.choose([&context, arguments, action] { return action(context, *arguments); });
    };
  };
  CLI::App* log = online.add_subcommand(
      "log", context.words("Synkroniseringsloggen, den nyaste rundan först",
                           "The synchronisation log, the newest round first"));
  add_limit(log, context, *arguments);
  log->callback(run(show_log));

  CLI::App* conflicts = online.add_subcommand(
      "conflicts", context.words("Vad som ändrades på båda sidor samtidigt, med båda värdena",
                                 "What both sides changed at once, with both values"));
  add_limit(conflicts, context, *arguments);
  conflicts->add_option("--cursor", arguments->cursor,
                        context.words("Där sidan före slutade", "Where the page before ended"));
  conflicts->require_subcommand(0, 1);
  CLI::App* back = conflicts->add_subcommand(
      "put-back", context.words("Lägg tillbaka det som förlorade, som en ny ändring",
                                "Put back what lost, as a new edit"));
  back->add_option("ID", arguments->id, context.words("Konfliktens id", "Id of the conflict"))
      ->required();
  // The parent's callback runs after the one of its command, and would choose the list instead.
  conflicts->callback([run, back] {
    if (back->parsed()) {
      run(put_back)();
    } else {
      run(list_conflicts)();
    }
  });
}

}  // namespace tusk::cli
