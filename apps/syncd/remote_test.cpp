// What went wrong on the way, as the office is told.

#include "syncd/remote.h"

#include <gtest/gtest.h>

#include "api/binding.h"
#include "api/office_messages.h"
#include "api/rounds.h"
#include "core/registry.h"
#include "http/error_response.h"
#include "http/server.h"

namespace tusk::syncd {
namespace {

using core::ErrorCode;
using replica::LinkProblem;

class RemoteTest : public testing::Test {
 protected:
  void serve(api::Router::Handler handler) {
    api::Handlers handlers;
    for (const api::Route& route : api::routes()) {
      if (route.part == api::Part::office) handlers.set(route.operation, handler);
    }
    auto router = std::make_shared<api::Router>();
    handlers.add_to(*router, {api::Part::office});
    server_ = std::make_unique<http::Server>(http::ServerOptions{}, router);
    server_->start();
  }
  [[nodiscard]] std::unique_ptr<Remote> remote() const {
    return connect_remote({.url = "http://127.0.0.1:" + std::to_string(server_->port()),
                           .device_id = "d",
                           .device_secret = "s"});
  }
  [[nodiscard]] LinkProblem problem(ErrorCode code) {
    serve([code](http::Request& request) {
      return http::error_response(core::Error(code, core::say("sv", "en")), request);
    });
    return problem_of_exchange();
  }
  [[nodiscard]] LinkProblem problem_of_exchange() const {
    try {
      (void)remote()->exchange({});
    } catch (const replica::LinkError& error) {
      EXPECT_FALSE(error.text().sv.empty());
      EXPECT_FALSE(error.text().en.empty());
      return error.problem();
    }
    throw std::runtime_error("there was an answer");
  }

  std::unique_ptr<http::Server> server_;
};

TEST_F(RemoteTest, ADeviceThatIsNotKnownAnyMore) {
  EXPECT_EQ(problem(ErrorCode::unauthenticated), LinkProblem::login_refused);
  EXPECT_EQ(problem(ErrorCode::forbidden), LinkProblem::login_refused);
}

TEST_F(RemoteTest, AServerThatHasTrouble) {
  EXPECT_EQ(problem(ErrorCode::unavailable), LinkProblem::server_down);
  EXPECT_EQ(problem(ErrorCode::internal), LinkProblem::server_down);
  EXPECT_EQ(problem(ErrorCode::limit), LinkProblem::server_down);
}

TEST_F(RemoteTest, AServerWithoutThisProtocol) {
  EXPECT_EQ(problem(ErrorCode::not_found), LinkProblem::too_old);
}

TEST_F(RemoteTest, NobodyAnswers) {
  serve([](http::Request&) { return http::no_content(); });
  const auto remote = this->remote();
  server_->stop();
  server_.reset();
  try {
    (void)remote->exchange({});
    FAIL();
  } catch (const replica::LinkError& error) {
    EXPECT_EQ(error.problem(), LinkProblem::server_down);
  }
}

TEST_F(RemoteTest, WhoStopsIsToldSo) {
  serve([](http::Request&) { return http::no_content(); });
  const auto remote = this->remote();
  remote->cancel();
  try {
    (void)remote->wait_for_change(1);
    FAIL();
  } catch (const replica::LinkError& error) {
    EXPECT_EQ(error.problem(), LinkProblem::cancelled);
  }
}

TEST_F(RemoteTest, ARoundAndNewsComeThrough) {
  serve([](http::Request& request) {
    if (request.method == http::Method::get) {
      return http::json_response(200, api::to_json(api::LogHead{9}));
    }
    sync::RoundResponse response;
    response.online_to = {7, 8};
    return api::round_response(response, core::registry());
  });
  EXPECT_EQ(remote()->exchange({}).online_to, (sync::Position{7, 8}));
  EXPECT_EQ(remote()->wait_for_change(1), 9);
}

}  // namespace
}  // namespace tusk::syncd
