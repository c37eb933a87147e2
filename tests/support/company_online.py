"""What a company of canaries.py has online besides its records: people, letters, programs, conflicts."""

import contextlib
import hashlib
import sqlite3
from urllib.parse import urlencode

from support.canaries import ONLINE, Company, registers
from support.mail import wait_for_letter
from support.online import Session
from support.person_in_browser import open_in_browser
from support.world import PASSWORD, World

REDIRECT = "https://program.example.com/done"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # of RFC 7636, with its challenge


def set_up_online(company: Company, server: World) -> dict:
    """All ids of the company by kind. `server`: the world whose tusk-online it is connected to."""
    anna = Session(server.url, company.address("anna"), PASSWORD)
    word = company.canary.word

    def post(path: str, body: dict):
        return anna.request("POST", "/api/v1" + path, body)
    role = post("/administration/roles", {"name": f"Växel {word}", "rights": [
        {"record_type": "contact", "right": "read"}]})["id"]
    client = post("/administration/clients", {
        "name": f"Tid {word}", "is_public": True, "redirect_uris": [f"https://{word}.example/done", REDIRECT]})["client"]["id"]
    people = anna.get("/administration/people?limit=100")["people"]
    invitee = next(one for one in people if one["status"] == "not_invited" and one["record_type"] == "user")
    invitation = post("/administration/invitations", {
        "record_type": "user", "record_id": invitee["record_id"], "email": company.address("invited"),
        "role": "member", "message": f"Välkommen, {word}"})["id"]
    name = anna.get("/session")["company"]["name"]
    server.admin("admin", "add-person", "--email", company.address("berit"), "--company", name, "--name",
                 f"Berit {word}", "--password-file", server.folder / "password")
    [[person, computer]] = server.directory(
        "SELECT p.id, d.computer_uuid FROM directory_identity p, directory_company c JOIN directory_device d ON d.company = c.id "
        f"WHERE p.email = '{company.address('berit')}' AND c.name = '{name}'")
    make_conflict_and_problem(company, anna)
    waiting = [begin_log_in(anna, client) for _ in range(2)]
    post("/authorization", {"request": waiting[0]})
    post("/password/forgotten", {"email": company.address("berit")})
    [[company_id, office]] = server.directory(
        f"SELECT id, office_uuid FROM directory_company WHERE id = '{anna.get('/session')['company']['id']}'")

    def token(page: str, person: str) -> str:
        return wait_for_letter(server, page, to=company.address(person)).token(page)
    ids = {"role": role, "client": client, "invitation": invitation, "person": person, "request": waiting[1],
           "company": company_id, "office": office, "conflict": anna.get("/sync/conflicts")["conflicts"][0]["id"],
           "invitation_token": token("invitation", "invited"), "reset_token": token("reset-password", "berit"),
           "confirm_token": token("confirm-email", "berit"), "computer": computer,
           "session": anna.get("/account/sessions")["sessions"][0]["id"],
           "browser": anna.get("/account/browsers")["browsers"][0]["id"], "archive": f"archive-{word}",
           # Whoever had one would not log in here without it.
           "passkey": hashlib.sha256(word.encode()).hexdigest()[:32]}
    company.canary.know(*[value for kind, value in ids.items() if kind not in ("conflict", "computer", "archive")])
    records = {f"record {register}": max(one["id"] for one in anna.list(register)) for register in registers(ONLINE)}
    return {**ids, **records, "email": company.address("berit"), "block": 1, "number": 1, "word": word,
            "password": "inte ens nastan ratt"}


def make_conflict_and_problem(company: Company, anna: Session):
    """Both sides change one field in one round; and a record that the office does not take."""
    world, word = company.world, company.canary.word
    contact = company.records["contact"][0]
    world.syncd.stop()
    company.tusk("record", "set", "contact", contact, f"city={word} kontor")
    anna.change("contact", contact, city=f"{word} online")
    index = "CREATE UNIQUE INDEX of_the_payroll ON contact(organisation_number)"
    if world.postgres:
        world.postgres.execute(world.databases["office"], index)
    else:
        with contextlib.closing(sqlite3.connect(world.company_file("office"), timeout=30)) as database:
            database.execute(index)
    taken = anna.record("contact", contact)["fields"]["organisation_number"]
    anna.create("contact", name=f"{word} två gånger", organisation_number=taken)
    for _ in range(1, company.copies):
        anna.create("contact", name=f"{word} till")
    world.start_syncd()
    world.wait_for(lambda: anna.get("/sync/conflicts")["conflicts"], "the conflict")
    world.wait_for(lambda: anna.get("/sync/problems")["problems"], "the problem")
    world.wait_until_synchronised()


def log_in_address(session: Session, client: str) -> str:
    """Where a program sends its people to log in."""
    query = {"response_type": "code", "client_id": client, "redirect_uri": REDIRECT, "scope": "openid profile email",
             "state": "x", "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
             "code_challenge_method": "S256"}
    return f"{session.url}/oauth2/authorize?{urlencode(query)}"


def begin_log_in(session: Session, client: str) -> str:
    """A log-in to a program that waits for its person to allow it; what stands after # then."""
    return open_in_browser(session, log_in_address(session, client))
