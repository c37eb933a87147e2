#pragma once

// JSON Schema of the record types, as the online side knows them.

#include <boost/json/fwd.hpp>
#include <string>

#include "core/registry.h"

namespace tusk::api {

// "contact_person" -> "ContactPersonFields"
[[nodiscard]] std::string fields_schema_name(const core::RecordType& type);
// Of the fields that exist online. Required is what a new record must have.
[[nodiscard]] boost::json::object fields_schema(const core::RecordType& type);

}  // namespace tusk::api
