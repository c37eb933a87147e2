// tusk session: who is logged in to the office.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "business/sessions.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "core/record_json.h"

namespace tusk::cli {
namespace {

namespace json = boost::json;
using business::SessionInfo;
using Companies = std::vector<business::Company>;

json::value company_to_json(const SessionInfo& session, const Companies& companies) {
  if (session.company == 0) return nullptr;
  json::object object{{"number", session.company}, {"name", nullptr}};
  for (const business::Company& company : companies) {
    if (company.number == session.company) object["name"] = company.name;
  }
  return object;
}

json::object to_json(const SessionInfo& session, const Companies& companies,
                     core::Language language) {
  const auto unless_empty = [](const std::string& text) {
    return text.empty() ? json::value() : json::value(text);
  };
  json::object object;
  object["id"] = session.id;
  object["kind"] = business::name_of(session.kind);
  object["user_name"] = unless_empty(session.user_name);
  object["name"] = session.full_name;
  object["computer"] = session.computer_name;
  object["computer_uuid"] = session.computer_uuid;
  object["program"] = session.program;
  object["process_id"] = session.process_id;
  object["company"] = company_to_json(session, companies);
  object["since"] = core::format_timestamp(session.since);
  object["last_seen"] = core::format_timestamp(session.last_seen);
  object["hold"] = session.hold ? json::value(session.hold->in(language)) : json::value();
  object["ended_by"] = unless_empty(session.ended_by);
  return object;
}

std::string company_name(const SessionInfo& session, const Companies& companies) {
  if (session.company == 0) return "–";
  for (const business::Company& company : companies) {
    if (company.number == session.company) return company.name;
  }
  return std::to_string(session.company);
}

// What is out of the ordinary.
std::string remark(const SessionInfo& session, core::Language language) {
  if (session.hold) {
    return core::Text{"håller företaget: " + session.hold->sv,
                      "holds the company: " + session.hold->en}
        .in(language);
  }
  if (session.ended_by.empty()) return "";
  return core::say("avslutad av {}", "ended by {}", session.ended_by).in(language);
}

void print_table(const std::vector<SessionInfo>& sessions, const Companies& companies,
                 core::Language language) {
  const bool swedish = language == core::Language::swedish;
  Table table(swedish ? std::vector<std::string>{"Id", "Vem", "Slag", "Dator", "Program", "Företag",
                                                 "Sedan", "Senast sedd", "Anmärkning"}
                      : std::vector<std::string>{"Id", "Who", "Kind", "Computer", "Program",
                                                 "Company", "Since", "Last seen", "Remark"});
  table.align_right(0);
  for (const SessionInfo& session : sessions) {
    table.add({std::to_string(session.id), session.full_name,
               business::label_of(session.kind).in(language), session.computer_name,
               fmt::format("{} ({})", session.program, session.process_id),
               company_name(session, companies), format_local_time(session.since),
               format_local_time(session.last_seen), remark(session, language)});
  }
  print(table);
}

int list_sessions(Context& context) {
  const auto sessions = business::list_sessions(context.installation());
  const auto companies = business::list_companies(context.installation());
  const core::Language language = context.language();
  if (context.json()) {
    json::array list;
    for (const SessionInfo& session : sessions)
      list.push_back(to_json(session, companies, language));
    print(json::value({{"sessions", std::move(list)}}));
  } else if (sessions.empty()) {
    print_line(context.words("Ingen är inloggad.", "Nobody is logged in."));
  } else {
    print_table(sessions, companies, language);
  }
  return 0;
}

int end_session(Context& context, std::int64_t id) {
  const SessionInfo ended = business::end_session(context.installation(), context.actor(), id);
  if (context.json()) {
    print(json::value(
        to_json(ended, business::list_companies(context.installation()), context.language())));
    return 0;
  }
  const core::Text who = business::describe(ended);
  print_line(core::Text{"Avslutad: " + who.sv + ". Programmet får veta det när det ska spara.",
                        "Ended: " + who.en + ". The program is told when it is about to save."}
                 .in(context.language()));
  return 0;
}

}  // namespace

void add_session_command(CLI::App& app, Context& context) {
  CLI::App* session = app.add_subcommand(
      "session",
      context.words("Vilka som är inloggade på kontoret", "Who is logged in to the office"));
  session->require_subcommand(1);
  session
      ->add_subcommand("list", context.words("Lista inloggningar: vem, slag, dator, sedan när",
                                             "List log-ins: who, kind, computer, since when"))
      ->callback([&context] { context.choose([&context] { return list_sessions(context); }); });
  const auto id = std::make_shared<std::int64_t>(0);
  CLI::App* end = session->add_subcommand(
      "end", context.words("Avsluta någons inloggning; för superanvändare, och för ens egna",
                           "End somebody's log-in; for super users, and for one's own"));
  end->add_option("ID", *id, context.words("Inloggningens id, ur listan", "Its id, from the list"))
      ->required();
  end->callback(
      [&context, id] { context.choose([&context, id] { return end_session(context, *id); }); });
}

}  // namespace tusk::cli
