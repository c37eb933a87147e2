#include "mail/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace tusk::mail {
namespace {

constexpr std::size_t longest_line = 76;  // both RFCs
constexpr std::string_view word_begin = "=?UTF-8?Q?";
constexpr std::string_view word_end = "?=";

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string hexadecimal(char c) {
  return fmt::format("={:02X}", static_cast<unsigned char>(c));
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// One character of a header's encoded word: the letters that are safe in every kind of header.
std::string encoded_for_header(std::string_view character) {
  std::string encoded;
  for (const char c : character) {
    if (c == ' ') {
      encoded += '_';
    } else {
      encoded += is_letter_or_digit(c) ? std::string(1, c) : hexadecimal(c);
    }
  }
  return encoded;
}

// The bytes of the character that starts at `at`.
std::string_view character_at(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && continues_character(text[end])) ++end;
  return text.substr(at, end - at);
}

// RFC 2047, each word on a line of its own.
std::string encoded_words(std::string_view text) {
  std::string result;
  std::string word;
  const auto close_word = [&] {
    result += fmt::format("{}{}{}{}", result.empty() ? "" : "\r\n ", word_begin, word, word_end);
    word.clear();
  };
  // The first word shares its line with the header's name.
  constexpr std::string_view longest_name = "Subject: ";
  constexpr std::size_t room =
      longest_line - word_begin.size() - word_end.size() - longest_name.size();
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = character_at(text, at);
    const std::string encoded = encoded_for_header(character);
    if (word.size() + encoded.size() > room) close_word();
    word += encoded;
    at += character.size();
  }
  close_word();
  return result;
}

// One line without its line break; breaks it softly where it would be too long.
void add_quoted_printable_line(std::string& into, std::string_view line) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    const bool is_last = at + 1 == line.size();
    const bool plain = (c > ' ' && c < '\x7f' && c != '=') || ((c == ' ' || c == '\t') && !is_last);
    const std::string piece = plain ? std::string(1, c) : hexadecimal(c);
    if (width + piece.size() > longest_line - 1) {
      into += "=\r\n";
      width = 0;
    }
    into += piece;
    width += piece.size();
  }
}

void add_part(std::string& message, const std::string& boundary, const char* type,
              std::string_view body) {
  message += fmt::format(
      "--{}\r\nContent-Type: text/{}; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
      boundary, type, format_quoted_printable(body));
}

std::string format_mailbox(const Mailbox& mailbox) {
  if (mailbox.name.empty()) return mailbox.address;
  const bool is_plain = mailbox.name.size() < longest_line / 2 &&
                        std::all_of(mailbox.name.begin(), mailbox.name.end(),
                                    [](char c) { return is_letter_or_digit(c) || c == ' '; });
  const std::string name = is_plain ? mailbox.name : encoded_words(mailbox.name);
  return fmt::format("{} <{}>", name, mailbox.address);
}

}  // namespace

std::string format_header_text(std::string_view text) {
  const bool is_plain =
      text.size() < longest_line - word_begin.size() && text.find("=?") == std::string_view::npos &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
  if (is_plain) return std::string(text);
  return encoded_words(text);
}

std::string format_quoted_printable(std::string_view text) {
  std::string result;
  for (;;) {
    const auto end = text.find('\n');
    add_quoted_printable_line(result, text.substr(0, end));
    if (end == std::string_view::npos) return result;
    result += "\r\n";
    text.remove_prefix(end + 1);
  }
}

std::string format_date(core::Microseconds at) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(at)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                     days[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string make_message(const Letter& letter, const Mailbox& from, const Stamp& stamp) {
  check_letter(letter);
  // No line of quoted-printable can hold "=_", so no body can hold the boundary.
  const std::string boundary = "=_" + stamp.id;
  std::string message;
  const auto header = [&](const char* name, std::string_view value) {
    message += fmt::format("{}: {}\r\n", name, value);
  };
  header("From", format_mailbox(from));
  header("To", letter.recipient);
  header("Subject", format_header_text(letter.subject));
  header("Date", format_date(stamp.at));
  header("Message-ID",
         fmt::format("<{}@{}>", stamp.id, from.address.substr(from.address.find('@') + 1)));
  header("Auto-Submitted", "auto-generated");  // RFC 3834: nobody's machine answers it
  header("X-Auto-Response-Suppress", "All");   // the same for Exchange
  header("Content-Language", letter.language == core::Language::swedish ? "sv" : "en");
  header("MIME-Version", "1.0");
  header("Content-Type", fmt::format("multipart/alternative; boundary=\"{}\"", boundary));
  message += "\r\n";
  add_part(message, boundary, "plain", letter.text);
  add_part(message, boundary, "html", letter.html);
  return message + fmt::format("--{}--\r\n", boundary);
}

}  // namespace tusk::mail
