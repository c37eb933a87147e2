"""The same, with the office's and the server's data on PostgreSQL."""

import unittest

import canary_test


class CanariesOnPostgres(canary_test.Canaries):
    postgres = True


if __name__ == "__main__":
    unittest.main()
