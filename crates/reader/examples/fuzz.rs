//! Damages photos and PDFs for as long as it is told to, and has the reader look at each: no panic, no hang.
//! `cargo run -p reader --example fuzz -- photo|pdf SECONDS [SEED]`. A failure names the seed that repeats it.
//! It mutates by rules and not by coverage: bits, bytes, numbers at their limits, pieces moved, doubled, cut.

use reader::{Thresholds, examine};
use specimen::dice::Dice;
use specimen::{Order, PageKind, Specimen};
use std::io::Cursor;
use std::panic::catch_unwind;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// As long as one file may take here; the office allows five seconds of the processor.
const SLOW: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (what, seconds) = match args.as_slice() {
        [what, seconds, ..] if ["photo", "pdf"].contains(&what.as_str()) => (what.as_str(), seconds.parse()),
        _ => ("", Ok(0)),
    };
    let (Ok(seconds @ 1..), false) = (seconds, what.is_empty()) else {
        eprintln!("usage: fuzz photo|pdf SECONDS [SEED]");
        return ExitCode::from(2);
    };
    let seed: Option<u64> = args.get(2).and_then(|s| s.parse().ok());
    let corpus = if what == "pdf" { pdfs() } else { photos() };
    std::panic::set_hook(Box::new(|_| {}));
    let begun = Instant::now();
    let mut looked = 0;
    for n in seed.unwrap_or(0).. {
        let bytes = damaged(&corpus, n);
        let started = Instant::now();
        let ended = catch_unwind(|| examine(&bytes, &Thresholds::default()).map(|e| e.pages.len()));
        if ended.is_err() || started.elapsed() > SLOW {
            let how = if ended.is_err() { "panicked" } else { "took too long" };
            eprintln!("fuzz {what}: the reader {how}; again: fuzz {what} 1 {n}");
            return ExitCode::FAILURE;
        }
        looked += 1;
        if seed.is_some() || begun.elapsed() > Duration::from_secs(seconds) {
            break;
        }
    }
    println!("fuzz {what}: {looked} files in {:.0?}, none harmed the reader", begun.elapsed());
    ExitCode::SUCCESS
}

fn photos() -> Vec<Vec<u8>> {
    let small = |page, seed| Order { page: Some(page), size: Some((320, 240)), ..Order::fair(seed) };
    let jpegs =
        [(PageKind::Ktp, 1), (PageKind::Kk, 2)].map(|(page, seed)| Specimen::draw(small(page, seed)).bytes);
    let mut all = jpegs.to_vec();
    for jpeg in &jpegs {
        let mut png = Cursor::new(Vec::new());
        let image = image::load_from_memory(jpeg).expect("a photo");
        image.write_to(&mut png, image::ImageFormat::Png).expect("a PNG");
        all.push(png.into_inner());
    }
    all
}

/// Small PDFs with what readers stumble over: streams, filters, fonts, nested arrays, wrong lengths.
fn pdfs() -> Vec<Vec<u8>> {
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>";
    let contents = [
        "BT /F 12 Tf 10 50 Td (CONTOH) Tj ET",
        "q 1 0 0 1 0 0 cm 0 0 100 50 re f Q 10 w 0 0 m 50 50 l S",
        "/Pattern cs [ [ [ 1 ] ] ] 0 d BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI",
    ];
    contents.map(|c| pdf(page, c)).to_vec()
}

fn pdf(page: &str, contents: &str) -> Vec<u8> {
    let stream = format!("<< /Length {} >>\nstream\n{contents}\nendstream", contents.len());
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    let catalogue = "<< /Type /Catalog /Pages 2 0 R >>";
    let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let mut out = b"%PDF-1.7\n".to_vec();
    for (body, number) in [catalogue, pages, page, &stream, font].iter().zip(1..) {
        out.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    out.extend_from_slice(b"trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n");
    out
}

fn damaged(corpus: &[Vec<u8>], seed: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed);
    let mut bytes = corpus[dice.below(corpus.len() as u64) as usize].clone();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len().max(1) as u64) as usize;
        let length = (1 + dice.below(64) as usize).min(bytes.len().saturating_sub(at));
        match dice.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if at < bytes.len() => bytes[at] = dice.draw() as u8,
            2 => bytes.truncate(at),
            3 => {
                let piece = bytes[at..at + length].to_vec();
                bytes.splice(at..at, piece.repeat(1 + dice.below(8) as usize));
            }
            4 => drop(bytes.drain(at..at + length)),
            // A number at its limit, where a length may stand.
            5 => {
                let limit = [[0xFF; 4], [0x7F, 0xFF, 0xFF, 0xFF], [0; 4]][dice.below(3) as usize];
                let room = bytes.len().saturating_sub(at).min(4);
                bytes[at..at + room].copy_from_slice(&limit[..room]);
            }
            _ => {
                let other = &corpus[dice.below(corpus.len() as u64) as usize];
                let from = dice.below(other.len() as u64) as usize;
                let piece = &other[from..(from + length).min(other.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    bytes
}
