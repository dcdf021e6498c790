//! PostgreSQL on another machine is spoken to by TLS alone, and only where its certificate is good for its name.

use crate::support::postgres::{self, Cluster, Shown};
use office::config;
use office::db::{Db, DbError};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

const NAME: &str = "db.kantor.test";

/// A port that is free now.
fn port() -> u16 {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    free.local_addr().expect("an address").port()
}

struct Papers {
    authority: PathBuf,
    certificate: String,
    key: String,
}

/// The file of an authority, and what it signed for the name of the database.
fn papers(folder: &Path) -> Papers {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer =
        CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let server = CertificateParams::new(vec![NAME.to_owned()]).expect("parameters");
    let certificate = server.signed_by(&key, &issuer).expect("signed").pem();
    let authority = folder.join("ca.pem");
    std::fs::write(&authority, issuer.pem()).expect("written");
    Papers { authority, certificate, key: key.serialize_pem() }
}

/// What opening a fresh database of the cluster comes to, called by this name, at a machine that is this one.
async fn opened(cluster: &Cluster, (host, port): (&str, u16), ca_file: &str) -> Result<Db, DbError> {
    let url = format!("postgres://postgres@{host}:{port}/{}?hostaddr=127.0.0.1", cluster.fresh());
    let ca_file = ca_file.to_owned();
    Db::open(&config::Database { url, password_file: String::new(), ca_file, readers: 2 }, None).await
}

async fn why(cluster: &Cluster, at: (&str, u16), ca_file: &str) -> String {
    opened(cluster, at, ca_file).await.err().expect("no database").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_elsewhere_is_spoken_to_by_tls_and_not_at_all_where_its_certificate_is_not_good() {
    let folder = tempfile::tempdir().expect("folder");
    let (papers, port) = (papers(folder.path()), port());
    let shown = Shown { certificate: &papers.certificate, key: &papers.key };
    let cluster = tokio::task::block_in_place(|| postgres::at(port, Some(&shown)));
    let ca = papers.authority.display().to_string();

    let db = opened(&cluster, (NAME, port), &ca).await.unwrap_or_else(|e| panic!("{e}"));
    let open = "SELECT s.ssl::text FROM pg_stat_ssl s JOIN pg_stat_activity a ON a.pid = s.pid
        WHERE a.datname = current_database()";
    let spoken = db.query(open, Vec::new()).await.expect("asked");
    assert!(!spoken.is_empty());
    assert!(spoken.iter().all(|row| row.text(0).expect("read") == "true"), "{spoken:?}");

    let unknown = why(&cluster, (NAME, port), "").await;
    assert!(unknown.contains("UnknownIssuer"), "{unknown}");
    let another = why(&cluster, ("lain.kantor.test", port), &ca).await;
    assert!(another.contains("certificate not valid for name"), "{another}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_elsewhere_that_knows_no_tls_is_not_spoken_to() {
    let folder = tempfile::tempdir().expect("folder");
    let (papers, port) = (papers(folder.path()), port());
    let cluster = tokio::task::block_in_place(|| postgres::at(port, None));
    let why = why(&cluster, (NAME, port), &papers.authority.display().to_string()).await;
    assert!(why.contains("TLS"), "{why}");
}
