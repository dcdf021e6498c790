//! Operator proof: keys are enrolled by two, prove with finger or PIN and for five minutes only, and whatever else is
//! tried is refused in words.

use crate::support::browser::{Answer, Browser};
use crate::support::databases::on_both;
use crate::support::security_key::SecurityKey;
use crate::support::server::{ADMINISTRATOR, CETAK, KABID, KASI, OPERATOR, REGISTER, Server};
use crate::support::story::{OFFICE, minute};
use office::accounts::{Accounts, By, NewUser, Officer, Sitting, relying_party};
use office::cases::CaseError;
use procedure::command::Form;
use procedure::{Actor, Command, OperatorAuth, Refusal, Ticket};
use reqwest::Method;
use serde_json::{Value, json};

const NEEDED: &str = "Buktikan dulu dengan kunci pengaman Anda";

/// An office that asks for proofs.
async fn asking() -> Server {
    Server::start_with(|c| c.operator_proof.required = true).await
}

/// Sends JSON; the answer, and what it holds.
async fn json_to(browser: &Browser, path: &str, body: &Value) -> (Answer, Value) {
    let answer = browser.send(browser.request(Method::POST, path).json(body)).await;
    let told = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer, told)
}

/// The code that the administrator is shown for this person.
async fn code_for(admin: &Browser, person: &Browser) -> String {
    let page = admin.post(&format!("/meja/pengguna/{}/kunci", person.officer().user), &[]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let (_, after) = page.body.split_once("<input id=\"code\" value=\"").expect("a code");
    after.split('"').next().unwrap_or_default().to_owned()
}

async fn begins(person: &Browser, code: &str) -> (Answer, Value) {
    json_to(person, "/meja/kunci/daftar", &json!({"code": code, "label": "Sidik jari loket"})).await
}

/// A key of this person's, enrolled with the administrator.
pub async fn key_of(server: &Server, admin: &Browser, person: &Browser) -> SecurityKey {
    let mut key = SecurityKey::new(&server.app.config.server.public_url);
    let (begun, options) = begins(person, &code_for(admin, person).await).await;
    assert_eq!(begun.status, 200, "{}", begun.body);
    let (done, _) = json_to(person, "/meja/kunci/daftar/jawab", &key.enrols(&options)).await;
    assert_eq!(done.status, 200, "{}", done.body);
    key
}

/// What the page asks the key of this person.
async fn asked(person: &Browser) -> Value {
    let (answer, options) = json_to(person, "/meja/bukti", &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(options["publicKey"]["userVerification"], "required");
    options
}

async fn answers(person: &Browser, credential: &Value) -> Answer {
    json_to(person, "/meja/bukti/jawab", credential).await.0
}

pub async fn proves(person: &Browser, key: &mut SecurityKey) {
    let answer = answers(person, &key.proves(&asked(person).await)).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "{\"good_ms\":300000}"));
}

#[track_caller]
fn refused(answer: &Answer, words: &str) {
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.has(words), "{}", answer.body);
}

/// Whether this person may record a delivery now; each time of other blanks.
async fn receives(keeper: &Browser, first: &str) -> Answer {
    let fields = [("act", "terima"), ("first", first), ("note", "SJ-1"), ("form", first)];
    keeper.post("/meja/blangko/gerak", &fields).await
}

#[tokio::test]
async fn a_key_is_enrolled_by_an_administrator_and_the_person_together_and_its_code_works_once() {
    let server = asking().await;
    let (admin, yusuf) = (server.bearer(ADMINISTRATOR).await, server.bearer(CETAK).await);
    assert!(yusuf.get("/meja/kunci").await.has("Belum ada kunci"));
    let no_key = json_to(&yusuf, "/meja/bukti", &json!({})).await.0;
    refused(&no_key, "belum punya kunci");
    let code = code_for(&admin, &yusuf).await;
    let mut key = SecurityKey::new(&server.app.config.server.public_url);
    let (_, options) = begins(&yusuf, &code).await;
    assert_eq!(options["publicKey"]["authenticatorSelection"]["userVerification"], "required");
    let (done, _) = json_to(&yusuf, "/meja/kunci/daftar/jawab", &key.enrols(&options)).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let own = yusuf.get("/meja/kunci").await;
    assert!(own.has("Sidik jari loket") && own.has("diizinkan Orang administrator"), "{}", own.body);
    let theirs = admin.get(&format!("/meja/pengguna/{}", yusuf.officer().user)).await;
    assert!(theirs.has("Sidik jari loket"), "{}", theirs.body);
    refused(&begins(&yusuf, &code).await.0, "Kode itu salah");
    proves(&yusuf, &mut key).await;
    assert!(yusuf.get("/meja/kunci").await.has("Terakhir dipakai"));
}

