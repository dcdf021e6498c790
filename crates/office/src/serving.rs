//! Takes connections from the net and hands what they ask to the router. No address and no page stands here. Nobody is
//! waited for without end: who does not finish the head of a request in time is cut off, and so is who holds a
//! connection and asks nothing. Whoever asks when the program is asked to stop is answered, and told to come by another
//! connection the next time.

use crate::telemetry::numbers::Lasting;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::{self, HeaderValue, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Connections at once; whoever comes then waits outside. Some hundred officers' pages listen, a connection each.
const MOST: usize = 4_096;
/// Bytes of a request's head.
const HEAD: usize = 64 * 1024;
/// After an accept that failed because the machine is out of descriptors.
const PAUSE: Duration = Duration::from_millis(500);
/// A connection on which nobody asks is kept for so long once the program stops. Whoever asks meanwhile is answered and told
/// that the connection ends; without this a request may be on its way just when the connection is closed, and is lost.
const LINGER: Duration = Duration::from_secs(3);

/// Serves until `stopping` is true, as long as connections of before may still be used, and until what was under way then has
/// ended. `patience` is the time for a head.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    patience: Duration,
    mut stopping: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(MOST));
    let mut open = JoinSet::new();
    let mut ends = None;
    while ends.is_none() || !open.is_empty() {
        tokio::select! {
            Some((stream, peer, place)) = next(&listener, &places) => {
                let talked = talk(stream, peer, routes.clone(), patience, stopping.clone());
                open.spawn(async move {
                    talked.await;
                    drop(place);
                });
            }
            Some(_) = open.join_next() => {}
            () = asked(&mut stopping), if ends.is_none() => ends = Some(Instant::now() + LINGER),
            () = until(ends) => break,
        }
    }
    for (stream, peer) in waiting(listener) {
        let (routes, stopping) = (routes.clone(), stopping.clone());
        open.spawn(talk(stream, peer, routes, patience, stopping));
    }
    while open.join_next().await.is_some() {}
}

/// Who had come before the program stopped listening, and was not let in yet. Where systemd holds the address, whoever comes
/// after them waits for the next program.
fn waiting(listener: TcpListener) -> Vec<(TcpStream, SocketAddr)> {
    let Ok(listener) = listener.into_std() else { return Vec::new() };
    let next = || {
        let (stream, peer) = listener.accept().ok()?;
        stream.set_nonblocking(true).ok()?;
        Some((TcpStream::from_std(stream).ok()?, peer))
    };
    std::iter::from_fn(next).take(MOST).collect()
}

/// The next connection, once there is a place for it.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return Some((stream, peer, place)),
            Err(e) => {
                tracing::warn!("no connection can be taken: {e}");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn talk(
    stream: TcpStream,
    peer: SocketAddr,
    routes: Router,
    patience: Duration,
    mut stopping: watch::Receiver<bool>,
) {
    let _lasts = Lasting::connection();
    let routes = TowerToHyperService::new(routes);
    let told = stopping.clone();
    let service = service_fn(move |mut request: http::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let (answered, told) = (routes.call(request.map(axum::body::Body::new) as Request), told.clone());
        async move {
            let mut response = answered.await?;
            if *told.borrow() {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            Ok::<_, Infallible>(response)
        }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(HEAD);
    let connection = http.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = asked(&mut stopping) => match tokio::time::timeout(LINGER, connection.as_mut()).await {
            Ok(ended) => ended,
            Err(_) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        }
    };
    if let Err(e) = ended {
        tracing::debug!("a connection ended: {e}");
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// Resolves once the program is asked to stop, or nobody is left who could ask.
async fn asked(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await.is_ok();
}
