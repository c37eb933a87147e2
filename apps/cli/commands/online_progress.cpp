// tusk online progress: the first synchronisation as it goes

#include "cli/commands/online_progress.h"

#include <poll.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "cli/commands/online.h"
#include "cli/output.h"
#include "core/record_json.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;
using connection::FirstSyncProgress;

// Another program writes it: there is nothing to be woken by.
constexpr int look_every_ms = 200;

json::array registers_json(const replica::Transfer& transfer) {
  json::array list;
  const auto done = sync::split_by_section(transfer.sections, transfer.records_done);
  for (std::size_t i = 0; i < done.size(); ++i) {
    list.push_back({{"name", done[i].name},
                    {"records", done[i].records},
                    {"of_records", transfer.sections[i].records}});
  }
  return list;
}

void print_registers(const replica::Transfer& transfer, core::Language language) {
  Table table({core::Text{"Register", "Register"}.in(language),
               core::Text{"Klara", "Done"}.in(language), core::Text{"Av", "Of"}.in(language)});
  table.align_right(1);
  table.align_right(2);
  const auto done = sync::split_by_section(transfer.sections, transfer.records_done);
  for (std::size_t i = 0; i < done.size(); ++i) {
    const core::RecordType* type = core::registry().find(done[i].name);
    table.add({type == nullptr ? done[i].name : type->label_plural.in(language),
               connection::with_thousands(done[i].records),
               connection::with_thousands(transfer.sections[i].records)});
  }
  print(table);
}

int show(Context& context, bool follow) {
  const auto company = context.look_at_company();
  const FirstSyncProgress progress =
      follow ? follow_progress(context, company,
                               context.json() ? Show::json_lines : Show::terminal_line)
             : connection::load_progress(context.installation(), company);
  if (context.json()) {
    if (!follow) print(json::value(progress_json(progress, context.language())));
  } else {
    print_line(connection::progress_line(progress).in(context.language()));
    if (progress.transfer) print_registers(*progress.transfer, context.language());
  }
  connection::require_no_failure(progress);
  return 0;
}

}  // namespace

json::object progress_json(const FirstSyncProgress& progress, core::Language language) {
  json::object object;
  object["mode"] = replica::name_of(progress.state.mode);
  object["text"] = connection::progress_line(progress).in(language);
  object["service_runs"] = progress.service_runs;
  if (!progress.transfer) return object;
  const replica::Transfer& transfer = *progress.transfer;
  object["phase"] = replica::name_of(transfer.phase);
  object["records"] = transfer.records_done;
  object["of_records"] = sync::count_records(transfer.sections);
  object["bytes"] = transfer.bytes_done;
  object["of_bytes"] = transfer.bytes;
  object["block"] = transfer.state.next_block;
  object["of_blocks"] = transfer.state.blocks;
  object["percent"] = transfer.phase == replica::TransferPhase::finishing
                          ? transfer.percent
                          : connection::percent_of(transfer);
  object["bytes_per_second"] = replica::bytes_per_second(transfer);
  const auto left = replica::time_left(transfer);
  object["seconds_left"] = left ? json::value(*left / core::seconds(1)) : json::value();
  object["started_at"] = core::format_timestamp(transfer.started_at);
  object["changed_at"] = core::format_timestamp(transfer.changed_at);
  object["computer"] = transfer.computer;
  object["message"] =
      transfer.message.sv.empty() ? json::value() : json::value(transfer.message.in(language));
  object["registers"] = registers_json(transfer);
  return object;
}

FirstSyncProgress follow_progress(Context& context, const business::CompanyDatabase& company,
                                  Show tell) {
  std::string told;
  for (;;) {
    FirstSyncProgress progress = connection::load_progress(context.installation(), company);
    const std::string now = tell == Show::json_lines
                                ? json::serialize(progress_json(progress, context.language()))
                                : connection::progress_line(progress).in(context.language());
    if (now != told && tell == Show::json_lines) print_line(now);
    if (now != told && tell == Show::terminal_line) print_progress(now);
    told = now;
    if (!connection::is_under_way(progress) || !progress.service_runs) {
      if (tell == Show::terminal_line) print_progress("");
      return progress;
    }
    ::poll(nullptr, 0, look_every_ms);
  }
}

void add_progress_command(CLI::App& online, Context& context) {
  const auto follow = std::make_shared<bool>(false);
  CLI::App* command = online.add_subcommand(
      "progress", context.words("Hur långt den första synkroniseringen har kommit",
                                "How far the first synchronisation has come"));
  command->add_flag("--follow", *follow,
                    context.words("Visa tills den är klar; med --json en rad för varje ändring",
                                  "Show until it is done; with --json a line for each change"));
  command->callback([&context, follow] {
    context.choose([&context, follow] { return show(context, *follow); });
  });
}

}  // namespace tusk::cli
