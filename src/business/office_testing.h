#pragma once

// An installation of its own for each test, on SQLite and on PostgreSQL, with a super user and a
// company that could be connected but for what a test takes away.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "business/companies.h"
#include "business/installation.h"
#include "business/users.h"
#include "core/testing/manual_clock.h"
#include "core/testing/temporary_folder.h"
#include "storage/testing/both_engines.h"
#include "storage/testing/temporary_postgres.h"

namespace tusk::business {

class Office : public testing::TestWithParam<storage::Engine> {
 protected:
  Office() {
    const bool on_server = GetParam() == storage::Engine::postgres;
    server_ = on_server ? storage::TemporaryPostgres::shared().make_database() : "";
    installation_ = std::make_unique<Installation>(
        Installation::create(folder_ / "data", server_, environment_));
    add_first_user(*installation_, "anna", "Anna Berg");
  }

  [[nodiscard]] Installation& installation() { return *installation_; }
  // The same on connections of its own, as another program has it.
  [[nodiscard]] std::unique_ptr<Installation> open_again(const std::string& computer = "KONTOR-2") {
    const Environment there{clock_, random_, computer};
    return std::make_unique<Installation>(Installation::open(folder(), there));
  }
  // For tests that fork: SQLite's connections must not go along.
  void close() { installation_.reset(); }
  void reopen() {
    installation_ = std::make_unique<Installation>(Installation::open(folder(), environment_));
  }
  [[nodiscard]] const Environment& environment() const { return environment_; }
  [[nodiscard]] core::ManualClock& clock() { return clock_; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_ / "data"; }
  [[nodiscard]] Actor anna() { return get_actor(*installation_, "anna"); }

  CompanyDatabase add_norrsken() {
    return open_company(*installation_,
                        add_company(*installation_, anna(), NewCompany("Norrsken Bygg AB")));
  }
  // Somebody who is no super user.
  Actor add_erik() {
    User erik;
    erik.user_name = "erik";
    erik.full_name = "Erik Lind";
    add_user(*installation_, anna(), erik);
    return get_actor(*installation_, "erik");
  }

  // What the call throws; fails the test if it does not.
  template <typename Call>
  static core::Error error_of(const Call& call) {
    try {
      call();
    } catch (const core::Error& error) {
      return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return core::Error(core::ErrorCode::internal, {});
  }

 private:
  core::ManualClock clock_;
  core::SeededRandom random_{7};
  Environment environment_{clock_, random_, "KONTOR-1"};
  core::TemporaryFolder folder_;
  std::string server_;
  std::unique_ptr<Installation> installation_;
};

[[nodiscard]] inline const core::RecordType& type_of(const char* name) {
  return core::registry().get(name);
}

}  // namespace tusk::business
