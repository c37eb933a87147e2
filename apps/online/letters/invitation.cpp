#include "online/letters/invitation.h"

#include "online/letters/composition.h"

namespace tusk::online {

mail::Letter write_invitation(const identity::SentInvitation& sent, const InvitationWords& words) {
  const identity::Invitation& invitation = sent.invitation;
  LetterPlan plan{.subject = core::say("{} bjuder in dig till Tusk Online",
                                       "{} invites you to Tusk Online", words.company),
                  .parts = {},
                  .useful_until = invitation.expires_at};
  plan.parts.push_back(paragraph(
      core::say("{} har gett dig åtkomst till {} i Tusk Online: kontakter, aktiviteter och "
                "annat som företaget har på kontoret, i webbläsaren.",
                "{} has given you access to {} in Tusk Online: contacts, activities and what "
                "else the company has in the office, in your browser.",
                words.sender, words.company)));
  if (!invitation.message.empty()) plan.parts.push_back(quotation(invitation.message));
  plan.parts.push_back(
      button({"Tacka ja", "Accept the invitation"}, words.base_url + "/invitation#" + sent.token));
  plan.parts.push_back(paragraph(
      core::say("Länken gäller i sju dagar och kan användas en gång. Du loggar in med ett Tusk ID, "
                "vars användarnamn är {}. Har du redan ett använder du det; annars väljer du ett "
                "lösenord när du öppnar länken.",
                "The link is valid for seven days and can be used once. You log in with a Tusk ID, "
                "whose user name is {}. If you have one already, use that; otherwise you choose a "
                "password when you open the link.",
                invitation.email)));
  plan.parts.push_back(paragraph(
      {"Väntade du dig ingen invitation? Då behöver du inte göra något: utan länken händer "
       "ingenting.",
       "Did you not expect an invitation? Then there is nothing you need to do: without the link "
       "nothing happens."}));
  return compose(invitation.email, words.language, words.base_url, plan);
}

}  // namespace tusk::online