#[tokio::test]
async fn a_wrong_old_or_foreign_code_enrols_nothing_and_guessing_ends_it() {
    let server = asking().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let (yusuf, mira) = (server.bearer(CETAK).await, server.bearer(REGISTER).await);
    let code = code_for(&admin, &yusuf).await;
    refused(&begins(&mira, &code).await.0, "Kode itu salah");
    let wrong = if code == "0000 0000" { "00000001" } else { "00000000" };
    for _ in 0..5 {
        refused(&begins(&yusuf, wrong).await.0, "Kode itu salah");
    }
    refused(&begins(&yusuf, &code).await.0, "Kode itu salah");
    let code = code_for(&admin, &yusuf).await;
    server.minutes_later(11);
    refused(&begins(&yusuf, &code).await.0, "Kode itu salah");
    let code = code_for(&admin, &yusuf).await;
    let nameless = json_to(&yusuf, "/meja/kunci/daftar", &json!({"code": code, "label": " "})).await.0;
    refused(&nameless, "Beri kunci ini nama");
    let own = admin.post(&format!("/meja/pengguna/{}/kunci", admin.officer().user), &[]).await;
    assert!(own.status == 422 && own.has("administrator lain"), "{}", own.body);
    let other = mira.post(&format!("/meja/pengguna/{}/kunci", yusuf.officer().user), &[]).await;
    assert_eq!(other.status, 404, "{}", other.body);
}

#[tokio::test]
async fn one_permission_enrols_one_key_whoever_is_quicker() {
    let server = asking().await;
    let (admin, yusuf) = (server.bearer(ADMINISTRATOR).await, server.bearer(CETAK).await);
    let code = code_for(&admin, &yusuf).await;
    let again = server.app.accounts.start_session(&yusuf.officer().user, server.app.clock.now()).await;
    let second = Browser::new(&server.base);
    second.set_cookie("__Host-rancak", &again.expect("a session"));
    let (_, one) = begins(&yusuf, &code).await;
    let (_, two) = begins(&second, &code).await;
    let origin = &server.app.config.server.public_url;
    let (mut first_key, mut second_key) = (SecurityKey::new(origin), SecurityKey::new(origin));
    let done = json_to(&yusuf, "/meja/kunci/daftar/jawab", &first_key.enrols(&one)).await.0;
    assert_eq!(done.status, 200, "{}", done.body);
    let late = json_to(&second, "/meja/kunci/daftar/jawab", &second_key.enrols(&two)).await.0;
    refused(&late, "kodenya sudah dipakai");
    assert_eq!(server.app.accounts.keys(&yusuf.officer().user).await.expect("keys").len(), 1);
}

#[tokio::test]
async fn the_key_of_one_person_is_not_enrolled_for_another() {
    let server = asking().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let (yusuf, mira) = (server.bearer(CETAK).await, server.bearer(REGISTER).await);
    let mut key = key_of(&server, &admin, &yusuf).await;
    let (_, options) = begins(&mira, &code_for(&admin, &mira).await).await;
    let taken = json_to(&mira, "/meja/kunci/daftar/jawab", &key.enrols(&options)).await.0;
    refused(&taken, "sudah terdaftar");
    let mut without_finger = SecurityKey::new(&server.app.config.server.public_url);
    without_finger.verifies = false;
    let (_, options) = begins(&mira, &code_for(&admin, &mira).await).await;
    let unverified = json_to(&mira, "/meja/kunci/daftar/jawab", &without_finger.enrols(&options)).await.0;
    refused(&unverified, "tidak membuktikan");
    assert!(mira.get("/meja/kunci").await.has("Belum ada kunci"));
}

