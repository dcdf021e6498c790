// @kapso/whatsapp-cloud-api against the SIMULATOR. What it must do: see ../verify.py.
import { readFileSync } from "node:fs";
import { WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import { digest, given, report } from "./task.mjs";

const client = new WhatsAppClient({ baseUrl: given.base_url, accessToken: given.token });
const to = { phoneNumberId: given.phone_number_id, to: given.to };
const id = (answer) => answer.messages[0].id;

const text = await client.messages.sendText({ ...to, body: given.text });
const buttons = await client.messages.sendInteractiveButtons({ ...to, bodyText: given.text, buttons: given.buttons });
const list = await client.messages.sendInteractiveList({
  ...to, bodyText: given.text, buttonText: given.list_button, sections: [{ title: given.section, rows: given.rows }],
});
const parameters = given.parameters.map((text) => ({ type: "text", text }));
const template = await client.messages.sendTemplate({
  ...to,
  template: { name: given.template, language: { code: given.language }, components: [{ type: "body", parameters }] },
});
const upload = await client.media.upload({
  phoneNumberId: given.phone_number_id, type: "image/png", fileName: "kk.png",
  file: new Blob([readFileSync(given.file)], { type: "image/png" }),
});
const image = await client.messages.sendImage({ ...to, image: { id: upload.id, caption: given.caption } });
const fetched = await client.media.get({ mediaId: given.media, phoneNumberId: given.phone_number_id });
// "auto" sends the token to the makers' own host alone; Meta's downloads need it too.
const bytes = await client.media.download({
  mediaId: given.media, phoneNumberId: given.phone_number_id, auth: "always",
});
await client.messages.markRead({ phoneNumberId: given.phone_number_id, messageId: given.message });

report({
  text: id(text), buttons: id(buttons), list: id(list), template: id(template), upload: upload.id, image: id(image),
  fetched: { sha256: fetched.sha256, mime_type: fetched.mimeType, digest: digest(bytes) },
});
