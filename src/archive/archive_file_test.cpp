// The file: what is written is read back, and what is not as it was written is refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "archive/limits.h"
#include "archive/reader.h"
#include "archive/row_parser.h"
#include "core/testing/temporary_folder.h"

namespace tusk::archive {
namespace {

using testing::HasSubstr;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// What a row was, for comparison.
class Collector final : public RowSink {
 public:
  void add_null() override { line += "null|"; }
  void add(std::int64_t value) override { line += std::to_string(value) + "|"; }
  void add(bool value) override { line += value ? "true|" : "false|"; }
  void add(std::string_view value) override { line += std::string(value) + "|"; }
  void end_row() override { lines.push_back(std::exchange(line, {})); }

  std::vector<std::string> lines;
  std::string line;
};

class ArchiveFile : public testing::Test {
 protected:
  static Header header(std::int64_t rows) {
    Header header;
    header.program = "1.2.3";
    header.company_name = "Åkes \"Bygg\" AB";
    header.database_uuid = "uuid";
    header.incarnation = 3;
    header.log_position = {17, 4'711};
    header.sections = {
        {"thing",
         SectionKind::table,
         {{"id", ColumnKind::integer}, {"name", ColumnKind::text}, {"on", ColumnKind::boolean}},
         rows}};
    return header;
  }

  Summary write(std::int64_t rows, WriterOptions options = {}) {
    Writer writer(path(), header(rows), std::move(options));
    writer.begin_section();
    for (std::int64_t i = 1; i <= rows; ++i) {
      RowSink& row = writer.begin_row();
      row.add(i);
      if (i % 3 == 0) row.add_null();
      if (i % 3 != 0) row.add(std::string_view("Å \"\\\n\x01 x").substr(0, i % 9 == 1 ? 0 : i % 9));
      row.add(i % 2 == 0);
      writer.end_row();
    }
    return writer.finish();
  }
  WriterOptions with_password() { return {.password = "hemligt å", .random = &random_}; }

  [[nodiscard]] std::filesystem::path path() const { return folder_ / "a.tusk"; }

  // The English text of the Error that `work` must throw.
  template <typename Work>
  static std::string refusal(Work&& work) {
    try {
      work();
    } catch (const core::Error& error) {
      EXPECT_FALSE(error.text().sv.empty());
      return error.problems().empty() ? error.text().en : error.problems().front().text.en;
    }
    return "nothing was refused";
  }

  core::TemporaryFolder folder_;
  core::SeededRandom random_{7};
};

TEST_F(ArchiveFile, IsReadBackAsItWasWritten) {
  const Summary written = write(5'000);
  EXPECT_EQ(written.trailer.blocks, 3);
  Reader reader(path());
  EXPECT_EQ(reader.header().company_name, "Åkes \"Bygg\" AB");
  EXPECT_EQ(reader.header().log_position, (storage::LogPosition{17, 4'711}));
  EXPECT_EQ(reader.header().sections, header(5'000).sections);
  EXPECT_EQ(reader.block_count(), 5U);
  EXPECT_EQ(reader.hash_before(5), written.hash);
  Collector rows;
  const Block block = reader.read_block(3);
  EXPECT_EQ(parse_rows(block, reader.section_of(block), "a", rows), 1'000);
  EXPECT_EQ(rows.lines[0], "4001|Å \"\\|false|");
  EXPECT_EQ(rows.lines[1], "4002|null|true|");
  EXPECT_EQ(verify_archive(path()).trailer.rows, 5'000);
  struct stat status {};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600);
  EXPECT_EQ(status.st_size, static_cast<off_t>(written.bytes));
}

TEST_F(ArchiveFile, TellsHowFarItHasGot) {
  std::vector<Progress> told;
  static_cast<void>(
      write(4'500, {.progress = [&](const Progress& progress) { told.push_back(progress); }}));
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[1].section, "thing");
  EXPECT_EQ(told[1].section_rows_done, 4'000);
  EXPECT_EQ(told[2].rows_done, told[2].rows);
  EXPECT_GT(told[2].bytes, told[1].bytes);
}

// The receiver of a transfer has the blocks alone.
TEST_F(ArchiveFile, ItsBlocksCanBeReadOneByOneElsewhere) {
  static_cast<void>(write(4'500));
  const Reader reader(path());
  BlockDecoder decoder("a server", nullptr);
  Hash hash = hash_of(Preamble{});
  std::int64_t rows = 0;
  for (std::uint32_t index = 0; index < reader.block_count(); ++index) {
    const Block block = decoder.decode(reader.raw_block(index), index, hash);
    hash = block.hash;
    rows += block.kind == BlockKind::rows ? block.rows : 0;
  }
  EXPECT_EQ(rows, 4'500);
  EXPECT_EQ(hash, reader.hash_before(reader.block_count()));
  EXPECT_THAT(refusal([&] { static_cast<void>(decoder.decode(reader.raw_block(2), 2, hash)); }),
              HasSubstr("a server is damaged in block 2"));
  EXPECT_THAT(refusal([&] {
                static_cast<void>(decoder.decode(reader.raw_block(2), 1, reader.hash_before(1)));
              }),
              HasSubstr("damaged in block 1"));
}

TEST_F(ArchiveFile, AnyFlippedBitIsNoticed) {
  static_cast<void>(write(2'500));
  const std::string whole = read_file(path());
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    core::SeededRandom random(seed);
    std::string bytes = whole;
    // Half of them where everything counts: preamble and first head.
    const std::uint64_t at = random.below(seed % 2 == 0 ? bytes.size() : 80);
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
    write_file(path(), bytes);
    EXPECT_THROW(static_cast<void>(verify_archive(path())), core::Error) << "byte " << at;
  }
}

TEST_F(ArchiveFile, AnyTruncationAndAppendixIsNoticed) {
  static_cast<void>(write(2'500));
  const std::string whole = read_file(path());
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    core::SeededRandom random(seed);
    write_file(path(), whole.substr(0, random.below(whole.size())));
    EXPECT_THROW(static_cast<void>(verify_archive(path())), core::Error);
  }
  write_file(path(), whole + "x");
  EXPECT_THROW(static_cast<void>(verify_archive(path())), core::Error);
  write_file(path(), whole.substr(0, whole.size() - 40));
  EXPECT_THAT(refusal([&] { Reader reader(path()); }), HasSubstr("is cut off after block"));
}

TEST_F(ArchiveFile, ForeignNewerAndMissingFilesAreRefusedWithARemedy) {
  EXPECT_THAT(refusal([&] { Reader reader(path()); }), HasSubstr("no file"));
  write_file(path(), "PK\x03\x04 something else altogether, and long enough for a preamble");
  EXPECT_THAT(refusal([&] { Reader reader(path()); }), HasSubstr("is no Tusk archive"));
  write_file(path(), "");
  EXPECT_THAT(refusal([&] { Reader reader(path()); }), HasSubstr("is no Tusk archive"));
  static_cast<void>(write(1));
  std::string bytes = read_file(path());
  bytes[8] = 2;
  write_file(path(), bytes);
  EXPECT_THAT(refusal([&] { Reader reader(path()); }), HasSubstr("Update the program"));
}

TEST_F(ArchiveFile, APasswordSealsEverything) {
  const Summary written = write(2'500, with_password());
  EXPECT_EQ(verify_archive(path(), "hemligt å").hash, written.hash);
  EXPECT_EQ(Reader(path(), "hemligt å").header().company_name, "Åkes \"Bygg\" AB");
  EXPECT_THAT(refusal([&] { Reader reader(path()); }), HasSubstr("protected by a password"));
  EXPECT_THAT(refusal([&] { Reader reader(path(), "fel"); }), HasSubstr("does not fit"));
  std::string bytes = read_file(path());
  EXPECT_EQ(bytes.find("Bygg"), std::string::npos);
  // Damage is no wrong password.
  bytes[60] = static_cast<char>(bytes[60] ^ 1);
  write_file(path(), bytes);
  EXPECT_THAT(refusal([&] { Reader reader(path(), "hemligt å"); }), HasSubstr("block 0"));
}

// Whoever can write the file but doesn't know the password can't put blocks of his own in.
TEST_F(ArchiveFile, ASealedBlockIsForItsPlaceInItsArchive) {
  static_cast<void>(write(5'000, with_password()));
  const Reader reader(path(), "hemligt å");
  const SealingKey key(decode_preamble(read_file(path()), "a"), "hemligt å");
  BlockDecoder decoder("a", &key);
  const std::string second = reader.raw_block(2);
  BlockHead head = decode_head(second, 2, "a");
  head.index = 1;
  const std::string payload = second.substr(BlockHead::bytes, head.stored_bytes);
  const Hash hash = hash_of(reader.hash_before(1), encode(head), payload);
  const std::string forged = encode(head) + payload + std::string(hash.begin(), hash.end());
  EXPECT_THAT(refusal([&] { static_cast<void>(decoder.decode(forged, 1, reader.hash_before(1))); }),
              HasSubstr("damaged in block 1"));
}

TEST_F(ArchiveFile, LengthsBeyondTheLimitsAreRefusedBeforeAnythingIsAllocated) {
  const auto refused = [](BlockHead head) {
    EXPECT_THROW(static_cast<void>(decode_head(encode(head), 1, "a")), core::Error);
  };
  const auto limit = static_cast<std::uint32_t>(limits::plain_bytes);
  refused({.index = 1, .stored_bytes = 1'000'000, .plain_bytes = limit + 1});
  refused({.index = 1, .stored_bytes = 0xFFFFFFFF, .plain_bytes = 1'000});
  refused({.index = 1, .stored_bytes = 1'000, .plain_bytes = limit});  // a bomb
  refused({.kind = BlockKind::trailer, .index = 1, .stored_bytes = limit, .plain_bytes = limit});
  refused({.kind = BlockKind::header, .index = 1, .stored_bytes = 10, .plain_bytes = 10});
  refused({.index = 1, .stored_bytes = 0, .plain_bytes = 0});
}

// Nearly equal rows pack better than a reader takes.
TEST_F(ArchiveFile, WhatPacksTooWellIsStoredAsItIs) {
  BlockEncoder encoder(Preamble{}, nullptr);
  BlockDecoder decoder("a", nullptr);
  const std::string text = R"({"section":"thing","rows":1})"
                           "\n" +
                           std::string(4'000'000, ' ');
  static_cast<void>(encoder.encode(BlockKind::header, "{}"));
  const Hash before = encoder.hash();
  const std::string raw = encoder.encode(BlockKind::rows, text);
  EXPECT_EQ(decode_head(raw, 1, "a").encoding, Encoding::plain);
  EXPECT_EQ(decoder.decode(raw, 1, before).text, text);
}

TEST_F(ArchiveFile, RowsThatAreNotWhatTheSectionSaysAreRefused) {
  const auto parse = [](std::string rows, std::int64_t count) {
    Block block;
    block.index = 4;
    block.text = std::move(rows);
    block.rows = count;
    Collector sink;
    const Header of = header(1);
    return refusal([&] { parse_rows(block, of.sections[0], "a", sink); });
  };
  EXPECT_EQ(parse("[1,\"x\",true]\n", 1), "nothing was refused");
  for (const char* rows :
       {"[1,\"x\"]\n", "[1,\"x\",true,2]\n", "[\"1\",\"x\",true]\n", "[1,2,true]\n",
        "[1,\"x\",1]\n", "[1.5,\"x\",true]\n", "[18446744073709551615,\"x\",true]\n",
        "{\"id\":1}\n", "[[1],\"x\",true]\n", "[1,\"x\",true][1,\"x\",true]\n", "7\n", "\n",
        "[1,\"\xff\",true]\n", "[1,\"x\",true", "[1,\"x\n\",true]\n"}) {
    EXPECT_THAT(parse(rows, 1), HasSubstr("damaged in block 4")) << rows;
  }
  EXPECT_THAT(parse("[1,\"x\",true]\n", 2), HasSubstr("damaged in block 4"));
}

TEST_F(ArchiveFile, IsThereAsAWholeOrNotAtAll) {
  static_cast<void>(write(10));
  const std::string before = read_file(path());
  {
    Writer writer(path(), header(1), {});
    EXPECT_THAT(refusal([&] { Writer second(path(), header(1), {}); }),
                HasSubstr("Another program is writing"));
    writer.begin_section();
  }
  EXPECT_EQ(read_file(path()), before);
  EXPECT_FALSE(std::filesystem::exists(path().string() + ".part"));
  Writer writer(path(), header(2), {});
  writer.begin_section();
  EXPECT_THAT(refusal([&] { static_cast<void>(writer.finish()); }), HasSubstr("changed meanwhile"));
}

}  // namespace
}  // namespace tusk::archive
