//! The same against a printer that is none of ours: `ippeveprinter`, the IPP Everywhere printer of the CUPS project.
//! What our SIMULATOR and our client might misread alike, it does not. And the SIMULATOR against their client.

use crate::printing::{Shop, simulator};
use procedure::{PrintEnd, Trouble};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
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
  echo "STATE: +media-jam" >&2
  while [ "$(cat does)" = jam ]; do sleep 0.1; done
  echo "STATE: -media-jam" >&2 ;;
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
        let folder = tempfile::tempdir().expect("folder");
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("address").port();
        std::fs::create_dir(folder.path().join("spool")).expect("a folder");
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
            .process_group(0)
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
        // The whole group: the bus, the printer and what it runs.
        let _ = Command::new("sh").args(["-c", &format!("kill -- -{}", self.child.id())]).status();
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
    // It is cancelled once the card is out of the way, and says that one was printed all the same.
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(shop.case().await.job.and_then(|j| j.ended), None);
    printer.does("print");
    assert_eq!(shop.ended().await, (PrintEnd::Cancelled, Some(1)));
    printer.does("fail");
    assert_eq!(shop.records("tidak_terpakai", &[("why.tidak_terpakai", "Kartu macet, utuh")]).await, 303);
    assert_eq!(shop.records("perintah_cetak", &[("printer.perintah_cetak", "depan")]).await, 303);
    assert_eq!(shop.ended().await.0, PrintEnd::Aborted);
}

/// A job as the CUPS project's own test client makes it, with what it expects.
const CALLS: &str = r#"
{ NAME "the printer says what it is"
  OPERATION Get-Printer-Attributes
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR language attributes-natural-language en
  ATTR uri printer-uri $uri
  STATUS successful-ok
  EXPECT printer-state OF-TYPE enum IN-GROUP printer-attributes-tag COUNT 1
  EXPECT printer-state-reasons OF-TYPE keyword IN-GROUP printer-attributes-tag
  EXPECT media-supported OF-TYPE keyword IN-GROUP printer-attributes-tag
  EXPECT document-format-supported OF-TYPE mimeMediaType IN-GROUP printer-attributes-tag
  EXPECT operations-supported OF-TYPE enum IN-GROUP printer-attributes-tag
}
{ NAME "a job is created"
  OPERATION Create-Job
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR language attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name someone
  ATTR name job-name card
  GROUP job-attributes-tag
  ATTR keyword media iso_id-1_53.98x85.6mm
  STATUS successful-ok
  EXPECT job-id OF-TYPE integer IN-GROUP job-attributes-tag COUNT 1
  EXPECT job-state OF-TYPE enum IN-GROUP job-attributes-tag COUNT 1
}
{ NAME "its document is sent"
  OPERATION Send-Document
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR language attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR integer job-id $job-id
  ATTR name requesting-user-name someone
  ATTR mimeMediaType document-format application/pdf
  ATTR boolean last-document true
  FILE $filename
  STATUS successful-ok
}
{ NAME "it is printed in the end"
  OPERATION Get-Job-Attributes
  DELAY 1
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR language attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR integer job-id $job-id
  STATUS successful-ok
  EXPECT job-state OF-TYPE enum WITH-VALUE 9
  EXPECT job-impressions-completed OF-TYPE integer WITH-VALUE 1
}
{ NAME "another document of another kind is refused"
  OPERATION Send-Document
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR language attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR integer job-id $job-id
  ATTR name requesting-user-name someone
  ATTR mimeMediaType document-format text/plain
  ATTR boolean last-document true
  FILE $filename
  STATUS client-error-document-format-not-supported
}
"#;

#[tokio::test]
async fn the_simulator_is_understood_by_the_client_of_other_people() {
    let sim = simulator().await;
    let folder = tempfile::tempdir().expect("folder");
    let (calls, card) = (folder.path().join("card.test"), folder.path().join("card.pdf"));
    std::fs::write(&calls, CALLS).expect("written");
    std::fs::write(&card, "%PDF-1.7").expect("written");
    let mut ipptool = Command::new("ipptool");
    ipptool.arg("-tv").arg("-f").arg(&card).arg(sim.uri()).arg(&calls);
    let ran = tokio::task::spawn_blocking(move || ipptool.output()).await.expect("ran");
    let ran = ran.expect("ipptool: scripts/setup test");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    assert_eq!(sim.printer.jobs().len(), 1);
}
