#pragma once

// JSON Schema of the record types, as one side knows them.

#include <boost/json/fwd.hpp>
#include <string>

#include "core/id.h"
#include "core/registry.h"

namespace tusk::api {

// "contact_person" -> "ContactPersonFields"
[[nodiscard]] std::string fields_schema_name(const core::RecordType& type);
// Of the fields that exist on that side. Required is what a new record must have.
[[nodiscard]] boost::json::object fields_schema(const core::RecordType& type, core::Side side);

}  // namespace tusk::api
