-- Written by `tools/dev generate` from src/core/types. Do not edit.

CREATE TABLE schema_version(version INTEGER NOT NULL, registry TEXT NOT NULL);
CREATE TABLE sync_apply(x INTEGER);
CREATE TABLE sync_log(sequence INTEGER PRIMARY KEY AUTOINCREMENT, type_number INTEGER NOT NULL,
  record_id INTEGER NOT NULL, operation INTEGER NOT NULL, mask INTEGER NOT NULL,
  salt INTEGER NOT NULL, changed_by TEXT, changed_at INTEGER NOT NULL, image TEXT);
CREATE INDEX sync_log_by_record ON sync_log(type_number, record_id);
CREATE TABLE sync_state(one INTEGER NOT NULL DEFAULT 1 CHECK (one = 1),
  side TEXT NOT NULL,
  database_uuid TEXT NOT NULL,
  incarnation INTEGER NOT NULL DEFAULT 0,
  schema_version INTEGER NOT NULL,
  mode TEXT NOT NULL DEFAULT 'unconnected',
  own_acked_sequence INTEGER NOT NULL DEFAULT 0,
  own_acked_salt INTEGER NOT NULL DEFAULT 0,
  peer_sequence INTEGER NOT NULL DEFAULT 0,
  peer_salt INTEGER NOT NULL DEFAULT 0,
  peer_token INTEGER NOT NULL DEFAULT 0,
  last_round INTEGER NOT NULL DEFAULT 0,
  online_url TEXT,
  online_company_id TEXT,
  device_id TEXT,
  connected_by TEXT,
  connected_by_email TEXT,
  connected_at INTEGER,
  interval_seconds INTEGER NOT NULL DEFAULT 15,
  message TEXT,
  audit_every_days INTEGER NOT NULL DEFAULT 7,
  PRIMARY KEY (one));
CREATE TABLE sync_conflict(id TEXT NOT NULL,
  round INTEGER,
  kind TEXT,
  type_number INTEGER,
  record_id INTEGER,
  record_name TEXT,
  field_number INTEGER,
  winner TEXT,
  winning_value TEXT,
  losing_value TEXT,
  winning_by TEXT,
  winning_at INTEGER,
  losing_by TEXT,
  losing_at INTEGER,
  detected_at INTEGER,
  losing_image TEXT,
  how_sv TEXT,
  how_en TEXT,
  sequence INTEGER,
  put_back_at INTEGER,
  put_back_by TEXT,
  PRIMARY KEY (id));
CREATE TABLE sync_round(number INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  computer TEXT,
  token INTEGER,
  up INTEGER,
  down INTEGER,
  conflicts INTEGER,
  result TEXT,
  message_sv TEXT,
  message_en TEXT,
  PRIMARY KEY (number));
CREATE TABLE sync_lease(one INTEGER NOT NULL DEFAULT 1 CHECK (one = 1),
  token INTEGER NOT NULL,
  holder_uuid TEXT,
  holder_name TEXT,
  beat INTEGER,
  preferred_uuid TEXT,
  PRIMARY KEY (one));
CREATE TABLE sync_take_over(token INTEGER NOT NULL,
  at INTEGER,
  from_name TEXT,
  to_uuid TEXT,
  to_name TEXT,
  reason TEXT,
  PRIMARY KEY (token));
CREATE TABLE sync_quarantine(type_number INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  place INTEGER NOT NULL DEFAULT 0,
  mask INTEGER NOT NULL DEFAULT 0,
  record_name TEXT,
  reason_sv TEXT,
  reason_en TEXT,
  since INTEGER,
  PRIMARY KEY (type_number, record_id, place));
CREATE TABLE sync_audit(number INTEGER NOT NULL,
  requested_at INTEGER,
  requested_by TEXT,
  started_at INTEGER,
  ended_at INTEGER,
  computer TEXT,
  compared INTEGER NOT NULL DEFAULT 0,
  differing INTEGER NOT NULL DEFAULT 0,
  repaired INTEGER NOT NULL DEFAULT 0,
  done_percent INTEGER NOT NULL DEFAULT 0,
  result TEXT NOT NULL,
  message_sv TEXT,
  message_en TEXT,
  is_told INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (number));
CREATE TABLE sync_transfer(one INTEGER NOT NULL DEFAULT 1 CHECK (one = 1),
  phase TEXT NOT NULL,
  archive TEXT NOT NULL,
  token INTEGER NOT NULL DEFAULT 0,
  blocks INTEGER NOT NULL DEFAULT 0,
  next_block INTEGER NOT NULL DEFAULT 0,
  chain TEXT,
  header TEXT,
  bytes INTEGER NOT NULL DEFAULT 0,
  bytes_done INTEGER NOT NULL DEFAULT 0,
  records_done INTEGER NOT NULL DEFAULT 0,
  percent INTEGER NOT NULL DEFAULT 0,
  sections TEXT,
  incarnation INTEGER NOT NULL DEFAULT 0,
  position_sequence INTEGER NOT NULL DEFAULT 0,
  position_salt INTEGER NOT NULL DEFAULT 0,
  online_sequence INTEGER NOT NULL DEFAULT 0,
  online_salt INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER NOT NULL DEFAULT 0,
  changed_at INTEGER NOT NULL DEFAULT 0,
  run_started_at INTEGER NOT NULL DEFAULT 0,
  run_bytes INTEGER NOT NULL DEFAULT 0,
  computer TEXT,
  before_mode TEXT,
  message_sv TEXT,
  message_en TEXT,
  PRIMARY KEY (one));
CREATE TABLE number_block(series TEXT NOT NULL,
  first_number INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  next_number INTEGER NOT NULL,
  sequence INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (series, first_number));
