//! Passes over HTTP: their page, how they are found however they are typed, two counters at once, and what is told of
//! those that are good no more.

use crate::support::databases::on_both;
use crate::support::hall::{COUNTER, hall};
use crate::support::server::REGISTER;
use crate::support::story::{OFFICE, cases, minute, passes, reached};
use office::handover::{Passes, Purpose};
use procedure::EventBody;
use procedure::command::Form;

#[tokio::test]
async fn a_pass_page_shows_a_code_and_no_person_and_is_kept_by_nobody() {
    let hall = hall("Rosnida Umpama").await;
    let page = hall.server.stranger().get(&format!("/tanda/{}", hall.token().await)).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(
        page.has("<svg class=\"qr\"")
            && page.has("Kartu Keluarga asli")
            && page.has("Surat Keterangan Hilang")
    );
    assert!(!page.has("Rosnida") && !page.has("1301014504900001") && !page.has(hall.ticket.as_str()));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "strict-origin");
}

#[tokio::test]
async fn wrong_expired_and_used_passes_get_one_and_the_same_page() {
    let hall = hall("Rosnida").await;
    let (visitor, token) = (hall.server.stranger(), hall.token().await);
    let wrong = visitor.get(&format!("/tanda/{}", "0".repeat(32))).await;
    assert_eq!(wrong.status, 404);
    assert!(wrong.has("Halaman ini tidak berlaku"), "{}", wrong.body);
    let survey = visitor.get(&format!("/survei/{token}")).await;
    assert_eq!((survey.status, &survey.body), (404, &wrong.body), "a pass is no survey");
    hall.server.minutes_later(60 * 24 * 60);
    let expired = visitor.get(&format!("/tanda/{token}")).await;
    assert_eq!((expired.status, &expired.body), (404, &wrong.body));
    hall.server.hand_over(&hall.ticket, &hall.register).await;
    let used = visitor.get(&format!("/tanda/{token}")).await;
    assert_eq!((used.status, &used.body), (404, &wrong.body));
}

#[tokio::test]
async fn guessing_at_pass_pages_is_slowed_and_a_good_pass_is_shown_all_the_same() {
    let hall = hall("Rosnida").await;
    let (visitor, token) = (hall.server.stranger(), hall.token().await);
    let mut last = 404;
    for n in 0..11 {
        last = visitor.get(&format!("/tanda/{n:032x}")).await.status;
    }
    assert_eq!(last, 429);
    assert_eq!(visitor.get(&format!("/tanda/{token}")).await.status, 200);
}

#[tokio::test]
async fn token_address_and_code_lead_to_the_gate_however_they_are_typed() {
    let hall = hall("Rosnida").await;
    let token = hall.token().await;
    let page = hall.server.stranger().get(&format!("/tanda/{token}")).await.body;
    let (_, after) = page.split_once("<strong class=\"code\">").expect("the code");
    let code = after.split_once('<').expect("its end").0.to_owned();
    let (spoken, scanned) = (code.to_lowercase().replace('-', " "), token.to_uppercase());
    let address = format!("{}/tanda/{token}", hall.server.base);
    for typed in [&token, &scanned, &address, &code, &spoken, &format!(" {scanned}\n")] {
        let led = hall.scan(&hall.register, typed).await;
        assert_eq!((led.status, led.location()), (303, &*hall.gate()), "{typed}: {}", led.body);
    }
    let shown = hall.register.get(&hall.gate()).await;
    assert!(shown.has("Kartu ambil ditunjukkan"), "{}", shown.body);
    assert!(!shown.has(&hall.serial().await), "the card's own serial is read from the card");
    let events = hall.server.app.cases.load(hall.server.app.office(), &hall.ticket).await.expect("read");
    let count = |wanted: fn(&EventBody) -> bool| {
        events.as_ref().expect("a case").events.iter().filter(|e| wanted(&e.body)).count()
    };
    assert_eq!(count(|b| matches!(b, EventBody::PassShown { .. })), 1, "scanned six times");
    assert_eq!(count(|b| matches!(b, EventBody::Claimed { step } if *step == "penyerahan")), 1);
}

#[tokio::test]
async fn of_two_counters_at_once_one_serves_and_the_other_is_told_who() {
    let hall = hall("Rosnida").await;
    let token = hall.token().await;
    let (one, two) = tokio::join!(hall.scan(&hall.register, &token), hall.scan(&hall.beside, &token));
    let (led, told) = if one.status == 303 { (one, two) } else { (two, one) };
    assert_eq!((led.status, told.status), (303, 409), "{}", told.body);
    assert!(told.has("Orang petugas_register") || told.has("Nia Umpama"), "{}", told.body);
    assert!(!told.has("Layani tanpa kartu ambil") && told.has(&token), "what was scanned stands there");
}

#[tokio::test]
async fn a_pass_after_the_handover_says_when_and_by_whom() {
    let hall = hall("Rosnida").await;
    let token = hall.token().await;
    hall.server.hand_over(&hall.ticket, &hall.register).await;
    let told = hall.scan(&hall.beside, &token).await;
    assert_eq!(told.status, 409);
    assert!(told.has("KTP-el diserahkan") && told.has("Orang petugas_register"), "{}", told.body);
}

