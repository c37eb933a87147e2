#include "online/caller.h"

#include <stdexcept>

namespace tusk::online {
namespace {

const Caller& caller_of(const http::Request& request) {
  if (const auto* caller = std::any_cast<Caller>(&request.context)) return *caller;
  throw std::logic_error("the route's policy lets in callers whom nobody looked at");
}

}  // namespace

const identity::Session& session_of(const http::Request& request) {
  const Caller& caller = caller_of(request);
  if (!caller.session) throw std::logic_error("the route's policy asks for no session");
  return *caller.session;
}

const identity::Device& device_of(const http::Request& request) {
  const Caller& caller = caller_of(request);
  if (!caller.device) throw std::logic_error("the route's policy asks for no device");
  return *caller.device;
}

const identity::Company* find_company(const http::Request& request) {
  const auto* caller = std::any_cast<Caller>(&request.context);
  if (caller == nullptr) return nullptr;
  if (caller->device) return &caller->device->company;
  if (caller->session && caller->session->company) return &caller->session->company->company;
  return nullptr;
}

const identity::Company& company_of(const http::Request& request) {
  if (const auto* company = find_company(request)) return *company;
  throw std::logic_error("the route's policy asks for no company");
}

core::Language language_of(const identity::Person& person) {
  return person.language == "en" ? core::Language::english : core::Language::swedish;
}

}  // namespace tusk::online
