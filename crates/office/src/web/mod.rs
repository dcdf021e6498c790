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

/// A path of our own to go to next; anything else is nobody's business. Browsers drop tabs and line ends from an address
/// and read a backslash as a slash, so that what begins with one slash can come to begin with two.
pub fn own_path(to: &str) -> Option<&str> {
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
    (own && to.bytes().all(|b| b.is_ascii_graphic())).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_a_plain_path_of_our_own_is_gone_to() {
        for own in ["/", "/meja", "/meja/perkara/AAAA-2222?dari=cari#isi", "/a//b"] {
            assert_eq!(own_path(own), Some(own));
        }
        for other in [
            "",
            "meja",
            "//jahat.example",
            "/\\jahat.example",
            "\\\\jahat.example",
            "/\t/jahat.example",
            "/\n/jahat.example",
            "/\r/jahat.example",
            "/\u{0}/jahat.example",
            "/ /jahat.example",
            "/\u{2028}/jahat.example",
            "https://jahat.example",
            "javascript:alert(1)",
            "\t//jahat.example",
        ] {
            assert_eq!(own_path(other), None, "{other:?}");
        }
    }
}
