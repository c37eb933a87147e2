#include "online/visitor.h"

#include <array>
#include <utility>

namespace tusk::online {
namespace {

using Names = std::pair<std::string_view, const char*>;

// The first that is found counts: most browsers also claim to be some of those below them.
constexpr std::array<Names, 9> browsers{{{"Edg/", "Edge"},
                                         {"OPR/", "Opera"},
                                         {"Vivaldi/", "Vivaldi"},
                                         {"Firefox/", "Firefox"},
                                         {"FxiOS/", "Firefox"},
                                         {"CriOS/", "Chrome"},
                                         {"Chrome/", "Chrome"},
                                         {"Safari/", "Safari"},
                                         {"curl/", "curl"}}};
constexpr std::array<Names, 7> systems{{{"Windows", "Windows"},
                                        {"iPhone", "iPhone"},
                                        {"iPad", "iPad"},
                                        {"Android", "Android"},
                                        {"Mac OS X", "macOS"},
                                        {"CrOS", "ChromeOS"},
                                        {"Linux", "Linux"}}};

template <typename List>
std::string find_name(const List& list, std::string_view user_agent) {
  for (const auto& [mark, name] : list) {
    if (user_agent.find(mark) != std::string_view::npos) return name;
  }
  return {};
}

}  // namespace

identity::Visit describe_user_agent(std::string_view user_agent) {
  return {find_name(browsers, user_agent), find_name(systems, user_agent), {}};
}

identity::Visit visit_of(const http::Request& request) {
  identity::Visit visit = describe_user_agent(request.headers.get_or("User-Agent", ""));
  visit.address = request.peer_address;
  return visit;
}

}  // namespace tusk::online
