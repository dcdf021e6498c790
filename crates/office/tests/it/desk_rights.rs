//! Who sees what at the desk: nothing of a case reaches a person who has no business with it.

use crate::support::server::{OPERATOR, Server};

#[tokio::test]
async fn a_session_is_recognised_and_a_stranger_is_asked_to_sign_in() {
    let server = Server::start().await;
    let stranger = server.stranger().get("/masuk").await;
    assert_eq!(stranger.status, 200, "{}", stranger.body);
    assert!(stranger.has("name=\"password\""));
    let officer = server.bearer(OPERATOR).await.get("/masuk").await;
    assert_eq!((officer.status, officer.location()), (303, "/meja"));
}
