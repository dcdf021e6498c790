#!/usr/bin/env python3
"""Checks a proof that `rancak audit prove` wrote, without Rancak and without a network: Python alone.

    python3 verify_proof.py PROOF --key KEY [--checkpoint FILE]

KEY is what `rancak audit key` printed once, and what you keep yourself: a proof brings a key along, but whoever could
forge the proof could bring their own. FILE is a checkpoint from elsewhere, such as one typed from the QR code of a
printed daily report; without it the one in the proof is taken. Prints what was proven and ends with 0, or says what
does not hold and ends with 1.

What is checked: the signature (Ed25519, RFC 8032) of the checkpoint; that each event follows the one before by its
hash; that each event's hash is a leaf of the signed tree (RFC 6962). What cannot be: that these are all of the case's
events, since whoever hands the proof over may have left out the last ones; and what the events say, which is sealed and
not in the proof. `rancak audit verify` at the office sees the whole record.
"""
import argparse
import base64
import datetime
import hashlib
import json
import sys

# Ed25519, RFC 8032, section 5.1.
P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P
L = 2**252 + 27742317777372353535851937790883648493


class Wrong(Exception):
    pass


def recover(y, odd):
    if y >= P:
        raise Wrong("a point of the signature")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and odd):
        raise Wrong("a point of the signature")
    x = P - x if x % 2 != odd else x
    return (x, y, 1, x * y % P)


def point(data):
    number = int.from_bytes(data, "little")
    return recover(number & (2**255 - 1), number >> 255)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(factor, p):
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = add(result, p)
        p = add(p, p)
        factor >>= 1
    return result


BASE = recover(4 * pow(5, P - 2, P) % P, 0)


def signed(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce = point(public), point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left = times(scalar, BASE)
    right = add(nonce, times(int.from_bytes(digest, "little") % L, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def read_key(text):
    """NAME+HASH+KEY of a signed note's verifier."""
    name, short, encoded = text.strip().split("+", 2)
    public = base64.b64decode(encoded, validate=True)
    named = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    if public[:1] != b"\x01" or len(public) != 33 or named.hex() != short:
        raise Wrong("the key given is not one")
    return name, named, public[1:]


def read_note(note, key):
    """Size, root and time of a checkpoint that this key signed."""
    name, named, public = key
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        mark, _, rest = line.partition(" ")
        signer, _, encoded = rest.rpartition(" ")
        if mark != "\u2014" or signer != name:
            continue
        signature = base64.b64decode(encoded, validate=True)
        if signature[:4] == named and signed(public, text.encode(), signature[4:]):
            break
    else:
        raise Wrong("the checkpoint was not signed with the key given")
    origin, size, root, when = text.splitlines()[:4]
    if origin != name:
        raise Wrong("the checkpoint is another office's")
    return int(size), base64.b64decode(root, validate=True), when


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf, index, size, path):
    """RFC 9162, section 2.1.3.2, which is RFC 6962's tree: the root that a leaf and its path come to."""
    place, last, root = index, size - 1, leaf
    if not 0 <= index < size:
        raise Wrong("an event stands outside the checkpoint")
    for other in path:
        if last == 0:
            raise Wrong("a path is too long")
        if place % 2 or place == last:
            root = node(other, root)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            root = node(root, other)
        place, last = place >> 1, last >> 1
    if last:
        raise Wrong("a path is too short")
    return root


def leaf_of(proof, event, before):
    fields = [
        "rancak event 1",
        proof["office"],
        proof["log"],
        proof["stream"],
        str(event["seq"]),
        str(event["at"]),
        event["kind"],
        before.hex(),
        event["body_sha256"],
    ]
    if any("\n" in field for field in fields):
        raise Wrong("a field with a line feed")
    return hashlib.sha256(b"\x00" + "\n".join(fields).encode()).digest()


def verify(proof, key, note):
    if proof["format"] != "rancak proof 1":
        raise Wrong("a form of proof that this program does not know")
    if key[0] != "rancak/" + proof["office"]:
        raise Wrong("the key is another office's")
    size, root, when = read_note(note, key)
    before, place = bytes(32), -1
    for number, event in enumerate(proof["events"], 1):
        if event["seq"] != number:
            raise Wrong(f"event {number} is missing")
        leaf = leaf_of(proof, event, before)
        path = [bytes.fromhex(one) for one in event["path"]]
        if root_of(leaf, event["index"], size, path) != root:
            raise Wrong(f"event {number} is not in the signed record as it stands here")
        if event["index"] <= place:
            raise Wrong(f"event {number} stands before the one it follows")
        before, place = leaf, event["index"]
    if not proof["events"]:
        raise Wrong("no event")
    return size, when


def main():
    parser = argparse.ArgumentParser(description="Checks a proof of Rancak's record.")
    parser.add_argument("proof")
    parser.add_argument("--key", required=True)
    parser.add_argument("--checkpoint")
    asked = parser.parse_args()
    try:
        with open(asked.proof, encoding="utf-8") as file:
            proof = json.load(file)
        note = proof["checkpoint"]
        if asked.checkpoint:
            with open(asked.checkpoint, encoding="utf-8") as file:
                note = file.read()
        size, when = verify(proof, read_key(asked.key), note)
    except Wrong as wrong:
        sys.exit(f"NOT PROVEN: {wrong}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        sys.exit(f"NOT PROVEN: the proof cannot be read: {wrong!r}")
    print(f"PROVEN: {proof['log']} {proof['stream']} of office {proof['office']}, the first {len(proof['events'])} events,")
    print(f"in the record of {size} events signed at {when.removeprefix('time ')}:")
    for event in proof["events"]:
        at = datetime.datetime.fromtimestamp(event["at"] / 1000, datetime.timezone.utc)
        print(f"  {event['seq']:3} {at:%Y-%m-%d %H:%M:%S} UTC {event['kind']}")
    print("Later ones may have been left out of the proof, or have come since.")


if __name__ == "__main__":
    main()
