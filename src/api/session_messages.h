#pragma once

// Logging in, who is logged in, and companies.

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/messages.h"

namespace tusk::api {

enum class Right { none, read, full };
BOOST_DESCRIBE_ENUM(Right, none, read, full)

struct RegisterRight {
  std::string record_type;
  Right right = Right::none;
  std::optional<bool> own_only;  // absent: of all records
};
BOOST_DESCRIBE_STRUCT(RegisterRight, (), (record_type, right, own_only))

struct LogIn {
  std::string email;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(LogIn, (), (email, password))

// What is absent stays as it is.
struct SessionChange {
  std::optional<std::string> company_id;
  std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(SessionChange, (), (company_id, language))

struct Person {
  std::string id;
  std::string email;
  std::string name;
  std::string language;  // "sv" or "en"
  bool email_confirmed = false;
};
BOOST_DESCRIBE_STRUCT(Person, (), (id, email, name, language, email_confirmed))

struct Company {
  std::string id;
  std::string name;
  std::string role;                      // super_user, administrator, member, read_only or r_…
  std::optional<std::string> role_name;  // of one of the company's own
  bool needs_second_factor = false;
};
BOOST_DESCRIBE_STRUCT(Company, (), (id, name, role, role_name, needs_second_factor))

struct CompanyList {
  std::vector<Company> companies;
};
BOOST_DESCRIBE_STRUCT(CompanyList, (), (companies))

struct Session {
  Person person;
  std::vector<Company> companies;
  std::optional<Company> company;     // the open one
  std::vector<RegisterRight> rights;  // in it
  std::string csrf_token;
  std::int64_t idle_timeout_seconds = 0;
  std::int64_t idle_seconds_left = 0;
};
BOOST_DESCRIBE_STRUCT(Session, (),
                      (person, companies, company, rights, csrf_token, idle_timeout_seconds,
                       idle_seconds_left))

struct Health {
  std::string status = "ok";
  std::string version;
};
BOOST_DESCRIBE_STRUCT(Health, (), (status, version))

}  // namespace tusk::api
