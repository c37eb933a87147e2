"""A browser's view of Tusk Online: one person who is logged in, over the REST interface."""

import http.cookiejar
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request


class RestError(Exception):
    def __init__(self, status: int, body: dict, retry_after: int = 0):
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body
        self.retry_after = retry_after  # seconds


class Browser:
    """With its cookies; nobody is logged in yet."""

    def __init__(self, url: str):
        self.url = url
        self.csrf_token = ""
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def cookies(self) -> list:
        return list(self.jar)

    def request(self, method: str, path: str, body=None, headers=None):
        """Who asks faster than a session may is told how long to wait, and does."""
        while True:
            try:
                return self._request(method, path, body, headers)
            except RestError as error:
                if error.status != 429:
                    raise
                time.sleep(error.retry_after)

    def _request(self, method: str, path: str, body, headers):
        request = urllib.request.Request(self.url + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        request.add_header("Accept-Language", "en")
        request.add_header("X-CSRF-Token", self.csrf_token)
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with self.opener.open(request, timeout=60) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            text = error.read()
            raise RestError(error.code, json.loads(text) if text else {},
                            int(error.headers.get("Retry-After", 0))) from None
        return json.loads(text) if text else None


class Session(Browser):
    def __init__(self, url: str, email: str, password: str):
        super().__init__(url)
        self.about = self.request("POST", "/api/v1/session", {"email": email, "password": password})
        self.csrf_token = self.about["csrf_token"]
        if self.about["company"] is None:
            self.about = self.request("PATCH", "/api/v1/session",
                                      {"company_id": self.about["companies"][0]["id"]})
            self.csrf_token = self.about["csrf_token"]

    def get(self, path: str):
        return self.request("GET", "/api/v1" + path)

    def list(self, record_type: str, **query) -> list[dict]:
        """All records of a type, page by page."""
        records, cursor = [], None
        while True:
            words = {"limit": 500, **query, **({"cursor": cursor} if cursor else {})}
            page = self.get(f"/records/{record_type}?{urllib.parse.urlencode(words)}")
            records += page["records"]
            cursor = page["next_cursor"]
            if not cursor:
                return records

    def record(self, record_type: str, record_id: int) -> dict:
        return self.get(f"/records/{record_type}/{record_id}")

    def find(self, record_type: str, record_id: int) -> dict | None:
        try:
            return self.record(record_type, record_id)
        except RestError as error:
            if error.status == 404:
                return None
            raise

    def create(self, record_type: str, **fields) -> dict:
        return self.request("POST", f"/api/v1/records/{record_type}", {"fields": fields})

    def change(self, record_type: str, record_id: int, **fields) -> dict:
        etag = self.record(record_type, record_id)["etag"]
        return self.request("PATCH", f"/api/v1/records/{record_type}/{record_id}", {"fields": fields},
                            {"If-Match": etag})

    def delete(self, record_type: str, record_id: int):
        return self.request("DELETE", f"/api/v1/records/{record_type}/{record_id}")


class Events(threading.Thread):
    """What a browser hears on its event stream, until that ends."""

    def __init__(self, session):
        super().__init__(daemon=True)
        self.stream = session.opener.open(session.url + "/api/v1/events", timeout=120)
        self.events: list[tuple[str, dict]] = []
        self.start()

    def run(self):
        name = ""
        for line in self.stream:
            text = line.decode().rstrip("\r\n")
            if text.startswith("event:"):
                name = text.removeprefix("event:").strip()
            elif text.startswith("data:"):
                self.events.append((name, json.loads(text.removeprefix("data:"))))
