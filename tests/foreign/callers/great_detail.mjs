// @great-detail/whatsapp against the SIMULATOR. What it must do: see ../verify.py.
import { readFileSync } from "node:fs";
import { Client } from "@great-detail/whatsapp";
import { digest, given, report } from "./task.mjs";

const headers = { Authorization: `Bearer ${given.token}` };
const sdk = new Client({ baseUrl: given.base_url, request: { headers } });
const phoneNumberID = given.phone_number_id;
const send = async (type, content) => {
  const message = { phoneNumberID, to: given.to, type, [type]: content };
  return (await sdk.message.createMessage(message).json()).messages[0].id;
};

const body = { text: given.text };
const reply = given.buttons.map((reply) => ({ type: "reply", reply }));
const sections = [{ title: given.section, rows: given.rows }];
const parameters = given.parameters.map((text) => ({ type: "text", text }));

const text = await send("text", { body: given.text });
const buttons = await send("interactive", { type: "button", body, action: { buttons: reply } });
const list = await send("interactive", { type: "list", body, action: { button: given.list_button, sections } });
const template = await send("template", {
  name: given.template, language: { code: given.language }, components: [{ type: "body", parameters }],
});
const file = new Blob([readFileSync(given.file)], { type: "image/png" });
const upload = await sdk.media.upload({ phoneNumberID, mimeType: "image/png", file, filename: "kk.png" }).json();
const image = await send("image", { id: upload.id, caption: given.caption });
const fetched = await sdk.media.getURL({ mediaID: given.media, phoneNumberID }).json();
const bytes = await sdk.media.download({ mediaURL: fetched.url, request: { headers } }).arrayBuffer();
await sdk.message.createStatus({ phoneNumberID, status: "read", message_id: given.message });

report({
  text, buttons, list, template, upload: upload.id, image,
  fetched: { sha256: fetched.sha256, mime_type: fetched.mime_type, digest: digest(bytes) },
});
