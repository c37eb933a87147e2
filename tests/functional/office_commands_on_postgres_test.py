"""The same, with the data on PostgreSQL."""

import unittest

import office_commands_test


class OfficeCommandsOnPostgres(office_commands_test.OfficeCommands):
    postgres = True


if __name__ == "__main__":
    unittest.main()
