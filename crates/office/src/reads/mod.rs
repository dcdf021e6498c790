//! Who looked at whose data, and why. What a page loads of a person is noticed where it is loaded ([`seen`]), so that no
//! handler can forget it; whose page it is and what for is said by the row of `permissions` that stands before it. The
//! entry is written, and part of the record, before the answer leaves. Decides about nothing: it only writes down.

mod book;
mod list;
mod unusual;

pub use book::Reads;
pub use list::{Filter, Read, Summed};
pub use unusual::Unusual;

use std::cell::RefCell;
use std::collections::BTreeSet;

tokio::task_local! {
    static SEEN: RefCell<BTreeSet<String>>;
}

/// Data about this person are in hand now. Where nobody looks at a page nothing comes of it.
pub fn seen(subject: &str) {
    let _ = SEEN.try_with(|seen| seen.borrow_mut().insert(subject.to_owned()));
}

/// What a conversation is called, beside the tickets of cases.
pub fn conversation(code: &str) -> String {
    ["kontak", code].join(" ")
}

/// Does the work, and tells about whom data were loaded meanwhile.
pub async fn watched<F: Future>(work: F) -> (F::Output, BTreeSet<String>) {
    SEEN.scope(RefCell::default(), async {
        let done = work.await;
        (done, SEEN.with(RefCell::take))
    })
    .await
}
