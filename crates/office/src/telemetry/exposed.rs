//! Answers Prometheus, at an address that is no page of the office: whatever is asked there, the answer is the numbers.

use super::{numbers, process};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use tokio::net::TcpListener;

pub(super) async fn serve(listener: TcpListener) {
    let told = async || {
        process::look();
        match numbers::told() {
            Ok(text) => ([(header::CONTENT_TYPE, prometheus::TEXT_FORMAT)], text).into_response(),
            Err(e) => {
                tracing::error!("numbers cannot be told: {e}");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    };
    if let Err(e) =
        axum::serve(listener, axum::handler::HandlerWithoutStateExt::into_make_service(told)).await
    {
        tracing::error!("numbers are told no longer: {e}");
    }
}
