"""What the pages themselves tell an attacker: links, forms, their fields and what stands in them, gathered by each
visitor on their own way through the office.
"""

import urllib.parse
from collections import Counter, defaultdict, deque

import pages

# Of pages of one kind, so many are opened by each visitor.
EACH = 4
MOST = 400


class Harvest:
    def __init__(self, rows):
        self.rows = rows
        # (method, template) -> {field: Field}; the same of what stands behind a question mark.
        self.forms, self.queries = defaultdict(dict), defaultdict(dict)
        # (template, name) -> words that stood there.
        self.named = defaultdict(list)
        self.opened = defaultdict(set)
        # The pages themselves.
        self.pages = []

    def walk(self, visitor, starts):
        """Every page of `starts`, and from there a few of each kind."""
        todo, seen, each = deque(starts), set(), Counter()
        while todo and len(seen) < MOST:
            target = todo.popleft()
            path = target.split("?")[0]
            template, row, _ = self.rows.of("GET", path)
            if target in seen or row is None or path == "/meja/langsung" or path.startswith("/aset"):
                continue
            if each[template] >= EACH and target not in starts:
                continue
            each[template] += 1
            seen.add(target)
            answer = visitor.get(target)
            if answer.status == 303:
                todo.append(answer.location)
            if answer.status == 200:
                self.opened[visitor.name].add(template)
            if answer.header("content-type").startswith("text/html"):
                self.pages.append(answer)
                todo.extend(self.read(answer.text, target))

    def read(self, text, target):
        """Notes the page's forms and links; the links."""
        links = pages.links(text)
        for form in pages.forms(text):
            action = urllib.parse.urljoin(target, form.action)
            self.note(form.method.upper(), action, form.fields)
            if form.method == "get":
                links.append(f"{action}?{urllib.parse.urlencode(form.given)}")
        for link in links:
            self.note("GET", link, {})
        return links

    def note(self, method, target, fields):
        parts = urllib.parse.urlsplit(target)
        template, row, matched = self.rows.of(method, parts.path)
        if row is None:
            return
        for name, value in matched.groupdict().items():
            put(self.named[template, name], urllib.parse.unquote(value))
        known = self.queries[template] if method == "GET" else self.forms[method, template]
        for name, field in fields.items():
            merge(known, name, field)
        for name, value in urllib.parse.parse_qsl(parts.query):
            merge(self.queries[template], name, pages.Field("text", [value]))


def merge(known, name, field):
    kept = known.setdefault(name, pages.Field(field.kind, []))
    for value in field.values:
        put(kept.values, value)


def put(values, value, most=12):
    if value not in values and len(values) < most:
        values.append(value)
