"""The same, with the data on PostgreSQL, where edits wait for each other row by row."""

import unittest

import office_edits_test


class OfficeEditsOnPostgres(office_edits_test.OfficeEdits):
    postgres = True


if __name__ == "__main__":
    unittest.main()
