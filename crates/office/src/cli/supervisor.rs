//! Who started this program and holds its address for it: systemd, or anybody who speaks its protocol. Where nobody does, the
//! program listens by itself and tells nobody.

use listenfd::ListenFd;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use tokio::net::TcpListener;

/// The address that was handed over open (`LISTEN_FDS`), or this one, listened on from now. One that was handed over stays
/// open when this program ends: whoever comes between two programs waits for the second.
pub(super) async fn listener(address: &str) -> std::io::Result<TcpListener> {
    match ListenFd::from_env().take_tcp_listener(0)? {
        Some(listener) => {
            listener.set_nonblocking(true)?;
            TcpListener::from_std(listener)
        }
        None => TcpListener::bind(address).await,
    }
}

/// Tells whoever wants to know (`NOTIFY_SOCKET`): `READY=1`, `STOPPING=1`.
pub(super) fn tell(state: &str) {
    let Some(to) = std::env::var_os("NOTIFY_SOCKET") else { return };
    if let Err(e) = send(&to.to_string_lossy(), state) {
        tracing::warn!("whoever started this program cannot be told {state}: {e}");
    }
}

/// A path, or behind `@` a name that stands in no folder.
fn send(to: &str, state: &str) -> std::io::Result<()> {
    let to = match to.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(to)?,
    };
    UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &to).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_arrives_at_a_path_and_at_a_name_without_a_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notify");
        let name = format!("rancak-{}", std::process::id());
        let abstract_name = SocketAddr::from_abstract_name(&name).expect("a name");
        for (to, heard) in [
            (path.display().to_string(), UnixDatagram::bind(&path).expect("bound")),
            (format!("@{name}"), UnixDatagram::bind_addr(&abstract_name).expect("bound")),
        ] {
            send(&to, "READY=1").expect("sent");
            let mut bytes = [0; 16];
            let read = heard.recv(&mut bytes).expect("heard");
            assert_eq!(&bytes[..read], b"READY=1");
        }
        assert!(send(&path.with_extension("gone").display().to_string(), "READY=1").is_err());
    }
}
