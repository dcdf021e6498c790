//! Old cards and spoiled blanks: stored with the handover, destroyed with minutes, all of a batch or none of it.

use crate::support::databases::on_both;
use crate::support::people::applicant;
use crate::support::server::{CETAK, KABID, KASI, OPERATOR, REGISTER, Server};
use crate::support::stock::{keeper, serial, supply, wish};
use crate::support::story::{GROUNDS, OFFICE, cases, course, minute, officer, play, reached};
use office::cases::CaseError;
use office::db::{Statement, Write};
use office::params;
use office::stock::{Difference, Stock};
use procedure::ledger::{MinutesDraft, StockCommand};
use procedure::{Blangko, Form, LedgerRefusal, Refusal, Ticket};

fn draft(blanks: &[&str], cards: &[&Ticket]) -> MinutesDraft {
    MinutesDraft {
        number: "470/12/BA/2026".to_owned(),
        place: "Painan".to_owned(),
        method: "Dibakar".to_owned(),
        witnesses: "Nurlaila Ibarat\nSyahrul Andaikata".to_owned(),
        blanks: blanks.iter().map(|b| serial(b)).collect(),
        cards: cards.iter().map(|t| (*t).clone()).collect(),
    }
}

async fn destroys(stock: &Stock, draft: &MinutesDraft) -> Result<i64, CaseError> {
    stock.destroy(&wish(keeper(), minute(90)), draft).await
}

fn refused(answer: Result<i64, CaseError>) -> LedgerRefusal {
    match answer {
        Err(CaseError::Refused(Refusal::Ledger { why, .. })) => why,
        other => panic!("{other:?}"),
    }
}

/// Blanks of these serials, spoiled before they were printed.
async fn spoiled(stock: &Stock, first: &str, last: &str) {
    let printer = officer("operator_cetak", "A");
    supply(stock, &printer, minute(0), (first, last)).await;
    let spoil = StockCommand::Spoil { ticket: None, why: "Terlipat".to_owned() };
    stock.shift(&wish(printer, minute(1)), &serial(first), &serial(last), spoil).await.unwrap();
}

async fn stored(stock: &Stock) -> (Vec<Ticket>, Vec<Blangko>) {
    let cards = stock.old_cards(100).await.unwrap().into_iter().map(|c| c.ticket).collect();
    (cards, stock.spoiled(100).await.unwrap())
}

#[tokio::test]
async fn a_card_given_back_at_the_handover_is_stored_until_it_is_destroyed_with_minutes() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let stock = cases.stock(OFFICE);
        let damaged =
            play(&cases, OFFICE, course(1, GROUNDS[1]), "serahkan", minute(0)).await.unwrap().ticket;
        reached(&cases, OFFICE, 2, "serahkan").await;
        spoiled(&stock, "AB1000", "AB1002").await;
        spoiled(&stock, "CD1000", "CD1000").await;
        let (cards, blanks) = stored(&stock).await;
        assert_eq!(cards, std::slice::from_ref(&damaged), "{}: a lost card is not given back", b.name);
        assert_eq!(blanks.len(), 4, "{}", b.name);
        let no = destroys(&stock, &draft(&["CD1000", "AB1001", "AB1000"], &[&damaged])).await.unwrap();
        let (cards, blanks) = stored(&stock).await;
        assert_eq!((cards, blanks), (vec![], vec![serial("AB1002")]), "{}", b.name);
        let kept = stock.one_minutes(no).await.unwrap().unwrap();
        assert_eq!((kept.number.as_str(), kept.cards), ("470/12/BA/2026", vec![damaged]), "{}", b.name);
        let listed = stock.cards_of(no, 10).await.unwrap();
        assert_eq!(listed[0].address, "Nagari Contoh", "{}", b.name);
        assert_eq!(stock.verify().await.unwrap().differences, [], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_batch_is_destroyed_whole_or_not_at_all() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let stock = cases.stock(OFFICE);
        let damaged =
            play(&cases, OFFICE, course(1, GROUNDS[1]), "serahkan", minute(0)).await.unwrap().ticket;
        spoiled(&stock, "AB1000", "AB1001").await;
        supply(&stock, &officer("operator_cetak", "A"), minute(2), ("AB1002", "AB1002")).await;
        let good = draft(&["AB1000", "AB1002"], &[&damaged]);
        assert_eq!(refused(destroys(&stock, &good).await), LedgerRefusal::NotSpoiled, "{}", b.name);
        let elsewhere = Ticket::from_random(9);
        let unknown = draft(&["AB1000"], &[&damaged, &elsewhere]);
        assert_eq!(refused(destroys(&stock, &unknown).await), LedgerRefusal::CardGone, "{}", b.name);
        assert_eq!(stored(&stock).await.0.len() + stored(&stock).await.1.len(), 3, "{}", b.name);
        assert!(stock.minutes(10).await.unwrap().is_empty(), "{}", b.name);
        destroys(&stock, &draft(&["AB1000"], &[&damaged])).await.unwrap();
        assert_eq!(refused(destroys(&stock, &draft(&[], &[&damaged])).await), LedgerRefusal::CardGone);
        assert_eq!(refused(destroys(&stock, &draft(&["AB1000"], &[])).await), LedgerRefusal::NotSpoiled);
    })
    .await;
}

