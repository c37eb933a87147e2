#pragma once

// Sends messages to one mail server, always encrypted: with smtp:// the server must offer STARTTLS,
// with smtps:// TLS is there from the start; its certificate must be valid for its name either way.
// There is no falling back: where that is not so, nothing is sent, neither letter nor password.

#include <filesystem>
#include <memory>
#include <string>

#include "mail/transport.h"

namespace tusk::mail {

struct SmtpOptions {
  std::string url;                // "smtp://mail.example.com:587" or "smtps://mail.example.com"
  std::string user;               // empty: does not log in
  std::string password;           // read from a file by the caller
  std::filesystem::path ca_file;  // PEM; empty: the authorities that the machine trusts
  std::string sender;             // address of the envelope
};

// Throws Error{invalid} about smtp_url if it is no address of a mail server.
void check_smtp_url(const std::string& url);

class Smtp final : public Transport {
 public:
  // Connects at the first letter, and keeps the connection for the next. Throws as
  // check_smtp_url().
  explicit Smtp(SmtpOptions options);
  ~Smtp() override;

  // A recipient or a letter that the server refuses for good (5xx) is refused; all else, from
  // a wrong certificate to a wrong password, can be mended and is tried later.
  [[nodiscard]] Outcome send(const Envelope& envelope) override;
  void stop() override;

 private:
  class Session;
  std::unique_ptr<Session> session_;
};

}  // namespace tusk::mail
