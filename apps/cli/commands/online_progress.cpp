// tusk online progress: the first synchronisation as it goes

#include "cli/commands/online_progress.h"

#include <poll.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "cli/commands/online.h"
#include "cli/output.h"
#include "core/record_json.h"
#include "platform/lock_file.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;

// Another program writes it: there is nothing to be woken by.
constexpr int look_every_ms = 200;

std::string with_thousands(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3) {
    digits.insert(static_cast<std::size_t>(place), " ");
  }
  return digits;
}

std::string megabytes(std::int64_t bytes, char point) {
  const std::int64_t tenths = (bytes + 50'000) / 100'000;
  return fmt::format("{}{}{} MB", tenths / 10, point, tenths % 10);
}

core::Text time_text(core::Microseconds time) {
  const std::int64_t seconds = (time + core::seconds(1) - 1) / core::seconds(1);
  if (seconds < 90) return core::say("{} s kvar", "{} s left", seconds);
  return core::say("{} min kvar", "{} min left", (seconds + 30) / 60);
}

std::int64_t percent_of(const replica::Transfer& transfer) {
  return transfer.bytes == 0 ? 0 : transfer.bytes_done * 100 / transfer.bytes;
}

core::Text sending_line(const replica::Transfer& transfer) {
  core::Text line =
      core::say("Skickar {} av {} poster ({} %)", "Sending {} of {} records ({} %)",
                with_thousands(transfer.records_done),
                with_thousands(sync::count_records(transfer.sections)), percent_of(transfer));
  if (const std::int64_t rate = replica::bytes_per_second(transfer); rate > 0) {
    line.sv += ", " + megabytes(rate, ',') + "/s";
    line.en += ", " + megabytes(rate, '.') + "/s";
  }
  if (const auto left = replica::time_left(transfer)) {
    line.sv += ", " + time_text(*left).sv;
    line.en += ", " + time_text(*left).en;
  }
  return line;
}

core::Text with_message(core::Text line, const core::Text& message) {
  if (message.sv.empty()) return line;
  return {line.sv + " – " + message.sv, line.en + " – " + message.en};
}

core::Text service_stopped() {
  return {
      "Tusk Sync körs inte på den här datorn; den första synkroniseringen väntar på den. "
      "Starta den: systemctl start tusk-syncd.",
      "Tusk Sync does not run on this computer; the first synchronisation waits for it. "
      "Start it: systemctl start tusk-syncd."};
}

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
               with_thousands(done[i].records), with_thousands(transfer.sections[i].records)});
  }
  print(table);
}

int show(Context& context, bool follow) {
  const auto company = context.look_at_company();
  const FirstSyncProgress progress =
      follow ? follow_progress(context, company,
                               context.json() ? Tell::json_lines : Tell::terminal_line)
             : load_progress(context, company);
  if (context.json()) {
    if (!follow) print(json::value(progress_json(progress, context.language())));
  } else {
    print_line(progress_line(progress).in(context.language()));
    if (progress.transfer) print_registers(*progress.transfer, context.language());
  }
  require_no_failure(progress);
  return 0;
}

}  // namespace

FirstSyncProgress load_progress(Context& context, const business::CompanyDatabase& company) {
  FirstSyncProgress progress;
  storage::read(company.database(), [&](storage::Transaction& transaction) {
    progress.state = replica::load_state(transaction);
    progress.transfer = replica::find_transfer(transaction);
  });
  progress.service_runs = platform::is_locked(context.installation().folder() / "syncd.lock");
  return progress;
}

bool is_under_way(const FirstSyncProgress& progress) {
  return progress.state.mode == replica::Mode::first_sync && progress.transfer &&
         progress.transfer->phase != replica::TransferPhase::failed;
}

core::Text progress_line(const FirstSyncProgress& progress) {
  if (!progress.transfer) {
    return {"Ingen första synkronisering pågår.", "No first synchronisation is under way."};
  }
  const replica::Transfer& transfer = *progress.transfer;
  if (is_under_way(progress) && !progress.service_runs) return service_stopped();
  switch (transfer.phase) {
    case replica::TransferPhase::sending:
      return with_message(sending_line(transfer), transfer.message);
    case replica::TransferPhase::finishing:
      return with_message(
          core::say("Allt är skickat; Tusk Online gör klart ({} %)",
                    "All of it is sent; Tusk Online makes it ready ({} %)", transfer.percent),
          transfer.message);
    case replica::TransferPhase::done:
      return core::say("Den första synkroniseringen är klar: {} poster.",
                       "The first synchronisation is done: {} records.",
                       with_thousands(transfer.records_done));
    case replica::TransferPhase::failed:
      return {"Den första synkroniseringen lyckades inte.",
              "The first synchronisation did not succeed."};
  }
  return {};
}

json::object progress_json(const FirstSyncProgress& progress, core::Language language) {
  json::object object;
  object["mode"] = replica::name_of(progress.state.mode);
  object["text"] = progress_line(progress).in(language);
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
  object["percent"] =
      transfer.phase == replica::TransferPhase::finishing ? transfer.percent : percent_of(transfer);
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
                                  Tell tell) {
  std::string told;
  for (;;) {
    FirstSyncProgress progress = load_progress(context, company);
    const std::string now = tell == Tell::json_lines
                                ? json::serialize(progress_json(progress, context.language()))
                                : progress_line(progress).in(context.language());
    if (now != told && tell == Tell::json_lines) print_line(now);
    if (now != told && tell == Tell::terminal_line) print_progress(now);
    told = now;
    if (!is_under_way(progress) || !progress.service_runs) {
      if (tell == Tell::terminal_line) print_progress("");
      return progress;
    }
    ::poll(nullptr, 0, look_every_ms);
  }
}

void require_no_failure(const FirstSyncProgress& progress) {
  const bool failed = progress.state.mode == replica::Mode::first_sync && progress.transfer &&
                      progress.transfer->phase == replica::TransferPhase::failed;
  if (!failed) return;
  throw sync_service_failure(progress.transfer->message);
}

core::Error sync_service_failure(const core::Text& cause) {
  return {core::ErrorCode::unavailable,
          core::Text{"Det uppstod ett fel med synkroniseringstjänsten. " + cause.sv,
                     "An error occurred with the synchronisation service. " + cause.en}};
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
