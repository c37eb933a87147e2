#pragma once

// Listing, adding, changing and removing records: what `tusk record`, `tusk employee` and `tusk
// department` have in common.

#include <string>
#include <vector>

#include "cli/context.h"

namespace CLI {
class App;
}

namespace tusk::cli {

struct ListOptions {
  std::string search;
  std::vector<std::string> filters;
  std::string sort;
  bool descending = false;
  int limit = 100;
  std::string cursor;
};

void add_list_options(const Context& context, CLI::App& command, ListOptions& options);
// "Fields: name email …", for --help.
[[nodiscard]] std::string describe_fields(const Context& context, const std::string& type_name);

int list_records(Context&, const std::string& type_name, const ListOptions&);
int show_record(Context&, const std::string& type_name, const std::string& which);
int add_record(Context&, const std::string& type_name, const std::vector<std::string>& values);
// `seen`: field=value as the user saw it (CompanyDatabase::update).
int change_record(Context&, const std::string& type_name, const std::string& which,
                  const std::vector<std::string>& values,
                  const std::vector<std::string>& seen = {});
int remove_record(Context&, const std::string& type_name, const std::string& which);

}  // namespace tusk::cli
