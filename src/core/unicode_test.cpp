#include "core/unicode.h"

#include <gtest/gtest.h>

namespace tusk::core {
namespace {

TEST(Unicode, WhatLooksTheSameIsComposedToTheSame) {
  EXPECT_EQ(compose_compatibly("o\u0308verallt"), "överallt");
  EXPECT_EQ(compose_compatibly("ﬁn Ｔｕｓｋ"), "fin Tusk");
  EXPECT_EQ(compose_compatibly("Blå häst"), "Blå häst");
  EXPECT_EQ(compose_compatibly(""), "");
}

TEST(Unicode, CaseIsFoldedInEveryAlphabet) {
  EXPECT_EQ(fold_case("ÅSA-PC"), fold_case("åsa-pc"));
  EXPECT_EQ(fold_case("ΣΊΣΥΦΟΣ"), fold_case("σίσυφος"));
  EXPECT_NE(fold_case("asa"), fold_case("åsa"));
}

TEST(Unicode, TextThatIsNotUtf8StaysAsItIs) {
  EXPECT_EQ(compose_compatibly("a\xFF\xFE"), "a\xFF\xFE");
  EXPECT_EQ(fold_case("A\xFF"), "A\xFF");
  EXPECT_EQ(compose_compatibly(std::string_view("a\0b", 3)), std::string_view("a\0b", 3));
}

}  // namespace
}  // namespace tusk::core
