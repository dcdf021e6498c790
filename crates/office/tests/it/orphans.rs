//! Files in the store that are nobody's: told, destroyed when they are old enough, and never one that an event names.

use crate::support::installation::{Installation, said};
use crate::support::people::{PNG, came};
use crate::support::server::Server;
use jiff::Timestamp;
use office::documents::orphans::{Swept, sweep};
use office::documents::{Holder, Size};
use procedure::FileId;

/// A file that was kept, and then the program died.
async fn kept_only(server: &Server, name: &str, holder: Holder<'_>) -> FileId {
    let file = FileId::new(name);
    let incoming = came(&server.app.documents, PNG).await;
    server.app.documents.keep(file.clone(), holder, incoming).await.expect("kept");
    file
}

async fn is_there(server: &Server, file: &FileId) -> bool {
    server.app.documents.page(file, 1, Size::Whole).await.is_ok_and(|page| page.is_some())
}

#[tokio::test]
async fn only_files_that_no_event_names_are_nobodys_and_only_those_go() {
    let server = Server::start().await;
    server.at_nine();
    let ticket = server.open_case("Warga Contoh").await;
    let attached: Vec<FileId> =
        server.case(&ticket).await.documents.iter().map(|d| d.facts.file.clone()).collect();
    let (of_a_case, of_nobody) = (
        kept_only(&server, "left-in-a-case", Holder::Case(&ticket)).await,
        kept_only(&server, "left-alone", Holder::File).await,
    );
    let sweep = async |before, destroy| sweep(&server.app, before, destroy).await.expect("swept");
    let told = sweep(Timestamp::MAX, false).await;
    let mut named = told.named.clone();
    named.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    assert_eq!((told.files, told.orphans), (4, 2), "{told:?}");
    assert_eq!(named, [of_nobody.clone(), of_a_case.clone()]);
    let fresh = sweep(Timestamp::UNIX_EPOCH, true).await;
    assert_eq!(
        fresh,
        Swept { files: 4, orphans: 0, named: Vec::new() },
        "somebody may be about to record it"
    );
    sweep(Timestamp::MAX, true).await;
    assert!(!is_there(&server, &of_a_case).await && !is_there(&server, &of_nobody).await);
    for file in &attached {
        assert!(is_there(&server, file).await, "{file}");
    }
    assert_eq!(sweep(Timestamp::MAX, true).await.orphans, 0);
}

#[tokio::test]
async fn the_command_tells_and_destroys_only_when_it_is_asked_to() {
    let office = Installation::new();
    let told = office.rancak(&["--lang", "en", "document", "sweep", "--days", "0"]);
    assert!(told.status.success(), "{}", said(&told.stderr));
    assert!(
        said(&told.stdout).contains("0 of 0 files") && said(&told.stdout).contains("Nothing was destroyed")
    );
    let done = office.rancak(&["--lang", "en", "document", "sweep", "--days", "0", "--destroy"]);
    assert!(said(&done.stdout).contains("are destroyed"), "{}", said(&done.stderr));
}
