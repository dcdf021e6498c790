//! One full case as four officers' browsers send it: the walk-in's form, two documents, the sending, and
//! every decision as far as the register. The office and the bare SQL take the same requests.

use crate::http::{Connection, form};
use crate::installation::Staff;
use anyhow::{Context, Result, ensure};

const BOUNDARY: &str = "----rancak";

/// A white leaf of 64 × 48 pixels, kept as the officer insists. A real page takes some 0.08 s of processor time
/// to look at, and nothing else would be measured; that time stands in the row of the documents.
const LEAF: &[u8] = include_bytes!("leaf.png");

/// Opening, two documents, submission, the seven decisions, and the finger before the last.
pub const TRANSACTIONS: usize = 12;

/// Who decides, at which step, with which outcome, and the fields that it asks for.
type Decision<'a> = (&'a str, &'a str, &'a str, &'a [(&'a str, &'a str)]);

/// Carries case `n` from the counter to the register; every form under a token of its own.
pub fn full_case(connection: &mut Connection, staff: &Staff, n: usize) -> Result<()> {
    let (nik, kk) = (format!("130105{:02}0190{:04}", n % 28 + 1, n % 9_999 + 1), format!("13010501{n:08}"));
    let (name, phone) = (format!("Sari Contoh {n}"), format!("0812{n:08}"));
    let fields = [
        ("reason", "hilang"),
        ("nik", &nik),
        ("nomor_kk", &kk),
        ("name", &name),
        ("phone", &phone),
        ("village", "Nagari Contoh"),
        ("consent", "1"),
    ];
    let dossier = post(connection, "/meja/loket", &staff.operator, &fields)?;
    let ticket = dossier.strip_prefix("/meja/loket/").with_context(|| format!("led to {dossier}"))?;
    attach(connection, &format!("{dossier}/berkas"), &staff.operator)?;
    post(connection, &format!("{dossier}/kirim"), &staff.operator, &[])?;
    let serial = format!("AB{n:08}");
    let decisions: [Decision<'_>; 6] = [
        (&staff.operator, "penerimaan", "lengkap", &[]),
        (&staff.kasi, "verifikasi", "rekomendasi", &[("note.rekomendasi", "sesuai")]),
        (&staff.printer, "pencetakan", "perintah_cetak", &[]),
        (&staff.printer, "pencetakan", "tercetak", &[("blangko.tercetak", &serial)]),
        (&staff.printer, "pencetakan", "aktif", &[]),
        (&staff.register, "penyerahan", "beritahu", &[]),
    ];
    for (officer, step, outcome, fields) in decisions {
        let fields = [&[("step", step), ("outcome", outcome)], fields].concat();
        post(connection, &format!("/meja/perkara/{ticket}/putuskan"), officer, &fields)?;
    }
    hand_over(connection, ticket, &staff.register, &serial)
}

/// Through the gate, without a pass: the finger is waived, and that page stays.
fn hand_over(connection: &mut Connection, ticket: &str, officer: &str, serial: &str) -> Result<()> {
    let page = format!("/meja/penyerahan/{ticket}");
    let waived = [("form", &*token()), ("hasil", "waived"), ("sebab", "sidik jari aus")];
    let headers = format!("content-type: application/x-www-form-urlencoded\r\n{officer}");
    let answer = connection.post(&format!("{page}/jari"), &headers, form(&waived)?.as_bytes())?;
    ensure!(answer.status == 200, "{page}: {}", answer.status);
    let handed = [
        ("siapa", "pemegang"),
        ("periksa", "wajah"),
        ("periksa", "data"),
        ("asli", "1"),
        ("tanpa_kartu", "ponsel tertinggal"),
        ("blangko", serial),
    ];
    post(connection, &format!("{page}/serahkan"), officer, &handed).map(drop)
}

/// Sends a form that must succeed; where it leads.
fn post(connection: &mut Connection, path: &str, officer: &str, fields: &[(&str, &str)]) -> Result<String> {
    let token = token();
    let body = form(&[&[("form", token.as_str())], fields].concat())?;
    let headers = format!("content-type: application/x-www-form-urlencoded\r\n{officer}");
    led(path, connection.post(path, &headers, body.as_bytes())?)
}

fn attach(connection: &mut Connection, path: &str, officer: &str) -> Result<()> {
    let mut body =
        format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"form\"\r\n\r\n{}", token())
            .into_bytes();
    for document in ["kk", "surat_hilang"] {
        let head = format!(
            "\r\n--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{document}\"; \
             filename=\"{document}.png\"\r\ncontent-type: image/png\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(LEAF);
    }
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    let headers = format!("content-type: multipart/form-data; boundary={BOUNDARY}\r\n{officer}");
    led(path, connection.post(path, &headers, &body)?).map(drop)
}

fn token() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

fn led(path: &str, answer: crate::http::Answer) -> Result<String> {
    ensure!(answer.status == 303, "{path}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
    Ok(answer.location)
}