#[tokio::test]
async fn blanks_move_only_after_a_proof_which_stands_in_the_book_and_is_good_for_five_minutes() {
    let server = asking().await;
    let (admin, hendra) = (server.bearer(ADMINISTRATOR).await, server.bearer(KASI).await);
    let mut key = key_of(&server, &admin, &hendra).await;
    let without = receives(&hendra, "AA000001").await;
    assert!(
        without.status == 422 && without.has(NEEDED) && without.has("value=\"AA000001\""),
        "{}",
        without.body
    );
    proves(&hendra, &mut key).await;
    server.minutes_later(4);
    assert_eq!(receives(&hendra, "AA000001").await.status, 303);
    let page = hendra.get("/meja/blangko").await;
    assert!(page.has("data-proof="), "{}", page.body);
    server.minutes_later(2);
    let old = receives(&hendra, "AA000002").await;
    assert!(old.status == 422 && old.has(NEEDED), "{}", old.body);
    assert!(hendra.get("/meja/blangko").await.has("data-proof=0"));
    let count = [("period", "1"), ("counted", "1"), ("form", "hitung")];
    assert!(hendra.post("/meja/blangko/hitung", &count).await.has(NEEDED));
    proves(&hendra, &mut key).await;
    assert_eq!(hendra.post("/meja/blangko/hitung", &count).await.status, 303);
    let darwis = server.bearer(KABID).await;
    let mut second = key_of(&server, &admin, &darwis).await;
    assert!(darwis.post("/meja/blangko/tutup", &[("period", "1")]).await.has(NEEDED));
    proves(&darwis, &mut second).await;
    assert_eq!(darwis.post("/meja/blangko/tutup", &[("period", "1")]).await.status, 303);
}

/// A case at the print step, and blanks in the operator's hands.
async fn to_print(server: &Server, operator: &Browser) -> Ticket {
    server.supply(operator, "AB123456", "AB123460").await;
    let ticket = server.open_case("Upik Percobaan").await;
    for (role, step, outcome) in
        [("operator_pelayanan", "penerimaan", "lengkap"), (KASI, "verifikasi", "rekomendasi")]
    {
        let officer = server.officer(&format!("jalan_{role}"), "Jalan", &[role]).await;
        server.decide(&ticket, &officer, step, outcome, Form::default()).await;
    }
    ticket
}

async fn records(by: &Browser, ticket: &Ticket, outcome: &str, serial: &str) -> Answer {
    let field = format!("blangko.{outcome}");
    let fields = [("step", "pencetakan"), ("outcome", outcome), (field.as_str(), serial)];
    by.post(&format!("/meja/perkara/{ticket}/putuskan"), &fields).await
}

#[tokio::test]
async fn a_card_is_ordered_and_recorded_only_by_who_has_proved_it_and_the_history_says_so() {
    let server = asking().await;
    server.at_nine();
    let (admin, yusuf) = (server.bearer(ADMINISTRATOR).await, server.bearer(CETAK).await);
    let mut key = key_of(&server, &admin, &yusuf).await;
    let ticket = to_print(&server, &yusuf).await;
    let page = yusuf.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(page.has("data-asks-proof") && page.has("Perintahkan pencetakan"), "{}", page.body);
    let at_reception = server.open_case("Buyung Percobaan").await;
    let rani = server.bearer(OPERATOR).await;
    let unasked = rani.get(&format!("/meja/perkara/{at_reception}")).await;
    assert!(unasked.has("Berkas lengkap") && !unasked.has("data-proof"), "{}", unasked.body);
    let without = records(&yusuf, &ticket, "perintah_cetak", "").await;
    assert!(without.status == 409 && without.has(NEEDED), "{}", without.body);
    proves(&yusuf, &mut key).await;
    assert_eq!(records(&yusuf, &ticket, "perintah_cetak", "").await.status, 303);
    server.minutes_later(6);
    let old = records(&yusuf, &ticket, "tercetak", "AB123456").await;
    assert!(old.status == 409 && old.has(NEEDED) && old.has("AB123456"), "{}", old.body);
    let old = server.order(office::cases::Order::new(
        Some(ticket.clone()),
        yusuf.actor(),
        server.app.clock.now(),
        Command::Decide {
            step: "pencetakan".into(),
            outcome: "tercetak".into(),
            form: Form { blangko: Some("AB123456".to_owned()), ..Form::default() },
        },
    ));
    assert!(matches!(old.await, Err(CaseError::Refused(Refusal::ProofNeeded { minutes: 5 }))));
    proves(&yusuf, &mut key).await;
    assert_eq!(records(&yusuf, &ticket, "tercetak", "AB123456").await.status, 303);
    let history = yusuf.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(history.has("(terbukti dengan kunci)"), "{}", history.body);
    let loaded = server.app.cases.load(server.app.office(), &ticket).await.expect("read").expect("a case");
    let keys = server.app.accounts.keys(&yusuf.officer().user).await.expect("keys");
    let proofs = loaded.events.iter().filter_map(|e| match &e.actor {
        Actor::Officer { operator_auth, .. } => operator_auth.as_ref(),
        _ => None,
    });
    assert_eq!(proofs.map(|auth| &auth.key).collect::<Vec<_>>(), [&keys[0].id, &keys[0].id]);
}

