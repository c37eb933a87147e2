#pragma once

// What the commands for the registers share: reading field=value arguments, finding a record by
// what people call it, printing records.

#include <boost/json/fwd.hpp>
#include <string>
#include <vector>

#include "business/company_database.h"
#include "cli/context.h"

namespace tusk::cli {

// An id, a number of the register's series (#1001, or 1001 when there is no such id), a user name,
// or the whole name. Throws Error{not_found}, and Error{conflict} if several have that name.
[[nodiscard]] core::Record find_record(const business::CompanyDatabase&, const core::RecordType&,
                                       const std::string& text, const business::Actor&);

// "phone=08-123 45 67" "department=Bygg" "fax=" (empties it). References are found as above. Throws
// Error{invalid} with every problem.
[[nodiscard]] core::Change parse_changes(const business::CompanyDatabase&, const core::RecordType&,
                                         const std::vector<std::string>& arguments,
                                         const business::Actor&);
// The same where no reference can be given.
[[nodiscard]] core::Change parse_changes(const core::RecordType&,
                                         const std::vector<std::string>& arguments);

// "city:eq:Luleå"; the operations are eq ne lt le gt ge. An empty value: (not) empty.
[[nodiscard]] storage::Filter parse_filter(const core::RecordType&, const std::string& text);

[[nodiscard]] boost::json::object to_json(const core::RecordType&, const core::Record&);
// A field as people write it: money with two decimals, yes and no, the name behind a reference.
[[nodiscard]] std::string display(const business::CompanyDatabase&, const core::RecordType&,
                                  const core::Field&, const core::Record&, core::Language);
// Label and value of each filled field, or JSON.
void print_record(Context&, const business::CompanyDatabase&, const core::RecordType&,
                  const core::Record&);
// A table of the fields that tell records apart, or {"records":[…],"total":n,"next_cursor":…}.
void print_records(Context&, const business::CompanyDatabase&, const core::RecordType&,
                   const storage::RecordPage&);

}  // namespace tusk::cli
