#include "online/office_proof.h"

#include "core/error.h"
#include "identity/companies.h"
#include "identity/email_address.h"
#include "identity/openid/limits.h"
#include "identity/openid/scopes.h"
#include "identity/second_factor.h"
#include "identity/second_factor_policy.h"
#include "online/audit_trail.h"
#include "online/openid/protocol.h"
#include "platform/logging.h"

namespace tusk::online {
namespace {

namespace oidc = identity::openid;
using storage::Transaction;

core::Error log_in_over() {
  return {core::ErrorCode::unauthenticated,
          core::say("Inloggningen i webbläsaren gäller inte för det här, eller är redan använd "
                    "eller för gammal. Ge kommandot igen.",
                    "The log-in in the browser is not for this, or has been used or is too old. "
                    "Give the command again.")};
}

// Nothing: no company is known by that database.
std::optional<std::string> id_of_company(Transaction& tx, const OfficeQuestion& asked) {
  if (const auto* company = std::get_if<1>(&asked.company)) return company->get().id;
  const auto known = identity::find_company_of_office(tx, std::get<0>(asked.company).get());
  return known ? std::optional(known->id) : std::nullopt;
}

bool is_for_company(Transaction& tx, const oidc::Grant& grant, const OfficeQuestion& asked) {
  if (const auto* uuid = std::get_if<0>(&asked.company))
    return uuid->get() == grant.office_company_uuid;
  const auto known = identity::find_company_of_office(tx, grant.office_company_uuid);
  return known && known->id == id_of_company(tx, asked);
}

// The grant behind the token, if that is for this and the log-in was a moment ago.
std::optional<oidc::Grant> find_grant(Services& services, Transaction& tx, const std::string& token,
                                      const OfficeQuestion& asked) {
  const auto access = openid::tokens_of(services).read_office_token(token);
  if (!access || !oidc::has_scope(access->scopes, oidc::office_scope)) return std::nullopt;
  auto grant = services.grants.find_living(tx, access->grant);
  if (!grant || grant->client != oidc::office_client ||
      grant->office_deed != oidc::name_of(asked.deed) || !is_for_company(tx, *grant, asked) ||
      services.clock.now() - grant->auth_time > oidc::office_log_in_life) {
    return std::nullopt;
  }
  return grant;
}

// Who set the second factor up after that log-in has not proved it there.
bool lacks_second_step(Transaction& tx, const oidc::Grant& grant, Purpose purpose) {
  return purpose == Purpose::change && grant.factor == identity::Factor::none &&
         identity::load_second_factor(tx, grant.person).exists();
}

Proved prove_by_token(Services& services, const OfficeProof& proof, const OfficeQuestion& asked) {
  if (!proof.password.empty()) {
    throw core::invalid_field("access_token", "",
                              core::say("Ange lösenord eller access_token, inte båda.",
                                        "Give a password or access_token, not both."));
  }
  auto proved = services.directory.read([&](Transaction& tx) -> std::optional<Proved> {
    const auto grant = find_grant(services, tx, *proof.access_token, asked);
    if (!grant || lacks_second_step(tx, *grant, asked.purpose)) return std::nullopt;
    return Proved{*identity::find_person(tx, grant->person), grant->id};
  });
  if (!proved) {
    platform::log(platform::LogLevel::warning, "office.token_refused",
                  {{"deed", oidc::name_of(asked.deed)}, {"address", asked.from.address}});
    throw log_in_over();
  }
  if (!proof.email.empty() && identity::normalise_email(proof.email) != proved->person.email) {
    throw core::Error(core::ErrorCode::forbidden,
                      core::say("Du loggade in som {} i webbläsaren, men det här är för {}. Ge "
                                "kommandot igen och logga in som den.",
                                "You logged in as {} in the browser, but this is for {}. Give the "
                                "command again and log in as that one.",
                                proved->person.email, core::shorten(proof.email)));
  }
  return *std::move(proved);
}

std::optional<Proved> prove_by_password(Services& services, const OfficeProof& proof,
                                        const OfficeQuestion& asked) {
  auto person = asked.purpose == Purpose::question
                    ? services.log_in.check_first_step(proof.email, proof.password)
                    : services.log_in.check(proof.email, proof.password, proof.code);
  if (person) return Proved{*std::move(person), {}};
  services.directory.write([&](Transaction& tx) {
    write_refusal(tx, services.clock, asked.from.address, proof.email, "office");
  });
  return std::nullopt;
}

// What the company asks of whoever opens it, it asks of whoever ends its connection, too.
void require_factor_of_company(Services& services, const Proved& proved,
                               const OfficeQuestion& asked) {
  std::vector<identity::Company> closed;
  const auto id = services.directory.read([&](Transaction& tx) {
    closed = identity::list_companies_without_factor(tx, proved.person.id);
    return id_of_company(tx, asked);
  });
  for (const identity::Company& company : closed) {
    if (company.id != id) continue;
    throw core::Error(core::ErrorCode::forbidden,
                      core::say("{} kräver tvåstegsinloggning, och {} har ingen. Logga in i Tusk "
                                "Online och ställ in den, och ge sedan kommandot igen.",
                                "{} requires two-step log-in, and {} has none. Log in to Tusk "
                                "Online and set it up, then give the command again.",
                                company.name, proved.person.email));
  }
}

}  // namespace

std::optional<Proved> prove(Services& services, const OfficeProof& proof,
                            const OfficeQuestion& asked) {
  auto proved = proof.access_token ? prove_by_token(services, proof, asked)
                                   : prove_by_password(services, proof, asked);
  if (proved && asked.purpose == Purpose::change)
    require_factor_of_company(services, *proved, asked);
  return proved;
}

void use_up(Transaction& tx, const Proved& proved) {
  if (!proved.grant.empty() && !oidc::Grants::use_up(tx, proved.grant)) throw log_in_over();
}

}  // namespace tusk::online
