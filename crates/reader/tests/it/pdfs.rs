//! PDFs: drawn page by page, and refused where they are more than pages.

use reader::{Fault, Thresholds, examine};

fn fault(bytes: &[u8]) -> Fault {
    examine(bytes, &Thresholds::default()).expect_err("refused")
}

/// A PDF of these objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (body, number) in objects.iter().zip(1..) {
        places.push(out.len());
        out.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    let at = out.len();
    let entries: String = places.iter().map(|p| format!("{p:010} 00000 n \n")).collect();
    let size = objects.len() + 1;
    out.extend_from_slice(format!("xref\n0 {size}\n0000000000 65535 f \n{entries}").as_bytes());
    out.extend_from_slice(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n").as_bytes(),
    );
    out
}

const PAGE: &str = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>";

/// A PDF of one empty page whose catalogue also says `more`, and these objects after the page.
fn one_page(more: &str, after: &[&str]) -> Vec<u8> {
    let catalogue = format!("<< /Type /Catalog /Pages 2 0 R {more} >>");
    let mut objects = vec![&*catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE];
    objects.extend(after);
    pdf(&objects)
}

#[test]
fn a_pdf_of_one_page_is_drawn() {
    let examined = examine(&one_page("", &[]), &Thresholds::default()).expect("taken");
    assert_eq!(examined.pages.len(), 1);
    assert_eq!(examined.pages[0].width, examined.pages[0].height * 2);
}

#[test]
fn a_pdf_that_does_something_is_refused() {
    let script = "<< /Type /Action /S /JavaScript /JS (app.alert\\(1\\)) >>";
    for (more, object) in [
        ("/OpenAction 4 0 R", script),
        ("/OpenAction << /S /Launch /F (cmd.exe) >>", "null"),
        ("/Names << /EmbeddedFiles 4 0 R >>", "<< /Names [] >>"),
        ("", "<< /Type /Filespec /F (a.exe) /EF << /F 3 0 R >> >>"),
        ("/AcroForm << /XFA [] >>", "null"),
        ("", "[ << /S /SubmitForm /F (http://contoh.example) >> ]"),
    ] {
        let found = fault(&one_page(more, &[object]));
        assert!(matches!(found, Fault::Active { .. }), "{more} {object}: {found:?}");
    }
}

#[test]
fn a_pdf_that_only_says_where_to_begin_is_no_danger() {
    assert!(examine(&one_page("/OpenAction [3 0 R /Fit]", &[]), &Thresholds::default()).is_ok());
}

#[test]
fn a_pdf_of_three_hundred_pages_is_refused_by_its_number() {
    let kids: String = (3..303).map(|number| format!("{number} 0 R ")).collect();
    let pages = format!("<< /Type /Pages /Kids [{kids}] /Count 300 >>");
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>", &pages];
    objects.extend([PAGE; 300]);
    let found = fault(&pdf(&objects));
    assert_eq!(found, Fault::TooManyPages { pages: 300 });
}

#[test]
fn a_pdf_behind_a_password_says_so() {
    let nonsense = "<28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a>";
    let key = format!("<< /Filter /Standard /V 1 /R 2 /P -4 /O {nonsense} /U {nonsense} >>");
    let bytes = one_page("", &[&key]);
    let text =
        String::from_utf8_lossy(&bytes).replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>]");
    assert_eq!(fault(text.as_bytes()), Fault::Locked);
}