#[tokio::test]
async fn what_is_no_proof_of_this_person_now_and_here_is_refused() {
    let server = asking().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let (yusuf, hendra) = (server.bearer(CETAK).await, server.bearer(KASI).await);
    let mut key = key_of(&server, &admin, &yusuf).await;
    let mut other = key_of(&server, &admin, &hendra).await;
    let mut no = async |change: fn(&mut SecurityKey)| {
        change(&mut key);
        let answer = answers(&yusuf, &key.proves(&asked(&yusuf).await)).await;
        refused(&answer, "tidak membuktikan");
        key.verifies = true;
        key.origin.clone_from(&server.app.config.server.public_url);
    };
    no(|key| key.verifies = false).await;
    no(|key| key.origin = "http://localhost.evil.example".to_owned()).await;
    no(|key| key.origin = "https://rancak.example".to_owned()).await;
    // A copy of the key that has been used less often than the key itself.
    proves(&yusuf, &mut key).await;
    key.counter -= 1;
    refused(&answers(&yusuf, &key.proves(&asked(&yusuf).await)).await, "tidak membuktikan");
    key.counter += 10;
    // Somebody else's key, and one's own key on somebody else's session.
    refused(&answers(&yusuf, &other.proves(&asked(&yusuf).await)).await, "tidak membuktikan");
    let of_hendra = asked(&hendra).await;
    refused(&answers(&hendra, &key.proves(&of_hendra)).await, "tidak membuktikan");
    // An answer to another challenge, the same answer twice, an answer that nobody asked for, and a late one.
    let first = asked(&yusuf).await;
    let second = asked(&yusuf).await;
    refused(&answers(&yusuf, &key.proves(&first)).await, "tidak membuktikan");
    refused(&answers(&yusuf, &key.proves(&second)).await, "sudah berakhir");
    let good = key.proves(&asked(&yusuf).await);
    assert_eq!(answers(&yusuf, &good).await.status, 200);
    refused(&answers(&yusuf, &good).await, "sudah berakhir");
    let late = key.proves(&asked(&yusuf).await);
    server.minutes_later(4);
    refused(&answers(&yusuf, &late).await, "sudah berakhir");
    assert_eq!(receives(&hendra, "AA000001").await.status, 422, "nothing of it proved anything");
}

#[tokio::test]
async fn a_key_that_ended_proves_nothing_any_more_and_takes_its_proof_along() {
    let server = asking().await;
    let (admin, hendra) = (server.bearer(ADMINISTRATOR).await, server.bearer(KASI).await);
    let mut key = key_of(&server, &admin, &hendra).await;
    let id = server.app.accounts.keys(&hendra.officer().user).await.expect("keys")[0].id.clone();
    proves(&hendra, &mut key).await;
    assert_eq!(receives(&hendra, "AA000001").await.status, 303);
    let pending = key.proves(&asked(&hendra).await);
    let end = format!("/meja/pengguna/{}/kunci/{id}/akhiri", hendra.officer().user);
    assert_eq!(admin.post(&end, &[]).await.status, 303);
    assert!(receives(&hendra, "AA000002").await.has(NEEDED));
    refused(&answers(&hendra, &pending).await, "tidak membuktikan");
    refused(&json_to(&hendra, "/meja/bukti", &json!({})).await.0, "belum punya kunci");
    assert!(hendra.get("/meja/kunci").await.has("berakhir"));
    assert_eq!(admin.post(&end, &[]).await.status, 404, "it ended before");
    let stranger = server.bearer(CETAK).await;
    assert_eq!(stranger.post(&format!("/meja/kunci/{id}/akhiri"), &[]).await.status, 404);
}

