//! The phone in the browser, played over HTTP as a browser without a script would.
use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use serde_json::{Value, json};
use whatsapp_sim::{Config, Handset, Sample, SimError, Simulator, Status, Template, TemplateButton};

use crate::office::{Office, SARI, SOON, code, rehearsal, send, send_text};

const HOSTILE: &str = "<img src=x onerror=alert(1)>";

fn browser() -> Client {
    Client::builder().redirect(Policy::none()).build().expect("a client")
}

fn address(sim: &Simulator, path: &str) -> String {
    format!("{}/phone{path}?resident={SARI}&lang=id", sim.base_url())
}

async fn page(sim: &Simulator, path: &str) -> String {
    let answer = browser().get(address(sim, path)).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    answer.text().await.expect("text")
}

/// Sends a form without files.
async fn submit(sim: &Simulator, path: &str, fields: &[(&str, &str)]) -> Response {
    let encoded = Url::parse_with_params("http://localhost/", fields).expect("a URL");
    let call = browser().post(address(sim, path)).header("content-type", "application/x-www-form-urlencoded");
    call.body(encoded.query().unwrap_or_default().to_owned()).send().await.expect("an answer")
}

async fn attach(sim: &Simulator, form: Form) -> Response {
    browser().post(address(sim, "/files")).multipart(form).send().await.expect("an answer")
}

fn done(answer: &Response) {
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], format!("/phone?resident={SARI}&lang=id"));
}

async fn refused(answer: Response, status: u16, words: &str) -> String {
    assert_eq!(answer.status(), status);
    let page = answer.text().await.expect("text");
    assert!(page.contains("role=\"alert\"><h2>Tidak terkirim</h2>"), "{page}");
    assert!(page.contains(words), "{words} is not in {page}");
    page
}

async fn arrived(office: &Office, count: usize) -> Vec<Value> {
    office.until(|office| office.items("messages").len() == count).await;
    office.items("messages")
}

