#pragma once

// The folder of the demo: an office, an online server, and who can log in.
//
//   demo.json    people and passwords (0600); that it is there marks the folder as the demo's own
//   office/      an installation of Tusk Business
//   online/      data of tusk-online
//   online.toml  settings of tusk-online
//   log/         what the programs wrote

#include <filesystem>
#include <string>

#include "core/random.h"
#include "platform/lock_file.h"

namespace tusk::cli {

struct DemoPerson {
  std::string email;
  std::string name;
  std::string password;
};

struct DemoPeople {
  DemoPerson super_user{"anna@norrsken.example", "Anna Berg", ""};
  DemoPerson member{"erik@norrsken.example", "Erik Lind", ""};
  bool complete = false;  // everything is set up and connected
};

class DemoFolder {
 public:
  // Makes the folder or takes the one that is there; holds it until destruction. Throws
  // Error{conflict} if it holds something else, or if a demo runs in it.
  explicit DemoFolder(std::filesystem::path root);

  [[nodiscard]] std::filesystem::path office() const { return root_ / "office"; }
  [[nodiscard]] std::filesystem::path online() const { return root_ / "online"; }
  [[nodiscard]] std::filesystem::path settings() const { return root_ / "online.toml"; }
  [[nodiscard]] std::filesystem::path people_file() const { return root_ / "demo.json"; }
  [[nodiscard]] std::filesystem::path log(const std::string& program) const {
    return root_ / "log" / (program + ".log");
  }

  // With new passwords.
  [[nodiscard]] static DemoPeople make_people(core::Random& random);
  // Those of before, or new ones.
  [[nodiscard]] DemoPeople load_people(core::Random& random) const;
  void save_people(const DemoPeople& people) const;
  // Removes everything but the folder itself.
  void clear() const;

 private:
  std::filesystem::path root_;
  platform::LockFile lock_;
};

}  // namespace tusk::cli
