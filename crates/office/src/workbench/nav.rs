//! The links at the head of every page, each only for those who may follow it.

use super::guard;
use crate::web::Page;

pub struct Link {
    pub href: &'static str,
    pub words: String,
    pub current: bool,
}

/// Empty for a visitor who has not signed in.
pub fn links(page: &Page) -> Vec<Link> {
    let Some(officer) = &page.officer else { return Vec::new() };
    let p = &*page.app().cases.procedures().active();
    let all = [
        ("/meja", "desk", guard::sees_cases(p, officer)),
        ("/meja/peringatan", "alerts", guard::sees_cases(p, officer)),
        ("/meja/dasbor", "nav-figures", guard::reads_figures(p, officer)),
        ("/meja/pesan", "messages", guard::sees_cases(p, officer)),
        ("/meja/telepon", "nav-calls", guard::sees_cases(p, officer)),
        ("/meja/cari", "search", guard::sees_cases(p, officer)),
        ("/meja/loket", "nav-counter", guard::takes_in(p, officer)),
        ("/meja/penyerahan", "nav-handover", guard::works_at_gate(p, officer)),
        ("/meja/janji", "nav-visits", guard::sees_visits(p, officer)),
        ("/meja/blangko", "nav-stock", guard::reads_stock(p, officer)),
        ("/meja/printer", "printers", guard::sees_cases(p, officer) && !page.app().printers.is_empty()),
        ("/meja/register", "nav-register", guard::reads_register(p, officer)),
        ("/meja/laporan", "reports", guard::reads_reports(p, officer)),
        ("/meja/ikm", "nav-ikm", guard::reads_index(p, officer)),
        ("/meja/pemusnahan", "nav-destructions", guard::reads_destructions(p, officer)),
        ("/meja/sop", "sop", guard::sees_cases(p, officer)),
        ("/meja/pejabat", "officials", true),
        ("/meja/pengguna", "users", officer.is_administrator()),
        ("/meja/pemulihan", "recovery", super::recoveries::may(page, officer)),
        ("/meja/pengguna/catatan", "account-log", super::recoveries::may(page, officer)),
        ("/meja/stasiun", "stations", officer.is_administrator()),
        ("/meja/masukan-aneh", "strange", officer.is_administrator()),
    ];
    let link = |(href, key, _): (&'static str, &str, bool)| Link {
        href,
        words: page.t(key),
        current: is_within(&page.path, href),
    };
    all.into_iter().filter(|(_, _, may)| *may).map(link).collect()
}

/// In whose places the visitor acts today, in words.
pub fn acting(page: &Page) -> Option<String> {
    page.officer.as_ref().and_then(|officer| super::words::acting(page, &officer.acting))
}

/// The desk's own link also stands for the cases reached from it.
fn is_within(path: &str, href: &str) -> bool {
    path == href
        || path.starts_with(&format!("{href}/")) && (href != "/meja" || path.starts_with("/meja/perkara"))
}