#[tokio::test]
async fn a_text_typed_on_the_phone_reaches_the_office_and_stands_in_the_chat() {
    let (sim, office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident");
    done(&submit(&sim, "/text", &[("text", "halo *kantor*\r\napa kabar?")]).await);
    assert_eq!(arrived(&office, 1).await[0]["text"]["body"], "halo *kantor*\napa kabar?");
    let page = page(&sim, "").await;
    assert!(page.contains("halo <b>kantor</b>\napa kabar?"), "{page}");
}

#[tokio::test]
async fn every_page_says_simulator_in_its_language_and_lets_no_foreign_script_run() {
    let frame_ancestors = vec!["http://localhost:8080".to_owned()];
    let sim = Simulator::start(Config { frame_ancestors, ..Config::default() }).await.expect("simulator");
    sim.resident(SARI, "Sari").expect("resident");
    let phone = format!("/phone?resident={SARI}");
    for (path, lang, words) in [
        ("/".to_owned(), "id", "Telepon warga"),
        ("/?lang=en".to_owned(), "en", "Residents&#39; phones"),
        (phone.clone(), "id", "Disdukcapil (contoh)"),
        (format!("{phone}&lang=en"), "en", "Rehearsal panel"),
    ] {
        let answer = browser().get(format!("{}{path}", sim.base_url())).send().await.expect("an answer");
        let policy = answer.headers()["content-security-policy"].to_str().expect("ASCII").to_owned();
        assert!(policy.starts_with("default-src 'self';") && !policy.contains("unsafe"), "{policy}");
        assert!(policy.ends_with("frame-ancestors 'self' http://localhost:8080"), "{policy}");
        let page = answer.text().await.expect("text");
        assert!(page.contains(&format!("<html lang=\"{lang}\">")), "{page}");
        assert!(page.contains("<strong>SIMULATOR</strong>") && page.contains(words), "{page}");
        assert!(
            !page.contains(" style=") && !page.contains(" onclick=") && !page.contains("<style"),
            "{page}"
        );
        assert_eq!(page.matches("<script").count(), 1, "only the script of its own");
        assert!(!page.contains("Unknown localization"), "{page}");
    }
}

#[tokio::test]
async fn a_frame_ancestor_that_is_no_origin_stops_the_start() {
    let frame_ancestors = vec!["*; script-src *".to_owned()];
    let started = Simulator::start(Config { frame_ancestors, ..Config::default() }).await;
    assert!(matches!(started, Err(SimError::Unplayable(_))));
}

#[tokio::test]
async fn a_resident_is_created_on_the_first_page_and_their_phone_opens() {
    let sim = Simulator::start(Config::default()).await.expect("simulator");
    let form = [("name", "Sari"), ("phone", "+62 812-0000-0001")];
    done(&submit(&sim, "/residents", &form).await);
    let first = browser().get(sim.base_url()).send().await.expect("an answer");
    let list = first.text().await.expect("text");
    assert!(list.contains(&format!("/phone?resident={SARI}&amp;lang=id")), "{list}");
    let bad = submit(&sim, "/residents", &[("name", "Budi"), ("phone", "0812")]).await;
    let page = refused(bad, 422, "bukan 8-15 angka").await;
    assert!(page.contains("value=\"Budi\"") && page.contains("value=\"0812\""), "{page}");
    refused(submit(&sim, "/residents", &[("name", " "), ("phone", SARI)]).await, 422, "Tulis nama").await;
    let nobody = browser().get(sim.phone_url("6281200000009")).send().await.expect("an answer");
    refused(nobody, 404, "6281200000009").await;
}

#[tokio::test]
async fn a_tapped_button_and_a_chosen_row_answer_the_message_they_stand_under() {
    let (sim, office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    sari.text("halo").expect("sent");
    let buttons = json!([{"type": "reply", "reply": {"id": "setuju:1", "title": "Setuju"}}]);
    let rows = json!([{"id": "hilang", "title": "Hilang", "description": "Surat Polsek"}]);
    let list = json!({"button": "Pilih alasan", "sections": [{"title": "Alasan", "rows": rows}]});
    let kinds = [("button", json!({ "buttons": buttons })), ("list", list)];
    for (kind, action) in kinds {
        let interactive = json!({"type": kind, "body": {"text": "Silakan"}, "action": action});
        let message = json!({"messaging_product": "whatsapp", "to": SARI, "type": "interactive",
            "interactive": interactive});
        assert_eq!(send(&sim, message).await.0, 200);
    }
    let asked = [sari.next_message(SOON).await.expect("one"), sari.next_message(SOON).await.expect("two")];
    let page = page(&sim, "").await;
    for shown in ["value=\"setuju:1\">Setuju", "<summary class=\"choice\">Pilih alasan", "<legend>Alasan"] {
        assert!(page.contains(shown), "{shown} is not in {page}");
    }
    done(&submit(&sim, "/tap", &[("message", &asked[0].id), ("choice", "setuju:1")]).await);
    done(&submit(&sim, "/tap", &[("message", &asked[1].id), ("choice", "hilang")]).await);
    let messages = arrived(&office, 3).await;
    let reply = |kind: &str| messages.iter().find(|m| m["interactive"]["type"] == kind).expect("a reply");
    assert_eq!(reply("button_reply")["interactive"]["button_reply"]["id"], "setuju:1");
    assert_eq!(reply("button_reply")["context"]["id"], asked[0].id.as_str());
    assert_eq!(reply("list_reply")["interactive"]["list_reply"]["description"], "Surat Polsek");
    let stale = submit(&sim, "/tap", &[("message", &asked[0].id), ("choice", "lain")]).await;
    refused(stale, 422, "tidak punya pilihan").await;
}

#[tokio::test]
async fn nobody_taps_under_another_residents_message() {
    let (sim, _office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident");
    let budi = sim.resident("6281200000002", "Budi").expect("resident");
    budi.text("halo").expect("sent");
    assert_eq!(send_text(&sim, "6281200000002", "untuk Budi").await.0, 200);
    let his = budi.next_message(SOON).await.expect("a message");
    refused(submit(&sim, "/tap", &[("message", &his.id), ("choice", "x")]).await, 404, "tidak dikenal").await;
}

#[tokio::test]
async fn links_and_quick_replies_of_templates_are_offered_and_only_web_addresses_are_links() {
    let (sim, office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    let mut template = Template::new("siap", "id", "Siap diambil.");
    let url = |url: &str| TemplateButton::Url { text: "Buka".into(), url: url.into() };
    let reply = TemplateButton::QuickReply { text: "Saya datang".into() };
    template.buttons = vec![reply, url("https://contoh.id/siap"), url("javascript:alert(1)")];
    sim.template(template);
    let message = json!({"messaging_product": "whatsapp", "to": SARI, "type": "template",
        "template": {"name": "siap", "language": {"code": "id"}}});
    assert_eq!(send(&sim, message).await.0, 200);
    let page = page(&sim, "").await;
    assert!(page.contains("class=\"choice\" href=\"https://contoh.id/siap\""), "{page}");
    assert!(!page.contains("href=\"javascript:"), "{page}");
    let asked = sari.next_message(SOON).await.expect("a message");
    done(&submit(&sim, "/tap", &[("message", &asked.id), ("choice", "Saya datang")]).await);
    assert_eq!(arrived(&office, 1).await[0]["button"]["text"], "Saya datang");
}

#[tokio::test]
async fn ticked_samples_arrive_as_an_album_with_one_caption_and_show_in_the_chat() {
    let (sim, office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident");
    let form =
        Form::new().text("sample", "kk").text("sample", "surat-kehilangan").text("caption", "berkas saya");
    done(&attach(&sim, form.part("file", Part::bytes(Vec::new()).file_name(""))).await);
    let messages = arrived(&office, 2).await;
    let captions: Vec<_> = messages.iter().filter_map(|m| m["image"]["caption"].as_str()).collect();
    assert_eq!(captions, ["berkas saya"]);
    let page = page(&sim, "").await;
    for message in messages {
        let source = format!("/phone/media/{}", message["image"]["id"].as_str().expect("an id"));
        assert!(page.contains(&format!("<img src=\"{source}\" alt=\"Foto\"")), "{page}");
        let shown = browser().get(format!("{}{source}", sim.base_url())).send().await.expect("an answer");
        assert_eq!(
            (shown.status().as_u16(), &shown.headers()["content-type"]),
            (200, &"image/png".parse().expect("a value"))
        );
    }
}

#[tokio::test]
async fn a_picture_that_the_office_uploaded_shows_in_the_chat_with_its_words_below() {
    let (sim, _office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident").text("halo").expect("sent");
    let part = Part::bytes(Sample::KkBuram.bytes()).file_name("berkas.jpg").mime_str("image/jpeg");
    let form = Form::new().text("messaging_product", "whatsapp").part("file", part.expect("a type"));
    let url = format!("{}/v23.0/106540352242922/media", sim.base_url());
    let call = browser().post(url).bearer_auth("simulator-access-token").multipart(form);
    let uploaded: Value = call.send().await.expect("an answer").json().await.expect("JSON");
    let image = json!({"id": uploaded["id"], "caption": "Lihat *tandanya*"});
    let message = json!({"messaging_product": "whatsapp", "to": SARI, "type": "image", "image": image});
    assert_eq!(send(&sim, message).await.0, 200);
    let page = page(&sim, "/chat").await;
    let source = format!("/phone/media/{}", uploaded["id"].as_str().expect("an id"));
    assert!(page.contains(&format!("<img src=\"{source}\" alt=\"Foto\"")), "{page}");
    assert!(page.contains("Lihat <b>tandanya</b>"), "{page}");
    let shown = browser().get(format!("{}{source}", sim.base_url())).send().await.expect("an answer");
    assert_eq!(shown.bytes().await.expect("bytes"), Sample::KkBuram.bytes());
}

#[tokio::test]
async fn a_file_from_disk_is_sent_as_the_type_a_phone_would_choose_or_as_a_document() {
    let (sim, office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident");
    let file = |mime: &str| {
        let part = Part::bytes(Sample::Kk.bytes()).file_name("kk saya.png");
        Form::new().part("file", part.mime_str(mime).expect("a type"))
    };
    done(&attach(&sim, file("image/png")).await);
    done(&attach(&sim, file("image/png").text("as_document", "true")).await);
    done(&attach(&sim, file("text/html")).await);
    let messages = arrived(&office, 3).await;
    assert_eq!(messages.iter().filter(|m| m["type"] == "image").count(), 1);
    let documents: Vec<&Value> = messages.iter().filter(|m| m["type"] == "document").collect();
    assert!(documents.iter().all(|m| m["document"]["filename"] == "kk saya.png"));
    assert!(documents.iter().any(|m| m["document"]["mime_type"] == "text/html"));
}

#[tokio::test]
async fn a_file_that_is_no_picture_is_never_shown_by_the_browser_as_a_page() {
    let (sim, office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident");
    let part = Part::bytes(b"<script>alert(1)</script>".to_vec()).file_name("x.html");
    done(&attach(&sim, Form::new().part("file", part.mime_str("text/html").expect("a type"))).await);
    let id = arrived(&office, 1).await[0]["document"]["id"].as_str().expect("an id").to_owned();
    let url = format!("{}/phone/media/{id}", sim.base_url());
    let answer = browser().get(url).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "application/octet-stream");
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename=\"x.html\"");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
}

#[tokio::test]
async fn uploads_that_cannot_be_sent_are_refused_in_words_and_send_nothing() {
    let (sim, office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident");
    let empty = Form::new().part("file", Part::bytes(Vec::new()).file_name(""));
    refused(attach(&sim, empty).await, 422, "Pilih contoh dokumen atau berkas dahulu.").await;
    refused(attach(&sim, Form::new().text("sample", "paspor")).await, 404, "paspor").await;
    let large = Part::bytes(vec![0; 16 * 1024 * 1024 + 1]).file_name("besar.jpg");
    let page = refused(attach(&sim, Form::new().part("file", large)).await, 413, "paling besar 16 MB").await;
    assert!(page.contains("<details class=\"attach\" open>"), "the picker stays open");
    let cut =
        browser().post(address(&sim, "/files")).header("content-type", "multipart/form-data; boundary=b");
    let cut = cut.body("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc");
    refused(cut.send().await.expect("an answer"), 422, "tidak lengkap atau rusak").await;
    refused(submit(&sim, "/text", &[("text", " \r\n ")]).await, 422, "Tulis pesan dahulu.").await;
    let long = "x".repeat(65_537);
    let page = refused(submit(&sim, "/text", &[("text", &long)]).await, 422, "ini 65537").await;
    assert!(page.contains(&long), "what was typed is still there");
    assert!(sim.find_resident(SARI).expect("known").conversation().expect("kept").is_empty());
    assert!(office.hooks().is_empty());
}

#[tokio::test]
async fn ticks_go_from_sent_to_delivered_to_read() {
    let (sim, office) = rehearsal().await;
    sim.change(|settings| settings.delivery.paused = true).expect("settings");
    let id = sim.resident(SARI, "Sari").expect("resident").text("halo").expect("sent");
    assert!(page(&sim, "/chat").await.contains("data-tick=\"sent\" title=\"terkirim\""));
    sim.change(|settings| settings.delivery.paused = false).expect("settings");
    arrived(&office, 1).await;
    sim.settled(SOON).await.expect("settled");
    assert!(page(&sim, "/chat").await.contains("data-tick=\"delivered\" title=\"sampai\""));
    let read = json!({"messaging_product": "whatsapp", "status": "read", "message_id": id,
        "typing_indicator": {"type": "text"}});
    assert_eq!(send(&sim, read).await.0, 200);
    let chat = page(&sim, "/chat").await;
    assert!(
        chat.contains("data-tick=\"read\" title=\"dibaca\"") && chat.contains("sedang mengetik"),
        "{chat}"
    );
}

#[tokio::test]
async fn the_page_hears_at_once_and_again_whenever_the_conversation_changes() {
    let (sim, _office) = rehearsal().await;
    let sari = sim.resident(SARI, "Sari").expect("resident");
    let mut news = browser().get(address(&sim, "/events")).send().await.expect("an answer");
    assert_eq!(news.headers()["content-type"], "text/event-stream");
    let mut heard = async || {
        let chunk = tokio::time::timeout(SOON, news.chunk()).await.expect("in time").expect("connected");
        String::from_utf8(chunk.expect("not ended").to_vec()).expect("text")
    };
    let first = heard().await;
    assert!(first.starts_with("data: "), "{first}");
    sari.text("halo").expect("sent");
    assert_ne!(heard().await, first);
}

#[tokio::test]
async fn a_phone_that_is_off_shows_none_of_the_offices_messages_until_it_is_switched_on() {
    let (sim, _office) = rehearsal().await;
    let off = Handset { online: Some(false), ..Handset::default() };
    sim.resident_with(SARI, "Sari", off).expect("resident").text("halo").expect("sent");
    assert_eq!(send_text(&sim, SARI, "kabar dari kantor").await.0, 200);
    let chat = page(&sim, "/chat").await;
    assert!(chat.contains("Telepon ini mati: 1 pesan") && !chat.contains("kabar dari kantor"), "{chat}");
    done(&submit(&sim, "/handset", &[("online", "true"), ("reachable", "true")]).await);
    assert!(page(&sim, "/chat").await.contains("kabar dari kantor"));
    let sari = sim.find_resident(SARI).expect("known");
    assert_eq!(sari.next_message(SOON).await.expect("a message").status, Status::Delivered);
    done(&submit(&sim, "/read", &[]).await);
    assert_eq!(sari.conversation().expect("kept")[1].status, Status::Read);
}

#[tokio::test]
async fn a_fault_set_on_the_phone_strikes_this_residents_messages_and_can_be_removed() {
    let (sim, _office) = rehearsal().await;
    for (phone, name) in [(SARI, "Sari"), ("6281200000002", "Budi")] {
        sim.resident(phone, name).expect("resident").text("halo").expect("sent");
    }
    let fault = [("code", "131016"), ("endpoint", "messages"), ("how", "answer"), ("times", "")];
    done(&submit(&sim, "/faults", &fault).await);
    assert_eq!(code(&send_text(&sim, SARI, "x").await), 131_016);
    assert_eq!(send_text(&sim, "6281200000002", "x").await.0, 200);
    assert!(
        page(&sim, "")
            .await
            .contains("Gangguan 131016, mengirim pesan, ditolak, sampai dicabut, hanya warga ini")
    );
    done(&submit(&sim, "/faults/1/remove", &[]).await);
    assert_eq!(send_text(&sim, SARI, "x").await.0, 200);
    let wrong = [("code", "131016"), ("endpoint", "messages"), ("how", "answer"), ("times", "0")];
    refused(submit(&sim, "/faults", &wrong).await, 422, "Isian tidak lengkap").await;
}

#[tokio::test]
async fn hostile_names_words_titles_and_file_names_are_shown_and_never_run() {
    let office = Office::open().await;
    let sim = Simulator::start(Config { business_name: HOSTILE.into(), ..Config::default() }).await;
    let sim = sim.expect("a simulator");
    sim.webhook(&office.url).await.expect("verified");
    let sari = sim.resident(SARI, HOSTILE).expect("resident");
    sari.text(HOSTILE).expect("sent");
    sari.text(&format!("*{HOSTILE}* https://a.id/{HOSTILE}\"onclick=\"x")).expect("sent");
    let hostile = json!({"id": HOSTILE, "title": "<b>x</b>\"'"});
    let interactive = json!({"type": "button", "header": {"type": "text", "text": HOSTILE},
        "body": {"text": HOSTILE}, "footer": {"text": HOSTILE},
        "action": {"buttons": [{"type": "reply", "reply": hostile}]}});
    let message = json!({"messaging_product": "whatsapp", "to": SARI, "type": "interactive",
        "interactive": interactive});
    assert_eq!(send(&sim, message).await.0, 200);
    let asked = sari.next_message(SOON).await.expect("a message");
    done(&submit(&sim, "/tap", &[("message", &asked.id), ("choice", HOSTILE)]).await);
    let part = Part::bytes(b"%PDF-".to_vec()).file_name(HOSTILE).mime_str("application/pdf").expect("a type");
    done(&attach(&sim, Form::new().part("file", part).text("caption", HOSTILE)).await);
    let first = browser().get(sim.base_url()).send().await.expect("an answer").text().await.expect("text");
    for page in [page(&sim, "").await, page(&sim, "/chat").await, first] {
        assert!(page.contains("&#60;img src=x onerror=alert(1)&#62;"), "{page}");
        assert!(!page.contains("<img src=x") && !page.contains("<b>x"), "{page}");
        assert!(!page.contains("\"onclick"), "{page}");
    }
}

#[tokio::test]
async fn a_form_sent_from_another_site_is_refused() {
    let (sim, office) = rehearsal().await;
    sim.resident(SARI, "Sari").expect("resident");
    for (from, expected) in [("cross-site", 403), ("same-site", 403), ("same-origin", 303)] {
        let call = browser().post(address(&sim, "/text")).header("sec-fetch-site", from);
        let call = call.header("content-type", "application/x-www-form-urlencoded").body("text=halo");
        assert_eq!(call.send().await.expect("an answer").status(), expected, "{from}");
    }
    arrived(&office, 1).await;
}
