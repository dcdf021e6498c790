"""pywa against the SIMULATOR. What it must do: see ../verify.py."""

import hashlib
import json
import sys
from pathlib import Path

import httpx
from pywa import WhatsApp
from pywa.types import Button, Section, SectionList, SectionRow
from pywa.types.templates import BodyText, TemplateLanguage

given = json.load(sys.stdin)
session = httpx.Client(trust_env=False)
client = WhatsApp(phone_id=given["phone_number_id"], token=given["token"], session=session)
# pywa knows one host only; its session is the way to another.
session.base_url = f"{given['base_url']}/v23.0"
to, text = given["to"], given["text"]

rows = [SectionRow(row["title"], row["id"], row["description"]) for row in given["rows"]]
sections = SectionList(given["list_button"], [Section(given["section"], rows)])
buttons = [Button(button["title"], button["id"]) for button in given["buttons"]]
done = {
    "text": client.send_message(to, text).id,
    "buttons": client.send_message(to, text, buttons=buttons).id,
    "list": client.send_message(to, text, buttons=sections).id,
    "template": client.send_template(
        to, given["template"], TemplateLanguage(given["language"]), [BodyText.params(*given["parameters"])]
    ).id,
}
upload = client.upload_media(Path(given["file"]).read_bytes(), mime_type="image/png", filename="kk.png")
done["upload"] = upload.id
done["image"] = client.send_image(to, upload, caption=given["caption"]).id
fetched = client.get_media_url(given["media"])
bytes_ = client.get_media_bytes(fetched.url)
done["fetched"] = {
    "sha256": fetched.sha256,
    "mime_type": fetched.mime_type,
    "digest": hashlib.sha256(bytes_).hexdigest(),
}
client.mark_message_as_read(given["message"])
print(json.dumps(done))
