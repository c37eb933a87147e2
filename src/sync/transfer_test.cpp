#include "sync/transfer.h"

#include <gmock/gmock.h>

namespace tusk::sync {
namespace {

using ::testing::ElementsAre;

constexpr int schema = 3;

TransferOffer offer_of(const std::string& archive, std::int64_t token) {
  TransferOffer offer;
  offer.schema_version = schema;
  offer.archive = archive;
  offer.token = token;
  offer.blocks = 10;
  return offer;
}

const TransferState received{"a1", 5, 10, 4};

TEST(TransferTest, AnOfferBeginsWhereNothingIs) {
  EXPECT_EQ(check_offer(std::nullopt, schema, offer_of("a1", 1)), OfferVerdict::begin);
}

// REQ: FST-5
TEST(TransferTest, TheSameArchiveGoesOnAlsoFromAnotherComputer) {
  EXPECT_EQ(check_offer(received, schema, offer_of("a1", 5)), OfferVerdict::go_on);
  EXPECT_EQ(check_offer(received, schema, offer_of("a1", 6)), OfferVerdict::go_on);
}

TEST(TransferTest, AnotherArchiveBeginsAnew) {
  EXPECT_EQ(check_offer(received, schema, offer_of("a2", 5)), OfferVerdict::begin);
  TransferOffer longer = offer_of("a1", 5);
  longer.blocks = 11;
  EXPECT_EQ(check_offer(received, schema, longer), OfferVerdict::begin);
}

TEST(TransferTest, WhoWasReplacedOffersInVain) {
  EXPECT_EQ(check_offer(received, schema, offer_of("a1", 4)), OfferVerdict::fenced);
  EXPECT_EQ(check_offer(received, schema, offer_of("a2", 4)), OfferVerdict::fenced);
}

TEST(TransferTest, ANewerOfficeWaitsForTheServersUpdate) {
  TransferOffer newer = offer_of("a1", 5);
  newer.schema_version = schema + 1;
  EXPECT_EQ(check_offer(received, schema, newer), OfferVerdict::schema);
  TransferOffer other = offer_of("a1", 5);
  other.protocol = protocol_version + 1;
  EXPECT_EQ(check_offer(std::nullopt, schema, other), OfferVerdict::schema);
}

// REQ: FST-5
TEST(TransferTest, OnlyTheNextBlockCounts) {
  EXPECT_EQ(check_block(received, {"a1", 5}, 4), BlockVerdict::apply);
  EXPECT_EQ(check_block(received, {"a1", 5}, 3), BlockVerdict::not_wanted) << "sent twice";
  EXPECT_EQ(check_block(received, {"a1", 5}, 5), BlockVerdict::not_wanted) << "too early";
  EXPECT_EQ(check_block(TransferState{"a1", 5, 10, 10}, {"a1", 5}, 10), BlockVerdict::not_wanted);
}

// REQ: PCS-3
TEST(TransferTest, OfTwoComputersOnlyTheOneThatOfferedLastSends) {
  EXPECT_EQ(check_block(received, {"a1", 4}, 4), BlockVerdict::fenced);
  EXPECT_EQ(check_block(received, {"a1", 6}, 4), BlockVerdict::unknown);
}

TEST(TransferTest, BlocksOfAnUnknownArchiveHaveToBeOffered) {
  EXPECT_EQ(check_block(received, {"a2", 5}, 4), BlockVerdict::unknown);
  EXPECT_EQ(check_block(std::nullopt, {"a1", 5}, 0), BlockVerdict::unknown);
}

// REQ: FST-4
TEST(TransferTest, WhatIsOverIsToldForEachRegister) {
  const std::vector<TransferSection> sections{{"department", 2}, {"contact", 100}, {"user", 3}};
  EXPECT_EQ(count_records(sections), 105);
  EXPECT_THAT(split_by_section(sections, 0),
              ElementsAre(TransferSection{"department", 0}, TransferSection{"contact", 0},
                          TransferSection{"user", 0}));
  EXPECT_THAT(split_by_section(sections, 50),
              ElementsAre(TransferSection{"department", 2}, TransferSection{"contact", 48},
                          TransferSection{"user", 0}));
  EXPECT_THAT(split_by_section(sections, 999),
              ElementsAre(TransferSection{"department", 2}, TransferSection{"contact", 100},
                          TransferSection{"user", 3}));
}

}  // namespace
}  // namespace tusk::sync
