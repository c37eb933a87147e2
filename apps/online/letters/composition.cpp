#include "online/letters/composition.h"

#include <fmt/format.h>

namespace tusk::online {
namespace {

// Mail programs know no style sheets; these are the few declarations that all of them do.
constexpr const char* frame_begin =
    "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\">"
    "<meta name=\"color-scheme\" content=\"light dark\"><title>{}</title></head>\n"
    "<body style=\"margin:0;padding:24px;font-family:Arial,Helvetica,sans-serif;"
    "font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n";
constexpr const char* frame_end = "</div>\n</body>\n</html>\n";
constexpr const char* paragraph_html = "<p style=\"margin:0 0 16px\">{}</p>\n";
constexpr const char* quotation_html =
    "<blockquote style=\"margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #8a949e\">{}"
    "</blockquote>\n";
constexpr const char* button_html =
    "<p style=\"margin:24px 0\"><a href=\"{0}\" style=\"display:inline-block;padding:12px 20px;"
    "border-radius:6px;background:#0b6e6e;color:#ffffff;text-decoration:none\">{1}</a></p>\n"
    "<p style=\"margin:0 0 16px;font-size:13px;word-break:break-all\"><a "
    "href=\"{0}\">{0}</a></p>\n";
constexpr const char* footer_html =
    "<p style=\"margin:32px 0 0;font-size:13px;color:#6d7883\">{}</p>\n";

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      case '\n':
        html += "<br>\n";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string with_marks(const std::string& words) {
  std::string text = "> ";
  for (const char c : words) {
    text += c;
    if (c == '\n') text += "> ";
  }
  return text;
}

void add(mail::Letter& letter, const LetterPart& part) {
  const std::string& text = part.text.in(letter.language);
  switch (part.kind) {
    case LetterPart::Kind::paragraph:
      letter.text += text + "\n\n";
      letter.html += fmt::format(paragraph_html, escaped(text));
      return;
    case LetterPart::Kind::quotation:
      letter.text += with_marks(text) + "\n\n";
      letter.html += fmt::format(quotation_html, escaped(text));
      return;
    case LetterPart::Kind::button:
      letter.text += fmt::format("{}:\n{}\n\n", text, part.link);
      letter.html += fmt::format(button_html, escaped(part.link), escaped(text));
      return;
  }
}

}  // namespace

LetterPart paragraph(core::Text text) {
  return {.kind = LetterPart::Kind::paragraph, .text = std::move(text), .link = {}};
}

LetterPart button(core::Text label, std::string link) {
  return {.kind = LetterPart::Kind::button, .text = std::move(label), .link = std::move(link)};
}

LetterPart quotation(const std::string& words) {
  return {.kind = LetterPart::Kind::quotation, .text = {words, words}, .link = {}};
}

mail::Letter compose(const std::string& recipient, core::Language language,
                     const std::string& base_url, const LetterPlan& plan) {
  mail::Letter letter{.recipient = recipient,
                      .language = language,
                      .subject = plan.subject.in(language),
                      .useful_until = plan.useful_until};
  letter.html = fmt::format(frame_begin, language == core::Language::swedish ? "sv" : "en",
                            escaped(letter.subject));
  add(letter, paragraph({"Hej!", "Hello,"}));
  for (const LetterPart& part : plan.parts) add(letter, part);
  const core::Text footer = core::say(
      "Brevet kommer från Tusk på {} och går inte att svara på. Tusk frågar aldrig efter ditt "
      "lösenord i ett brev.",
      "This letter comes from Tusk at {} and can't be answered. Tusk never asks for your password "
      "in a letter.",
      base_url);
  letter.text += "-- \n" + footer.in(language) + "\n";
  letter.html += fmt::format(footer_html, escaped(footer.in(language))) + frame_end;
  return letter;
}

}  // namespace tusk::online
