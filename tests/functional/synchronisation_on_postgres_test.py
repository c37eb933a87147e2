"""The same, with the office's and the server's data on PostgreSQL."""

import unittest

import synchronisation_test


class SynchronisationOnPostgres(synchronisation_test.Synchronisation):
    postgres = True


if __name__ == "__main__":
    unittest.main()
