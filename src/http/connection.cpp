#include "http/connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "core/error.h"
#include "http/deferred_response.h"
#include "http/error_response.h"
#include "http/event_stream.h"
#include "http/exchange_guards.h"
#include "http/request_parser.h"
#include "http/security_headers.h"

namespace tusk::http {
namespace asio = boost::asio;
using asio::awaitable;

namespace {

constexpr std::size_t kReadBytes = 16 * 1024;
// What a client may send while its request is being held, and while a refusal is sent.
constexpr std::size_t kHeldInputBytes = 16 * 1024;
constexpr std::size_t kLingerBytes = 4 * 1024 * 1024;

core::Error overloaded() {
  return {core::ErrorCode::unavailable,
          core::say("Servern har för mycket att göra. Försök igen om en stund.",
                    "The server is too busy. Try again in a moment.")};
}

core::Error too_many_waiting() {
  return {core::ErrorCode::unavailable,
          core::say("För många anrop från samma företag eller adress väntar redan på svar. Försök "
                    "igen om en stund.",
                    "Too many requests of the same company or address wait for an answer already. "
                    "Try again in a moment.")};
}

core::ErrorCode code_for(int status) {
  if (status == 503) return core::ErrorCode::unavailable;
  return status == 413 ? core::ErrorCode::limit : core::ErrorCode::invalid;
}

}  // namespace

// One request and its answer; memory that exists only as long.
struct Connection::Exchange {
  explicit Exchange(ServerCore& core)
      : parser(std::make_unique<RequestParser>(core.options.limits)), body(core) {}

