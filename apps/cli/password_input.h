#pragma once

// Passwords come from a prompt without echo, a file, or standard input; never from the command line
// or the environment, where other programs can read them.

#include <string>

#include "connection/two_steps.h"
#include "core/text.h"

namespace tusk::cli {

enum class Repeat { no, yes };

// `file`: "-" standard input (its first line), a path (readable by its owner only), or empty: ask.
// Throws Error{invalid} if there is nobody to ask or the two typed passwords differ.
[[nodiscard]] std::string read_password(const std::string& file, const core::Text& prompt,
                                        Repeat repeat, core::Language language);

// Asks whoever is at the terminal for a code of two-step log-in. With `file` it is that file's
// first line, once ("-": the next line of standard input).
[[nodiscard]] connection::AskCode code_asker(const std::string& file, core::Language language);

// Whether there is a terminal with somebody at it.
[[nodiscard]] bool can_ask();

// One line that may be seen. Throws Error{invalid} if there is nobody to ask, or they end their
// input instead.
[[nodiscard]] std::string ask(const core::Text& question, core::Language language);

}  // namespace tusk::cli
