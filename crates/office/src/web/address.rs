//! The visitor's address, for slowing guesses. Behind proxies only the entry they added is believed.

use crate::app::{App, Shared};
use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// An IPv6 visitor commands a whole /64, so that is what counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Address(pub IpAddr);

impl<S> FromRequestParts<S> for Address
where
    Shared: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let app = Shared::from_ref(state);
        let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        let ip = forwarded(&app, parts).or(direct).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(Self(network(ip)))
    }
}

fn forwarded(app: &App, parts: &Parts) -> Option<IpAddr> {
    let proxies = app.config.server.trusted_proxies;
    let header = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
    // The last entry was added by the proxy nearest to us.
    header.rsplit(',').nth(proxies.checked_sub(1)?)?.trim().parse().ok()
}

fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6((v6.to_bits() & !u128::from(u64::MAX)).into()),
        },
        v4 => v4,
    }
}
