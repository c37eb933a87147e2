"""The same, with the office's and the server's data on PostgreSQL."""

import unittest

import administration_test


class AdministrationOnPostgres(administration_test.Administration):
    postgres = True


if __name__ == "__main__":
    unittest.main()
