#include <algorithm>
#include <boost/json.hpp>

#include "cli/output.h"
#include "cli/records.h"
#include "core/validation.h"

namespace tusk::cli {
namespace {

// The fields that tell the records of a register apart, number and title first.
std::vector<const core::Field*> list_fields(const core::RecordType& type) {
  constexpr std::size_t at_most = 6;
  std::vector<const core::Field*> fields;
  if (!type.series_field.empty()) fields.push_back(&type.get_field(type.series_field));
  fields.push_back(&type.get_field(type.title_field));
  const auto tells = [&](const core::Field& field) {
    return field.searchable || field.kind == core::FieldKind::reference ||
           (field.required && field.kind == core::FieldKind::choice) || field.name == "super_user";
  };
  for (const core::Field& field : type.fields) {
    const bool there = std::find(fields.begin(), fields.end(), &field) != fields.end();
    if (!there && tells(field) && fields.size() < at_most) fields.push_back(&field);
  }
  return fields;
}

bool is_number(const core::Field& field) {
  return field.kind == core::FieldKind::integer || field.kind == core::FieldKind::money ||
         field.kind == core::FieldKind::percent;
}

}  // namespace

void print_record(Context& context, const business::CompanyDatabase& company,
                  const core::RecordType& type, const core::Record& record) {
  if (context.json()) {
    print(boost::json::value(to_json(type, record)));
    return;
  }
  const core::Language language = context.language();
  std::vector<std::pair<std::string, std::string>> lines;
  lines.emplace_back("id", std::to_string(record.id));
  for (const core::Field& field : type.fields) {
    std::string text = display(company, type, field, record, language);
    if (!text.empty()) lines.emplace_back(field.name, std::move(text));
  }
  const core::Text changed{"ändrad", "changed"};
  lines.emplace_back(changed.in(language),
                     format_local_time(record.changed.at) + "  " + record.changed.by);
  std::size_t width = 0;
  for (const auto& [name, text] : lines) width = std::max(width, core::count_characters(name));
  for (const auto& [name, text] : lines)
    print_line(name + std::string(width - core::count_characters(name) + 2, ' ') + text);
}

void print_records(Context& context, const business::CompanyDatabase& company,
                   const core::RecordType& type, const storage::RecordPage& page) {
  if (context.json()) {
    boost::json::array records;
    for (const core::Record& record : page.records) records.push_back(to_json(type, record));
    boost::json::object result;
    result["records"] = std::move(records);
    result["total"] = page.total;
    result["next_cursor"] =
        page.next_cursor.empty() ? boost::json::value() : boost::json::value(page.next_cursor);
    print(boost::json::value(std::move(result)));
    return;
  }
  const core::Language language = context.language();
  const auto fields = list_fields(type);
  std::vector<std::string> headings{"Id"};
  for (const core::Field* field : fields) headings.push_back(field->label.in(language));
  Table table(headings);
  table.align_right(0);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (is_number(*fields[i])) table.align_right(i + 1);
  }
  for (const core::Record& record : page.records) {
    std::vector<std::string> cells{std::to_string(record.id)};
    for (const core::Field* field : fields)
      cells.push_back(display(company, type, *field, record, language));
    table.add(std::move(cells));
  }
  if (!table.empty()) print(table);
  const auto shown = static_cast<std::int64_t>(page.records.size());
  print_line(core::say("{} av {} visas.", "{} of {} shown.", shown, page.total).in(language));
  if (!page.next_cursor.empty()) {
    print_line(core::say("Fler: --cursor {}", "More: --cursor {}", page.next_cursor).in(language));
  }
}

}  // namespace tusk::cli
