#include "sync/transfer.h"

#include <algorithm>
#include <numeric>

namespace tusk::sync {

OfferVerdict check_offer(const std::optional<TransferState>& state, int own_schema_version,
                         const TransferOffer& offer) {
  if (offer.protocol != protocol_version || offer.schema_version > own_schema_version) {
    return OfferVerdict::schema;
  }
  if (!state) return OfferVerdict::begin;
  if (offer.token < state->token) return OfferVerdict::fenced;
  return state->archive == offer.archive && state->blocks == offer.blocks ? OfferVerdict::go_on
                                                                          : OfferVerdict::begin;
}

BlockVerdict check_block(const std::optional<TransferState>& state, const TransferSender& sender,
                         std::int64_t block) {
  if (!state || state->archive != sender.archive) return BlockVerdict::unknown;
  // Who offers says which token counts from then on; a newer one has to offer first.
  if (sender.token != state->token) {
    return sender.token < state->token ? BlockVerdict::fenced : BlockVerdict::unknown;
  }
  return block == state->next_block && block < state->blocks ? BlockVerdict::apply
                                                             : BlockVerdict::not_wanted;
}

std::vector<TransferSection> split_by_section(const std::vector<TransferSection>& sections,
                                              std::int64_t records) {
  std::vector<TransferSection> done;
  done.reserve(sections.size());
  for (const TransferSection& section : sections) {
    const std::int64_t part = std::clamp<std::int64_t>(records, 0, section.records);
    done.push_back({.name = section.name, .records = part});
    records -= part;
  }
  return done;
}

std::int64_t count_records(const std::vector<TransferSection>& sections) {
  return std::accumulate(
      sections.begin(), sections.end(), std::int64_t{0},
      [](std::int64_t sum, const TransferSection& section) { return sum + section.records; });
}

}  // namespace tusk::sync
