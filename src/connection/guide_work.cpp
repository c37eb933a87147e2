#include "connection/guide_work.h"

#include "business/installation.h"
#include "connection/computers.h"
#include "connection/ending.h"
#include "connection/progress.h"
#include "connection/state.h"

namespace tusk::connection {

GuideAnswers GuideWork::first_answers() const {
  GuideAnswers answers{.online_url = load_state(company_).online_url,
                       .email = email_of_employee(company_, actor_),
                       .person_name = actor_.full_name};
  for (const OfficeComputer& one : load_computers(installation_, company_).computers) {
    if (one.is_chosen) answers.computer_uuid = one.computer.uuid;
  }
  return answers;
}

void GuideWork::run(Guide& guide, const replica::ReportRecords& report) const {
  try {
    work(guide, report);
  } catch (const core::Error& error) {
    guide.failed(error);
  }
}

void GuideWork::work(Guide& guide, const replica::ReportRecords& report) const {
  switch (guide.state()) {
    case GuideState::checking_prerequisites:
      require_unconnected(company_, actor_);
      guide.found(business::check_prerequisites(installation_, company_, actor_));
      guide.succeeded();
      return;
    case GuideState::checking_tusk_id:
      if (guide.answers().by_browser) log_in_by_browser(guide);
      if (ask_ == AskServer::beforehand)
        check_connection(installation_, company_, actor_, connect_options(guide));
      guide.found(find_computers());
      guide.succeeded();
      return;
    case GuideState::connecting:
    case GuideState::connecting_again:
      connect(guide, report);
      guide.succeeded();
      return;
    case GuideState::synchronising:
      look(guide);
      return;
    case GuideState::giving_up:
      cancel_first_sync(installation_, company_, actor_, Tell::server, options_);
      guide.succeeded();
      return;
    case GuideState::prerequisites:
    case GuideState::tusk_id:
    case GuideState::computer:
    case GuideState::time:
    case GuideState::stopped:
    case GuideState::connected:
    case GuideState::put_off:
    case GuideState::cancelled:
    case GuideState::closed:
      throw std::logic_error(std::string("guide: there is no work at ") + name_of(guide.state()));
  }
}

void GuideWork::log_in_by_browser(Guide& guide) const {
  BrowserLogIn wanted = browser_log_in_for(installation_, company_, BrowserDeed::connect);
  wanted.online_url = guide.answers().online_url;
  wanted.ca_file = options_.ca_file;
  wanted.email = guide.answers().email;
  wanted.language = options_.language;
  wanted.show = options_.show_address;
  guide.found_log_in(connection::log_in_by_browser(wanted, installation_.environment().random));
}

// A log-in in the browser is good for one try: the next one has its own.
void GuideWork::connect(Guide& guide, const replica::ReportRecords& report) const {
  if (guide.answers().by_browser && guide.access_token().empty()) log_in_by_browser(guide);
  const ConnectOptions options = connect_options(guide);
  guide.found_log_in({});
  connect_company(installation_, company_, actor_, options, report);
}

void GuideWork::look(Guide& guide) const {
  const FirstSyncProgress progress = load_progress(installation_, company_);
  if (is_under_way(progress)) return;
  require_no_failure(progress);
  if (is_connected(progress.state)) {
    guide.succeeded();
    return;
  }
  throw sync_service_failure({"Någon annan har avbrutit den första synkroniseringen.",
                              "Somebody else has given up the first synchronisation."});
}

std::vector<business::SessionInfo> GuideWork::find_others() const {
  return business::list_in_the_way(installation_, company_.company().number, actor_);
}

std::vector<GuideComputer> GuideWork::find_computers() const {
  std::vector<GuideComputer> computers;
  for (const OfficeComputer& one : load_computers(installation_, company_).computers) {
    computers.push_back({.uuid = one.computer.uuid,
                         .name = one.computer.name,
                         .is_chosen = one.is_chosen,
                         .is_recommended = one.computer.holds_database,
                         .is_this = one.computer.uuid == installation_.computer_uuid(),
                         .remarks = remarks_on(one)});
  }
  return computers;
}

ConnectOptions GuideWork::connect_options(const Guide& guide) const {
  const GuideAnswers& answers = guide.answers();
  return {.online_url = answers.online_url,
          .ca_file = options_.ca_file,
          .email = answers.email,
          .password = answers.by_browser ? "" : answers.password,
          .create_identity = answers.create_identity && !answers.by_browser,
          .person_name = answers.person_name,
          .computer_uuid = answers.computer_uuid,
          .language = options_.language,
          .ask_code = options_.ask_code,
          .access_token = guide.access_token()};
}

}  // namespace tusk::connection
