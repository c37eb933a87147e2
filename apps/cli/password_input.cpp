#include "cli/password_input.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "core/error.h"
#include "platform/secret_file.h"

namespace tusk::cli {
namespace {

// The terminal itself, with the echo off as long as this lives.
class Terminal {
 public:
  Terminal() : file_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (file_ < 0 || ::tcgetattr(file_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_silent_ = ::tcsetattr(file_, TCSAFLUSH, &silent) == 0;
  }
  ~Terminal() {
    if (is_silent_) ::tcsetattr(file_, TCSAFLUSH, &before_);
    if (file_ >= 0) ::close(file_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  [[nodiscard]] bool is_usable() const { return is_silent_; }

  std::string ask(const std::string& question) {
    write(question + ": ");
    std::string line;
    char c = '\0';
    while (::read(file_, &c, 1) == 1 && c != '\n') line += c;
    write("\n");
    return line;
  }

 private:
  // A terminal that takes no text shows no question; the answer is read all the same.
  void write(const std::string& text) {
    [[maybe_unused]] const auto written = ::write(file_, text.data(), text.size());
  }

  int file_;
  termios before_{};
  bool is_silent_ = false;
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
  Terminal terminal;
  if (!terminal.is_usable()) {
    throw core::invalid_field(
        "password", "",
        core::say("Här finns ingen att fråga efter lösenordet. Ange --password-file FIL, eller - "
                  "för att läsa det från standard input.",
                  "There is nobody here to ask for the password. Give --password-file FILE, or - "
                  "to read it from standard input."));
  }
  std::string password = terminal.ask(prompt.in(language));
  if (repeat == Repeat::yes) {
    const core::Text again{"En gång till", "Once more"};
    if (terminal.ask(again.in(language)) != password) {
      throw core::invalid_field(
          "password", "",
          core::say("Lösenorden är olika. Försök igen.", "The passwords differ. Try again."));
    }
  }
  return password;
}

}  // namespace tusk::cli