CREATE TABLE id_counter(type_number INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (type_number));
CREATE TABLE IF NOT EXISTS search_backlog(type_number INTEGER PRIMARY KEY, after_id INTEGER NOT NULL, records INTEGER NOT NULL, filled INTEGER NOT NULL);
CREATE TABLE "company"(id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL DEFAULT 0, created_by TEXT NOT NULL DEFAULT '', changed_at INTEGER NOT NULL DEFAULT 0, changed_by TEXT NOT NULL DEFAULT '',
  "name" TEXT,
  "organisation_number" TEXT,
  "address_line_1" TEXT,
  "address_line_2" TEXT,
  "postal_code" TEXT,
  "city" TEXT,
  "country" TEXT,
  "phone" TEXT,
  "email" TEXT,
  "website" TEXT,
  "managing_director" TEXT,
  "language" TEXT,
  "currency" TEXT,
  "vat_number" TEXT);
CREATE INDEX "company_changed_at" ON "company"(changed_at, id);
CREATE INDEX "company_by_title" ON "company"(CASE WHEN coalesce("name", '') GLOB '*[^ -~]*' THEN lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce("name", ''), 'å', '{'), 'Å', '{'), 'ä', '|'), 'Ä', '|'), 'æ', '|'), 'Æ', '|'), 'ö', '}'), 'Ö', '}'), 'ø', '}'), 'Ø', '}'), 'é', 'e'), 'É', 'e'), 'è', 'e'), 'È', 'e'), 'ü', 'y'), 'Ü', 'y'), 'á', 'a'), 'Á', 'a'), 'ó', 'o'), 'Ó', 'o')) ELSE lower(coalesce("name", '')) END, id);
CREATE TRIGGER "company_insert_guard" BEFORE INSERT ON "company" WHEN EXISTS (SELECT 1 FROM "company" WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: company.'); END;
CREATE TRIGGER "company_inserted" AFTER INSERT ON "company" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 1, NEW.id, 2, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 16383 AS m) WHERE m <> 0; END;
CREATE TRIGGER "company_updated" AFTER UPDATE OF "name", "organisation_number", "address_line_1", "address_line_2", "postal_code", "city", "country", "phone", "email", "website", "managing_director", "language", "currency", "vat_number" ON "company" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 1, NEW.id, 0, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 0 | ((OLD."name" IS NOT NEW."name") << 0) | ((OLD."organisation_number" IS NOT NEW."organisation_number") << 1) | ((OLD."address_line_1" IS NOT NEW."address_line_1") << 2) | ((OLD."address_line_2" IS NOT NEW."address_line_2") << 3) | ((OLD."postal_code" IS NOT NEW."postal_code") << 4) | ((OLD."city" IS NOT NEW."city") << 5) | ((OLD."country" IS NOT NEW."country") << 6) | ((OLD."phone" IS NOT NEW."phone") << 7) | ((OLD."email" IS NOT NEW."email") << 8) | ((OLD."website" IS NOT NEW."website") << 9) | ((OLD."managing_director" IS NOT NEW."managing_director") << 10) | ((OLD."language" IS NOT NEW."language") << 11) | ((OLD."currency" IS NOT NEW."currency") << 12) | ((OLD."vat_number" IS NOT NEW."vat_number") << 13) AS m) WHERE m <> 0; END;
CREATE TRIGGER "company_deleted" AFTER DELETE ON "company" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 1, OLD.id, 1, m, random() & 9007199254740991, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_by END, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, json_object('name', OLD."name", 'organisation_number', OLD."organisation_number", 'address_line_1', OLD."address_line_1", 'address_line_2', OLD."address_line_2", 'postal_code', OLD."postal_code", 'city', OLD."city", 'country', OLD."country", 'phone', OLD."phone", 'email', OLD."email", 'website', OLD."website", 'managing_director', OLD."managing_director", 'language', OLD."language", 'currency', OLD."currency", 'vat_number', OLD."vat_number") FROM (SELECT 16383 AS m) WHERE m <> 0; END;
CREATE TABLE "department"(id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL DEFAULT 0, created_by TEXT NOT NULL DEFAULT '', changed_at INTEGER NOT NULL DEFAULT 0, changed_by TEXT NOT NULL DEFAULT '',
  "name" TEXT,
  "code" TEXT,
  "active" INTEGER NOT NULL DEFAULT 1);
CREATE VIRTUAL TABLE "department_search" USING fts5(words, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE UNIQUE INDEX "department_code" ON "department"("code") WHERE "code" IS NOT NULL;
CREATE INDEX "department_changed_at" ON "department"(changed_at, id);
CREATE INDEX "department_by_title" ON "department"(CASE WHEN coalesce("name", '') GLOB '*[^ -~]*' THEN lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce("name", ''), 'å', '{'), 'Å', '{'), 'ä', '|'), 'Ä', '|'), 'æ', '|'), 'Æ', '|'), 'ö', '}'), 'Ö', '}'), 'ø', '}'), 'Ø', '}'), 'é', 'e'), 'É', 'e'), 'è', 'e'), 'È', 'e'), 'ü', 'y'), 'Ü', 'y'), 'á', 'a'), 'Á', 'a'), 'ó', 'o'), 'Ó', 'o')) ELSE lower(coalesce("name", '')) END, id);
CREATE TRIGGER "department_insert_guard" BEFORE INSERT ON "department" WHEN EXISTS (SELECT 1 FROM "department" WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "department" WHERE "code" = NEW."code") BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: department.'); END;
CREATE TRIGGER "department_update_guard" BEFORE UPDATE OF "code" ON "department" WHEN EXISTS (SELECT 1 FROM "department" WHERE "code" = NEW."code" AND id <> OLD.id) BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: department.'); END;
CREATE TRIGGER "department_search_inserted" AFTER INSERT ON "department" BEGIN
  INSERT INTO "department_search"(rowid, words) VALUES (NEW.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."name", '') || ' ' || coalesce(NEW."code", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø')); END;
CREATE TRIGGER "department_search_updated" AFTER UPDATE OF "name", "code" ON "department" BEGIN
  UPDATE "department_search" SET words = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."name", '') || ' ' || coalesce(NEW."code", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø') WHERE rowid = NEW.id; END;
CREATE TRIGGER "department_search_deleted" AFTER DELETE ON "department" BEGIN
  DELETE FROM "department_search" WHERE rowid = OLD.id; END;
CREATE TRIGGER "department_inserted" AFTER INSERT ON "department" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 2, NEW.id, 2, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 7 AS m) WHERE m <> 0; END;
CREATE TRIGGER "department_updated" AFTER UPDATE OF "name", "code", "active" ON "department" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 2, NEW.id, 0, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 0 | ((OLD."name" IS NOT NEW."name") << 0) | ((OLD."code" IS NOT NEW."code") << 1) | ((OLD."active" IS NOT NEW."active") << 2) AS m) WHERE m <> 0; END;
CREATE TRIGGER "department_deleted" AFTER DELETE ON "department" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 2, OLD.id, 1, m, random() & 9007199254740991, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_by END, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, json_object('name', OLD."name", 'code', OLD."code", 'active', json(CASE WHEN OLD."active" THEN 'true' ELSE 'false' END)) FROM (SELECT 7 AS m) WHERE m <> 0; END;
CREATE TABLE "property"(id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL DEFAULT 0, created_by TEXT NOT NULL DEFAULT '', changed_at INTEGER NOT NULL DEFAULT 0, changed_by TEXT NOT NULL DEFAULT '',
  "kind" TEXT,
  "name" TEXT,
  "name_english" TEXT,
  "sort_order" INTEGER,
  "active" INTEGER NOT NULL DEFAULT 1);
