"""Whether both sides have the same: every record of every register that is online, with all of its fields that are."""

from support.online import RestError

TYPES = ("company", "property", "department", "access_profile", "employee", "user", "contact", "contact_person")


def differing_registers(world, anna) -> list[str]:
    """Names of the registers that differ. `anna`: a log-in online. A register that is not online is told so."""
    found = []
    for record_type in TYPES:
        try:
            online = anna.list(record_type)
        except RestError as error:
            if error.status != 404:
                raise
            continue
        fields = set(online[0]["fields"]) if online else set()

        def essence(records, fields=fields):
            return {r["id"]: ({n: v for n, v in r["fields"].items() if n in fields}, r["changed_by"])
                    for r in records}
        if essence(online) != essence(world.list(record_type)):
            found.append(record_type)
    return found