  std::unique_ptr<RequestParser> parser;
  BodyReservation body;
  Request request;
  std::optional<Response> refusal;
  Clock::time_point started = Clock::now();
  bool keep_alive = false;
};

Connection::Connection(ServerCore& core, IoThread& io, asio::ip::tcp::socket socket,
                       std::string peer_address, std::string address_key)
    : core_(core),
      io_(io),
      socket_(std::move(socket)),
      transport_(socket_.native_handle(), core.tls()),
      peer_address_(std::move(peer_address)),
      address_key_(std::move(address_key)) {
  io_.connections.insert(this);
}

Connection::~Connection() {
  io_.connections.erase(this);
  release_address();
  core_.release_connection();
}

void Connection::release_address() {
  if (address_key_.empty()) return;
  core_.release_address(address_key_);
  address_key_.clear();
}

// --- Waiting ------------------------------------------------------------------------------------

void Connection::wake() {
  woken_ = true;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Connection::tick(Clock::time_point now) {
  if (now < deadline_) return;
  deadline_ = Clock::time_point::max();
  timed_out_ = true;
  wake();
}

void Connection::abort() {
  aborted_ = true;
  wake();
}

std::function<void()> Connection::waker() {
  return [weak = weak_from_this(), executor = io_.context.get_executor()] {
    asio::post(executor, [weak] {
      if (const auto connection = weak.lock()) connection->wake();
    });
  };
}

awaitable<Connection::Waited> Connection::wait(Transport::State direction) {
  if (!aborted_ && !woken_) {
    boost::system::error_code error;
    const auto kind = direction == Transport::State::want_write ? asio::ip::tcp::socket::wait_write
                                                                : asio::ip::tcp::socket::wait_read;
    co_await socket_.async_wait(kind, asio::redirect_error(asio::use_awaitable, error));
    if (error && !woken_) co_return Waited::ended;
  }
  if (aborted_) co_return Waited::ended;
  co_return std::exchange(woken_, false) ? Waited::woken : Waited::ready;
}

// --- Life of a connection -----------------------------------------------------------------------

awaitable<void> Connection::run() {
  const auto self = shared_from_this();
  if (!co_await handshake()) co_return;
  bool first = true;
  for (;;) {
    if (!co_await wait_for_request(first)) break;
    first = false;
    if (!co_await exchange()) break;
  }
  if (!aborted_) transport_.shut_down_sending();
  if (refused_) co_await linger();
}

awaitable<bool> Connection::handshake() {
  set_deadline(core_.options.limits.handshake_time);
  for (;;) {
    const auto result = transport_.handshake();
    if (result.state == Transport::State::done) co_return true;
    if (result.state == Transport::State::closed || core_.stopping) co_return false;
    const Waited waited = co_await wait(result.state);
    if (waited == Waited::ended || timed_out_) co_return false;
  }
}

// Holds no buffer while it waits.
awaitable<bool> Connection::wait_for_request(bool first) {
  const Limits& limits = core_.options.limits;
  if (core_.stopping) co_return false;
  if (!input_.empty() || transport_.has_pending()) co_return true;
  std::string().swap(input_);
  set_deadline(first ? limits.header_time : limits.keep_alive);
  for (;;) {
    const Waited waited = co_await wait(Transport::State::want_read);
    if (waited == Waited::ready) co_return true;
    if (waited == Waited::ended || timed_out_ || core_.stopping) co_return false;
  }
}

awaitable<void> Connection::linger() {
  set_deadline(core_.options.limits.linger);
  std::size_t taken = 0;
  while (taken < kLingerBytes && !aborted_) {
    input_.clear();
    if (!co_await read_some()) break;
    taken += input_.size();
  }
}

// Appends to input_. False: the peer closed, or the deadline has passed.
awaitable<bool> Connection::read_some() {
  for (;;) {
    const std::size_t before = input_.size();
    input_.resize(before + kReadBytes);
    const auto result = transport_.read(input_.data() + before, kReadBytes);
    input_.resize(before + result.bytes);
    if (result.state == Transport::State::done) co_return true;
    if (result.state == Transport::State::closed) co_return false;
    const Waited waited = co_await wait(result.state);
    if (waited == Waited::ended || timed_out_) co_return false;
  }
}

awaitable<bool> Connection::write_all(std::string_view data) {
  while (!data.empty()) {
    const auto result = transport_.write(data);
    if (result.state == Transport::State::closed) co_return false;
    if (result.state == Transport::State::done) {
      data.remove_prefix(result.bytes);
      continue;
    }
    set_deadline(core_.options.limits.write_stall);
    for (;;) {
      const Waited waited = co_await wait(result.state);
      if (waited == Waited::ended || timed_out_) co_return false;
      if (waited == Waited::ready) break;
    }
  }
  co_return true;
}

// --- One request --------------------------------------------------------------------------------

awaitable<bool> Connection::exchange() {
  auto current = std::make_unique<Exchange>(core_);
  current->request.id = core_.next_request_id();
  if (!co_await read_head(*current)) co_return false;
  if (!current->refusal && !co_await read_body(*current)) co_return false;
  clear_deadline();
  ++requests_;

  Response response;
  if (current->refusal) {
    response = *std::move(current->refusal);
    refused_ = true;
  } else {
    current->keep_alive =
        current->parser->keep_alive() && requests_ < core_.options.limits.requests_per_connection;
    current->request.body = current->parser->take_body();
    current->parser.reset();
    response = co_await answer(*current);
    if (current->request.authenticated) release_address();
    std::string().swap(current->request.body);
    if (!co_await hold_until_completed(response)) co_return false;
  }
  const StreamEnd end(response);
  finish(current->request, response);
  const bool keep_alive = current->keep_alive && !core_.stopping && !end.stream();
  const bool sent = co_await send(*current, response, keep_alive);
  log_access(*current, response);
  if (sent && end.stream() && current->request.method != Method::head) {
    current.reset();  // an idle stream holds no request
    response = Response();
    co_await send_events(end.stream());
  }
  if (!sent) co_return false;
  co_return keep_alive;
}

// False: nothing is to be answered. A refusal is put into the exchange.
awaitable<bool> Connection::read_head(Exchange& exchange) {
  set_deadline(core_.options.limits.header_time);
  std::optional<Refusal> refusal;
  for (;;) {
    if (!input_.empty()) {
      try {
        if (exchange.parser->parse_head(input_) == RequestParser::Progress::complete) break;
      } catch (const Refusal& reason) {
        refusal = reason;
        break;
      }
    }
    if (!co_await read_some()) {
      if (!timed_out_ || aborted_) co_return false;
      refusal = Refusal{408, core::say("Anropets början kom för långsamt.",
                                       "The head of the request came too slowly.")};
      break;
    }
  }
  exchange.started = Clock::now();
  Request& request = exchange.request;
  prepare(request);
  if (!refusal) {
    try {
      exchange.parser->take_head(request);
      prepare(request);
      if (!core_.is_allowed_host(request.host)) {
        throw Refusal{421, core::say("Servern svarar inte för namnet ”{}”.",
                                     "This server doesn't answer for the name “{}”.",
                                     core::shorten(request.host))};
      }
    } catch (const Refusal& reason) {
      refusal = reason;
    }
  }
  if (refusal) {
    exchange.refusal = error_response(core::Error(code_for(refusal->status), refusal->text),
                                      request, refusal->status);
  }
  co_return true;
}

awaitable<bool> Connection::read_body(Exchange& exchange) {
  RequestParser& parser = *exchange.parser;
  if (!parser.has_body()) co_return true;
  const Limits& limits = core_.options.limits;
  const std::size_t most = core_.dispatcher->body_limit(exchange.request);
  const auto started = Clock::now();
  bool continued = false;
  std::optional<Refusal> refusal;
  try {
    for (;;) {
      // What has come, not what is announced: announcing costs a client nothing.
      if (!exchange.body.grow_to(parser.body_bytes())) {
        throw Refusal{503, overloaded().text()};
      }
      if (parser.parse_body(input_, most) == RequestParser::Progress::complete) co_return true;
      if (!continued && parser.expects_continue() && input_.empty()) {
        continued = true;
        if (!co_await write_all("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
      }
      timed_out_ = false;
      deadline_ =
          started + limits.body_grace +
          std::chrono::milliseconds(parser.body_bytes() * 1000 / limits.body_bytes_per_second);
      if (!co_await read_some()) {
        if (!timed_out_ || aborted_) co_return false;
        throw Refusal{408, core::say("Anropets innehåll kom för långsamt.",
                                     "The body of the request came too slowly.")};
      }
    }
  } catch (const Refusal& reason) {
    refusal = reason;
  }
  exchange.refusal = error_response(core::Error(code_for(refusal->status), refusal->text),
                                    exchange.request, refusal->status);
  co_return true;
}

// What isn't in the request itself.
void Connection::prepare(Request& request) const {
  request.peer_address = peer_address_;
  request.tls = transport_.encrypted();
  if (!core_.is_trusted_proxy(peer_address_)) return;
  if (const auto forwarded = request.headers.find("X-Forwarded-For")) {
    // The last entry is what the proxy itself saw; those before it anybody may have written.
    request.peer_address = trim(forwarded->substr(forwarded->rfind(',') + 1));
  }
  request.tls = request.tls || request.headers.get_or("X-Forwarded-Proto", "") == "https";
}

awaitable<Response> Connection::answer(Exchange& exchange) {
  const InWork work(core_);
  if (!work.allowed()) co_return error_response(overloaded(), exchange.request);
  auto response = co_await answer_in_turn(core_, exchange.request);
  co_return response ? *std::move(response) : error_response(too_many_waiting(), exchange.request);
}

// Nothing: too many requests of the same owner wait already.
awaitable<std::optional<Response>> Connection::answer_in_turn(ServerCore& core, Request& request) {
  using Result = std::optional<Response>;
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Result)>(
      [&core, &request](auto handler) {
        const auto executor = asio::get_associated_executor(handler);
        const auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        const auto finish = [resume, executor](Result result) {
          asio::post(executor, [resume, result = std::move(result)]() mutable {
            std::move (*resume)(std::move(result));
          });
        };
        const std::string owner = core.dispatcher->owner_of(request);
        const bool entered = core.turns.enter(owner, [&core, &request, owner, finish] {
          asio::post(core.workers, [&core, &request, owner, finish] {
            Response response = answer_on_worker(core, request);
            // Whoever starts now is on its way to the workers before this one is idle: so a server
            // that stops waits for it as well.
            core.turns.leave(owner);
            finish(std::move(response));
          });
        });
        if (!entered) finish(std::nullopt);
      },
      asio::use_awaitable);
}

Response Connection::answer_on_worker(ServerCore& core, Request& request) {
  std::exception_ptr exception;
  try {
    return core.dispatcher->handle(request);
  } catch (...) {
    exception = std::current_exception();
  }
  std::string message;
  Response response = exception_response(exception, request, message);
  core.log_error(request.id, message);
  return response;
}

// --- Held responses -----------------------------------------------------------------------------

// What a client sends while it should be waiting: kept as its next request, within reason.
Connection::Input Connection::take_unexpected_input() {
  if (input_.size() >= kHeldInputBytes) return Input::closed;
  char bytes[4096];
  const auto result = transport_.read(bytes, sizeof bytes);
  if (result.state == Transport::State::closed) return Input::closed;
  if (result.state != Transport::State::done) return Input::nothing;
  input_.append(bytes, result.bytes);
  return Input::data;
}

// Replaces a promise by what it became. False: the client went away.
awaitable<bool> Connection::hold_until_completed(Response& response) {
  while (std::holds_alternative<std::shared_ptr<DeferredResponse>>(response.body)) {
    const auto promise = std::get<std::shared_ptr<DeferredResponse>>(response.body);
    promise->attach(waker());
    set_deadline(promise->time());
    std::optional<Response> answer;
    for (;;) {
      if ((answer = promise->take())) break;
      if (timed_out_ || core_.stopping) {
        answer = promise->take_otherwise();
        break;
      }
      const Waited waited = co_await wait(Transport::State::want_read);
      if (waited == Waited::woken) continue;
      if (waited == Waited::ended || take_unexpected_input() == Input::closed) break;
    }
    clear_deadline();
    promise->detach();
    if (!answer) co_return false;
    response = *std::move(answer);
  }
  co_return true;
}

awaitable<void> Connection::send_events(std::shared_ptr<EventStream> stream) {
  stream->set_queue_bytes(core_.options.limits.stream_queue_bytes);
  stream->attach(waker());
  for (;;) {
    const auto waiting = stream->take();
    for (const auto& message : waiting.messages) {
      if (!co_await write_all(*message)) co_return;
    }
    if (waiting.ended || core_.stopping) co_return;
    set_deadline(core_.options.limits.stream_heartbeat);
    const Waited waited = co_await wait(Transport::State::want_read);
    if (waited == Waited::ended) co_return;
    if (waited == Waited::ready && take_unexpected_input() == Input::closed) co_return;
    if (timed_out_ && !co_await write_all(": still here\n\n")) co_return;
  }
}

// --- Answers ------------------------------------------------------------------------------------

void Connection::finish(const Request& request, Response& response) const {
  add_security_headers(response, request.tls, core_.options.content_security_policy);
  response.headers.set("X-Request-Id", request.id);
  response.headers.remove("Content-Length");  // format_head() knows it
}

std::string Connection::format_head(const Response& response, bool keep_alive) const {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " " +
                     std::string(reason_phrase(response.status)) + "\r\nDate: " + io_.date +
                     "\r\nServer: tusk\r\n";
  for (const auto& [name, value] : response.headers) head += name + ": " + value + "\r\n";
  const bool stream = std::holds_alternative<std::shared_ptr<EventStream>>(response.body);
  const bool bodiless = response.status == 204 || response.status == 304;
  // A stream ends with its connection, so it needs no framing of its own.
  if (!stream && !bodiless) {
    head += "Content-Length: " + std::to_string(response.text().size()) + "\r\n";
  }
  if (!keep_alive) head += "Connection: close\r\n";
  return head + "\r\n";
}

awaitable<bool> Connection::send(Exchange& exchange, Response& response, bool keep_alive) {
  const Request& request = exchange.request;
  std::string head = format_head(response, keep_alive);
  const bool bodiless =
      request.method == Method::head || response.status == 204 || response.status == 304;
  const std::string_view body = bodiless ? std::string_view() : response.text();
  // One packet rather than two for what is small.
  if (body.size() <= kReadBytes) {
    head += body;
    co_return co_await write_all(head);
  }
  if (!co_await write_all(head)) co_return false;
  co_return co_await write_all(body);
}

void Connection::log_access(const Exchange& exchange, const Response& response) const noexcept {
  if (!core_.options.access_log) return;
  const Request& request = exchange.request;
  AccessEntry entry;
  entry.request_id = request.id;
  entry.peer_address = request.peer_address;
  entry.method = name_of(request.method);
  entry.path = request.path;
  entry.status = response.status;
  entry.response_bytes = response.text().size();
  entry.time =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange.started);
  core_.options.access_log(entry);
}

}  // namespace tusk::http
