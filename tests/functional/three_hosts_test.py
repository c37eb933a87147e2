"""Three hosts of an office that share one PostgreSQL database over a network, and what happens when plugs are pulled."""

import os
import unittest

from support.computers import Computer
from support.lan import Lan
from support.world import ANNA, World

FIRST = os.uname().nodename


class ThreeHosts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lan = Lan(hosts=2)
        cls.addClassCleanup(cls.lan.close)
        cls.world = World(postgres=True, lan=cls.lan.address)
        cls.addClassCleanup(cls.world.close)
        certificate = cls.world.serve_over_tls(cls.lan.address, f"IP:{cls.lan.address}")
        cls.trust = ("--ca-file", certificate)
        cls.world.set_up_office()
        cls.world.start_online()
        cls.first = Computer(cls.world, FIRST, folder=cls.world.office)
        cls.addClassCleanup(cls.first.close)
        cls.others = []
        for number, host in enumerate(cls.lan.hosts, start=2):
            host.database = f"postgresql://tusk@{cls.lan.address}/office"
            cls.others.append(Computer(cls.world, f"KONTOR-{number}", host=host))
            cls.addClassCleanup(cls.others[-1].close)
        cls.world.tusk("online", "connect", cls.world.url, "--email", ANNA, "--create-identity", "--person-name", "Anna Berg",
                       "--password-file", cls.world.folder / "password", "--no-wait", *cls.trust)
        for computer in (cls.first, *cls.others):
            computer.start(*cls.trust)
        cls.world.wait_until_synchronised()
        for computer in cls.others:
            computer.wait_for_key()

    def computers(self) -> dict:
        return {one["name"]: one for one in self.world.tusk("online", "computers")["computers"]}

    def wait_for_holder(self, *names: str):
        def holder():
            [[name]] = self.world.postgres.query(self.world.databases["office"], "SELECT holder_name FROM sync_lease")
            return name in names
        self.world.wait_for(holder, f"one of {names} to synchronise")

    # REQ: PCS-1
    def test_1_the_host_of_the_database_is_recommended(self):
        self.assertEqual({name: one["recommended"] for name, one in self.computers().items()},
                         {FIRST: True, "KONTOR-2": False, "KONTOR-3": False})
        # Another host sees the same.
        seen = self.others[0].tusk("online", "computers")["computers"]
        self.assertEqual([one["name"] for one in seen if one["recommended"]], [FIRST])

    # REQ: PCS-2, PCS-3, SYN-3
    def test_2_a_host_whose_plug_is_pulled_is_replaced_and_takes_back(self):
        self.world.tusk("online", "computers", "choose", "KONTOR-2")
        self.wait_for_holder("KONTOR-2")
        names = []
        for number in range(3):
            names.append(f"Före avbrott {number}")
            self.world.add_contact(name=names[-1])
            self.lan.hosts[0].pull_plug()
            names.append(f"Under avbrott {number}")
            self.world.add_contact(name=names[-1])
            self.wait_for_holder(FIRST, "KONTOR-3")
            self.world.wait_until_synchronised()
            self.lan.hosts[0].put_plug_back()
            self.wait_for_holder("KONTOR-2")
        self.world.wait_until_synchronised()
        address = self.world.databases["online"]
        online = [name for [name] in self.world.postgres.query(
            address,
            f"SELECT name FROM contact WHERE company_id <> {self.world.bystander.number} ORDER BY id")]
        self.assertEqual(sorted(online), sorted(names))
        rounds = self.world.postgres.query(self.world.databases["office"],
                                           "SELECT token, computer FROM sync_round ORDER BY number")
        tokens = [int(token) for token, _ in rounds]
        self.assertEqual(tokens, sorted(tokens))
        taken = self.world.tusk("online", "computers")["take_overs"]
        self.assertGreaterEqual([one["reason"] for one in taken].count("silent"), 3)
        for token, computer in rounds:
            holder = max((one for one in taken if one["token"] <= int(token)), key=lambda one: one["token"])
            self.assertEqual(holder["computer"], computer)


if __name__ == "__main__":
    unittest.main()