CREATE VIRTUAL TABLE "property_search" USING fts5(words, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE INDEX "property_changed_at" ON "property"(changed_at, id);
CREATE INDEX "property_by_title" ON "property"(CASE WHEN coalesce("name", '') GLOB '*[^ -~]*' THEN lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce("name", ''), 'å', '{'), 'Å', '{'), 'ä', '|'), 'Ä', '|'), 'æ', '|'), 'Æ', '|'), 'ö', '}'), 'Ö', '}'), 'ø', '}'), 'Ø', '}'), 'é', 'e'), 'É', 'e'), 'è', 'e'), 'È', 'e'), 'ü', 'y'), 'Ü', 'y'), 'á', 'a'), 'Á', 'a'), 'ó', 'o'), 'Ó', 'o')) ELSE lower(coalesce("name", '')) END, id);
CREATE TRIGGER "property_insert_guard" BEFORE INSERT ON "property" WHEN EXISTS (SELECT 1 FROM "property" WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: property.'); END;
CREATE TRIGGER "property_search_inserted" AFTER INSERT ON "property" BEGIN
  INSERT INTO "property_search"(rowid, words) VALUES (NEW.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."name", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø')); END;
CREATE TRIGGER "property_search_updated" AFTER UPDATE OF "name" ON "property" BEGIN
  UPDATE "property_search" SET words = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."name", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø') WHERE rowid = NEW.id; END;
CREATE TRIGGER "property_search_deleted" AFTER DELETE ON "property" BEGIN
  DELETE FROM "property_search" WHERE rowid = OLD.id; END;
CREATE TRIGGER "property_inserted" AFTER INSERT ON "property" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 3, NEW.id, 2, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 31 AS m) WHERE m <> 0; END;
CREATE TRIGGER "property_updated" AFTER UPDATE OF "kind", "name", "name_english", "sort_order", "active" ON "property" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 3, NEW.id, 0, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 0 | ((OLD."kind" IS NOT NEW."kind") << 0) | ((OLD."name" IS NOT NEW."name") << 1) | ((OLD."name_english" IS NOT NEW."name_english") << 2) | ((OLD."sort_order" IS NOT NEW."sort_order") << 3) | ((OLD."active" IS NOT NEW."active") << 4) AS m) WHERE m <> 0; END;
CREATE TRIGGER "property_deleted" AFTER DELETE ON "property" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 3, OLD.id, 1, m, random() & 9007199254740991, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_by END, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, json_object('kind', OLD."kind", 'name', OLD."name", 'name_english', OLD."name_english", 'sort_order', OLD."sort_order", 'active', json(CASE WHEN OLD."active" THEN 'true' ELSE 'false' END)) FROM (SELECT 31 AS m) WHERE m <> 0; END;
CREATE TABLE "employee"(id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL DEFAULT 0, created_by TEXT NOT NULL DEFAULT '', changed_at INTEGER NOT NULL DEFAULT 0, changed_by TEXT NOT NULL DEFAULT '',
  "number" INTEGER,
  "first_name" TEXT,
  "last_name" TEXT,
  "name" TEXT,
  "initials" TEXT,
  "email" TEXT,
  "phone" TEXT,
  "mobile" TEXT,
  "job_title" TEXT,
  "department" INTEGER REFERENCES "department"(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  "employed_from" TEXT,
  "employed_to" TEXT,
  "active" INTEGER NOT NULL DEFAULT 1);
CREATE VIRTUAL TABLE "employee_search" USING fts5(words, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE UNIQUE INDEX "employee_number" ON "employee"("number") WHERE "number" IS NOT NULL;
CREATE INDEX "employee_department" ON "employee"("department") WHERE "department" IS NOT NULL;
CREATE INDEX "employee_changed_at" ON "employee"(changed_at, id);
CREATE INDEX "employee_by_title" ON "employee"(CASE WHEN coalesce("name", '') GLOB '*[^ -~]*' THEN lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce("name", ''), 'å', '{'), 'Å', '{'), 'ä', '|'), 'Ä', '|'), 'æ', '|'), 'Æ', '|'), 'ö', '}'), 'Ö', '}'), 'ø', '}'), 'Ø', '}'), 'é', 'e'), 'É', 'e'), 'è', 'e'), 'È', 'e'), 'ü', 'y'), 'Ü', 'y'), 'á', 'a'), 'Á', 'a'), 'ó', 'o'), 'Ó', 'o')) ELSE lower(coalesce("name", '')) END, id);
CREATE TRIGGER "employee_insert_guard" BEFORE INSERT ON "employee" WHEN EXISTS (SELECT 1 FROM "employee" WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "employee" WHERE "number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: employee.'); END;
CREATE TRIGGER "employee_update_guard" BEFORE UPDATE OF "number" ON "employee" WHEN EXISTS (SELECT 1 FROM "employee" WHERE "number" = NEW."number" AND id <> OLD.id) BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: employee.'); END;
CREATE TRIGGER "employee_search_inserted" AFTER INSERT ON "employee" BEGIN
  INSERT INTO "employee_search"(rowid, words) VALUES (NEW.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."first_name", '') || ' ' || coalesce(NEW."last_name", '') || ' ' || coalesce(NEW."name", '') || ' ' || coalesce(NEW."initials", '') || ' ' || coalesce(NEW."email", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø')); END;
CREATE TRIGGER "employee_search_updated" AFTER UPDATE OF "first_name", "last_name", "name", "initials", "email" ON "employee" BEGIN
  UPDATE "employee_search" SET words = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."first_name", '') || ' ' || coalesce(NEW."last_name", '') || ' ' || coalesce(NEW."name", '') || ' ' || coalesce(NEW."initials", '') || ' ' || coalesce(NEW."email", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø') WHERE rowid = NEW.id; END;
CREATE TRIGGER "employee_search_deleted" AFTER DELETE ON "employee" BEGIN
  DELETE FROM "employee_search" WHERE rowid = OLD.id; END;
CREATE TRIGGER "employee_inserted" AFTER INSERT ON "employee" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 4, NEW.id, 2, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 8191 AS m) WHERE m <> 0; END;
CREATE TRIGGER "employee_updated" AFTER UPDATE OF "number", "first_name", "last_name", "name", "initials", "email", "phone", "mobile", "job_title", "department", "employed_from", "employed_to", "active" ON "employee" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 4, NEW.id, 0, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 0 | ((OLD."number" IS NOT NEW."number") << 0) | ((OLD."first_name" IS NOT NEW."first_name") << 1) | ((OLD."last_name" IS NOT NEW."last_name") << 2) | ((OLD."name" IS NOT NEW."name") << 3) | ((OLD."initials" IS NOT NEW."initials") << 4) | ((OLD."email" IS NOT NEW."email") << 5) | ((OLD."phone" IS NOT NEW."phone") << 6) | ((OLD."mobile" IS NOT NEW."mobile") << 7) | ((OLD."job_title" IS NOT NEW."job_title") << 8) | ((OLD."department" IS NOT NEW."department") << 9) | ((OLD."employed_from" IS NOT NEW."employed_from") << 10) | ((OLD."employed_to" IS NOT NEW."employed_to") << 11) | ((OLD."active" IS NOT NEW."active") << 12) AS m) WHERE m <> 0; END;
CREATE TRIGGER "employee_deleted" AFTER DELETE ON "employee" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 4, OLD.id, 1, m, random() & 9007199254740991, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_by END, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, json_object('number', OLD."number", 'first_name', OLD."first_name", 'last_name', OLD."last_name", 'name', OLD."name", 'initials', OLD."initials", 'email', OLD."email", 'phone', OLD."phone", 'mobile', OLD."mobile", 'job_title', OLD."job_title", 'department', OLD."department", 'employed_from', OLD."employed_from", 'employed_to', OLD."employed_to", 'active', json(CASE WHEN OLD."active" THEN 'true' ELSE 'false' END)) FROM (SELECT 8191 AS m) WHERE m <> 0; END;
CREATE TABLE "access_profile"(id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL DEFAULT 0, created_by TEXT NOT NULL DEFAULT '', changed_at INTEGER NOT NULL DEFAULT 0, changed_by TEXT NOT NULL DEFAULT '',
  "name" TEXT,
  "built_in" INTEGER NOT NULL DEFAULT 0);