#[tokio::test]
async fn an_office_that_asks_for_no_proof_has_no_keys_and_says_nothing_of_them() {
    let server = Server::start().await;
    let (admin, hendra) = (server.bearer(ADMINISTRATOR).await, server.bearer(KASI).await);
    assert_eq!(hendra.get("/meja/kunci").await.status, 404);
    assert_eq!(json_to(&hendra, "/meja/bukti", &json!({})).await.0.status, 404);
    let user = admin.get(&format!("/meja/pengguna/{}", hendra.officer().user)).await;
    assert!(user.status == 200 && !user.has("Kunci pengaman"), "{}", user.body);
    let stock = hendra.get("/meja/blangko").await;
    assert!(!stock.has("data-proof"), "{}", stock.body);
    assert_eq!(receives(&hendra, "AA000001").await.status, 303);
}

#[tokio::test]
async fn a_proof_and_its_end_break_off_no_stream_of_hints() {
    let server = asking().await;
    let (admin, hendra) = (server.bearer(ADMINISTRATOR).await, server.bearer(KASI).await);
    let mut key = key_of(&server, &admin, &hendra).await;
    let mut stream = hendra.request(Method::GET, "/meja/langsung").send().await.expect("a stream");
    let mut heard = async || {
        let chunk = tokio::time::timeout(std::time::Duration::from_secs(20), stream.chunk()).await;
        chunk.expect("within a heartbeat").expect("read")
    };
    assert!(heard().await.is_some());
    proves(&hendra, &mut key).await;
    assert!(heard().await.is_some(), "a heartbeat after the proof");
    server.minutes_later(6);
    assert!(heard().await.is_some(), "a heartbeat after its end");
}

#[tokio::test]
async fn keys_and_proofs_are_kept_alike_on_both_databases() {
    on_both(|b| async move {
        let accounts = Accounts::new(b.db.clone(), OFFICE, crate::support::story::offset());
        let origin = "https://rancak.example";
        let party = relying_party(origin, "Dinas Percobaan").expect("a name");
        let at = minute(0);
        let roles = ["kasi".into()];
        let new = NewUser { login: "hendra", name: "Hendra Umpama", roles: &roles };
        let user = accounts.add(&new, &By::terminal(), at).await.expect("added");
        let session = accounts.start_session(&user, at).await.expect("a session");
        let officer = Officer {
            user: user.clone(),
            name: "Hendra".to_owned(),
            roles: Vec::new(),
            acting: Vec::new(),
            emergency: None,
            operator_auth: None,
        };
        let sitting = Sitting { officer, session: session.clone(), at };
        let code = accounts.allow_key(&user, &By::terminal(), at).await.expect("a code");
        let begun = accounts.begin_enrolment(&party, &sitting, &code, "Kunci").await.expect("begun");
        let mut key = SecurityKey::new(origin);
        let answer = key.enrols(&serde_json::to_value(begun).expect("options"));
        let answer = serde_json::from_value(answer).expect("a credential");
        accounts.enrol(&party, &sitting, &answer).await.expect("enrolled");
        let begun = accounts.begin_proof(&party, &sitting).await.expect("begun");
        let answer = key.proves(&serde_json::to_value(begun).expect("options"));
        let answer = serde_json::from_value(answer).expect("a credential");
        let id = accounts.prove(&party, &sitting, &answer).await.expect("proved");
        let limits = office::config::Session { idle_minutes: 30, absolute_hours: 12 };
        let seen = accounts.session(&session, &limits, at).await.expect("read").expect("signed in");
        assert_eq!(seen.operator_auth, Some(OperatorAuth { at, key: id.clone() }), "{}", b.name);
        assert!(accounts.end_key(&user, &id, &By::terminal(), minute(1)).await.expect("ended"));
        let seen = accounts.session(&session, &limits, at).await.expect("read").expect("signed in");
        assert_eq!(seen.operator_auth, None, "{}", b.name);
        let kept = accounts.keys(&user).await.expect("keys");
        assert_eq!((kept.len(), kept[0].ended_at), (1, Some(minute(1))), "{}", b.name);
    })
    .await;
}
