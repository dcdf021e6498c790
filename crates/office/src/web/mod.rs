//! What every page shares: its frame, its language, its headers, the guard against forged forms.
//! No page of its own stands here, and nothing here touches a case.

pub mod address;
pub mod failure;
pub mod field;
pub mod guard;
pub mod headers;
pub mod language;
pub mod limits;
pub mod numbers;
pub mod page;
pub mod qr;

pub use page::{Page, html};

/// Identifies one form as it was shown: the same form sent twice has its effect once.
pub fn form_token() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// A path of our own to go to next; anything else is nobody's business.
pub fn own_path(to: &str) -> Option<&str> {
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n']);
    own.then_some(to)
}