CREATE VIRTUAL TABLE "access_profile_search" USING fts5(words, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE INDEX "access_profile_changed_at" ON "access_profile"(changed_at, id);
CREATE INDEX "access_profile_by_title" ON "access_profile"(CASE WHEN coalesce("name", '') GLOB '*[^ -~]*' THEN lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce("name", ''), 'å', '{'), 'Å', '{'), 'ä', '|'), 'Ä', '|'), 'æ', '|'), 'Æ', '|'), 'ö', '}'), 'Ö', '}'), 'ø', '}'), 'Ø', '}'), 'é', 'e'), 'É', 'e'), 'è', 'e'), 'È', 'e'), 'ü', 'y'), 'Ü', 'y'), 'á', 'a'), 'Á', 'a'), 'ó', 'o'), 'Ó', 'o')) ELSE lower(coalesce("name", '')) END, id);
CREATE TRIGGER "access_profile_insert_guard" BEFORE INSERT ON "access_profile" WHEN EXISTS (SELECT 1 FROM "access_profile" WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: access_profile.'); END;
CREATE TRIGGER "access_profile_search_inserted" AFTER INSERT ON "access_profile" BEGIN
  INSERT INTO "access_profile_search"(rowid, words) VALUES (NEW.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."name", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø')); END;
CREATE TRIGGER "access_profile_search_updated" AFTER UPDATE OF "name" ON "access_profile" BEGIN
  UPDATE "access_profile_search" SET words = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."name", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø') WHERE rowid = NEW.id; END;
CREATE TRIGGER "access_profile_search_deleted" AFTER DELETE ON "access_profile" BEGIN
  DELETE FROM "access_profile_search" WHERE rowid = OLD.id; END;
CREATE TRIGGER "access_profile_inserted" AFTER INSERT ON "access_profile" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 5, NEW.id, 2, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 3 AS m) WHERE m <> 0; END;
CREATE TRIGGER "access_profile_updated" AFTER UPDATE OF "name", "built_in" ON "access_profile" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 5, NEW.id, 0, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 0 | ((OLD."name" IS NOT NEW."name") << 0) | ((OLD."built_in" IS NOT NEW."built_in") << 1) AS m) WHERE m <> 0; END;
CREATE TRIGGER "access_profile_deleted" AFTER DELETE ON "access_profile" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 5, OLD.id, 1, m, random() & 9007199254740991, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_by END, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, json_object('name', OLD."name", 'built_in', json(CASE WHEN OLD."built_in" THEN 'true' ELSE 'false' END)) FROM (SELECT 3 AS m) WHERE m <> 0; END;
CREATE TABLE "user"(id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL DEFAULT 0, created_by TEXT NOT NULL DEFAULT '', changed_at INTEGER NOT NULL DEFAULT 0, changed_by TEXT NOT NULL DEFAULT '',
  "user_name" TEXT,
  "full_name" TEXT,
  "super_user" INTEGER NOT NULL DEFAULT 0,
  "employee" INTEGER REFERENCES "employee"(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  "access_profile" INTEGER REFERENCES "access_profile"(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  "active" INTEGER NOT NULL DEFAULT 1);
CREATE VIRTUAL TABLE "user_search" USING fts5(words, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE UNIQUE INDEX "user_user_name" ON "user"("user_name") WHERE "user_name" IS NOT NULL;
CREATE INDEX "user_employee" ON "user"("employee") WHERE "employee" IS NOT NULL;
CREATE INDEX "user_access_profile" ON "user"("access_profile") WHERE "access_profile" IS NOT NULL;
CREATE INDEX "user_changed_at" ON "user"(changed_at, id);
CREATE INDEX "user_by_title" ON "user"(CASE WHEN coalesce("full_name", '') GLOB '*[^ -~]*' THEN lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce("full_name", ''), 'å', '{'), 'Å', '{'), 'ä', '|'), 'Ä', '|'), 'æ', '|'), 'Æ', '|'), 'ö', '}'), 'Ö', '}'), 'ø', '}'), 'Ø', '}'), 'é', 'e'), 'É', 'e'), 'è', 'e'), 'È', 'e'), 'ü', 'y'), 'Ü', 'y'), 'á', 'a'), 'Á', 'a'), 'ó', 'o'), 'Ó', 'o')) ELSE lower(coalesce("full_name", '')) END, id);
CREATE TRIGGER "user_insert_guard" BEFORE INSERT ON "user" WHEN EXISTS (SELECT 1 FROM "user" WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "user" WHERE "user_name" = NEW."user_name") BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: user.'); END;
CREATE TRIGGER "user_update_guard" BEFORE UPDATE OF "user_name" ON "user" WHEN EXISTS (SELECT 1 FROM "user" WHERE "user_name" = NEW."user_name" AND id <> OLD.id) BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: user.'); END;
CREATE TRIGGER "user_search_inserted" AFTER INSERT ON "user" BEGIN
  INSERT INTO "user_search"(rowid, words) VALUES (NEW.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."user_name", '') || ' ' || coalesce(NEW."full_name", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø')); END;
CREATE TRIGGER "user_search_updated" AFTER UPDATE OF "user_name", "full_name" ON "user" BEGIN
  UPDATE "user_search" SET words = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."user_name", '') || ' ' || coalesce(NEW."full_name", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø') WHERE rowid = NEW.id; END;
CREATE TRIGGER "user_search_deleted" AFTER DELETE ON "user" BEGIN
  DELETE FROM "user_search" WHERE rowid = OLD.id; END;
CREATE TRIGGER "user_inserted" AFTER INSERT ON "user" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 6, NEW.id, 2, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 63 AS m) WHERE m <> 0; END;
CREATE TRIGGER "user_updated" AFTER UPDATE OF "user_name", "full_name", "super_user", "employee", "access_profile", "active" ON "user" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 6, NEW.id, 0, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 0 | ((OLD."user_name" IS NOT NEW."user_name") << 0) | ((OLD."full_name" IS NOT NEW."full_name") << 1) | ((OLD."super_user" IS NOT NEW."super_user") << 2) | ((OLD."employee" IS NOT NEW."employee") << 3) | ((OLD."access_profile" IS NOT NEW."access_profile") << 4) | ((OLD."active" IS NOT NEW."active") << 5) AS m) WHERE m <> 0; END;
CREATE TRIGGER "user_deleted" AFTER DELETE ON "user" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 6, OLD.id, 1, m, random() & 9007199254740991, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_by END, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, json_object('user_name', OLD."user_name", 'full_name', OLD."full_name", 'super_user', json(CASE WHEN OLD."super_user" THEN 'true' ELSE 'false' END), 'employee', OLD."employee", 'access_profile', OLD."access_profile", 'active', json(CASE WHEN OLD."active" THEN 'true' ELSE 'false' END)) FROM (SELECT 63 AS m) WHERE m <> 0; END;
CREATE TABLE "contact"(id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL DEFAULT 0, created_by TEXT NOT NULL DEFAULT '', changed_at INTEGER NOT NULL DEFAULT 0, changed_by TEXT NOT NULL DEFAULT '',
  "number" INTEGER,
  "name" TEXT,
  "is_customer" INTEGER NOT NULL DEFAULT 0,
  "is_supplier" INTEGER NOT NULL DEFAULT 0,
  "is_partner" INTEGER NOT NULL DEFAULT 0,
  "is_private" INTEGER NOT NULL DEFAULT 0,
  "organisation_number" TEXT,
  "phone" TEXT,
  "mobile" TEXT,
  "fax" TEXT,
  "email" TEXT,
  "website" TEXT,
  "address_line_1" TEXT,
  "address_line_2" TEXT,
  "postal_code" TEXT,
  "city" TEXT,
  "country" TEXT,
  "delivery_address_line_1" TEXT,
  "delivery_address_line_2" TEXT,
  "delivery_postal_code" TEXT,
  "delivery_city" TEXT,
  "delivery_country" TEXT,
  "our_reference" INTEGER REFERENCES "employee"(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  "department" INTEGER REFERENCES "department"(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  "status" INTEGER REFERENCES "property"(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  "category" INTEGER REFERENCES "property"(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  "line_of_business" INTEGER REFERENCES "property"(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  "contact_group" INTEGER REFERENCES "property"(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  "language" TEXT,
  "currency" TEXT,
  "vat_number" TEXT,
  "payment_terms" INTEGER REFERENCES "property"(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  "discount" INTEGER,
  "active" INTEGER NOT NULL DEFAULT 1,
  "note" TEXT);
CREATE VIRTUAL TABLE "contact_search" USING fts5(words, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE UNIQUE INDEX "contact_number" ON "contact"("number") WHERE "number" IS NOT NULL;
CREATE INDEX "contact_our_reference" ON "contact"("our_reference") WHERE "our_reference" IS NOT NULL;
CREATE INDEX "contact_department" ON "contact"("department") WHERE "department" IS NOT NULL;
CREATE INDEX "contact_status" ON "contact"("status") WHERE "status" IS NOT NULL;
CREATE INDEX "contact_category" ON "contact"("category") WHERE "category" IS NOT NULL;
CREATE INDEX "contact_line_of_business" ON "contact"("line_of_business") WHERE "line_of_business" IS NOT NULL;
CREATE INDEX "contact_contact_group" ON "contact"("contact_group") WHERE "contact_group" IS NOT NULL;
CREATE INDEX "contact_payment_terms" ON "contact"("payment_terms") WHERE "payment_terms" IS NOT NULL;
CREATE INDEX "contact_changed_at" ON "contact"(changed_at, id);
CREATE INDEX "contact_by_title" ON "contact"(CASE WHEN coalesce("name", '') GLOB '*[^ -~]*' THEN lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce("name", ''), 'å', '{'), 'Å', '{'), 'ä', '|'), 'Ä', '|'), 'æ', '|'), 'Æ', '|'), 'ö', '}'), 'Ö', '}'), 'ø', '}'), 'Ø', '}'), 'é', 'e'), 'É', 'e'), 'è', 'e'), 'È', 'e'), 'ü', 'y'), 'Ü', 'y'), 'á', 'a'), 'Á', 'a'), 'ó', 'o'), 'Ó', 'o')) ELSE lower(coalesce("name", '')) END, id);
CREATE TRIGGER "contact_insert_guard" BEFORE INSERT ON "contact" WHEN EXISTS (SELECT 1 FROM "contact" WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "contact" WHERE "number" = NEW."number") BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: contact.'); END;
CREATE TRIGGER "contact_update_guard" BEFORE UPDATE OF "number" ON "contact" WHEN EXISTS (SELECT 1 FROM "contact" WHERE "number" = NEW."number" AND id <> OLD.id) BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: contact.'); END;
CREATE TRIGGER "contact_search_inserted" AFTER INSERT ON "contact" BEGIN
  INSERT INTO "contact_search"(rowid, words) VALUES (NEW.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(CAST(NEW."number" AS TEXT), '') || ' ' || coalesce(NEW."name", '') || ' ' || coalesce(NEW."organisation_number", '') || ' ' || coalesce(NEW."phone", '') || ' ' || coalesce(replace(replace(replace(replace(replace(replace(replace(replace(replace(NEW."phone", ' ', ''), '-', ''), '(', ''), ')', ''), '/', ''), '.', ''), '+', ''), ' ', ''), '–', ''), '') || ' ' || coalesce(NEW."mobile", '') || ' ' || coalesce(replace(replace(replace(replace(replace(replace(replace(replace(replace(NEW."mobile", ' ', ''), '-', ''), '(', ''), ')', ''), '/', ''), '.', ''), '+', ''), ' ', ''), '–', ''), '') || ' ' || coalesce(NEW."email", '') || ' ' || coalesce(NEW."city", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø')); END;
CREATE TRIGGER "contact_search_updated" AFTER UPDATE OF "number", "name", "organisation_number", "phone", "mobile", "email", "city" ON "contact" BEGIN
  UPDATE "contact_search" SET words = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(CAST(NEW."number" AS TEXT), '') || ' ' || coalesce(NEW."name", '') || ' ' || coalesce(NEW."organisation_number", '') || ' ' || coalesce(NEW."phone", '') || ' ' || coalesce(replace(replace(replace(replace(replace(replace(replace(replace(replace(NEW."phone", ' ', ''), '-', ''), '(', ''), ')', ''), '/', ''), '.', ''), '+', ''), ' ', ''), '–', ''), '') || ' ' || coalesce(NEW."mobile", '') || ' ' || coalesce(replace(replace(replace(replace(replace(replace(replace(replace(replace(NEW."mobile", ' ', ''), '-', ''), '(', ''), ')', ''), '/', ''), '.', ''), '+', ''), ' ', ''), '–', ''), '') || ' ' || coalesce(NEW."email", '') || ' ' || coalesce(NEW."city", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø') WHERE rowid = NEW.id; END;
CREATE TRIGGER "contact_search_deleted" AFTER DELETE ON "contact" BEGIN
  DELETE FROM "contact_search" WHERE rowid = OLD.id; END;
CREATE TRIGGER "contact_inserted" AFTER INSERT ON "contact" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 7, NEW.id, 2, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 34359738367 AS m) WHERE m <> 0; END;
CREATE TRIGGER "contact_updated" AFTER UPDATE OF "number", "name", "is_customer", "is_supplier", "is_partner", "is_private", "organisation_number", "phone", "mobile", "fax", "email", "website", "address_line_1", "address_line_2", "postal_code", "city", "country", "delivery_address_line_1", "delivery_address_line_2", "delivery_postal_code", "delivery_city", "delivery_country", "our_reference", "department", "status", "category", "line_of_business", "contact_group", "language", "currency", "vat_number", "payment_terms", "discount", "active", "note" ON "contact" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 7, NEW.id, 0, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 0 | ((OLD."number" IS NOT NEW."number") << 0) | ((OLD."name" IS NOT NEW."name") << 1) | ((OLD."is_customer" IS NOT NEW."is_customer") << 2) | ((OLD."is_supplier" IS NOT NEW."is_supplier") << 3) | ((OLD."is_partner" IS NOT NEW."is_partner") << 4) | ((OLD."is_private" IS NOT NEW."is_private") << 5) | ((OLD."organisation_number" IS NOT NEW."organisation_number") << 6) | ((OLD."phone" IS NOT NEW."phone") << 7) | ((OLD."mobile" IS NOT NEW."mobile") << 8) | ((OLD."fax" IS NOT NEW."fax") << 9) | ((OLD."email" IS NOT NEW."email") << 10) | ((OLD."website" IS NOT NEW."website") << 11) | ((OLD."address_line_1" IS NOT NEW."address_line_1") << 12) | ((OLD."address_line_2" IS NOT NEW."address_line_2") << 13) | ((OLD."postal_code" IS NOT NEW."postal_code") << 14) | ((OLD."city" IS NOT NEW."city") << 15) | ((OLD."country" IS NOT NEW."country") << 16) | ((OLD."delivery_address_line_1" IS NOT NEW."delivery_address_line_1") << 17) | ((OLD."delivery_address_line_2" IS NOT NEW."delivery_address_line_2") << 18) | ((OLD."delivery_postal_code" IS NOT NEW."delivery_postal_code") << 19) | ((OLD."delivery_city" IS NOT NEW."delivery_city") << 20) | ((OLD."delivery_country" IS NOT NEW."delivery_country") << 21) | ((OLD."our_reference" IS NOT NEW."our_reference") << 22) | ((OLD."department" IS NOT NEW."department") << 23) | ((OLD."status" IS NOT NEW."status") << 24) | ((OLD."category" IS NOT NEW."category") << 25) | ((OLD."line_of_business" IS NOT NEW."line_of_business") << 26) | ((OLD."contact_group" IS NOT NEW."contact_group") << 27) | ((OLD."language" IS NOT NEW."language") << 28) | ((OLD."currency" IS NOT NEW."currency") << 29) | ((OLD."vat_number" IS NOT NEW."vat_number") << 30) | ((OLD."payment_terms" IS NOT NEW."payment_terms") << 31) | ((OLD."discount" IS NOT NEW."discount") << 32) | ((OLD."active" IS NOT NEW."active") << 33) | ((OLD."note" IS NOT NEW."note") << 34) AS m) WHERE m <> 0; END;
CREATE TRIGGER "contact_deleted" AFTER DELETE ON "contact" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 7, OLD.id, 1, m, random() & 9007199254740991, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_by END, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, json_object('number', OLD."number", 'name', OLD."name", 'is_customer', json(CASE WHEN OLD."is_customer" THEN 'true' ELSE 'false' END), 'is_supplier', json(CASE WHEN OLD."is_supplier" THEN 'true' ELSE 'false' END), 'is_partner', json(CASE WHEN OLD."is_partner" THEN 'true' ELSE 'false' END), 'is_private', json(CASE WHEN OLD."is_private" THEN 'true' ELSE 'false' END), 'organisation_number', OLD."organisation_number", 'phone', OLD."phone", 'mobile', OLD."mobile", 'fax', OLD."fax", 'email', OLD."email", 'website', OLD."website", 'address_line_1', OLD."address_line_1", 'address_line_2', OLD."address_line_2", 'postal_code', OLD."postal_code", 'city', OLD."city", 'country', OLD."country", 'delivery_address_line_1', OLD."delivery_address_line_1", 'delivery_address_line_2', OLD."delivery_address_line_2", 'delivery_postal_code', OLD."delivery_postal_code", 'delivery_city', OLD."delivery_city", 'delivery_country', OLD."delivery_country", 'our_reference', OLD."our_reference", 'department', OLD."department", 'status', OLD."status", 'category', OLD."category", 'line_of_business', OLD."line_of_business", 'contact_group', OLD."contact_group", 'language', OLD."language", 'currency', OLD."currency", 'vat_number', OLD."vat_number", 'payment_terms', OLD."payment_terms", 'discount', OLD."discount", 'active', json(CASE WHEN OLD."active" THEN 'true' ELSE 'false' END), 'note', OLD."note") FROM (SELECT 34359738367 AS m) WHERE m <> 0; END;
CREATE TABLE "contact_person"(id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL DEFAULT 0, created_by TEXT NOT NULL DEFAULT '', changed_at INTEGER NOT NULL DEFAULT 0, changed_by TEXT NOT NULL DEFAULT '',
  "contact" INTEGER REFERENCES "contact"(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  "name" TEXT,
  "title" TEXT,
  "department" TEXT,
  "phone" TEXT,
  "mobile" TEXT,
  "email" TEXT,
  "address_line_1" TEXT,
  "postal_code" TEXT,
  "city" TEXT,
  "country" TEXT,
  "active" INTEGER NOT NULL DEFAULT 1,
  "note" TEXT,
  "role" INTEGER REFERENCES "property"(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED);
CREATE VIRTUAL TABLE "contact_person_search" USING fts5(words, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE INDEX "contact_person_contact" ON "contact_person"("contact") WHERE "contact" IS NOT NULL;
CREATE INDEX "contact_person_role" ON "contact_person"("role") WHERE "role" IS NOT NULL;
CREATE INDEX "contact_person_changed_at" ON "contact_person"(changed_at, id);
CREATE INDEX "contact_person_by_title" ON "contact_person"(CASE WHEN coalesce("name", '') GLOB '*[^ -~]*' THEN lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce("name", ''), 'å', '{'), 'Å', '{'), 'ä', '|'), 'Ä', '|'), 'æ', '|'), 'Æ', '|'), 'ö', '}'), 'Ö', '}'), 'ø', '}'), 'Ø', '}'), 'é', 'e'), 'É', 'e'), 'è', 'e'), 'È', 'e'), 'ü', 'y'), 'Ü', 'y'), 'á', 'a'), 'Á', 'a'), 'ó', 'o'), 'Ó', 'o')) ELSE lower(coalesce("name", '')) END, id);
CREATE TRIGGER "contact_person_insert_guard" BEFORE INSERT ON "contact_person" WHEN EXISTS (SELECT 1 FROM "contact_person" WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: contact_person.'); END;
CREATE TRIGGER "contact_person_search_inserted" AFTER INSERT ON "contact_person" BEGIN
  INSERT INTO "contact_person_search"(rowid, words) VALUES (NEW.id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."name", '') || ' ' || coalesce(NEW."title", '') || ' ' || coalesce(NEW."phone", '') || ' ' || coalesce(replace(replace(replace(replace(replace(replace(replace(replace(replace(NEW."phone", ' ', ''), '-', ''), '(', ''), ')', ''), '/', ''), '.', ''), '+', ''), ' ', ''), '–', ''), '') || ' ' || coalesce(NEW."mobile", '') || ' ' || coalesce(replace(replace(replace(replace(replace(replace(replace(replace(replace(NEW."mobile", ' ', ''), '-', ''), '(', ''), ')', ''), '/', ''), '.', ''), '+', ''), ' ', ''), '–', ''), '') || ' ' || coalesce(NEW."email", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø')); END;
CREATE TRIGGER "contact_person_search_updated" AFTER UPDATE OF "name", "title", "phone", "mobile", "email" ON "contact_person" BEGIN
  UPDATE "contact_person_search" SET words = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(coalesce(NEW."name", '') || ' ' || coalesce(NEW."title", '') || ' ' || coalesce(NEW."phone", '') || ' ' || coalesce(replace(replace(replace(replace(replace(replace(replace(replace(replace(NEW."phone", ' ', ''), '-', ''), '(', ''), ')', ''), '/', ''), '.', ''), '+', ''), ' ', ''), '–', ''), '') || ' ' || coalesce(NEW."mobile", '') || ' ' || coalesce(replace(replace(replace(replace(replace(replace(replace(replace(replace(NEW."mobile", ' ', ''), '-', ''), '(', ''), ')', ''), '/', ''), '.', ''), '+', ''), ' ', ''), '–', ''), '') || ' ' || coalesce(NEW."email", ''), 'å', 'å'), 'Å', 'Å'), 'ä', 'ä'), 'Ä', 'Ä'), 'ö', 'ö'), 'Ö', 'Ö'), 'å', 'ꜳ'), 'Å', 'ꜳ'), 'ä', 'æ'), 'Ä', 'æ'), 'ö', 'ø'), 'Ö', 'ø') WHERE rowid = NEW.id; END;
