//! Which browser a session is in, in two words; the rest of what a browser says of itself is nobody's business.

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;

/// Such as "Firefox, Windows"; empty where a browser says nothing that is known.
pub fn agent(headers: &HeaderMap) -> String {
    let said = headers.get(USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| said.contains(mark)).map(|(_, name)| *name)
    };
    // In this order, since most browsers also claim to be those further down.
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{USER_AGENT, agent};
    use axum::http::HeaderMap;

    #[test]
    fn a_browser_is_two_words_and_nothing_else_of_what_it_says() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0";
        for (said, words) in [(edge, "Edge, Windows"), ("<script>", ""), ("curl/8", "")] {
            let headers = HeaderMap::from_iter([(USER_AGENT, said.parse().expect("a value"))]);
            assert_eq!(agent(&headers), words);
        }
    }
}
