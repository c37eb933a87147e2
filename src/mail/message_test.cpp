// Letters as messages: what goes into headers and bodies, and what must not.
// REQ: TID-5

#include "mail/message.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "core/error.h"
#include "mail/limits.h"

namespace tusk::mail {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr core::Microseconds kThen = core::seconds(1'795'688'100);

Letter letter() {
  return {.recipient = "anna@example.com",
          .language = core::Language::swedish,
          .subject = "Nytt lösenord till Tusk",
          .text = "Hej Anna,\n\nhär är länken: https://tusk.example/a?b=c\n",
          .html = "<p>Hej Anna, här är <a href=\"https://tusk.example/a?b=c\">länken</a></p>"};
}

std::vector<std::string> lines_of(const std::string& message) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < message.size();) {
    const auto end = message.find("\r\n", at);
    lines.push_back(message.substr(at, end - at));
    at = end == std::string::npos ? message.size() : end + 2;
  }
  return lines;
}

std::string problem_of(const Letter& wrong) {
  try {
    check_letter(wrong);
  } catch (const core::Error& error) {
    return error.problems().front().field;
  }
  return "";
}

TEST(MailMessage, HasTheHeadersAndBothBodies) {
  const std::string message =
      make_message(letter(), {"Tusk", "no-reply@tusk.example"}, {"0a1b", kThen});
  EXPECT_THAT(message,
              StartsWith("From: Tusk <no-reply@tusk.example>\r\nTo: anna@example.com\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\nSubject: =?UTF-8?Q?Nytt_l=C3=B6senord_till_Tusk?=\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\nDate: Thu, 26 Nov 2026 10:15:00 +0000\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\nMessage-ID: <0a1b@tusk.example>\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\nAuto-Submitted: auto-generated\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\nContent-Language: sv\r\n"));
  EXPECT_THAT(message, HasSubstr("multipart/alternative; boundary=\"=_0a1b\"\r\n\r\n--=_0a1b\r\n"));
  EXPECT_LT(message.find("text/plain"), message.find("text/html"));
  EXPECT_THAT(message, HasSubstr("h=C3=A4r =C3=A4r l=C3=A4nken: https://tusk.example/a?b=3Dc\r\n"));
  EXPECT_THAT(message, EndsWith("--=_0a1b--\r\n"));
}

TEST(MailMessage, EveryLineIsShortAndAscii) {
  Letter long_one = letter();
  for (int i = 0; i < 30; ++i) {
    long_one.subject += " åäö och en riktigt lång rad";
    long_one.text += "en mening som fortsätter i det oändliga utan radbrytning – ";
  }
  const std::string message = make_message(
      long_one, {"Företaget Åkerö & Söner i Östersund", "no-reply@tusk.example"}, {"0a1b", kThen});
  for (const std::string& line : lines_of(message)) {
    EXPECT_LE(line.size(), 76U) << line;
    EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c < 127; }))
        << line;
  }
}

// RFC 2047: no character is divided between two words.
TEST(MailMessage, EncodedWordsHoldWholeCharacters) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "€";
  for (const std::string& line : lines_of(format_header_text(text))) {
    std::size_t euros = 0;
    for (auto at = line.find("=E2=82=AC"); at != std::string::npos;
         at = line.find("=E2=82=AC", at + 1))
      ++euros;
    EXPECT_EQ(std::count(line.begin(), line.end(), '='), static_cast<long>(euros * 3 + 2)) << line;
  }
}

TEST(MailMessage, ShortAsciiSubjectsStayReadable) {
  EXPECT_EQ(format_header_text("Your account is locked"), "Your account is locked");
  EXPECT_THAT(format_header_text("=?UTF-8?Q?not_encoded?="), StartsWith("=?UTF-8?Q?=3D=3F"));
}

TEST(MailMessage, QuotedPrintableKeepsSpacesAtTheEndOfLines) {
  EXPECT_EQ(format_quoted_printable("a \nb\t\n="), "a=20\r\nb=09\r\n=3D");
}

TEST(MailMessage, NoHeaderTakesALineBreakOrAnotherControlCharacter) {
  for (const char* bad : {"\r\nBcc: all@example.com", "\nX: y", "\r", "\t", "\x7f", "\x01"}) {
    Letter wrong = letter();
    wrong.subject += bad;
    EXPECT_EQ(problem_of(wrong), "subject");
    wrong = letter();
    wrong.recipient += bad;
    EXPECT_EQ(problem_of(wrong), "recipient");
    EXPECT_THROW((void)parse_mailbox("Tusk" + std::string(bad) + " <a@example.com>"), core::Error);
  }
  Letter with_nul = letter();
  with_nul.subject.push_back('\0');
  EXPECT_EQ(problem_of(with_nul), "subject");
  with_nul = letter();
  with_nul.text.push_back('\0');
  EXPECT_EQ(problem_of(with_nul), "text");
  EXPECT_THROW((void)make_message(with_nul, {"", "a@example.com"}, {"1", kThen}), core::Error);
}

TEST(MailMessage, TakesOneAddressOnly) {
  for (const char* wrong : {"", "anna", "@example.com", "anna@", "a@b@c", "a b@example.com",
                            "a@example.com,b@example.com", "a@example.com>", "ånna@example.com"}) {
    Letter one = letter();
    one.recipient = wrong;
    EXPECT_EQ(problem_of(one), "recipient") << wrong;
  }
  Letter too_long = letter();
  too_long.recipient = std::string(max_address_bytes, 'a') + "@example.com";
  EXPECT_EQ(problem_of(too_long), "recipient");
}

TEST(MailMessage, SenderIsAnAddressWithOrWithoutAName) {
  EXPECT_EQ(parse_mailbox("Tusk Online <a@example.com>").name, "Tusk Online");
  EXPECT_EQ(parse_mailbox("Tusk Online <a@example.com>").address, "a@example.com");
  EXPECT_EQ(parse_mailbox(" a@example.com ").address, "a@example.com");
  EXPECT_THROW((void)parse_mailbox("Tusk"), core::Error);
  const std::string message =
      make_message(letter(), {"Tusk, \"AB\" <x@evil.example>", "a@example.com"}, {"1", kThen});
  EXPECT_THAT(message, Not(HasSubstr("evil.example>")));
  EXPECT_THAT(message, HasSubstr("?= <a@example.com>\r\n"));
}

}  // namespace
}  // namespace tusk::mail
