// Log-ins and holds of real processes: racing each other, and killed.

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <functional>
#include <new>
#include <thread>

#include "business/hold.h"
#include "business/office_testing.h"
#include "business/session.h"

namespace tusk::business {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const core::Text reason{"Underhåll pågår", "Maintenance is going on"};

// A child process. It must open what it needs itself.
class Child {
 public:
  // `work` may call the function that it is given once: wait_until_told() then returns.
  explicit Child(const std::function<void(const std::function<void()>& tell)>& work) {
    std::array<int, 2> pipe{};
    EXPECT_EQ(::pipe(pipe.data()), 0);
    process_ = ::fork();
    if (process_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      run(work, pipe[1]);
    }
    ::close(pipe[1]);
    told_ = pipe[0];
  }
  ~Child() {
    kill();
    ::close(told_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void wait_until_told() const {
    char told = 0;
    EXPECT_EQ(::read(told_, &told, 1), 1) << "the child ended before";
  }
  void kill() {
    if (process_ > 0) ::kill(process_, SIGKILL);
    static_cast<void>(wait_for_end());
  }
  [[nodiscard]] bool wait_for_end() {
    if (process_ <= 0) return true;
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  // No destructors and no leak check: what the parent had open is the parent's.
  [[noreturn]] static void run(const std::function<void(const std::function<void()>& tell)>& work,
                               int told) {
    try {
      work([told] {
        if (::write(told, "!", 1) != 1) ::_exit(2);
      });
    } catch (const std::exception& error) {
      static_cast<void>(std::fprintf(stderr, "child: %s\n", error.what()));
      ::_exit(1);
    }
    ::_exit(0);
  }

  pid_t process_ = -1;
  int told_ = -1;
};

class SessionProcesses : public Office {
 protected:
  SessionProcesses() {
    add_norrsken();
    close();
  }

  Company norrsken(Installation& installation) { return list_companies(installation).front(); }
  // In a child: logged in or holding until it is killed.
  [[noreturn]] static void tell_and_stay(const std::function<void()>& tell) {
    tell();
    for (;;) ::pause();
  }
};
TUSK_ON_BOTH_ENGINES(SessionProcesses);

// REQ: FST-1
TEST_P(SessionProcesses, ALogInEndsWithItsProcessHoweverThatDies) {
  Child child([&](const auto& tell) {
    const auto there = open_again();
    const auto open = log_in_to_company(*there, norrsken(*there), get_actor(*there, "anna"));
    tell_and_stay(tell);
  });
  child.wait_until_told();
  reopen();
  const Company company = norrsken(installation());
  EXPECT_THAT(list_sessions(installation()), SizeIs(1));
  EXPECT_THAT(
      error_of([&] { (void)hold_company(installation(), company, anna(), reason); }).text().en,
      HasSubstr("KONTOR-2"));
  child.kill();
  // The database server notices the end of the connection on its own time.
  while (!list_sessions(installation()).empty()) std::this_thread::yield();
  EXPECT_NO_THROW((void)hold_company(installation(), company, anna(), reason));
}

// REQ: FST-2
TEST_P(SessionProcesses, AHoldEndsWithItsProcessHoweverThatDies) {
  Child child([&](const auto& tell) {
    const auto there = open_again();
    const auto hold = hold_company(*there, norrsken(*there), get_actor(*there, "anna"), reason);
    tell_and_stay(tell);
  });
  child.wait_until_told();
  reopen();
  const Company company = norrsken(installation());
  EXPECT_THAT(error_of([&] { (void)log_in_to_company(installation(), company, anna()); }).text().en,
              HasSubstr(reason.en));
  child.kill();
  while (find_hold(installation(), company.number)) std::this_thread::yield();
  const auto open = log_in_to_company(installation(), company, anna());
  EXPECT_THAT(list_sessions(installation()), SizeIs(1));
}

// What the children share.
struct Counts {
  std::atomic<int> inside{0};   // log-ins at this moment
  std::atomic<int> holding{0};  // holds at this moment
  std::atomic<int> log_ins{0};
  std::atomic<int> holds{0};
  std::atomic<int> refusals{0};
  std::atomic<int> wrong{0};
};

class SharedCounts {
 public:
  SharedCounts()
      : counts_(new (::mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0)) Counts) {}
  ~SharedCounts() { ::munmap(counts_, sizeof(Counts)); }
  SharedCounts(const SharedCounts&) = delete;
  SharedCounts& operator=(const SharedCounts&) = delete;
  Counts* operator->() const { return counts_; }

 private:
  Counts* counts_;
};

constexpr int wanted = 60;

// Until there were enough of both, with pauses of random length in and between.
template <typename Enter>
void repeat(const SharedCounts& counts, core::SeededRandom& random, const Enter& enter) {
  const auto pause = [&] {
    for (auto i = random.below(200); i > 0; --i) std::this_thread::yield();
  };
  while (counts->log_ins < wanted || counts->holds < wanted) {
    try {
      enter(pause);
    } catch (const core::Error& error) {
      if (error.code() != core::ErrorCode::conflict) throw;
      ++counts->refusals;
    }
    pause();
  }
}

// REQ: FST-1, FST-2
TEST_P(SessionProcesses, OfAHoldAndALogInAtOnceOneIsRefused) {
  const SharedCounts counts;
  const auto open = [&](core::SeededRandom& random, const char* computer) {
    return std::make_unique<Installation>(
        Installation::open(folder(), {clock(), random, computer}));
  };
  const auto log_in = [&](const auto&) {
    core::SeededRandom random(1);
    const auto there = open(random, "KONTOR-2");
    const Company company = norrsken(*there);
    const Actor actor = get_actor(*there, "anna");
    repeat(counts, random, [&](const auto& pause) {
      const Session session(*there, {.actor = actor, .company = company});
      ++counts->inside;
      if (counts->holding > 0) ++counts->wrong;
      pause();
      --counts->inside;
      ++counts->log_ins;
    });
  };
  const auto hold = [&](std::uint64_t seed) {
    return [&, seed](const auto&) {
      core::SeededRandom random(seed);
      const auto there = open(random, "KONTOR-3");
      const Company company = norrsken(*there);
      const Actor actor = get_actor(*there, "anna");
      repeat(counts, random, [&](const auto& pause) {
        const Hold held = hold_company(*there, company, actor, reason);
        if (++counts->holding > 1 || counts->inside > 0) ++counts->wrong;
        pause();
        if (counts->inside > 0) ++counts->wrong;
        --counts->holding;
        ++counts->holds;
      });
    };
  };
  Child first(log_in);
  Child second(hold(2));
  Child third(hold(3));
  EXPECT_TRUE(first.wait_for_end());
  EXPECT_TRUE(second.wait_for_end());
  EXPECT_TRUE(third.wait_for_end());
  EXPECT_EQ(counts->wrong, 0);
  EXPECT_GE(counts->log_ins, wanted);
  EXPECT_GE(counts->holds, wanted);
  EXPECT_GT(counts->refusals, 0);
  reopen();
  EXPECT_THAT(list_sessions(installation()), IsEmpty());
}

}  // namespace
}  // namespace tusk::business
