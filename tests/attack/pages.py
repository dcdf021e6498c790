"""What stands on a page: its links and forms. Reads HTML and knows none of our pages."""

import dataclasses
import urllib.parse
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    kind: str
    values: list
    required: bool = False


@dataclass
class Form:
    method: str
    action: str
    multipart: bool
    fields: dict = field(default_factory=dict)
    # What a browser would send if nothing was filled in.
    given: list = field(default_factory=list)

    def filled(self, **typed):
        """The form's fields with these in place of what stood there."""
        kept = [(name, value) for name, value in self.given if name not in typed]
        return kept + [(n, v) for n, all_ in typed.items() for v in (all_ if isinstance(all_, list) else [all_])]


class Reader(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.links, self.forms, self.elsewhere = [], [], []
        self.form = self.select = self.option = self.area = None
        self.feed(text)
        # Buttons that send their form to another address.
        self.forms += [dataclasses.replace(form, action=action) for form, action in self.elsewhere]

    def handle_starttag(self, tag, attrs):
        told = {key: value or "" for key, value in attrs}
        for key in ("href", "src", "hx-get", "hx-sse:connect"):
            if key in told:
                self.links.append(told[key])
        if tag == "form":
            method, action = told.get("method", "get").lower(), told.get("action", "")
            self.form = Form(method, action, told.get("enctype", "").startswith("multipart"))
            self.forms.append(self.form)
        elif tag in ("button", "input") and self.form is not None and "formaction" in told:
            self.elsewhere.append((self.form, told["formaction"]))
        if tag != "form" and self.form is not None and "name" in told and tag in ("input", "button", "select", "textarea"):
            self.put(tag, told)
        elif tag == "option" and self.select:
            self.option = told
            self.form.fields[self.select].values.append(told.get("value", ""))
            if "selected" in told or all(name != self.select for name, _ in self.form.given):
                self.form.given = [(n, v) for n, v in self.form.given if n != self.select]
                self.form.given.append((self.select, told.get("value", "")))

    def put(self, tag, told):
        kind = told.get("type", "text") if tag == "input" else tag
        known = self.form.fields.setdefault(told["name"], Field(kind, [], "required" in told))
        if tag == "select":
            self.select = told["name"]
        elif tag == "textarea":
            self.area = told["name"]
            self.form.given.append((told["name"], ""))
        elif kind == "file":
            pass
        else:
            known.values.append(told.get("value", ""))
            chosen = kind not in ("checkbox", "radio", "button", "submit") or "checked" in told
            if chosen and tag == "input":
                self.form.given.append((told["name"], told.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = self.select = self.area = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area and self.form:
            self.form.given = [(n, v + data if n == self.area else v) for n, v in self.form.given]


def forms(text):
    return Reader(text).forms


def form(text, action):
    """The page's form that is sent there."""
    found = [f for f in forms(text) if urllib.parse.urlsplit(f.action).path == action]
    if not found:
        raise SystemExit(f"FAIL no form is sent to {action}: there are {[f.action for f in forms(text)]}")
    return found[0]


def links(text):
    """Addresses on this page that lead to another of ours, each once, without what stands behind a #."""
    found = (urllib.parse.urldefrag(link).url for link in Reader(text).links)
    return list(dict.fromkeys(link for link in found if link.startswith("/") and not link.startswith("//")))


def value(text, field):
    """What stands in the field with this id, be it in a form or not."""
    found = Values(field)
    found.feed(text)
    if found.value is None:
        raise SystemExit(f"FAIL no field {field} on the page")
    return found.value


class Values(HTMLParser):
    def __init__(self, wanted):
        super().__init__(convert_charrefs=True)
        self.wanted, self.value = wanted, None

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "input" and told.get("id") == self.wanted:
            self.value = told.get("value") or ""
