"""The same, with the office's and the server's data on PostgreSQL."""

import unittest

import browser_log_in_test


class BrowserLogInOnPostgres(browser_log_in_test.BrowserLogIn):
    postgres = True


if __name__ == "__main__":
    unittest.main()
