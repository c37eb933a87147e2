#pragma once

// The work that the guide (guide.h) waits for, against the office's database and the server. Every
// program that shows the guide does it through this, in whatever thread it likes; the objects are
// used by one thread at a time.

#include <vector>

#include "business/sessions.h"
#include "connection/call.h"
#include "connection/connecting.h"
#include "connection/guide.h"

namespace tusk::connection {

// When the server is asked whether it would connect the company.
enum class AskServer {
  beforehand,      // at the step of the Tusk ID, for people: they have yet to decide
  with_connecting  // where everything is decided already, connecting asks it
};

class GuideWork {
 public:
  // `installation` and `company` outlive this.
  GuideWork(business::Installation& installation, const business::CompanyDatabase& company,
            business::Actor actor, CallOptions options, AskServer ask = AskServer::beforehand)
      : installation_(installation),
        company_(company),
        actor_(std::move(actor)),
        options_(std::move(options)),
        ask_(ask) {}

  // What is known before anybody fills anything in: the employee's address, the user's name, and
  // of a company that was connected before the server and the computer.
  [[nodiscard]] GuideAnswers first_answers() const;

  // Does the work that the guide waits for and tells it how that ended. Of `synchronising` it looks
  // once how far it is, and tells the guide when it is over. `report`: records of the snapshot that
  // are written, of all. Throws nothing but programmers' errors.
  void run(Guide& guide, const replica::ReportRecords& report) const;

  // Who must have logged out before the first synchronisation can begin.
  [[nodiscard]] std::vector<business::SessionInfo> find_others() const;

 private:
  void work(Guide& guide, const replica::ReportRecords& report) const;
  void look(Guide& guide) const;
  [[nodiscard]] std::vector<GuideComputer> find_computers() const;
  [[nodiscard]] ConnectOptions connect_options(const Guide& guide) const;
  void log_in_by_browser(Guide& guide) const;
  void connect(Guide& guide, const replica::ReportRecords& report) const;

  business::Installation& installation_;
  const business::CompanyDatabase& company_;
  business::Actor actor_;
  CallOptions options_;
  AskServer ask_;
};

}  // namespace tusk::connection
