#pragma once

// The system database in an archive: accounts, companies, licence, API users with the hashes of
// their keys. Not the computers, which register themselves.

#include <filesystem>
#include <vector>

#include "archive/reader.h"
#include "archive/writer.h"
#include "business/company_database.h"
#include "storage/database.h"

namespace tusk::business {

// Companies up to `last_company`. `header`: program and time.
archive::Summary export_system(storage::Transaction& snapshot, archive::Header header,
                               std::int64_t last_company, const std::filesystem::path& file,
                               archive::WriterOptions options);

// The companies that the archive names. Throws as load_system().
[[nodiscard]] std::vector<Company> companies_of(archive::Reader& reader);

// Puts the archive's rows in the place of those that are there. Throws Error{invalid} if it is no
// archive of a system database, Error{conflict} if it has what this program does not know.
void load_system(archive::Reader& reader, storage::Transaction& system);

}  // namespace tusk::business
