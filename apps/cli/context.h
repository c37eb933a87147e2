#pragma once

// What every command needs: the options that stand before all commands, the installation, who acts,
// which company. Opened when first asked for, so that `tusk init` and `tusk --help` need none.

#include <functional>
#include <memory>
#include <string>

#include "business/companies.h"
#include "business/installation.h"
#include "core/text.h"
#include "platform/system_clock.h"
#include "platform/system_random.h"

namespace tusk::cli {

struct GlobalOptions {
  std::string data;
  bool json = false;
  std::string language;
  std::string user;
  std::string company;
};

class Context {
 public:
  [[nodiscard]] GlobalOptions& options() { return options_; }
  [[nodiscard]] bool json() const { return options_.json; }
  // --language, else that of the computer; Swedish where neither says anything.
  [[nodiscard]] core::Language language() const;
  // A sentence in that language.
  [[nodiscard]] std::string words(const char* sv, const char* en) const {
    return language() == core::Language::swedish ? sv : en;
  }
  [[nodiscard]] const core::Clock& clock() const { return clock_; }
  [[nodiscard]] core::Random& random() { return random_; }
  [[nodiscard]] business::Environment environment();

  [[nodiscard]] std::filesystem::path data_folder() const;
  [[nodiscard]] business::Installation& installation();
  // --user, or the only super user.
  [[nodiscard]] business::Actor actor();
  // --company, or the only one.
  [[nodiscard]] business::Company company();
  // Logs in to it as the actor, until the object goes.
  [[nodiscard]] business::CompanyDatabase open_company();
  // Without a log-in, also while somebody holds it: to see how it is doing.
  [[nodiscard]] business::CompanyDatabase look_at_company();

  // A command registers what it does; it runs after the whole command line has been read.
  void choose(std::function<int()> command) { chosen_ = std::move(command); }
  int run_chosen_command() { return chosen_(); }

 private:
  GlobalOptions options_;
  platform::SystemClock clock_;
  platform::SystemRandom random_;
  std::unique_ptr<business::Installation> installation_;
  std::function<int()> chosen_;
};

}  // namespace tusk::cli
