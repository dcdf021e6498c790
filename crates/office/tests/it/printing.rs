//! Cards through a printer of the office's own: the whole server, over IPP, against the SIMULATOR with every fault.

use crate::support::browser::Browser;
use crate::support::databases::on_both;
use crate::support::server::{CETAK, KASI, OPERATOR, Server};
use office::production::jobs;
use printer_sim::{Fault, Mishap, Running};
use procedure::case::Production;
use procedure::{Case, Form, PrintEnd, Ticket, Trouble};
use reqwest::multipart;
use std::time::Duration;

const CARD: Duration = Duration::from_millis(300);
const SERIAL: &str = "BLANGKO9001";

pub async fn simulator() -> Running {
    Running::start(([127, 0, 0, 1], 0).into(), CARD).await.expect("the SIMULATOR starts")
}

/// An office with this printer, a case that is to be printed, and whoever prints it.
pub struct Shop {
    pub server: Server,
    pub ticket: Ticket,
    pub yusuf: Browser,
    hendra: Browser,
}

impl Shop {
    pub async fn with(uri: &str, url: Option<String>) -> Self {
        let server = Server::start_with(|config| {
            config.printing.printers = vec![format!("depan={uri}")];
            config.printing.simulator = true;
            if let Some(url) = url {
                config.database.url = url;
            }
        })
        .await;
        server.at_nine();
        let (rani, hendra) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
        let yusuf = server.bearer(CETAK).await;
        let ticket = server.open_case("Sinta Maharani").await;
        server.supply(&yusuf, SERIAL, "BLANGKO9004").await;
        server.decide(&ticket, &rani, "penerimaan", "lengkap", Form::default()).await;
        server.decide(&ticket, &hendra, "verifikasi", "rekomendasi", Form::default()).await;
        Self { server, ticket, yusuf, hendra }
    }

    async fn prepares(&self, changed: &[(&str, &str)], photo: Option<Vec<u8>>) -> u16 {
        let mut form = multipart::Form::new();
        let whole = [
            ("province", "Sumatera Barat"),
            ("regency", "Kabupaten Pesisir Selatan"),
            ("name", "Sinta Maharani"),
            ("birth_place", "Painan"),
            ("birth_date", "05-07-1990"),
            ("sex", "PEREMPUAN"),
            ("address", "Jalan Contoh 1"),
            ("village", "Painan"),
            ("district", "IV Jurai"),
            ("religion", "Islam"),
            ("marital_status", "Belum kawin"),
            ("occupation", "Guru"),
        ];
        for (name, value) in whole {
            let value = changed.iter().find(|(n, _)| *n == name).map_or(value, |(_, v)| v);
            form = form.text(name, value.to_owned());
        }
        if let Some(photo) = photo {
            let part =
                multipart::Part::bytes(photo).file_name("foto.jpg").mime_str("image/jpeg").expect("a type");
            form = form.part("photo", part);
        }
        let path = format!("/meja/perkara/{}/kartu", self.ticket);
        self.yusuf.upload(&path, form).await.status
    }

    pub async fn act(&self, act: &str, fields: &[(&str, &str)]) -> u16 {
        self.yusuf.post(&format!("/meja/perkara/{}/{act}", self.ticket), fields).await.status
    }

    pub async fn records(&self, outcome: &str, fields: &[(&str, &str)]) -> u16 {
        let base = [("step", "pencetakan"), ("outcome", outcome)];
        self.act("putuskan", &[base.as_slice(), fields].concat()).await
    }

    pub async fn orders(&self) {
        assert_eq!(self.prepares(&[], Some(face())).await, 303);
        assert_eq!(self.records("perintah_cetak", &[("printer.perintah_cetak", "depan")]).await, 303);
    }

    pub async fn case(&self) -> Case {
        self.server.case(&self.ticket).await
    }

