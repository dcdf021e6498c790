"""The printed OpenAPI document, filled with what the pages told: which fields a form has, what stands in them and which
words an address is really asked with. A program that makes up requests finds its way in by these.
"""

import copy

FREE = {"type": "string", "maxLength": 80}


def filled(document, harvest, named):
    """`named` adds words for a path's or form's names that stand on no page."""
    whole = copy.deepcopy(document)
    for path, methods in whole["paths"].items():
        for method, told in methods.items():
            for parameter in told.get("parameters", []):
                if parameter["in"] == "path":
                    words = harvest.named.get((path, parameter["name"]), []) + named.get((path, parameter["name"]), [])
                    words += named.get(parameter["name"], [])
                    parameter["schema"] = either(words, {"type": "string", "minLength": 1, "maxLength": 40})
            if method == "get" and path in harvest.queries:
                told.setdefault("parameters", []).extend(queries(harvest.queries[path]))
            fields = harvest.forms.get((method.upper(), path))
            if fields and "requestBody" in told:
                fill(told["requestBody"]["content"], fields)
    return whole


def fill(content, fields):
    for media, kind in content.items():
        if media in ("application/x-www-form-urlencoded", "multipart/form-data", "application/json"):
            kind["schema"] = {"type": "object", "properties": {n: schema(f) for n, f in fields.items()}}


def schema(field):
    if field.kind == "file":
        return {"type": "string", "format": "binary"}
    several = field.kind == "checkbox" and len(field.values) > 1
    one = either(field.values, FREE)
    return {"type": "array", "items": one, "maxItems": 4} if several else one


def queries(fields):
    return [{"name": name, "in": "query", "schema": either(field.values, FREE)} for name, field in fields.items()]


def either(words, free):
    return {"anyOf": [{"type": "string", "enum": list(dict.fromkeys(words))}, free]} if words else free


def may(told, name):
    return name in told["x-roles"] if "x-roles" in told else name in ("nobody", "resident")


def dealt(document, names, pick):
    """Each row to one of those who may open it, who tries it thoroughly: (path, method) -> name."""
    rows = [(path, method, told) for path, all_ in document["paths"].items() for method, told in all_.items()]
    able = {(path, method): [n for n in names if may(told, n)] for path, method, told in rows}
    return {row: pick.choice(able_ or ["nobody"]) for row, able_ in able.items()}


def split(document, name, thoroughly):
    """The rows that this visitor tries thoroughly, the others that they may open, and those that they may not."""
    parts = [copy.deepcopy(document) for _ in range(3)]
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            kept = 0 if thoroughly(path, method) else 1 if may(told, name) else 2
            for number, part in enumerate(parts):
                if number != kept:
                    del part["paths"][path][method]
            if kept == 2:
                # What they send is never read: the least of it is enough.
                parts[2]["paths"][path][method].pop("requestBody", None)
    return parts
