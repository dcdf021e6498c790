//! The same against a printer that is none of ours: `ippeveprinter`, the IPP Everywhere printer of the CUPS project.
//! What our SIMULATOR and our client might misread alike, it does not.

use crate::printing::Shop;
use procedure::{PrintEnd, Trouble};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What it tells of itself: an ID-1 card and what our documents are.
const ATTRIBUTES: &str = "\
ATTR mimeMediaType document-format-default application/pdf
ATTR mimeMediaType document-format-supported application/pdf,application/octet-stream
ATTR keyword media-default om_card_54x86mm
ATTR keyword media-ready om_card_54x86mm
ATTR keyword media-supported om_card_54x86mm
";

/// What it does with a document: keeps it, does as the file `does` says, and has printed one card.
const PRINTS: &str = r#"#!/bin/sh
cd "$(dirname "$0")" || exit 1
cp "$1" card.pdf
case "$(cat does)" in
fail) exit 1 ;;
jam)
  echo "STATE: +media-jam-error" >&2
  while [ "$(cat does)" = jam ]; do sleep 0.1; done
  echo "STATE: -media-jam-error" >&2 ;;
esac
echo "ATTR: job-impressions-completed=1" >&2
"#;

struct Foreign {
    folder: tempfile::TempDir,
    port: u16,
    child: Child,
}

impl Foreign {
    /// On a message bus of its own: without one it would not start, since nothing announces it.
    async fn start() -> Self {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("folder");
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("address").port();
        let script = folder.path().join("print");
        std::fs::write(&script, PRINTS).expect("written");
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("executable");
        std::fs::write(folder.path().join("card.conf"), ATTRIBUTES).expect("written");
        let command = format!(
            "DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec ippeveprinter -r off -p {port} -n localhost \
             -d {0}/spool -a {0}/card.conf -c {0}/print Kartu",
            folder.path().display()
        );
        let child = Command::new("dbus-run-session")
            .args(["--", "sh", "-c", &command])
            .env("PATH", format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-run-session and ippeveprinter: scripts/setup test");
        let foreign = Self { folder, port, child };
        foreign.does("print");
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(("localhost", port)).await.is_ok() {
                return foreign;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("ippeveprinter does not listen: scripts/setup test");
    }

    fn uri(&self) -> String {
        format!("ipp://localhost:{}/ipp/print", self.port)
    }

    fn does(&self, what: &str) {
        std::fs::write(self.folder.path().join("does"), what).expect("written");
    }

    fn card(&self) -> Vec<u8> {
        let path: &Path = self.folder.path();
        std::fs::read(path.join("card.pdf")).expect("it was printed")
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        // The bus ends with what it was started for, and both with this.
        let _ = Command::new("pkill").args(["-P", &self.child.id().to_string()]).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn a_printer_of_other_people_gets_the_card_and_says_that_it_is_printed() {
    let printer = Foreign::start().await;
    let shop = Shop::with(&printer.uri(), None).await;
    shop.orders().await;
    let (end, impressions) = shop.ended().await;
    assert_eq!(end, PrintEnd::Completed);
    assert_ne!(impressions, Some(0));
    let card = printer.card();
    assert!(card.starts_with(b"%PDF-") && String::from_utf8_lossy(&card).contains("SINTA MAHARANI"));
}

#[tokio::test]
async fn its_jam_stops_the_clock_and_its_end_starts_it_again() {
    let printer = Foreign::start().await;
    printer.does("jam");
    let shop = Shop::with(&printer.uri(), None).await;
    shop.orders().await;
    shop.troubled(Trouble::Jam).await;
    printer.does("print");
    assert_eq!(shop.ended().await.0, PrintEnd::Completed);
    assert_eq!(shop.case().await.waiting, None);
}

#[tokio::test]
async fn it_cancels_what_it_has_at_work_and_gives_up_what_it_cannot_print() {
    let printer = Foreign::start().await;
    printer.does("jam");
    let shop = Shop::with(&printer.uri(), None).await;
    shop.orders().await;
    shop.troubled(Trouble::Jam).await;
    assert_eq!(shop.act("batalkan-cetak", &[]).await, 303);
    assert_eq!(shop.ended().await.0, PrintEnd::Cancelled);
    printer.does("fail");
    assert_eq!(shop.records("tidak_terpakai", &[("why.tidak_terpakai", "Kartu macet, utuh")]).await, 303);
    assert_eq!(shop.records("perintah_cetak", &[("printer.perintah_cetak", "depan")]).await, 303);
    assert_eq!(shop.ended().await.0, PrintEnd::Aborted);
}
