#include "mail/letter.h"

#include <algorithm>

#include "core/error.h"
#include "core/validation.h"
#include "mail/limits.h"

namespace tusk::mail {
namespace {

bool is_address(std::string_view address) {
  const auto at = address.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 == address.size()) return false;
  if (address.size() > max_address_bytes || address.find('@', at + 1) != std::string_view::npos)
    return false;
  return std::all_of(address.begin(), address.end(), [](char c) {
    return c > ' ' && c < '\x7f' &&
           std::string_view("<>()[]\\,;:\"").find(c) == std::string_view::npos;
  });
}

bool is_header_text(std::string_view text) {
  if (text.size() > max_header_bytes || !core::is_clean_text(text)) return false;
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
}

void check_address(const char* field, std::string_view address) {
  if (is_address(address)) return;
  throw core::invalid_field(
      field, address,
      core::say("”{}” är ingen adress som brev kan skickas till. Skriv den som namn@exempel.se.",
                "“{}” is no address that letters can be sent to. Write it as name@example.com.",
                core::shorten(address)));
}

void check_header(const char* field, std::string_view text) {
  if (is_header_text(text)) return;
  throw core::invalid_field(
      field, text,
      core::say("Texten får inte innehålla radbrytningar eller styrtecken och ha högst {} byte.",
                "The text must hold no line breaks or control characters, and at most {} bytes.",
                max_header_bytes));
}

void check_body(const char* field, std::string_view text) {
  if (!text.empty() && text.size() <= max_body_bytes && core::is_clean_text(text)) return;
  throw core::invalid_field(
      field, "",
      core::say("Brevets text ska vara giltig UTF-8 utan styrtecken, högst {} byte.",
                "The letter's text must be valid UTF-8 without control characters, at most {} "
                "bytes.",
                max_body_bytes));
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

}  // namespace

void check_letter(const Letter& letter) {
  check_address("recipient", letter.recipient);
  check_header("subject", letter.subject);
  check_body("text", letter.text);
  check_body("html", letter.html);
}

Mailbox parse_mailbox(const std::string& text) {
  Mailbox mailbox{.name = {}, .address = trimmed(text)};
  const auto open = text.find('<');
  if (open != std::string::npos && mailbox.address.ends_with('>')) {
    mailbox.name = trimmed(std::string_view(text).substr(0, open));
    mailbox.address = text.substr(open + 1, text.rfind('>') - open - 1);
  }
  check_header("name", mailbox.name);
  check_address("address", mailbox.address);
  return mailbox;
}

}  // namespace tusk::mail
