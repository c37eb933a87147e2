#pragma once

// The guide that connects a company to Tusk Online, as a machine of states: every program that
// shows it drives this one.
//
//   prerequisites ── tusk_id ── computer ── time ── first_sync ── done
//
// It does nothing itself: no server, no database. Where is_working() holds it waits for work that
// the driver has done (guide_work.h) and tells it: succeeded(), or failed() with the error. Else it
// waits for a person: may() says what they may do, act() does it.
//
// Whatever the person gives up, and whatever fails, leaves nothing half done on either side: before
// `connecting` nothing is written anywhere, `connecting` is all or nothing, and what is under way
// after it is either finished by Tusk Sync or taken back by `giving_up`.

#include <optional>
#include <string>
#include <vector>

#include "business/prerequisites.h"
#include "core/error.h"
#include "core/text.h"

namespace tusk::connection {

// What people see: the pages of the guide.
enum class Step { prerequisites, tusk_id, computer, time, first_sync, done };

enum class GuideState {
  checking_prerequisites,  // work
  prerequisites,
  tusk_id,
  checking_tusk_id,  // work: would the server connect it? which computers are there?
  computer,
  time,
  connecting,        // work
  synchronising,     // work: Tusk Sync sends, the driver looks how far it is
  stopped,           // the first synchronisation can't go on
  connecting_again,  // work
  giving_up,         // work
  // Ends.
  connected,
  put_off,    // everything was checked, nothing is kept
  cancelled,  // nothing is kept
  closed      // Tusk Sync goes on by itself
};

// What a person may do.
enum class Action {
  next,
  back,
  check_again,  // prerequisites
  now,          // time
  later,
  try_again,  // after `stopped`
  close,      // the first synchronisation goes on without the guide
  cancel
};

// What the person fills in. Kept through the guide, so that who goes back finds it again.
struct GuideAnswers {
  std::string online_url;
  std::string email;     // the Tusk ID
  std::string password;  // wiped at the end
  bool create_identity = false;
  bool by_browser = false;  // logs in there: without address and password here
  std::string person_name;  // of a new Tusk ID
  std::string computer_uuid;
};

// A line of the drop-down.
struct GuideComputer {
  std::string uuid;
  std::string name;
  bool is_chosen = false;       // the one that has synchronised before
  bool is_recommended = false;  // it holds the database
  bool is_this = false;
  core::Text remarks;  // what people read beside it
};

class Guide {
 public:
  Guide() = default;
  // Shows a first synchronisation that is under way, or has stopped.
  static Guide watching();

  [[nodiscard]] GuideState state() const { return state_; }
  [[nodiscard]] Step step() const;
  [[nodiscard]] bool is_working() const;
  [[nodiscard]] bool is_over() const;

  // Why the last work did not succeed; nothing once the person has gone on.
  [[nodiscard]] const std::optional<core::Error>& error() const { return error_; }
  [[nodiscard]] const std::vector<business::Prerequisite>& prerequisites() const {
    return prerequisites_;
  }
  [[nodiscard]] bool meets_prerequisites() const;
  [[nodiscard]] const std::vector<GuideComputer>& computers() const { return computers_; }

  // The person may change them at the step that asks for them, the driver before the first.
  [[nodiscard]] const GuideAnswers& answers() const { return answers_; }
  // Throws std::logic_error where nothing is asked.
  void answer(GuideAnswers answers);
  // What is wrong with the answers of this step, one each, with the field's name; none: `next`
  // may be done.
  [[nodiscard]] std::vector<core::Problem> problems() const;

  // Each throws std::logic_error where the state has no such way: the driver shows only what may
  // be done. `next` may be shown and not be done while problems() has any.
  [[nodiscard]] bool has(Action action) const;
  [[nodiscard]] bool may(Action action) const;
  void act(Action action);

  // ---- of the work ----
  // A work that was cancelled meanwhile is not told any more.
  void found(std::vector<business::Prerequisite> prerequisites);
  void found(std::vector<GuideComputer> computers);
  // What a log-in in the browser gave: good for connecting once. Empty: that is used.
  void found_log_in(std::string access_token);
  [[nodiscard]] const std::string& access_token() const { return access_token_; }
  void succeeded();
  void failed(core::Error error);

 private:
  void go_to(GuideState state);

  GuideState state_ = GuideState::checking_prerequisites;
  std::optional<core::Error> error_;
  std::vector<business::Prerequisite> prerequisites_;
  std::vector<GuideComputer> computers_;
  GuideAnswers answers_;
  std::string access_token_;  // wiped at the end
};

// ---- for people ----

[[nodiscard]] core::Text title_of(Step step);
// What this page is about, and what happens next.
[[nodiscard]] core::Text explain(const Guide& guide);
[[nodiscard]] core::Text label_of(Action action);

// ---- for logs and tests ----

[[nodiscard]] const char* name_of(Step step);
[[nodiscard]] const char* name_of(GuideState state);
[[nodiscard]] const char* name_of(Action action);

}  // namespace tusk::connection
