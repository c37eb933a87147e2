// What people read in the guide, and what its parts are called.

#include "connection/guide.h"

namespace tusk::connection {
namespace {

core::Text explain_prerequisites(const Guide& guide) {
  if (guide.error()) {
    return {"Det gick inte att se om allt som behövs finns. Ingenting är ändrat.",
            "It could not be seen whether everything that is needed is there. Nothing has been "
            "changed."};
  }
  if (guide.meets_prerequisites()) {
    return {"Allt som behövs för att ansluta företaget finns.",
            "Everything that is needed to connect the company is there."};
  }
  return {"Innan företaget kan anslutas behöver det som saknas fyllas i. Kontrollera sedan igen.",
          "Before the company can be connected, what is missing has to be filled in. Then check "
          "again."};
}

core::Text explain_end(GuideState state) {
  switch (state) {
    case GuideState::connected:
      return {
          "Företaget är anslutet, och den första synkroniseringen är klar. Från och med nu "
          "hålls båda sidor lika av sig själva.",
          "The company is connected, and the first synchronisation is done. From now on both "
          "sides are kept equal by themselves."};
    case GuideState::put_off:
      return {
          "Allt är kontrollerat, och ingenting är sparat eller ändrat. Anslut när ingen annan "
          "är inloggad i företaget: öppna guiden igen.",
          "Everything has been checked, and nothing has been kept or changed. Connect when "
          "nobody else is logged in to the company: open the guide again."};
    case GuideState::cancelled:
      return {
          "Företaget är inte anslutet. Allt finns kvar på kontoret, och ingenting av det finns "
          "online.",
          "The company is not connected. Everything is still in the office, and nothing of it "
          "is online."};
    case GuideState::closed:
      return {
          "Guiden är stängd. Tusk Sync för över företaget av sig själv, och var det har kommit "
          "visas på sidan om anslutningen.",
          "The guide is closed. Tusk Sync takes the company over by itself, and the page about "
          "the connection shows how far it has come."};
    case GuideState::checking_prerequisites:
    case GuideState::prerequisites:
    case GuideState::tusk_id:
    case GuideState::checking_tusk_id:
    case GuideState::computer:
    case GuideState::time:
    case GuideState::connecting:
    case GuideState::connecting_again:
    case GuideState::synchronising:
    case GuideState::stopped:
    case GuideState::giving_up:
      break;
  }
  return {};
}

}  // namespace

core::Text title_of(Step step) {
  switch (step) {
    case Step::prerequisites:
      return {"Det som behövs", "What is needed"};
    case Step::tusk_id:
      return {"Tusk ID", "Tusk ID"};
    case Step::computer:
      return {"Datorn som synkroniserar", "The computer that synchronises"};
    case Step::time:
      return {"Nu eller senare", "Now or later"};
    case Step::first_sync:
      return {"Den första synkroniseringen", "The first synchronisation"};
    case Step::done:
      return {"Klart", "Done"};
  }
  return {};
}

core::Text explain(const Guide& guide) {
  switch (guide.state()) {
    case GuideState::checking_prerequisites:
      return {"Kontrollerar att allt som behövs finns …",
              "Checking that everything that is needed is there …"};
    case GuideState::prerequisites:
      return explain_prerequisites(guide);
    case GuideState::tusk_id:
      return {
          "Logga in med ditt Tusk ID, eller skapa ett: det är en e-postadress och ett eget "
          "lösenord, som inte är detsamma som i Tusk Business. Du som ansluter är den som kan "
          "koppla ifrån.",
          "Log in with your Tusk ID, or create one: it is an e-mail address and a password of "
          "its own, which is not the one of Tusk Business. You who connect are the one who can "
          "disconnect."};
    case GuideState::checking_tusk_id:
      return {"Frågar servern om företaget kan anslutas …",
              "Asking the server whether the company can be connected …"};
    case GuideState::computer:
      return {
          "Välj datorn som ska synkronisera. Den där databasen finns rekommenderas, och den "
          "behöver vara på. Är den avstängd tar en annan över efter 15 minuter.",
          "Choose the computer that is to synchronise. The one that holds the database is "
          "recommended, and it needs to be on. When it is off another takes over after 15 "
          "minutes."};
    case GuideState::time:
      return {
          "Synkroniseringen börjar med en ögonblicksbild av företaget. Så länge den tas kan "
          "ingen annan vara inloggad: varken användare, API-användare eller integrationer. "
          "Sedan kan alla arbeta medan den skickas. Hur lång tid det tar beror på databasens "
          "storlek och linjen. Om det passar bättre senare sparas ingenting nu.",
          "Synchronisation begins with a snapshot of the company. While that is taken nobody "
          "else can be logged in: no users, API users or integrations. Then everybody can work "
          "while it is sent. How long that takes depends on the size of the database and the "
          "line. If another time suits better, nothing is kept now."};
    case GuideState::connecting:
    case GuideState::connecting_again:
      return {"Ansluter och tar en ögonblicksbild av företaget …",
              "Connecting, and taking a snapshot of the company …"};
    case GuideState::synchronising:
      return {
          "Tusk Sync för över företaget. Det går att stänga guiden, och att arbeta, under "
          "tiden. Online syns ingenting innan allt är framme.",
          "Tusk Sync takes the company over. The guide can be closed, and people can work, "
          "meanwhile. Online nothing is seen before all of it is there."};
    case GuideState::stopped:
      return {
          "Det som finns på kontoret är orört, och ingenting halvfärdigt syns online. Försök "
          "igen, eller avbryt.",
          "What is in the office is untouched, and nothing half done is seen online. Try "
          "again, or cancel."};
    case GuideState::giving_up:
      return {"Tar bort det som hunnit skickas …", "Removing what has been sent …"};
    case GuideState::connected:
    case GuideState::put_off:
    case GuideState::cancelled:
    case GuideState::closed:
      return explain_end(guide.state());
  }
  return {};
}

core::Text label_of(Action action) {
  switch (action) {
    case Action::next:
      return {"Nästa", "Next"};
    case Action::back:
      return {"Tillbaka", "Back"};
    case Action::check_again:
      return {"Kontrollera igen", "Check again"};
    case Action::now:
      return {"Synkronisera nu", "Synchronise now"};
    case Action::later:
      return {"Senare", "Later"};
    case Action::try_again:
      return {"Försök igen", "Try again"};
    case Action::close:
      return {"Stäng", "Close"};
    case Action::cancel:
      return {"Avbryt", "Cancel"};
  }
  return {};
}

const char* name_of(Step step) {
  switch (step) {
    case Step::prerequisites:
      return "prerequisites";
    case Step::tusk_id:
      return "tusk_id";
    case Step::computer:
      return "computer";
    case Step::time:
      return "time";
    case Step::first_sync:
      return "first_sync";
    case Step::done:
      return "done";
  }
  return "";
}

const char* name_of(GuideState state) {
  switch (state) {
    case GuideState::checking_prerequisites:
      return "checking_prerequisites";
    case GuideState::prerequisites:
      return "prerequisites";
    case GuideState::tusk_id:
      return "tusk_id";
    case GuideState::checking_tusk_id:
      return "checking_tusk_id";
    case GuideState::computer:
      return "computer";
    case GuideState::time:
      return "time";
    case GuideState::connecting:
      return "connecting";
    case GuideState::connecting_again:
      return "connecting_again";
    case GuideState::synchronising:
      return "synchronising";
    case GuideState::stopped:
      return "stopped";
    case GuideState::giving_up:
      return "giving_up";
    case GuideState::connected:
      return "connected";
    case GuideState::put_off:
      return "put_off";
    case GuideState::cancelled:
      return "cancelled";
    case GuideState::closed:
      return "closed";
  }
  return "";
}

const char* name_of(Action action) {
  switch (action) {
    case Action::next:
      return "next";
    case Action::back:
      return "back";
    case Action::check_again:
      return "check_again";
    case Action::now:
      return "now";
    case Action::later:
      return "later";
    case Action::try_again:
      return "try_again";
    case Action::close:
      return "close";
    case Action::cancel:
      return "cancel";
  }
  return "";
}

}  // namespace tusk::connection
