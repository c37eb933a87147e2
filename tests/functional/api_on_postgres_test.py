"""The same, with the data on PostgreSQL."""

import unittest

import api_test


class OfficeApiOnPostgres(api_test.OfficeApi):
    postgres = True


class RestoredOnPostgres(api_test.Restored):
    postgres = True


if __name__ == "__main__":
    unittest.main()