#[tokio::test]
async fn of_two_batches_with_the_same_card_at_the_same_moment_one_is_destroyed() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let stock = cases.stock(OFFICE);
        let damaged =
            play(&cases, OFFICE, course(1, GROUNDS[1]), "serahkan", minute(0)).await.unwrap().ticket;
        let batch = draft(&[], &[&damaged]);
        let (one, other) = tokio::join!(destroys(&stock, &batch), destroys(&stock, &batch));
        assert_eq!([&one, &other].iter().filter(|a| a.is_ok()).count(), 1, "{}: {one:?} {other:?}", b.name);
        assert_eq!(stock.verify().await.unwrap().differences, [], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn minutes_that_name_what_was_not_destroyed_are_found() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let stock = cases.stock(OFFICE);
        let damaged =
            play(&cases, OFFICE, course(1, GROUNDS[1]), "serahkan", minute(0)).await.unwrap().ticket;
        let no = destroys(&stock, &draft(&[], &[&damaged])).await.unwrap();
        let sql = "UPDATE old_cards SET minutes_no = 0 WHERE office = ?1";
        b.db.write(Write::one(Statement::new(sql, params![OFFICE]).must_change())).await.unwrap();
        assert_eq!(stock.verify().await.unwrap().differences, [Difference::Minutes { no }], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn minutes_are_drawn_up_and_printed_by_the_page_and_only_by_whoever_keeps_the_stock() {
    let server = Server::start().await;
    let (operator, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let (printer, register) = (server.bearer(CETAK).await, server.bearer(REGISTER).await);
    let kabid = server.bearer(KABID).await;
    let page = "/meja/blangko/pemusnahan";
    assert!(kasi.get(page).await.has("Tidak ada kartu lama atau blangko rusak"));
    let upik = applicant("Upik Percobaan");
    let ticket = server.open_draft(upik.clone(), "rusak").await;
    for document in ["kk", "ktp_rusak"] {
        let png = crate::support::people::PNG;
        server.attach(&ticket, crate::support::people::themself(&upik), Some(document), png).await;
    }
    server.done(&ticket, crate::support::people::themself(&upik), procedure::Command::Submit).await;
    let blank = server.blank(&printer).await;
    for (by, step, outcome, form) in [
        (&operator, "penerimaan", "lengkap", Form::default()),
        (&kasi, "verifikasi", "rekomendasi", Form::default()),
        (&printer, "pencetakan", "perintah_cetak", Form::default()),
        (&printer, "pencetakan", "tercetak", blank),
        (&printer, "pencetakan", "aktif", Form::default()),
        (&register, "penyerahan", "beritahu", Form::default()),
    ] {
        server.decide(&ticket, by, step, outcome, form).await;
    }
    server.hand_over(&ticket, &register).await;
    let shown = kasi.get(page).await;
    assert!(shown.has("Upik Percobaan") && shown.has("1301014504900001"), "{}", shown.body);
    assert_eq!(printer.get(page).await.status, 404, "who prints needs no list of names");
    let token = office::web::form_token();
    let fields = [
        ("form", &*token),
        ("card", ticket.as_str()),
        ("number", "470/12/BA/2026"),
        ("place", "Painan"),
        ("method", "Dibakar"),
        ("witnesses", "Nurlaila Ibarat"),
    ];
    let alone = kasi.post(page, &fields).await;
    assert_eq!(alone.status, 422);
    assert!(alone.has("paling sedikit dua saksi") && alone.has("value=\"Painan\""), "{}", alone.body);
    let mut fields = fields;
    fields[5].1 = "Nurlaila Ibarat\nSyahrul Andaikata";
    assert_eq!(kabid.post(page, &fields).await.status, 403);
    let done = kasi.post(page, &fields).await;
    assert_eq!((done.status, done.location()), (303, "/meja/blangko/berita-acara/1"), "{}", done.body);
    let minutes = kabid.get(done.location()).await;
    for words in ["470/12/BA/2026", "Upik Percobaan", "Orang kasi", "Nurlaila Ibarat", "1 KTP-el lama dan 0"]
    {
        assert!(minutes.has(words), "{words}: {}", minutes.body);
    }
    assert_eq!(printer.get(done.location()).await.status, 404);
    assert!(kasi.get(page).await.has("Tidak ada kartu lama"));
}
