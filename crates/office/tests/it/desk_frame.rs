//! What every page stands in: style and scripts of our own only, nothing that a strict policy would stop.

use crate::support::server::{Server, pages_are_built};

#[tokio::test]
async fn a_page_loads_style_and_scripts_of_our_own_only_and_they_are_there() {
    pages_are_built();
    let server = Server::start().await;
    let stranger = server.stranger();
    let page = stranger.get("/masuk").await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
    let assets = links(&page.body);
    assert_eq!(assets.len(), 3, "{assets:?}");
    for (address, kind) in assets.iter().zip(["image/svg+xml", "text/css", "text/javascript"]) {
        let asset = stranger.get(address).await;
        let kind = format!("{kind}; charset=utf-8");
        assert_eq!((asset.status, asset.header("content-type")), (200, &*kind), "{address}");
        assert!(asset.header("cache-control").contains("immutable"));
    }
}

#[tokio::test]
async fn no_page_has_a_script_or_a_style_inside_it() {
    let server = Server::start().await;
    for path in ["/masuk", "/tidak-ada"] {
        let page = server.stranger().get(path).await;
        assert!(
            !page.has("<script>") && !page.has("<style") && !page.has(" style=") && !page.has(" onclick=")
        );
    }
}

#[tokio::test]
async fn an_asset_that_was_never_built_is_not_there() {
    let server = Server::start().await;
    for path in ["/aset/tidak-ada.js", "/aset/..%2f..%2fCargo.toml"] {
        assert_eq!(server.stranger().get(path).await.status, 404, "{path}");
    }
}

/// The addresses under `/aset/` in a page, in order.
fn links(page: &str) -> Vec<String> {
    page.split('"').filter(|part| part.starts_with("/aset/")).map(str::to_owned).collect()
}
