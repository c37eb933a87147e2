#include "replica/problems.h"

#include <algorithm>
#include <map>

#include "storage/change_log.h"
#include "sync/codec.h"
#include "sync/limits.h"

namespace tusk::replica {
namespace {

constexpr std::string_view select_problems =
    "SELECT type_number, record_id, place, record_name, reason_sv, reason_en, since, mask FROM "
    "sync_quarantine WHERE {company}";
constexpr std::string_view oldest_first = " ORDER BY since, type_number, record_id, place LIMIT $1";
constexpr std::string_view select_place =
    " AND place = $1 ORDER BY since, type_number, record_id LIMIT 500";
constexpr std::string_view select_there = " AND place = 1 AND record_id > $1";
constexpr std::string_view count_all = "SELECT count(*) FROM sync_quarantine WHERE {company}";
constexpr std::string_view find_any = "SELECT 1 FROM sync_quarantine WHERE {company} LIMIT 1";
constexpr std::string_view find_since =
    "SELECT since FROM sync_quarantine WHERE {company} AND type_number = $1 AND record_id = $2 AND "
    "place = $3";
constexpr std::string_view upsert_problem =
    "INSERT INTO sync_quarantine({company_column}type_number, record_id, place, record_name, "
    "reason_sv, reason_en, since, mask) VALUES ({company_value}$1, $2, $3, $4, $5, $6, $7, $8) "
    "ON CONFLICT ({company_column}type_number, record_id, place) DO UPDATE SET record_name = "
    "excluded.record_name, reason_sv = excluded.reason_sv, reason_en = excluded.reason_en, "
    "mask = excluded.mask";
constexpr std::string_view delete_problem =
    "DELETE FROM sync_quarantine WHERE {company} AND type_number = $1 AND record_id = $2 AND "
    "place = $3";

// Every round asks several times, and mostly there is none: to find that out costs less than to
// sort nothing.
std::vector<Problem> select(storage::Transaction& transaction, std::string_view condition,
                            std::int64_t value) {
  if (!transaction.prepare_company(find_any)->step()) return {};
  const auto statement =
      transaction.prepare_company(std::string(select_problems) + std::string(condition));
  statement->bind(value);
  std::vector<Problem> problems;
  while (statement->step()) {
    Problem problem;
    problem.type_number = static_cast<int>(statement->integer(0));
    problem.record_id = statement->integer(1);
    problem.place = static_cast<ProblemPlace>(statement->integer(2));
    problem.record_name = statement->text(3);
    problem.reason = {std::string(statement->text(4)), std::string(statement->text(5))};
    problem.since = statement->integer(6);
    problem.fields = static_cast<core::FieldMask>(statement->integer(7));
    problems.push_back(std::move(problem));
  }
  return problems;
}

// The next message carries the record, or asks for it.
void append_again(storage::Transaction& transaction, const storage::RecordStore& store,
                  const Problem& problem, const core::Stamp& by) {
  const core::RecordType* type = store.registry().find(problem.type_number);
  if (type == nullptr) return;
  switch (problem.place) {
    case ProblemPlace::held_back:
      return;  // it comes when its own side can send it
    case ProblemPlace::here:
      storage::append(transaction, type->number, problem.record_id, storage::LogOperation::want, 0,
                      by);
      return;
    case ProblemPlace::there:
    case ProblemPlace::unsendable:
      // For completeness: it is nobody's new edit.
      if (const auto row = store.find(transaction, *type, problem.record_id)) {
        storage::append(transaction, type->number, problem.record_id, storage::LogOperation::full,
                        0, row->changed);
      } else {
        remove_problem(transaction, problem.type_number, problem.record_id, problem.place);
      }
      return;
  }
}

}  // namespace

std::vector<Problem> list_problems(storage::Transaction& transaction, int limit) {
  return select(transaction, oldest_first, limit);
}

std::int64_t count_problems(storage::Transaction& transaction) {
  const auto statement = transaction.prepare_company(count_all);
  return statement->step() ? statement->integer(0) : 0;
}

core::Text remedy_of(const Problem& problem, core::Side side) {
  const bool in_office = side == core::Side::office;
  switch (problem.place) {
    case ProblemPlace::here:
      return in_office
                 ? core::Text{"Ändra posten i Tusk Online, eller det på kontoret som hindrar den. "
                              "Den prövas då igen; annars en gång om dagen.",
                              "Change the record in Tusk Online, or what keeps it out in the "
                              "office. It is then tried again; else once a day."}
                 : core::Text{"Ändra posten på kontoret. Den prövas då igen; annars en gång om "
                              "dagen.",
                              "Change the record in the office. It is then tried again; else once "
                              "a day."};
    case ProblemPlace::there:
      return {"Ändra posten. Den skickas då igen; annars en gång om dagen.",
              "Change the record. It is then sent again; else once a day."};
    case ProblemPlace::held_back:
      return {
          "Skriv om fältet där posten hör hemma. Den kommer då; resten av synkroniseringen "
          "påverkas inte.",
          "Write the field anew where the record belongs. It then comes; the rest of the "
          "synchronisation is not affected."};
    case ProblemPlace::unsendable:
      return {"Skriv om fältet. Posten skickas då; resten av synkroniseringen påverkas inte.",
              "Write the field anew. The record is then sent; the rest of the synchronisation is "
              "not affected."};
  }
  return {};
}

void try_again(storage::Transaction& transaction, const storage::RecordStore& store,
               const core::RecordType& type, core::RecordId id, const core::Stamp& by) {
  bool found = false;
  for (const Problem& problem : list_problems(transaction, sync::max_problems)) {
    if (problem.type_number != type.number || problem.record_id != id) continue;
    append_again(transaction, store, problem, by);
    found = true;
  }
  if (found) return;
  throw core::Error(
      core::ErrorCode::not_found,
      core::say("{} {} har inget problem: den är synkroniserad eller på väg.",
                "{} {} has no problem: it is synchronised or on its way.", type.name, id));
}

std::int64_t try_all_again(storage::Transaction& transaction, const storage::RecordStore& store,
                           const core::Stamp& by) {
  const auto problems = list_problems(transaction, sync::max_problems);
  for (const Problem& problem : problems) append_again(transaction, store, problem, by);
  return static_cast<std::int64_t>(problems.size());
}

bool save_problem(storage::Transaction& transaction, const Problem& problem) {
  const auto place = static_cast<std::int64_t>(problem.place);
  bool is_new = false;
  {
    const auto known = transaction.prepare_company(find_since);
    known->bind(problem.type_number).bind(problem.record_id).bind(place);
    is_new = !known->step();
  }
  const auto statement = transaction.prepare_company(upsert_problem);
  statement->bind(problem.type_number)
      .bind(problem.record_id)
      .bind(place)
      .bind(problem.record_name)
      .bind(problem.reason.sv)
      .bind(problem.reason.en)
      .bind(problem.since)
      .bind(static_cast<std::int64_t>(problem.fields));
  statement->run();
  return is_new;
}

void remove_problem(storage::Transaction& transaction, int type_number, core::RecordId id,
                    ProblemPlace place) {
  const auto statement = transaction.prepare_company(delete_problem);
  statement->bind(type_number).bind(id).bind(static_cast<std::int64_t>(place)).run();
}

std::vector<sync::Refusal> load_refusals(storage::Transaction& transaction,
                                         const core::Registry& registry, ProblemPlace place) {
  static_assert(sync::max_problems == 500);
  std::vector<sync::Refusal> refusals;
  for (Problem& problem : select(transaction, select_place, static_cast<std::int64_t>(place))) {
    if (registry.find(problem.type_number) == nullptr) continue;
    refusals.push_back({problem.type_number, problem.record_id, problem.fields,
                        std::move(problem.reason), problem.since});
  }
  return refusals;
}

std::vector<Problem> take_refusals(storage::Transaction& transaction,
                                   const storage::RecordStore& store,
                                   const std::vector<sync::Refusal>& refusals) {
  using Key = std::pair<int, core::RecordId>;
  std::map<Key, Problem> known;
  for (Problem& problem : select(transaction, select_there, 0)) {
    known[{problem.type_number, problem.record_id}] = std::move(problem);
  }
  std::vector<Problem> added;
  for (const sync::Refusal& refusal : refusals) {
    const core::RecordType* type = store.registry().find(refusal.type_number);
    if (type == nullptr) continue;
    const auto before = known.find({refusal.type_number, refusal.record_id});
    const bool is_new = before == known.end();
    const bool is_same = !is_new && before->second.reason == refusal.reason;
    if (!is_new) known.erase(before);
    if (is_same) continue;
    const auto row = store.find(transaction, *type, refusal.record_id);
    Problem problem{refusal.type_number, refusal.record_id,
                    ProblemPlace::there, row ? core::title_of(*type, *row) : "",
                    refusal.fields,      refusal.reason,
                    refusal.since};
    (void)save_problem(transaction, problem);
    if (is_new) added.push_back(std::move(problem));
  }
  for (const auto& [key, gone] : known) {
    remove_problem(transaction, key.first, key.second, ProblemPlace::there);
  }
  return added;
}

std::optional<core::Text> why_unsendable(const core::RecordType& type,
                                         const sync::RecordChange& change) {
  std::size_t bytes = 0;
  for (const core::Field& field : type.fields) {
    if ((change.carried & field.bit()) == 0) continue;
    const core::Value& value = change.values[type.index_of(field)];
    if (!value.is_text()) continue;
    bytes += value.text().size();
    if (sync::is_sendable(value.text())) continue;
    return core::Text{"fältet " + field.label.sv + " innehåller tecken som inte är text.",
                      "the field " + field.label.en + " has characters that are no text."};
  }
  if (bytes <= sync::max_record_bytes) return std::nullopt;
  return core::say("posten är för stor ({} MiB; högst {}).",
                   "the record is too large ({} MiB; at most {}).", bytes / (1024 * 1024),
                   sync::max_record_bytes / (1024 * 1024));
}

Problem make_unsendable(const core::RecordType& type, const sync::RecordChange& change,
                        core::Text reason, core::Microseconds since) {
  return {type.number,
          change.record_id,
          ProblemPlace::unsendable,
          std::to_string(change.record_id),
          change.carried,
          std::move(reason),
          since};
}

core::Text describe(const core::Registry& registry, const Problem& problem, core::Side side) {
  const core::RecordType* type = registry.find(problem.type_number);
  const std::string name =
      problem.record_name.empty() ? std::to_string(problem.record_id) : problem.record_name;
  const core::Text label = type != nullptr ? type->label : core::Text{};
  const bool taker_is_office =
      (side == core::Side::office) == (problem.place == ProblemPlace::here);
  const core::Text taker = taker_is_office ? core::Text{"kontoret", "the office"}
                                           : core::Text{"Tusk Online", "Tusk Online"};
  if (problem.place == ProblemPlace::unsendable || problem.place == ProblemPlace::held_back) {
    return {fmt::format("{} {} kan inte skickas: {}", label.sv, name, problem.reason.sv),
            fmt::format("{} {} cannot be sent: {}", label.en, name, problem.reason.en)};
  }
  return {fmt::format("{} {} tas inte emot av {}: {}", label.sv, name, taker.sv, problem.reason.sv),
          fmt::format("{} {} is not taken by {}: {}", label.en, name, taker.en, problem.reason.en)};
}

}  // namespace tusk::replica
