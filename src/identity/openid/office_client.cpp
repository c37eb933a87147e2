#include "identity/openid/office_client.h"

#include <array>

#include "core/validation.h"
#include "identity/limits.h"
#include "identity/openid/refusal.h"

namespace tusk::identity::openid {
namespace {

constexpr std::array all_deeds{OfficeDeed::connect, OfficeDeed::update, OfficeDeed::change_user,
                               OfficeDeed::disconnect};

std::string get_name(const Parameters& given, const char* name) {
  std::string value = get_parameter(given, name);
  const bool is_line = core::is_clean_text(value) && value.find_first_of("\r\n\t") == value.npos;
  const std::size_t length = is_line ? core::count_characters(value) : 0;
  if (length == 0 || length > max_company_name_characters)
    throw Refusal("invalid_request", std::string(name) + " is missing or too long");
  return value;
}

}  // namespace

bool is_built_in(const Client& client) {
  return client.id == office_client;
}

const char* name_of(OfficeDeed deed) {
  switch (deed) {
    case OfficeDeed::connect:
      return "connect";
    case OfficeDeed::update:
      return "update";
    case OfficeDeed::change_user:
      return "change_user";
    case OfficeDeed::disconnect:
      return "disconnect";
  }
  return "";
}

std::optional<OfficeDeed> parse_office_deed(std::string_view name) {
  for (const OfficeDeed deed : all_deeds) {
    if (name == name_of(deed)) return deed;
  }
  return std::nullopt;
}

OfficeTask parse_office_task(const Parameters& given) {
  const std::string deed = get_parameter(given, "office_deed");
  if (!parse_office_deed(deed))
    throw Refusal("invalid_request",
                  "office_deed must be connect, update, change_user or disconnect");
  return {.deed = deed,
          .company_uuid = get_name(given, "office_company_uuid"),
          .company_name = get_name(given, "office_company"),
          .computer_name = get_name(given, "office_computer")};
}

}  // namespace tusk::identity::openid