#[tokio::test]
async fn an_expired_pass_says_so_and_what_to_do() {
    let hall = hall("Rosnida").await;
    let token = hall.token().await;
    hall.server.minutes_later(60 * 24 * 60);
    // Nobody stays signed in so long.
    let fresh = hall.server.officer("esok", "Esok Umpama", &[REGISTER]).await;
    let told = hall.scan(&fresh, &token).await;
    assert_eq!(told.status, 409);
    assert!(told.has("kedaluwarsa sejak") && told.has("bandingkan dengan berkas"), "{}", told.body);
    assert!(told.has(&format!("href=\"{}\"", hall.gate())));
    assert!(fresh.get(&hall.gate()).await.has("Mengapa tanpa kartu ambil"));
}

#[tokio::test]
async fn what_is_no_pass_is_told_kept_and_slowed_and_a_ticket_leads_to_the_gate() {
    let hall = hall("Rosnida").await;
    let wrong = hall.scan(&hall.register, "ABC-DEF-<b>").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.has("Ini bukan kartu ambil") && wrong.has("ABC-DEF-&#60;b&#62;"), "{}", wrong.body);
    for _ in 0..10 {
        hall.scan(&hall.register, "K7MR4TXB2").await;
    }
    assert_eq!(hall.scan(&hall.register, "K7MR4TXB2").await.status, 429);
    let led = hall.scan(&hall.register, hall.ticket.as_str()).await;
    assert_eq!((led.status, led.location()), (303, &*hall.gate()));
}

#[tokio::test]
async fn whoever_hands_nothing_over_sees_no_counter_and_no_gate() {
    let hall = hall("Rosnida").await;
    for path in [COUNTER.to_owned(), hall.gate(), format!("{}/foto", hall.gate())] {
        let answer = hall.printer.get(&path).await;
        assert!(answer.status == 404 && !answer.has("Rosnida"), "{path}: {}", answer.body);
    }
    let act = hall.printer.post(&format!("{}/jari", hall.gate()), &[("hasil", "match")]).await;
    assert_eq!(act.status, 404);
    let stranger = hall.server.stranger().get(&hall.gate()).await;
    assert!(stranger.status == 303 && stranger.location().starts_with("/masuk"));
}

#[tokio::test]
async fn passes_are_found_by_what_is_kept_of_them_on_both_databases() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "beritahu").await;
        let loaded = cases.load(OFFICE, &ticket).await.unwrap().unwrap();
        let no = loaded.case.gate.pass.unwrap().no;
        let token = passes().token(Purpose::Collect, OFFICE, &ticket, no);
        let found = passes().read(&b.db, OFFICE, &token).await.unwrap().unwrap();
        assert_eq!((found.ticket.clone(), found.no), (ticket.clone(), no), "{}", b.name);
        assert_eq!(passes().read(&b.db, "13.02", &token).await.unwrap(), None, "{}", b.name);
        let other = passes().find(&b.db, Purpose::Survey, OFFICE, &token).await.unwrap();
        assert_eq!(other, None, "{}: a pass is no survey", b.name);
        let kept = b.db.query("SELECT token, code FROM passes", vec![]).await.unwrap();
        let texts = [kept[0].text(0).unwrap(), kept[0].text(1).unwrap()];
        assert!(texts.iter().all(|t| t.len() == 64 && !t.contains(&token)), "{}: {texts:?}", b.name);
        // Under another master key a pass that is out there is still found, and shown as it was handed out.
        let key = |byte: &str| office::config::Key256::parse(&byte.repeat(32));
        let secrets = |former: Vec<_>| office::config::Secrets {
            master_key: key("08"),
            former_master_keys: former,
            ..Default::default()
        };
        let rotated = Passes::of(&secrets(key("07").into_iter().collect()));
        assert!(rotated.read(&b.db, OFFICE, &token).await.unwrap().is_some(), "{}", b.name);
        let again = rotated.shown_again(&b.db, Purpose::Collect, OFFICE, (&ticket, no)).await.unwrap();
        assert_eq!(again.as_deref(), Some(&*token), "{}", b.name);
        let strange = Passes::of(&secrets(Vec::new()));
        assert_eq!(strange.read(&b.db, OFFICE, &token).await.unwrap(), None, "{}", b.name);
        // Told once more: the older pass still leads to its case, and the rules say that it was replaced.
        let again = crate::support::story::record("penyerahan", "beritahu", Form::default());
        let register = crate::support::story::officer("petugas_register", "A");
        let order = office::cases::Order::new(Some(ticket.clone()), register, minute(40), again);
        let newer = cases.dispatch(OFFICE, order).await.unwrap().case.unwrap().gate.pass.unwrap();
        assert!(newer.no > no);
        assert_eq!(passes().read(&b.db, OFFICE, &token).await.unwrap().map(|f| f.no), Some(no), "{}", b.name);
    })
    .await;
}
