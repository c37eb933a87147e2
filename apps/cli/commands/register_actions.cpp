#include "cli/commands/register_actions.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "cli/output.h"
#include "cli/records.h"

namespace tusk::cli {
namespace {

// A filter on a reference names the record as people do.
storage::Filter read_filter(const business::CompanyDatabase& company, const core::RecordType& type,
                            const std::string& text, const business::Actor& actor) {
  const core::Field* field = type.find_field(std::string_view(text).substr(0, text.find(':')));
  const auto value_at = text.find(':', text.find(':') + 1);
  if (field == nullptr || field->kind != core::FieldKind::reference ||
      value_at == std::string::npos || value_at + 1 == text.size()) {
    return parse_filter(type, text);
  }
  storage::Filter filter = parse_filter(type, text.substr(0, value_at + 1));
  filter.value = find_record(company, core::registry().get(field->reference_type),
                             text.substr(value_at + 1), actor)
                     .id;
  return filter;
}

}  // namespace

void add_list_options(const Context& context, CLI::App& command, ListOptions& options) {
  command.add_option("--search", options.search,
                     context.words("Ord; vart och ett är en början, alla ska stämma",
                                   "Words; each is a prefix, all must match"));
  command
      .add_option("--filter", options.filters,
                  context.words("fält:eq|ne|lt|le|gt|ge:värde; kan upprepas",
                                "field:eq|ne|lt|le|gt|ge:value; may be repeated"))
      ->take_all()
      ->expected(1);
  command.add_option("--sort", options.sort,
                     context.words("Fält att sortera efter (annars namnet)",
                                   "Field to sort by (default: the name)"));
  command.add_flag("--descending", options.descending,
                   context.words("Störst först", "Largest first"));
  command
      .add_option("--limit", options.limit,
                  context.words("Högst så många poster (1–500)", "At most so many records (1-500)"))
      ->check(CLI::Range(1, 500));
  command.add_option("--cursor", options.cursor,
                     context.words("Där sidan före slutade", "Where the page before ended"));
}

std::string describe_fields(const Context& context, const std::string& type_name) {
  std::string text = "\n" + context.words("Fält:", "Fields:");
  for (const core::Field& field : core::registry().get(type_name).fields) text += " " + field.name;
  return text;
}

int list_records(Context& context, const std::string& type_name, const ListOptions& options) {
  const core::RecordType& type = core::registry().get(type_name);
  const auto company = context.open_company();
  const auto actor = context.actor();
  storage::RecordQuery query;
  query.search = options.search;
  for (const std::string& filter : options.filters)
    query.filters.push_back(read_filter(company, type, filter, actor));
  query.sort = options.sort;
  query.descending = options.descending;
  query.limit = options.limit;
  query.cursor = options.cursor;
  print_records(context, company, type, company.list(type, query, actor));
  return 0;
}

int show_record(Context& context, const std::string& type_name, const std::string& which) {
  const core::RecordType& type = core::registry().get(type_name);
  const auto company = context.open_company();
  print_record(context, company, type, find_record(company, type, which, context.actor()));
  return 0;
}

int add_record(Context& context, const std::string& type_name,
               const std::vector<std::string>& values) {
  const core::RecordType& type = core::registry().get(type_name);
  const auto company = context.open_company();
  const auto actor = context.actor();
  print_record(context, company, type,
               company.create(type, parse_changes(company, type, values, actor), actor));
  return 0;
}

int change_record(Context& context, const std::string& type_name, const std::string& which,
                  const std::vector<std::string>& values, const std::vector<std::string>& seen) {
  const core::RecordType& type = core::registry().get(type_name);
  const auto company = context.open_company();
  const auto actor = context.actor();
  const core::Record record = find_record(company, type, which, actor);
  const core::Change change = parse_changes(company, type, values, actor);
  const core::Change looked_at = parse_changes(company, type, seen, actor);
  print_record(context, company, type, company.update(type, record.id, change, looked_at, actor));
  return 0;
}

int remove_record(Context& context, const std::string& type_name, const std::string& which) {
  const core::RecordType& type = core::registry().get(type_name);
  const auto company = context.open_company();
  const auto actor = context.actor();
  const core::Record record = find_record(company, type, which, actor);
  company.remove(type, record.id, actor);
  if (context.json()) {
    print(boost::json::value({{"id", record.id}, {"type", type.name}, {"deleted", true}}));
  } else {
    const std::string title = core::title_of(type, record);
    print_line(core::say("{} är borttagen.", "{} is deleted.", title).in(context.language()));
  }
  return 0;
}

}  // namespace tusk::cli