CREATE TRIGGER "contact_person_search_deleted" AFTER DELETE ON "contact_person" BEGIN
  DELETE FROM "contact_person_search" WHERE rowid = OLD.id; END;
CREATE TRIGGER "contact_person_inserted" AFTER INSERT ON "contact_person" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 8, NEW.id, 2, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> 0 THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 16383 AS m) WHERE m <> 0; END;
CREATE TRIGGER "contact_person_updated" AFTER UPDATE OF "contact", "name", "title", "department", "phone", "mobile", "email", "address_line_1", "postal_code", "city", "country", "active", "note", "role" ON "contact_person" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 8, NEW.id, 0, m, random() & 9007199254740991, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_by END, CASE WHEN NEW.changed_at <> OLD.changed_at THEN NEW.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, NULL FROM (SELECT 0 | ((OLD."contact" IS NOT NEW."contact") << 0) | ((OLD."name" IS NOT NEW."name") << 1) | ((OLD."title" IS NOT NEW."title") << 2) | ((OLD."department" IS NOT NEW."department") << 3) | ((OLD."phone" IS NOT NEW."phone") << 4) | ((OLD."mobile" IS NOT NEW."mobile") << 5) | ((OLD."email" IS NOT NEW."email") << 6) | ((OLD."address_line_1" IS NOT NEW."address_line_1") << 7) | ((OLD."postal_code" IS NOT NEW."postal_code") << 8) | ((OLD."city" IS NOT NEW."city") << 9) | ((OLD."country" IS NOT NEW."country") << 10) | ((OLD."active" IS NOT NEW."active") << 11) | ((OLD."note" IS NOT NEW."note") << 12) | ((OLD."role" IS NOT NEW."role") << 13) AS m) WHERE m <> 0; END;
CREATE TRIGGER "contact_person_deleted" AFTER DELETE ON "contact_person" WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN
  INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, image) SELECT 8, OLD.id, 1, m, random() & 9007199254740991, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_by END, CASE WHEN OLD.changed_at <> 0 THEN OLD.changed_at ELSE CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) END, json_object('contact', OLD."contact", 'name', OLD."name", 'title', OLD."title", 'department', OLD."department", 'phone', OLD."phone", 'mobile', OLD."mobile", 'email', OLD."email", 'address_line_1', OLD."address_line_1", 'postal_code', OLD."postal_code", 'city', OLD."city", 'country', OLD."country", 'active', json(CASE WHEN OLD."active" THEN 'true' ELSE 'false' END), 'note', OLD."note", 'role', OLD."role") FROM (SELECT 16383 AS m) WHERE m <> 0; END;
