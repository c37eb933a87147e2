"""The same, with the office's and the server's data on PostgreSQL."""

import unittest

import audit_test


class AuditOnPostgres(audit_test.Audit):
    postgres = True


if __name__ == "__main__":
    unittest.main()
