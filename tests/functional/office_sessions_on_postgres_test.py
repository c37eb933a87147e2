"""The same, with the data on PostgreSQL, whose server tells who is alive."""

import unittest

import office_sessions_test


class OfficeSessionsOnPostgres(office_sessions_test.OfficeSessions):
    postgres = True


if __name__ == "__main__":
    unittest.main()
