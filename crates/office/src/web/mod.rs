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

/// A path of our own to go to next; anything else is nobody's business. A browser takes tabs and line ends out of an
/// address before it reads it, and no header carries the other control characters.
pub fn own_path(to: &str) -> Option<&str> {
    let own =
        to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && !to.contains(char::is_control);
    own.then_some(to)
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_a_path_that_stays_ours_in_a_browser_is_gone_to() {
        for ours in ["/", "/lacak", "/meja/cari?q=a b", "/sop#langkah"] {
            assert_eq!(own_path(ours), Some(ours));
        }
        for other in [
            "",
            "lacak",
            "//x.invalid",
            "/\\x.invalid",
            "/\t/x.invalid",
            "/\r\n/x.invalid",
            "/e\0",
            "/\u{7f}",
        ] {
            assert_eq!(own_path(other), None, "{other:?}");
        }
    }
}
