#include "cli/demo/demo_folder.h"

#include <boost/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "platform/secret_file.h"

namespace tusk::cli {
namespace fs = std::filesystem;
namespace json = boost::json;
namespace {

constexpr const char* lock_name = "demo.lock";
constexpr const char* people_name = "demo.json";

// Four groups of five from letters and digits that nobody takes for others: 100 bits.
std::string make_password(core::Random& random) {
  constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
  std::string password;
  for (int i = 0; i < 20; ++i) {
    if (i > 0 && i % 5 == 0) password += '-';
    password += letters[random.below(letters.size())];
  }
  return password;
}

json::object to_json(const DemoPerson& person, const char* role) {
  return {{"email", person.email},
          {"name", person.name},
          {"role", role},
          {"password", person.password}};
}

// The folder, if it is the demo's or nobody's.
fs::path prepared(fs::path root) {
  std::error_code failed;
  const bool has_something = fs::exists(root, failed) && !fs::is_empty(root, failed);
  if (has_something && !fs::exists(root / people_name) && !fs::exists(root / lock_name)) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("{} innehåller annat än demon. Välj en tom mapp med --data.",
                                "{} holds something other than the demo. Choose an empty folder "
                                "with --data.",
                                root.string()));
  }
  platform::make_private_folder(root);
  return root;
}

void read_password(const json::object& file, DemoPerson& person) {
  for (const json::value& entry : file.at("people").as_array()) {
    if (entry.at("email").as_string() == person.email)
      person.password = entry.at("password").as_string();
  }
}

}  // namespace

DemoFolder::DemoFolder(fs::path root) : root_(prepared(std::move(root))), lock_(root_ / lock_name) {
  platform::make_private_folder(root_ / "log");
}

DemoPeople DemoFolder::make_people(core::Random& random) {
  DemoPeople people;
  people.super_user.password = make_password(random);
  people.member.password = make_password(random);
  return people;
}

DemoPeople DemoFolder::load_people(core::Random& random) const {
  if (!fs::exists(people_file())) return make_people(random);
  const json::value file = core::parse_json(platform::read_secret_file(people_file()));
  DemoPeople people;
  read_password(file.as_object(), people.super_user);
  read_password(file.as_object(), people.member);
  people.complete = file.at("complete").as_bool();
  return people;
}

void DemoFolder::save_people(const DemoPeople& people) const {
  const json::object file{{"complete", people.complete},
                          {"people", json::array{to_json(people.super_user, "super_user"),
                                                 to_json(people.member, "member")}}};
  platform::write_secret_file(people_file(), json::serialize(file) + "\n");
}

void DemoFolder::clear() const {
  for (const fs::path& path : {office(), online(), settings(), people_file()}) fs::remove_all(path);
}

}  // namespace tusk::cli
