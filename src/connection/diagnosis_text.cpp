// What people are told of how synchronisation is doing.

#include <algorithm>

#include "connection/diagnosis.h"
#include "core/error.h"
#include "replica/connection.h"

namespace tusk::connection {
namespace {

core::Text describe_stop(const Status& status, core::Microseconds now) {
  const auto minutes = std::max<core::Microseconds>(0, now - last_heard(status)) / 60'000'000;
  switch (status.cause) {
    case Cause::service_stopped:
      return core::say("Tusk Sync går inte på {}: ingen runda på {} min.",
                       "Tusk Sync is not running on {}: no round for {} min.", status.computer,
                       minutes);
    case Cause::computer_off:
      return core::say(
          "{}, som synkroniserar, är avstängd eller inte på nätet: ingen runda på {} "
          "min.",
          "{}, which synchronises, is off or not on the network: no round for {} "
          "min.",
          status.computer, minutes);
    case Cause::disk_full:
      return core::say("Disken med {} är full: ingenting kan sparas eller synkroniseras.",
                       "The disk of {} is full: nothing can be saved or synchronised.",
                       status.data_folder);
    case Cause::none:
    case Cause::no_line:
    case Cause::server_down:
    case Cause::login_refused:
    case Cause::certificate:
    case Cause::version:
    case Cause::rewound:
    case Cause::other:
      return core::say(
          "Tusk Sync går på {}, men ingen runda blir av: den senaste för {} min sedan.",
          "Tusk Sync is running on {}, but no round comes about: the last was {} min "
          "ago.",
          status.computer, minutes);
  }
  return {};
}

}  // namespace

const char* name_of(Condition condition) {
  switch (condition) {
    case Condition::unconnected:
      return "never";
    case Condition::disconnected:
      return "disconnected";
    case Condition::first_sync:
      return "first_sync";
    case Condition::waiting:
      return "waiting";
    case Condition::synchronised:
      return "synchronised";
    case Condition::catching_up:
      return "catching_up";
    case Condition::failing:
      return "failing";
    case Condition::stopped:
      return "service_stopped";
    case Condition::needs_resync:
      return "needs_resync";
  }
  return "";
}

const char* name_of(Cause cause) {
  switch (cause) {
    case Cause::none:
      return "none";
    case Cause::service_stopped:
      return "service_stopped";
    case Cause::computer_off:
      return "computer_off";
    case Cause::no_line:
      return "no_line";
    case Cause::server_down:
      return "server_down";
    case Cause::login_refused:
      return "login_refused";
    case Cause::certificate:
      return "certificate";
    case Cause::version:
      return "version";
    case Cause::disk_full:
      return "disk_full";
    case Cause::rewound:
      return "rewound";
    case Cause::other:
      return "other";
  }
  return "";
}

core::Text describe(const Status& status, core::Microseconds now) {
  switch (status.condition) {
    case Condition::unconnected:
      return core::say("Företaget har aldrig varit anslutet till Tusk Online.",
                       "The company has never been connected to Tusk Online.");
    case Condition::disconnected:
      return core::say(
          "Företaget är frånkopplat från Tusk Online. Anslut igen: tusk online "
          "connect ADRESS.",
          "The company is disconnected from Tusk Online. Connect again: tusk online "
          "connect URL.");
    case Condition::first_sync:
      return core::say(
          "Den första synkroniseringen pågår. Följ den med: tusk online progress "
          "--follow",
          "The first synchronisation is under way. Follow it with: tusk online "
          "progress --follow");
    case Condition::waiting:
      return core::say("Anslutet; Tusk Sync på {} har inte hunnit börja.",
                       "Connected; Tusk Sync on {} has not begun yet.", status.computer);
    case Condition::synchronised:
      return core::say("Synkroniserat för {} s sedan.", "Synchronised {} s ago.",
                       std::max<core::Microseconds>(0, now - status.last->ended_at) / 1'000'000);
    case Condition::catching_up:
      return core::say("Synkroniserar: {} ändringar är på väg till Tusk Online.",
                       "Synchronising: {} changes are on their way to Tusk Online.",
                       status.pending);
    case Condition::failing:
      return core::Text{
          "Synkroniseringen lyckas inte; ändringarna är kvar och förs över så snart det går. " +
              status.last->message.sv,
          "Synchronisation does not succeed; the changes are kept and taken over as soon as "
          "possible. " +
              status.last->message.en};
    case Condition::stopped:
      return describe_stop(status, now);
    case Condition::needs_resync:
      return replica::rewound_text();
  }
  return {};
}

core::Text remedy_of(const Status& status) {
  const std::string& computer = status.computer;
  switch (status.cause) {
    case Cause::none:
    case Cause::rewound:  // describe() says it
      return {};
    case Cause::service_stopped:
      return status.is_this_computer
                 ? core::say("Starta den: tusk service start", "Start it: tusk service start")
                 : core::say(
                       "Starta den på {}: tusk service start. Eller välj en annan dator: tusk "
                       "online computers choose NAMN",
                       "Start it on {}: tusk service start. Or choose another computer: "
                       "tusk online computers choose NAME",
                       computer);
    case Cause::computer_off:
      return status.stand_in.empty()
                 ? core::say(
                       "Slå på {}, eller starta Tusk Sync på en annan dator (tusk service "
                       "start): den tar över efter 15 minuter.",
                       "Turn {} on, or start Tusk Sync on another computer (tusk service "
                       "start): that takes over after 15 minutes.",
                       computer)
                 : core::say(
                       "{} tar över senast efter 15 minuter; genast om du väljer den: tusk "
                       "online computers choose {}",
                       "{} takes over after 15 minutes at the latest; at once if you choose "
                       "it: tusk online computers choose {}",
                       status.stand_in, status.stand_in);
    case Cause::no_line:
      return core::say("Se till att {} har kontakt med Internet.",
                       "See that {} has a connection to the Internet.", computer);
    case Cause::server_down:
      return core::say(
          "Servern {} svarar inte som den ska. Det försöks igen av sig självt; fråga "
          "den som sköter servern om det dröjer.",
          "The server {} does not answer as it should. It is tried again by itself; "
          "ask whoever runs the server if it takes long.",
          status.state.online_url);
    case Cause::login_refused:
      return core::say("Ge {} en ny nyckel, med kommandot på den datorn: tusk online update",
                       "Give {} a new key, with the command on that computer: tusk online update",
                       computer);
    case Cause::certificate:
      return core::say(
          "Kontrollera klockan på {} och adressen {}; fråga den som sköter servern "
          "om dess certifikat.",
          "Check the clock of {} and the address {}; ask whoever runs the server "
          "about its certificate.",
          computer, status.state.online_url);
    case Cause::version:
      return core::say("Uppdatera den sida som är äldst. Ingenting går förlorat under tiden.",
                       "Update the side that is older. Nothing is lost meanwhile.");
    case Cause::disk_full:
      return core::say("Frigör plats där {} ligger. Synkroniseringen fortsätter av sig själv.",
                       "Make room where {} is. Synchronisation goes on by itself.",
                       status.data_folder);
    case Cause::other:
      return core::say("Loggen säger mer: {}/log/tusk-syncd.log på {}.",
                       "The log says more: {}/log/tusk-syncd.log on {}.", status.data_folder,
                       computer);
  }
  return {};
}

}  // namespace tusk::connection
