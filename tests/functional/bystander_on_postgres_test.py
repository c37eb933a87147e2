"""The same, with the office's and the server's data on PostgreSQL."""

import unittest

import bystander_test


class BystanderOnPostgres(bystander_test.Bystander):
    postgres = True


if __name__ == "__main__":
    unittest.main()