    pub async fn until(&self, what: &str, holds: impl Fn(&Case) -> bool) -> Case {
        for _ in 0..600 {
            let case = self.case().await;
            if holds(&case) {
                return case;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{what}: {:?}, {:?}", self.case().await.job, self.case().await.waiting);
    }

    pub async fn ended(&self) -> (PrintEnd, Option<u32>) {
        let case =
            self.until("the print job ends", |c| c.job.as_ref().is_some_and(|j| j.ended.is_some())).await;
        let ended = case.job.and_then(|j| j.ended).expect("an end");
        // Shown where the test fails.
        println!("the printer's words: {:?}", self.said().await);
        (ended.end, ended.impressions)
    }

    /// The printer's own words about the job that ended last.
    async fn said(&self) -> Vec<String> {
        let loaded = self.server.app.cases.load(self.server.app.office(), &self.ticket).await.expect("read");
        let ended = loaded.expect("a case").events.into_iter().rev().find_map(|e| match e.body {
            procedure::EventBody::PrintEnded { reasons, .. } => Some(reasons),
            _ => None,
        });
        ended.unwrap_or_default()
    }

    pub async fn troubled(&self, trouble: Trouble) {
        let is = |c: &Case| c.waiting.as_ref().is_some_and(|w| w.trouble == Some(trouble));
        self.until("the clock stands still", is).await;
    }

    async fn page(&self) -> crate::support::browser::Answer {
        self.yusuf.get(&format!("/meja/perkara/{}", self.ticket)).await
    }

    async fn jobs(&self) -> usize {
        jobs::under_way(&self.server.app.db, self.server.app.office(), 10).await.expect("read").len()
    }
}

/// An invented face.
pub fn face() -> Vec<u8> {
    crate::support::by_link::photo(3)
}

#[tokio::test]
async fn a_card_is_printed_on_both_databases_and_the_printer_gets_the_layer_and_nothing_else() {
    on_both(|on| async move {
        let sim = simulator().await;
        let shop = Shop::with(&sim.uri(), Some(on.settings.url.clone())).await;
        shop.orders().await;
        assert_eq!(shop.ended().await, (PrintEnd::Completed, Some(1)), "{}", on.name);
        let jobs = sim.printer.jobs();
        let [job] = jobs.as_slice() else { panic!("{} jobs", jobs.len()) };
        assert!(job.name.starts_with(shop.ticket.as_str()), "{}", job.name);
        assert!(!job.name.contains("Sinta"));
        assert_eq!(job.media, "iso_id-1_53.98x85.6mm");
        let text = String::from_utf8_lossy(&job.document).into_owned();
        for printed in ["SINTA MAHARANI", "PAINAN, 05-07-1990", "PEREMPUAN    -", "SEUMUR HIDUP"] {
            assert!(text.contains(printed), "{printed}");
        }
        assert!(text.starts_with("%PDF-"));
        assert_eq!(shop.records("tercetak", &[("blangko.tercetak", SERIAL)]).await, 303);
        assert!(matches!(shop.case().await.production, Production::Printed(Some(_))));
        assert_eq!(shop.jobs().await, 0);
    })
    .await;
}

#[tokio::test]
async fn while_the_printer_stands_still_the_clock_does_and_both_go_on_when_it_is_mended() {
    let sim = simulator().await;
    for (fault, trouble) in [
        (Fault::NoCards, Trouble::NoCards),
        (Fault::RibbonEnd, Trouble::RibbonEnd),
        (Fault::Jam, Trouble::Jam),
        (Fault::CoverOpen, Trouble::CoverOpen),
        (Fault::Offline, Trouble::Offline),
    ] {
        sim.printer.set(fault, true);
        let shop = Shop::with(&sim.uri(), None).await;
        shop.orders().await;
        shop.troubled(trouble).await;
        let page = shop.page().await;
        assert!(page.has("SIMULATOR") && page.has("Waktu langkah ini berhenti"), "{fault:?}");
        let inbox = shop.yusuf.get("/meja").await;
        assert!(inbox.has("href=\"/meja/printer\""), "{fault:?}");
        assert!(shop.yusuf.get("/meja/printer").await.has(shop.ticket.as_str()));
        sim.printer.set(fault, false);
        assert_eq!(shop.ended().await, (PrintEnd::Completed, Some(1)), "{fault:?}");
        assert_eq!(shop.case().await.waiting, None);
    }
}

#[tokio::test]
async fn a_ribbon_that_runs_low_is_shown_and_stops_nothing() {
    let sim = simulator().await;
    sim.printer.set(Fault::RibbonLow, true);
    let shop = Shop::with(&sim.uri(), None).await;
    shop.orders().await;
    assert_eq!(shop.ended().await, (PrintEnd::Completed, Some(1)));
    let happened = shop.server.app.cases.load(shop.server.app.office(), &shop.ticket).await.expect("read");
    let paused = |e: &procedure::Event| matches!(e.body, procedure::EventBody::Paused { .. });
    assert!(!happened.expect("a case").events.iter().any(paused));
    assert!(shop.yusuf.get("/meja").await.has("menipis"));
}

#[tokio::test]
async fn after_an_aborted_job_the_officer_says_whether_a_blank_was_used_and_nobody_else() {
    let sim = simulator().await;
    let shop = Shop::with(&sim.uri(), None).await;
    sim.printer.befall(Mishap::AbortAfter);
    shop.orders().await;
    assert_eq!(shop.ended().await, (PrintEnd::Aborted, Some(1)));
    // The order stands until somebody says what came out; another is not given meanwhile.
    assert_eq!(shop.records("perintah_cetak", &[("printer.perintah_cetak", "depan")]).await, 409);
    assert!(shop.page().await.has("Menurut printer 1 kartu tercetak."));
    let spoiled = [("blangko.gagal_cetak", SERIAL), ("why.gagal_cetak", "Terhenti di tengah")];
    assert_eq!(shop.records("gagal_cetak", &spoiled).await, 303);

    sim.printer.befall(Mishap::AbortBefore);
    assert_eq!(shop.records("perintah_cetak", &[("printer.perintah_cetak", "depan")]).await, 303);
    assert_eq!(shop.ended().await, (PrintEnd::Aborted, Some(0)));
    assert_eq!(shop.records("tidak_terpakai", &[]).await, 422);
    assert_eq!(shop.records("tidak_terpakai", &[("why.tidak_terpakai", "Kartu tidak tertarik")]).await, 303);
    assert_eq!(shop.records("perintah_cetak", &[("printer.perintah_cetak", "depan")]).await, 303);
    assert_eq!(shop.ended().await, (PrintEnd::Completed, Some(1)));
    assert_eq!(shop.records("tercetak", &[("blangko.tercetak", SERIAL)]).await, 422, "that blank is spoiled");
    assert_eq!(shop.records("tercetak", &[("blangko.tercetak", "BLANGKO9002")]).await, 303);
    let found = shop.server.app.stock.verify().await.expect("verified");
    assert_eq!((found.balance.good, found.balance.spoiled, found.differences), (1, 1, vec![]));
}

#[tokio::test]
async fn a_print_is_cancelled_at_the_printer_while_it_waits_there() {
    let sim = simulator().await;
    sim.printer.set(Fault::NoCards, true);
    let shop = Shop::with(&sim.uri(), None).await;
    shop.orders().await;
    shop.troubled(Trouble::NoCards).await;
    assert_eq!(shop.records("tercetak", &[("blangko.tercetak", SERIAL)]).await, 409);
    assert_eq!(shop.act("batalkan-cetak", &[]).await, 303);
    assert_eq!(shop.ended().await, (PrintEnd::Cancelled, Some(0)));
    let case = shop.case().await;
    assert_eq!((case.waiting, case.production), (None, Production::Ordered));
    assert_eq!(shop.act("batalkan-cetak", &[]).await, 409);
}

#[tokio::test]
async fn what_is_cancelled_before_the_printer_ever_heard_of_it_never_reaches_it() {
    let sim = simulator().await;
    sim.printer.set(Fault::Offline, true);
    let shop = Shop::with(&sim.uri(), None).await;
    shop.orders().await;
    shop.troubled(Trouble::Offline).await;
    assert_eq!(shop.act("batalkan-cetak", &[]).await, 303);
    assert_eq!(shop.ended().await, (PrintEnd::Cancelled, Some(0)));
    sim.printer.set(Fault::Offline, false);
    tokio::time::sleep(CARD * 3).await;
    assert_eq!(sim.printer.jobs().len(), 0);
}

#[tokio::test]
async fn a_printer_that_was_switched_off_and_knows_the_job_no_more_leaves_the_question_to_the_officer() {
    let sim = simulator().await;
    sim.printer.set(Fault::Jam, true);
    let shop = Shop::with(&sim.uri(), None).await;
    shop.orders().await;
    shop.troubled(Trouble::Jam).await;
    sim.printer.restart();
    // Another office's job has the number by now.
    sim.printer.create("another", "");
    assert_eq!(shop.ended().await, (PrintEnd::Lost, None));
    assert!(shop.page().await.has("Printer tidak tahu berapa kartu yang tercetak."));
}

#[tokio::test]
async fn a_printer_gone_in_mid_job_and_back_has_printed_the_card_once() {
    let sim = simulator().await;
    sim.printer.set(Fault::Jam, true);
    let shop = Shop::with(&sim.uri(), None).await;
    shop.orders().await;
    shop.troubled(Trouble::Jam).await;
    sim.printer.set(Fault::Offline, true);
    sim.printer.set(Fault::Jam, false);
    // It prints on while nobody hears it.
    tokio::time::sleep(CARD * 5).await;
    assert_eq!(shop.case().await.job.and_then(|j| j.ended), None);
    sim.printer.set(Fault::Offline, false);
    assert_eq!(shop.ended().await, (PrintEnd::Completed, Some(1)));
    assert_eq!(sim.printer.jobs().len(), 1);
}

#[tokio::test]
async fn no_card_is_ordered_without_its_data_and_every_gap_in_it_is_said_at_its_field() {
    let sim = simulator().await;
    let shop = Shop::with(&sim.uri(), None).await;
    assert_eq!(shop.records("perintah_cetak", &[("printer.perintah_cetak", "depan")]).await, 409);
    assert_eq!(shop.records("perintah_cetak", &[("printer.perintah_cetak", "belakang")]).await, 422);
    assert_eq!(shop.prepares(&[("birth_date", "31-02-1990"), ("village", " ")], Some(face())).await, 422);
    assert_eq!(shop.prepares(&[], None).await, 422, "without a photo");
    assert_eq!(shop.prepares(&[], Some(b"no picture".to_vec())).await, 422);
    assert_eq!(shop.case().await.layer, None);
    assert_eq!(shop.prepares(&[("birth_date", "06-07-1990")], Some(face())).await, 303);
    let page = shop.yusuf.get(&format!("/meja/perkara/{}/kartu", shop.ticket)).await;
    assert!(page.has("Berbeda dengan NIK"), "the NIK tells another day");
    let pdf = shop.yusuf.get(&format!("/meja/perkara/{}/kartu.pdf", shop.ticket)).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
    let path = format!("/meja/perkara/{}/kartu", shop.ticket);
    assert_eq!(shop.hendra.get(&path).await.status, 404, "he makes no cards");
}

#[tokio::test]
async fn without_a_printer_an_order_is_a_work_order_whose_result_is_recorded_at_once() {
    let sim = simulator().await;
    let shop = Shop::with(&sim.uri(), None).await;
    assert_eq!(shop.records("perintah_cetak", &[("printer.perintah_cetak", "")]).await, 303);
    assert_eq!(shop.case().await.job, None);
    assert_eq!(shop.records("tercetak", &[("blangko.tercetak", SERIAL)]).await, 303);
    assert_eq!(sim.printer.jobs().len(), 0);
}

#[tokio::test]
async fn a_line_that_breaks_while_the_document_is_on_its_way_prints_the_card_once() {
    let sim = simulator().await;
    for mishap in [Mishap::LosesDocument, Mishap::LosesAnswer] {
        sim.printer.restart();
        sim.printer.befall(mishap);
        let shop = Shop::with(&sim.uri(), None).await;
        shop.orders().await;
        assert_eq!(shop.ended().await, (PrintEnd::Completed, Some(1)), "{mishap:?}");
        let jobs = sim.printer.jobs();
        assert_eq!(jobs.iter().filter(|j| j.impressions > 0).count(), 1, "{mishap:?}");
        assert_eq!(jobs.len(), 1, "{mishap:?}");
    }
}

#[tokio::test]
async fn the_photo_that_is_on_the_card_stands_at_the_gate_for_whoever_hands_over() {
    let sim = simulator().await;
    let shop = Shop::with(&sim.uri(), None).await;
    assert_eq!(shop.prepares(&[], Some(face())).await, 303);
    assert_eq!(shop.records("perintah_cetak", &[]).await, 303);
    assert_eq!(shop.records("tercetak", &[("blangko.tercetak", SERIAL)]).await, 303);
    assert_eq!(shop.records("aktif", &[]).await, 303);
    let register = shop.server.bearer(crate::support::server::REGISTER).await;
    shop.server.decide(&shop.ticket, &register, "penyerahan", "beritahu", Form::default()).await;
    let photo = format!("/meja/penyerahan/{}/foto", shop.ticket);
    assert!(register.get(&photo[..photo.len() - 5]).await.has(&format!("src=\"{photo}\"")));
    let seen = register.get(&photo).await;
    assert_eq!((seen.status, seen.header("content-type")), (200, "image/jpeg"));
    assert_eq!(shop.yusuf.get(&photo).await.status, 404);
}
