#include "online/letters/recovery.h"

#include "identity/limits.h"
#include "online/caller.h"

namespace tusk::online {
namespace {

mail::Letter to(const identity::Person& person, const std::string& base_url,
                const LetterPlan& plan) {
  return compose(person.email, language_of(person), base_url, plan);
}

std::string forgotten_password_page(const std::string& base_url) {
  return base_url + "/forgotten-password";
}

}  // namespace

// What stands after # is sent to no server when the link is opened, and stands in no log.
mail::Letter password_reset_letter(const identity::Person& person, const std::string& base_url,
                                   const std::string& token, core::Microseconds now) {
  return to(
      person, base_url,
      {.subject = {"Nytt lösenord till Tusk", "New password for Tusk"},
       .parts =
           {paragraph(core::say("Någon, förhoppningsvis du, har bett om ett nytt lösenord för {}.",
                                "Somebody, hopefully you, has asked for a new password for {}.",
                                person.email)),
            button({"Välj ett nytt lösenord", "Choose a new password"},
                   base_url + "/reset-password#" + token),
            paragraph(core::say("Länken gäller i {} minuter och en enda gång. Har du bett om flera "
                                "brev gäller bara det senaste.",
                                "The link is valid for {} minutes, and once. If you have asked for "
                                "several letters, only the latest counts.",
                                identity::reset_token_life / core::seconds(60))),
            paragraph({"Var det inte du? Då behöver du inte göra något: lösenordet är oförändrat.",
                       "It wasn't you? Then there is nothing to do: the password is unchanged."})},
       .useful_until = now + identity::reset_token_life});
}

mail::Letter password_changed_letter(const identity::Person& person, const std::string& base_url) {
  return to(
      person, base_url,
      {.subject = {"Ditt lösenord till Tusk är ändrat", "Your password for Tusk was changed"},
       .parts = {
           paragraph(core::say("Lösenordet för {} har just ändrats. Andra inloggningar är "
                               "avslutade, och webbläsare som var kända är det inte längre.",
                               "The password for {} has just been changed. Other log-ins have "
                               "ended, and browsers that were known no longer are.",
                               person.email)),
           paragraph({"Ett andra steg vid inloggningen finns kvar, och kontorets datorer "
                      "synkroniserar som förut: deras nycklar hör till företaget.",
                      "A second step of the log-in is still there, and the office's computers "
                      "synchronise as before: their keys belong to the company."}),
           paragraph({"Var det inte du? Välj genast ett nytt lösenord, och tala med den som sköter "
                      "Tusk hos er.",
                      "It wasn't you? Choose a new password at once, and talk to whoever "
                      "administers Tusk with you."}),
           button({"Glömt lösenordet", "Forgotten password"}, forgotten_password_page(base_url))}});
}

mail::Letter account_locked_letter(const identity::Person& person, const std::string& base_url) {
  return to(
      person, base_url,
      {.subject = {"Ditt Tusk ID är låst", "Your Tusk ID is locked"},
       .parts = {
           paragraph(core::say("Någon har försökt logga in som {} med fel lösenord {} gånger. "
                               "Därför är kontot låst för okända webbläsare.",
                               "Somebody has tried to log in as {} with a wrong password {} "
                               "times. So the account is locked for unknown browsers.",
                               person.email, identity::failures_before_lock)),
           paragraph({"I en webbläsare där du har loggat in förut loggar du in som vanligt. Ingen "
                      "har kommit in, och pågående inloggningar fortsätter.",
                      "In a browser in which you have logged in before you log in as usual. "
                      "Nobody has got in, and log-ins that are under way go on."}),
           paragraph({"Har du glömt lösenordet, eller vill du in från en ny dator? Ett nytt "
                      "lösenord låser upp kontot.",
                      "Have you forgotten the password, or do you want in from a new computer? A "
                      "new password unlocks the account."}),
           button({"Glömt lösenordet", "Forgotten password"}, forgotten_password_page(base_url))}});
}

mail::Letter confirmation_letter(const identity::Person& person, const std::string& base_url,
                                 const std::string& token, core::Microseconds now) {
  return to(
      person, base_url,
      {.subject = {"Bekräfta din adress till Tusk", "Confirm your address for Tusk"},
       .parts =
           {paragraph(core::say("Ett Tusk ID har skapats med adressen {}. Bekräfta att den är din "
                                "genom att öppna länken och logga in.",
                                "A Tusk ID was made with the address {}. Confirm that it is yours "
                                "by opening the link and logging in.",
                                person.email)),
            button({"Bekräfta adressen", "Confirm the address"},
                   base_url + "/confirm-email#" + token),
            paragraph(core::say("Länken gäller i {} dagar.", "The link is valid for {} days.",
                                identity::confirmation_token_life / core::seconds(86'400))),
            paragraph({"Har du inte skapat något Tusk ID? Öppna då inte länken. Utan den litar "
                       "ingen på adressen.",
                       "You made no Tusk ID? Then don't open the link. Without it nobody trusts "
                       "the address."})},
       .useful_until = now + identity::confirmation_token_life});
}

}  // namespace tusk::online
