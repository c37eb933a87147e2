#include "connection/progress.h"

#include "business/installation.h"
#include "connection/state.h"
#include "platform/lock_file.h"

namespace tusk::connection {
namespace {

std::string megabytes(std::int64_t bytes, char point) {
  const std::int64_t tenths = (bytes + 50'000) / 100'000;
  return fmt::format("{}{}{} MB", tenths / 10, point, tenths % 10);
}

core::Text time_text(core::Microseconds time) {
  const std::int64_t seconds = (time + core::seconds(1) - 1) / core::seconds(1);
  if (seconds < 90) return core::say("{} s kvar", "{} s left", seconds);
  return core::say("{} min kvar", "{} min left", (seconds + 30) / 60);
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

}  // namespace

std::string with_thousands(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3) {
    digits.insert(static_cast<std::size_t>(place), " ");
  }
  return digits;
}

std::int64_t percent_of(const replica::Transfer& transfer) {
  return transfer.bytes == 0 ? 0 : transfer.bytes_done * 100 / transfer.bytes;
}

FirstSyncProgress load_progress(business::Installation& installation,
                                const business::CompanyDatabase& company) {
  FirstSyncProgress progress;
  storage::read(company.database(), [&](storage::Transaction& transaction) {
    progress.state = replica::load_state(transaction);
    progress.transfer = replica::find_transfer(transaction);
  });
  progress.service_runs = platform::is_locked(installation.folder() / "syncd.lock");
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

void require_no_failure(const FirstSyncProgress& progress) {
  const bool failed = progress.state.mode == replica::Mode::first_sync && progress.transfer &&
                      progress.transfer->phase == replica::TransferPhase::failed;
  if (!failed) return;
  throw sync_service_failure(progress.transfer->message);
}

}  // namespace tusk::connection
