//! Takes connections from the net and hands what they ask to the router. No address and no page stands here. Nobody is
//! waited for without end: who does not finish the head of a request in time is cut off, and so is who holds a
//! connection and asks nothing.

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

/// Connections at once; whoever comes then waits outside. Some hundred officers' pages listen, a connection each.
const MOST: usize = 4_096;
/// Bytes of a request's head.
const HEAD: usize = 64 * 1024;
/// After an accept that failed because the machine is out of descriptors.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves until `stopping` is true and what was under way then has ended. `patience` is the time for a head.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    patience: Duration,
    mut stopping: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(MOST));
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            Some((stream, peer, place)) = next(&listener, &places) => {
                let talked = talk(stream, peer, routes.clone(), patience, stopping.clone());
                open.spawn(async move {
                    talked.await;
                    drop(place);
                });
            }
            Some(_) = open.join_next() => {}
            () = asked(&mut stopping) => break,
        }
    }
    drop(listener);
    while open.join_next().await.is_some() {}
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
    let routes = TowerToHyperService::new(routes);
    let service = service_fn(move |mut request: http::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        routes.call(request.map(axum::body::Body::new) as Request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(HEAD);
    let connection = http.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = asked(&mut stopping) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(e) = ended {
        tracing::debug!("a connection ended: {e}");
    }
}

/// Resolves once the program is asked to stop, or nobody is left who could ask.
async fn asked(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await.is_ok();
}
