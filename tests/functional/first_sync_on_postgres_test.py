"""The same, with the office's and the server's data on PostgreSQL."""

import unittest

import first_sync_test


class FirstSyncOnPostgres(first_sync_test.FirstSync):
    postgres = True


if __name__ == "__main__":
    unittest.main()
