#include "identity/openid/interactions.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/sha256.h"
#include "identity/openid/limits.h"

namespace tusk::identity::openid {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO directory_openid_interaction (id_hash, browser_hash, request, created_at) "
    "VALUES ($1, $2, $3, $4)";
constexpr std::string_view delete_surplus =
    "DELETE FROM directory_openid_interaction WHERE browser_hash = $1 AND id_hash NOT IN (SELECT "
    "id_hash FROM directory_openid_interaction WHERE browser_hash = $1 "
    "ORDER BY created_at DESC, id_hash LIMIT $2)";
constexpr std::string_view select_sql =
    "SELECT request, created_at FROM directory_openid_interaction WHERE id_hash = $1 AND "
    "browser_hash = $2 AND created_at > $3";
constexpr std::string_view delete_sql =
    "DELETE FROM directory_openid_interaction WHERE id_hash = $1";
constexpr std::string_view delete_old =
    "DELETE FROM directory_openid_interaction WHERE created_at <= $1";

std::string format(const Parameters& parameters) {
  boost::json::array all;
  for (const auto& [name, value] : parameters) all.push_back(boost::json::array{name, value});
  return boost::json::serialize(all);
}

Parameters parse(std::string_view text) {
  Parameters parameters;
  const boost::json::value all = boost::json::parse(text);
  for (const auto& one : all.as_array())
    parameters.emplace_back(one.at(0).as_string(), one.at(1).as_string());
  return parameters;
}

}  // namespace

std::string create_interaction(storage::Transaction& tx, core::Random& random,
                               const core::Clock& clock, std::string_view browser,
                               const Parameters& parameters) {
  std::string id = random.hex(interaction_id_bytes);
  const std::string browser_hash = core::sha256_hex(browser);
  tx.prepare(insert_sql)
      ->bind(core::sha256_hex(id))
      .bind(browser_hash)
      .bind(format(parameters))
      .bind(clock.now())
      .run();
  tx.prepare(delete_surplus)->bind(browser_hash).bind(max_interactions_per_browser).run();
  return id;
}

std::optional<Interaction> find_interaction(storage::Transaction& tx, const core::Clock& clock,
                                            std::string_view id, std::string_view browser) {
  const auto row = tx.prepare(select_sql);
  row->bind(core::sha256_hex(id))
      .bind(core::sha256_hex(browser))
      .bind(clock.now() - interaction_life);
  if (!row->step()) return std::nullopt;
  return Interaction{parse(row->text(0)), row->integer(1)};
}

bool remove_interaction(storage::Transaction& tx, std::string_view id) {
  return tx.prepare(delete_sql)->bind(core::sha256_hex(id)).run() != 0;
}

void forget_old_interactions(storage::Transaction& tx, const core::Clock& clock) {
  tx.prepare(delete_old)->bind(clock.now() - interaction_life).run();
}

}  // namespace tusk::identity::openid
