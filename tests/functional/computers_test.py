"""The office's computers: which of them synchronises, and who takes over when: three real services on one database,
stopped, killed, put to sleep and woken, with clocks that are wrong."""

import os
import random
import signal
import unittest

from support.computers import Computer
from support.world import CommandFailed, World

FIRST = os.uname().nodename


class Computers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(postgres=True)
        cls.addClassCleanup(cls.world.close)
        cls.world.connect()
        cls.world.syncd.stop()
        cls.first = Computer(cls.world, FIRST, folder=cls.world.office)
        cls.second = Computer(cls.world, "KONTOR-2", clock="+1d")
        cls.third = Computer(cls.world, "KONTOR-3", clock="-20s")
        for computer in (cls.first, cls.second, cls.third):
            cls.addClassCleanup(computer.close)

    def setUp(self):
        """The first synchronises, the others stand by."""
        self.added = 0
        for computer in (self.first, self.second, self.third):
            if computer.syncd is None or not computer.syncd.is_running():
                computer.start()
            computer.wait_for_key()
        self.wait_for_holder(FIRST)

    def computers(self) -> dict:
        return {one["name"]: one for one in self.look()["computers"]}

    def look(self) -> dict:
        return self.world.tusk("online", "computers")

    def holder(self) -> list:
        return [one["name"] for one in self.look()["computers"] if one["role"] == "synchronises"]

    def wait_for_holder(self, name: str):
        self.world.wait_for(lambda: self.holder() == [name], f"{name} to synchronise")

    def newest_take_over(self) -> dict:
        return self.look()["take_overs"][0]

    def rounds(self) -> int:
        [[number]] = self.world.postgres.query(self.world.databases["office"], "SELECT last_round FROM sync_state")
        return int(number)

    def wait_for_rounds(self, count: int):
        """That so many more are begun."""
        end = self.rounds() + count
        self.world.wait_for(lambda: self.rounds() >= end, f"{count} more rounds")

    def add(self, side: str):
        """A contact on a side, with a name that no other has."""
        self.added += 1
        name = f"{side} {self.id()} {self.added}"
        if side == "office":
            self.world.add_contact(name=name)
        else:
            self.world.log_in().create("contact", name=name)

    def assert_nothing_is_lost_or_doubled(self):
        self.world.wait_until_synchronised()
        online = self.world.log_in()
        names = lambda: sorted(one["fields"]["name"] for one in online.list("contact"))
        office = lambda: sorted(name for [name] in self.world.postgres.query(
            self.world.databases["office"], "SELECT name FROM contact WHERE name IS NOT NULL"))
        self.world.wait_for(lambda: names() == office(), "both sides to be equal")
        mine = [name for name in office() if self.id() in name]
        self.assertEqual(len(mine), self.added)
        self.assertEqual(len(set(mine)), self.added)
        self.assertEqual(self.world.status()["conflicts"], 0)

    def assert_one_at_a_time(self):
        """Each round of the log was made by the one computer that had its token, and tokens never fall."""
        address = self.world.databases["office"]
        rounds = self.world.postgres.query(address, "SELECT number, token, computer FROM sync_round ORDER BY number")
        taken = self.world.postgres.query(address, "SELECT token, to_name FROM sync_take_over ORDER BY token")
        last = 0
        for number, token, computer in rounds:
            self.assertGreaterEqual(int(token), last, f"round {number}")
            last = int(token)
            holders = [name for at, name in taken if int(at) <= last]
            self.assertEqual(computer, holders[-1], f"round {number}")
        # The server has seen no later token than the office's database gave.
        [[seen]] = self.world.postgres.query(self.world.databases["online"], "SELECT peer_token FROM sync_state WHERE company_id <> "
                                          f"{self.world.bystander.number}")
        [[given]] = self.world.postgres.query(address, "SELECT token FROM sync_lease")
        self.assertLessEqual(int(seen), int(given))

    # REQ: PCS-1, PCS-4
    def test_every_computer_is_shown_with_its_part(self):
        computers = self.computers()
        self.assertEqual(set(computers), {FIRST, "KONTOR-2", "KONTOR-3"})
        self.assertEqual({name: one["role"] for name, one in computers.items()},
                         {FIRST: "synchronises", "KONTOR-2": "standby", "KONTOR-3": "standby"})
        self.assertEqual([name for name, one in computers.items() if one["chosen"]], [FIRST])
        for one in computers.values():
            self.assertRegex(one["version"], r"^\d+\.\d+\.\d+$")
            self.assertTrue(one["last_seen_at"])
            # The server's socket is on this computer, where all three are.
            self.assertTrue(one["recommended"])
        for language, words in (("sv", ("synkroniserar", "beredd", "vald", "databasen finns här")),
                                ("en", ("synchronises", "standby", "chosen", "the database is here"))):
            text = self.world.run("online", "computers", "--data", self.world.office, language=language).stdout
            for word in (*words, "KONTOR-2", FIRST):
                self.assertIn(word, text)

    def test_each_computer_has_a_key_of_its_own_and_the_database_holds_none(self):
        keys = [(one.folder / "keys" / "company-1.key").read_text().split() for one in
                (self.first, self.second, self.third)]
        self.assertEqual(len({connection for connection, _, _ in keys}), 1)
        self.assertEqual(len({device for _, device, _ in keys}), 3)
        self.assertEqual(len({secret for _, _, secret in keys}), 3)
        self.assertEqual(self.world.postgres.query(self.world.databases["office"],
                                                   "SELECT sealed FROM system_key_request"), [])

    # REQ: PCS-1
    def test_another_computer_can_be_chosen(self):
        self.assertEqual(self.world.tusk("online", "computers", "choose", "kontor-3")["chosen"], "KONTOR-3")
        self.addCleanup(self.world.tusk, "online", "computers", "choose", FIRST)
        self.wait_for_holder("KONTOR-3")
        newest = self.newest_take_over()
        self.assertEqual((newest["computer"], newest["from"], newest["reason"]), ("KONTOR-3", FIRST, "chosen"))
        with self.assertRaises(CommandFailed) as failed:
            self.world.tusk("online", "computers", "choose", "KONTOR-9")
        self.assertIn("KONTOR-2, KONTOR-3", failed.exception.err)

    # REQ: CON-1
    def test_only_super_users_choose(self):
        self.world.tusk("user", "add", "erik", "--full-name", "Erik Lind", "--profile", "Standard")
        with self.assertRaises(CommandFailed) as failed:
            self.world.tusk("online", "computers", "choose", "KONTOR-2", "--user", "erik")
        self.assertEqual(failed.exception.code, 5)

    # REQ: PCS-4
    def test_after_a_clean_stop_another_takes_over_at_once_and_the_chosen_one_takes_back(self):
        self.first.stop()
        self.assertEqual(self.computers()[FIRST]["role"], "off")
        [holder] = self.world.wait_for(self.holder, "another to synchronise")
        newest = self.newest_take_over()
        self.assertEqual((newest["computer"], newest["from"], newest["reason"]), (holder, FIRST, "stopped"))
        self.add("office")
        self.add("online")
        self.assert_nothing_is_lost_or_doubled()
        self.first.start()
        self.wait_for_holder(FIRST)
        newest = self.newest_take_over()
        self.assertEqual((newest["computer"], newest["from"], newest["reason"]), (FIRST, holder, "chosen"))
        self.assert_one_at_a_time()

    # REQ: PCS-2
    def test_a_killed_one_is_replaced_when_the_others_have_lost_patience(self):
        self.first.syncd.kill()
        self.assertEqual(self.computers()[FIRST]["role"], "off")
        [holder] = self.world.wait_for(self.holder, "another to synchronise")
        newest = self.newest_take_over()
        self.assertEqual((newest["computer"], newest["from"], newest["reason"]), (holder, FIRST, "silent"))
        self.add("office")
        self.assert_nothing_is_lost_or_doubled()
        self.assert_one_at_a_time()

    # REQ: PCS-3
    def test_wrong_clocks_make_nobody_take_over(self):
        before = self.newest_take_over()["token"]
        # Longer than the patience of the others, one of which is a day ahead.
        self.wait_for_rounds(6)
        self.assertEqual(self.newest_take_over()["token"], before)
        self.assertEqual(self.holder(), [FIRST])

    # REQ: PCS-2, PCS-3
    def test_a_computer_that_slept_through_its_replacement_counts_no_more(self):
        source = random.Random(1)
        for _ in range(4):
            self.add("office")
            self.add("online")
            # Anywhere in its round: so much of the log's output has passed.
            for _ in range(source.randrange(40)):
                self.rounds()
            self.first.sleep()
            self.add("office")
            [holder] = self.world.wait_for(lambda: [name for name in self.holder() if name != FIRST],
                                           "another to synchronise")
            self.assertEqual(self.newest_take_over()["reason"], "silent")
            self.add("online")
            self.world.wait_until_synchronised()
            self.first.wake()
            self.wait_for_holder(FIRST)
            self.assertEqual(self.newest_take_over()["from"], holder)
            self.assert_nothing_is_lost_or_doubled()
        self.assert_one_at_a_time()

    # REQ: PCS-3
    def test_an_answer_that_comes_after_the_replacement_is_dropped(self):
        # The server sleeps while the first has asked it, and answers when the first sleeps.
        self.world.wait_until_synchronised()
        self.world.online.process.send_signal(signal.SIGSTOP)
        begun = self.rounds()
        self.add("office")
        self.world.wait_for(lambda: self.rounds() > begun, "a round to be begun")
        self.first.sleep()
        self.world.online.process.send_signal(signal.SIGCONT)
        self.world.wait_for(lambda: [name for name in self.holder() if name != FIRST], "another to synchronise")
        self.add("online")
        self.world.wait_until_synchronised()
        self.first.wake()
        self.wait_for_holder(FIRST)
        self.assert_nothing_is_lost_or_doubled()
        self.assert_one_at_a_time()


if __name__ == "__main__":
    unittest.main()
