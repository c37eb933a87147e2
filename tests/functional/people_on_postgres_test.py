"""The same, with the office's and the server's data on PostgreSQL."""

import unittest

import people_test


class PeopleOnPostgres(people_test.People):
    postgres = True


if __name__ == "__main__":
    unittest.main()
