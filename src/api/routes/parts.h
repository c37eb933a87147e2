#pragma once

// The routes of each part of the interface, and what they have in common. Only routes.cpp puts them
// together; everybody else asks routes.h.

#include <vector>

#include "api/routes.h"

namespace tusk::api {

[[nodiscard]] std::vector<Route> administration_routes();
[[nodiscard]] std::vector<Route> session_routes();
[[nodiscard]] std::vector<Route> role_routes();
[[nodiscard]] std::vector<Route> audit_routes();
[[nodiscard]] std::vector<Route> recovery_routes();
[[nodiscard]] std::vector<Route> account_routes();
[[nodiscard]] std::vector<Route> passkey_routes();
[[nodiscard]] std::vector<Route> record_routes();
[[nodiscard]] std::vector<Route> synchronisation_routes();
[[nodiscard]] std::vector<Route> office_routes();
// What OpenID Connect says, and what the web desktop needs for it.
[[nodiscard]] std::vector<Route> openid_routes();
[[nodiscard]] std::vector<Route> program_routes();
[[nodiscard]] std::vector<Route> server_routes();

namespace policies {

inline constexpr RoutePolicy open(Permission::everyone, LimitClass::normal, Interactive::no);
inline constexpr RoutePolicy password(Permission::everyone, LimitClass::login, Interactive::no);
inline constexpr RoutePolicy person(Permission::identity, LimitClass::normal, Interactive::yes);
inline constexpr RoutePolicy person_background(Permission::identity, LimitClass::normal,
                                               Interactive::no);
inline constexpr RoutePolicy person_password(Permission::identity, LimitClass::login,
                                             Interactive::yes);
inline constexpr RoutePolicy person_proved = person.with_recent_password();
inline constexpr RoutePolicy reader(Permission::company_read, LimitClass::normal, Interactive::yes);
inline constexpr RoutePolicy searcher(Permission::company_read, LimitClass::search,
                                      Interactive::yes);
inline constexpr RoutePolicy reader_background(Permission::company_read, LimitClass::normal,
                                               Interactive::no);
inline constexpr RoutePolicy writer(Permission::company_write, LimitClass::normal,
                                    Interactive::yes);
inline constexpr RoutePolicy administrator(Permission::company_administer, LimitClass::normal,
                                           Interactive::yes);
inline constexpr RoutePolicy super_user(Permission::company_super_user, LimitClass::normal,
                                        Interactive::yes);
inline constexpr RoutePolicy watcher(Permission::company_read, LimitClass::stream, Interactive::no);
inline constexpr RoutePolicy office(Permission::device, LimitClass::sync, Interactive::no);
inline constexpr RoutePolicy office_waiting(Permission::device, LimitClass::stream,
                                            Interactive::no);
inline constexpr RoutePolicy office_password(Permission::device, LimitClass::login,
                                             Interactive::no);
inline constexpr RoutePolicy file(Permission::everyone, LimitClass::files, Interactive::no);

}  // namespace policies

// Of lists that come in pages.
[[nodiscard]] Parameter limit_parameter();
[[nodiscard]] Parameter cursor_parameter();

}  // namespace tusk::api
