#pragma once

// Letters to people, in their language: text and HTML made from one description, so that they can't
// say different things, and whatever a person wrote is escaped by construction.

#include <string>
#include <vector>

#include "core/text.h"
#include "mail/letter.h"

namespace tusk::online {

struct LetterPart {
  enum class Kind { paragraph, button, quotation };
  Kind kind = Kind::paragraph;
  core::Text text;
  std::string link;  // of a button
};

[[nodiscard]] LetterPart paragraph(core::Text text);
// The link also stands there to be read: not every mail program shows buttons.
[[nodiscard]] LetterPart button(core::Text label, std::string link);
// What somebody wrote, in their own words.
[[nodiscard]] LetterPart quotation(const std::string& words);

struct LetterPlan {
  core::Text subject;
  std::vector<LetterPart> parts;
  core::Microseconds useful_until = 0;  // mail::Letter
};

// With a greeting before and, after it, where the letter comes from: `base_url`.
[[nodiscard]] mail::Letter compose(const std::string& recipient, core::Language language,
                                   const std::string& base_url, const LetterPlan& plan);

}  // namespace tusk::online
