"""A network of a test's own: hosts with nothing in common but a switch, whose plugs can be pulled."""

import os
import subprocess


def _ip(*words):
    done = subprocess.run(["ip", *[str(word) for word in words]], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"ip {' '.join(str(word) for word in words)}: {done.stderr} "
                             "(network name spaces have to be made: run this test as root)")


class Host:
    def __init__(self, lan: "Lan", number: int):
        self.name = f"{lan.name}n{number}"
        self.plug = f"{lan.name}p{number}"
        inner = f"{lan.name}i{number}"
        self.enter = ["ip", "netns", "exec", self.name]
        self.database = ""
        _ip("netns", "add", self.name)
        _ip("link", "add", self.plug, "type", "veth", "peer", "name", inner)
        _ip("link", "set", inner, "netns", self.name)
        _ip("link", "set", self.plug, "master", lan.name)
        _ip("link", "set", self.plug, "up")
        _ip("-n", self.name, "addr", "add", f"{lan.network}.{number + 1}/24", "dev", inner)
        _ip("-n", self.name, "link", "set", inner, "up")
        _ip("-n", self.name, "link", "set", "lo", "up")

    def pull_plug(self):
        _ip("link", "set", self.plug, "down")

    def put_plug_back(self):
        _ip("link", "set", self.plug, "up")


class Lan:
    """This process is at `address`; the hosts are elsewhere. Close it when done."""

    def __init__(self, hosts: int):
        number = os.getpid() % 60000
        self.name = f"tk{number}"
        self.network = f"10.{180 + number // 250 % 60}.{number % 250}"
        self.address = f"{self.network}.1"
        self.hosts: list[Host] = []
        _ip("link", "add", self.name, "type", "bridge")
        _ip("addr", "add", f"{self.address}/24", "dev", self.name)
        _ip("link", "set", self.name, "up")
        for each in range(1, hosts + 1):
            self.hosts.append(Host(self, each))

    def close(self):
        for host in self.hosts:
            _ip("netns", "del", host.name)
        _ip("link", "del", self.name)
