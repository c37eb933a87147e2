// Header and trailer as JSON.

#include <boost/json.hpp>
#include <set>

#include "archive/format.h"
#include "archive/limits.h"
#include "core/json.h"
#include "core/record_json.h"

namespace tusk::archive {
namespace json = boost::json;
namespace {

// What a reader throws that finds something else than it looks for; decode_… names the block.
struct Unexpected {
  std::string what;
};

template <typename Enum>
Enum enum_from(std::string_view text, std::initializer_list<Enum> all) {
  for (const Enum value : all) {
    if (text == name_of(value)) return value;
  }
  throw Unexpected{"unknown word " + core::shorten(text)};
}

const json::value& member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) throw Unexpected{"no " + std::string(name)};
  return *value;
}

std::int64_t count_of(const json::object& object, std::string_view name) {
  const json::value& value = member(object, name);
  if (!value.is_int64() || value.get_int64() < 0) throw Unexpected{std::string(name)};
  return value.get_int64();
}

std::string text_of(const json::object& object, std::string_view name) {
  const json::value& value = member(object, name);
  if (!value.is_string()) throw Unexpected{std::string(name)};
  return std::string(value.get_string());
}

const json::object& object_of(const json::value& value) {
  if (!value.is_object()) throw Unexpected{"no object"};
  return value.get_object();
}

const json::array& array_of(const json::object& object, std::string_view name, std::size_t most) {
  const json::value& value = member(object, name);
  if (!value.is_array() || value.get_array().size() > most) throw Unexpected{std::string(name)};
  return value.get_array();
}

json::value to_json(const Section& section) {
  json::array columns;
  for (const Column& column : section.columns) {
    columns.push_back(json::object{{"name", column.name}, {"kind", name_of(column.kind)}});
  }
  return json::object{{"name", section.name},
                      {"kind", name_of(section.kind)},
                      {"rows", section.rows},
                      {"columns", std::move(columns)}};
}

Section section_from(const json::object& object) {
  Section section;
  section.name = text_of(object, "name");
  section.kind = enum_from(text_of(object, "kind"),
                           {SectionKind::records, SectionKind::links, SectionKind::table});
  section.rows = count_of(object, "rows");
  std::set<std::string> names;
  for (const json::value& value : array_of(object, "columns", limits::columns)) {
    Column column;
    column.name = text_of(object_of(value), "name");
    column.kind = enum_from(text_of(value.get_object(), "kind"),
                            {ColumnKind::integer, ColumnKind::text, ColumnKind::boolean});
    if (!names.insert(column.name).second) throw Unexpected{"a column twice"};
    section.columns.push_back(std::move(column));
  }
  if (section.columns.empty()) throw Unexpected{"a section without columns"};
  return section;
}

void read_company(Header& header, const json::object& object) {
  header.side = enum_from(text_of(object, "side"), {core::Side::office, core::Side::online});
  header.database_uuid = text_of(object, "database_uuid");
  header.incarnation = count_of(object, "incarnation");
  header.schema_version = count_of(object, "schema_version");
  header.company_name = text_of(object, "company_name");
  const json::object& log = object_of(member(object, "log"));
  header.log_position = {count_of(log, "sequence"), count_of(log, "salt")};
}

Header header_from(const json::object& object) {
  Header header;
  header.program = text_of(object, "program");
  header.made_at = core::parse_timestamp(text_of(object, "made_at"));
  header.content =
      enum_from(text_of(object, "content"), {Content::everything, Content::synchronised});
  header.subject = text_of(object, "subject");
  read_company(header, object);
  std::set<std::string> names;
  for (const json::value& value : array_of(object, "sections", limits::sections)) {
    header.sections.push_back(section_from(object_of(value)));
    if (!names.insert(header.sections.back().name).second) throw Unexpected{"a section twice"};
  }
  return header;
}

template <typename Read>
auto decode(std::string_view text, std::uint32_t index, const std::string& source, Read&& read) {
  try {
    return read(object_of(core::parse_json(text)));
  } catch (const Unexpected& unexpected) {
    throw damaged(source, index, unexpected.what);
  } catch (const core::Error& error) {
    throw damaged(source, index, error.what());
  }
}

}  // namespace

std::string encode(const Header& header) {
  json::array sections;
  for (const Section& section : header.sections) sections.push_back(to_json(section));
  const json::object object{
      {"subject", header.subject},
      {"program", header.program},
      {"made_at", core::format_timestamp(header.made_at)},
      {"content", name_of(header.content)},
      {"side", core::name_of(header.side)},
      {"database_uuid", header.database_uuid},
      {"incarnation", header.incarnation},
      {"schema_version", header.schema_version},
      {"company_name", header.company_name},
      {"log", {{"sequence", header.log_position.sequence}, {"salt", header.log_position.salt}}},
      {"sections", std::move(sections)}};
  return json::serialize(object);
}

std::string encode(const Trailer& trailer) {
  return json::serialize(json::object{
      {"blocks", trailer.blocks}, {"rows", trailer.rows}, {"plain_bytes", trailer.plain_bytes}});
}

Header decode_header(std::string_view text, const std::string& source) {
  return decode(text, 0, source, header_from);
}

Trailer decode_trailer(std::string_view text, std::uint32_t index, const std::string& source) {
  return decode(text, index, source, [](const json::object& object) {
    return Trailer{count_of(object, "blocks"), count_of(object, "rows"),
                   count_of(object, "plain_bytes")};
  });
}

const char* name_of(Content content) {
  return content == Content::everything ? "everything" : "synchronised";
}

const char* name_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::integer:
      return "integer";
    case ColumnKind::text:
      return "text";
    case ColumnKind::boolean:
      return "boolean";
  }
  return "";
}

const char* name_of(SectionKind kind) {
  switch (kind) {
    case SectionKind::records:
      return "records";
    case SectionKind::links:
      return "links";
    case SectionKind::table:
      return "table";
  }
  return "";
}

}  // namespace tusk::archive
