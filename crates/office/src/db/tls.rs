//! How PostgreSQL is spoken to: by TLS wherever it is on another machine, and only with a server whose certificate is good
//! for the name it was called by. Never knows a statement.

use super::DbError;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::net::IpAddr;
use std::sync::Arc;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Demands TLS of a server on another machine; on this one it is the address's to ask for (`sslmode=require`).
pub(super) fn demand(target: &mut Config) -> Result<(), DbError> {
    let mode = match (is_here(target), target.get_ssl_mode()) {
        (false, SslMode::Disable) => {
            let why = "database.url: sslmode=disable is for a database on this machine only";
            return Err(DbError::Broken(why.to_owned()));
        }
        (false, _) | (true, SslMode::Require) => SslMode::Require,
        (true, _) => SslMode::Disable,
    };
    target.ssl_mode(mode);
    Ok(())
}

fn is_here(target: &Config) -> bool {
    let named = |host: &Host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback()),
    };
    let hosts = target.get_hosts();
    hosts.iter().all(named) && (!hosts.is_empty() || target.get_hostaddrs().iter().all(IpAddr::is_loopback))
}

/// What opens a connection. Trusted are the authorities in `ca_file`, or the machine's own where none is named.
pub(super) fn connector(target: &Config, ca_file: &str) -> Result<MakeRustlsConnect, DbError> {
    let broken = |e: String| DbError::Broken(format!("database.ca_file: {e}"));
    let mut roots = RootCertStore::empty();
    if !ca_file.is_empty() {
        for certificate in
            CertificateDer::pem_file_iter(ca_file).map_err(|e| broken(format!("{ca_file}: {e}")))?
        {
            roots.add(certificate.map_err(|e| broken(e.to_string()))?).map_err(|e| broken(e.to_string()))?;
        }
        if roots.is_empty() {
            return Err(broken(format!("{ca_file}: no certificate")));
        }
    } else if target.get_ssl_mode() == SslMode::Require {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| DbError::Broken(e.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> Option<SslMode> {
        let mut target: Config = url.parse().expect("an address");
        demand(&mut target).ok().map(|()| target.get_ssl_mode())
    }

    #[test]
    fn a_database_on_another_machine_is_spoken_to_by_tls_whatever_its_address_says() {
        for there in [
            "postgres://r@10.0.0.5/r",
            "postgres://r@db.kantor.test/r?sslmode=prefer",
            "postgres://r@[fd00::5]/r",
        ] {
            assert_eq!(mode(there), Some(SslMode::Require), "{there}");
        }
        assert_eq!(mode("postgres://r@10.0.0.5/r?sslmode=disable"), None);
        assert_eq!(
            mode("postgres://r@localhost,10.0.0.5/r?sslmode=disable"),
            None,
            "one of two is elsewhere"
        );
        assert_eq!(mode("postgres://r@db.kantor.test/r?hostaddr=127.0.0.1"), Some(SslMode::Require));
        assert_eq!(mode("postgres:///r?user=r&hostaddr=10.0.0.5"), Some(SslMode::Require));
    }

    #[test]
    fn a_database_on_this_machine_is_spoken_to_by_tls_where_its_address_asks_for_it() {
        for here in
            ["postgres://r@127.0.0.1/r", "postgres://r@localhost/r", "postgres:///r?host=/run/pg&user=r"]
        {
            assert_eq!(mode(here), Some(SslMode::Disable), "{here}");
        }
        assert_eq!(mode("postgres://r@127.0.0.1/r?sslmode=require"), Some(SslMode::Require));
    }

    #[test]
    fn a_file_of_authorities_that_holds_none_is_named() {
        let target: Config = "postgres://r@10.0.0.5/r".parse().expect("an address");
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("ca.pem");
        let told = |file: &std::path::Path| {
            let failed = connector(&target, &file.display().to_string()).err().expect("no connector");
            failed.to_string()
        };
        assert!(told(&file).contains("ca.pem"), "{}", told(&file));
        std::fs::write(&file, "no certificate").expect("written");
        assert!(told(&file).contains("no certificate"), "{}", told(&file));
    }
}
