#include "cli/password_input.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "core/error.h"
#include "platform/secret_file.h"

namespace tusk::cli {
namespace {

// The terminal itself, if there is one; without echo as long as this lives.
class Terminal {
 public:
  explicit Terminal(bool with_echo) : file_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (file_ < 0 || ::tcgetattr(file_, &before_) != 0) return;
    termios wanted = before_;
    if (!with_echo) wanted.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_usable_ = ::tcsetattr(file_, TCSAFLUSH, &wanted) == 0;
  }
  ~Terminal() {
    if (is_usable_) ::tcsetattr(file_, TCSAFLUSH, &before_);
    if (file_ >= 0) ::close(file_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  [[nodiscard]] bool is_usable() const { return is_usable_; }

  std::string ask(const std::string& question) {
    write(question + ": ");
    std::string line;
    char c = '\0';
    for (;;) {
      const auto count = ::read(file_, &c, 1);
      if (count == 1 && c == '\n') return line;
      if (count != 1 && line.empty()) break;
      if (count != 1) return line;
      line += c;
    }
    throw core::Error(
        core::ErrorCode::invalid,
        core::say("Frågan fick inget svar: {}.", "The question got no answer: {}.", question));
  }

  // What Enter did not show.
  void end_line() { write("\n"); }

 private:
  // A terminal that takes no text shows no question; the answer is read all the same.
  void write(const std::string& text) {
    [[maybe_unused]] const auto written = ::write(file_, text.data(), text.size());
  }

  int file_;
  termios before_{};
  bool is_usable_ = false;
};

std::string first_line(std::string text) {
  const auto end = text.find_first_of("\r\n");
  return end == std::string::npos ? text : text.substr(0, end);
}

}  // namespace

std::string read_password(const std::string& file, const core::Text& prompt, Repeat repeat,
                          core::Language language) {
  if (file == "-") {
    std::string line;
    std::getline(std::cin, line);
    return first_line(std::move(line));
  }
  if (!file.empty()) return first_line(platform::read_secret_file(file));
  Terminal terminal(false);
  if (!terminal.is_usable()) {
    throw core::invalid_field(
        "password", "",
        core::say("Här finns ingen att fråga efter lösenordet. Ange --password-file FIL, eller - "
                  "för att läsa det från standard input.",
                  "There is nobody here to ask for the password. Give --password-file FILE, or - "
                  "to read it from standard input."));
  }
  std::string password = terminal.ask(prompt.in(language));
  terminal.end_line();
  if (repeat == Repeat::yes) {
    const core::Text again{"En gång till", "Once more"};
    const bool equal = terminal.ask(again.in(language)) == password;
    terminal.end_line();
    if (!equal) {
      throw core::invalid_field(
          "password", "",
          core::say("Lösenorden är olika. Försök igen.", "The passwords differ. Try again."));
    }
  }
  return password;
}

connection::AskCode code_asker(const std::string& file, core::Language language) {
  return [file, language](int attempt) -> std::optional<std::string> {
    const core::Text prompt{"Kod ur appen, eller en återställningskod",
                            "Code of the app, or a recovery code"};
    if (!file.empty() && attempt > 1) return std::nullopt;
    if (!file.empty()) return read_password(file, prompt, Repeat::no, language);
    if (!can_ask()) {
      throw core::invalid_field(
          "code", "",
          core::say("Det här Tusk ID:t har tvåstegsinloggning, och här finns ingen att fråga efter "
                    "koden. Ange --code-file FIL, eller - för att läsa den från standard input.",
                    "This Tusk ID has two-step log-in, and there is nobody here to ask for the "
                    "code. Give --code-file FILE, or - to read it from standard input."));
    }
    if (attempt > 1) {
      fmt::print(stderr, "{}\n",
                 core::Text{"Koden stämmer inte, eller är redan använd.",
                            "The code isn't right, or has been used."}
                     .in(language));
    }
    return ask(prompt, language);
  };
}

bool can_ask() {
  return Terminal(true).is_usable();
}

std::string ask(const core::Text& question, core::Language language) {
  Terminal terminal(true);
  if (terminal.is_usable()) return terminal.ask(question.in(language));
  throw core::Error(core::ErrorCode::invalid,
                    core::say("Här finns ingen att fråga. Ange --yes.",
                              "There is nobody here to ask. Give --yes."));
}

}  // namespace tusk::cli
