#include "storage/company_sql.h"

#include <algorithm>
#include <stdexcept>

namespace tusk::storage {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int highest_parameter(std::string_view sql) {
  int highest = 0;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] != '$') continue;
    int number = 0;
    while (i + 1 < sql.size() && is_digit(sql[i + 1]) && number < 100'000) {
      number = number * 10 + (sql[++i] - '0');
    }
    highest = std::max(highest, number);
  }
  return highest;
}

std::string expand_token(std::string_view token, Engine engine, const std::string& parameter) {
  const bool sqlite = engine == Engine::sqlite;
  if (token == "company") return sqlite ? "TRUE" : "company_id = " + parameter;
  if (token == "company_column") return sqlite ? "" : "company_id, ";
  if (token == "company_value") return sqlite ? "" : parameter + ", ";
  if (token.starts_with("company:") && token.size() > 8) {
    return sqlite ? "TRUE" : std::string(token.substr(8)) + ".company_id = " + parameter;
  }
  throw std::logic_error("unknown token {" + std::string(token) + "} in SQL");
}

}  // namespace

CompanySql expand_company(std::string_view sql, Engine engine) {
  CompanySql result;
  const int number = highest_parameter(sql) + 1;
  const std::string parameter = "$" + std::to_string(number);
  bool binds = false;
  bool found = false;
  while (!sql.empty()) {
    const auto open = sql.find("{company");
    result.text += sql.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = sql.find('}', open);
    if (close == std::string_view::npos) throw std::logic_error("unclosed company token in SQL");
    const std::string_view token = sql.substr(open + 1, close - open - 1);
    result.text += expand_token(token, engine, parameter);
    binds = binds || token != "company_column";
    found = true;
    sql.remove_prefix(close + 1);
  }
  if (!found) throw std::logic_error("no company token in SQL: " + result.text);
  if (binds && engine == Engine::postgres) result.parameter = number;
  return result;
}

}  // namespace tusk::storage
