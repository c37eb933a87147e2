#pragma once

// The office's half: unique values and numbers. Which record keeps a value that two have, and which
// number a record without one gets.

#include <functional>
#include <optional>
#include <vector>

#include "sync/incoming.h"

namespace tusk::sync {

// A record outside of these must not lose what it names in them: why they can't be removed.
[[nodiscard]] std::optional<core::Text> refusal_to_remove(Local&, const std::vector<RecordKey>&);

class OfficeValues {
 public:
  // `remove_first`: carries out a removal of the message before its turn; false if the record
  // stays.
  OfficeValues(Local& local, const Incoming& incoming,
               std::function<bool(const RecordChange&)> remove_first)
      : local_(local), incoming_(incoming), remove_first_(std::move(remove_first)) {}

  // The record's value in the field, if it has one, is to be its own. False if another has it and
  // keeps it: then the record has what it had here (`row`; null: it is new), a new one the next
  // number of the series, or nothing where the field is no number.
  bool claim(const core::RecordType&, const core::Field&, core::Record&, const core::Record* row);
  // Empties unique fields whose new value is still to come: another record may have got the one
  // that they have here. The fields that it has emptied.
  core::FieldMask give_up(const core::RecordType&, const RecordChange&, const Pending&,
                          core::Record&);
  // For a record without a number, since the online side had none left: the one it has here, or the
  // next. Not where the field is none of `told`: its number is still to come. The field, if it got
  // one.
  core::FieldMask give_number(const core::RecordType&, core::Record&, const core::Record* row,
                              core::FieldMask told);

 private:
  bool makes_way(const core::RecordType&, core::RecordId owner, const core::Field&,
                 const core::Value&);

  Local& local_;
  const Incoming& incoming_;
  std::function<bool(const RecordChange&)> remove_first_;
};

}  // namespace tusk::sync
