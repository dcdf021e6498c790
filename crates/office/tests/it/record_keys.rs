//! Another signing key: the record goes on under it from its first event, and what the former one signed still holds it.

use crate::support::databases::on_both;
use crate::support::server::{parsed, variables};
use crate::support::story::{OFFICE, cases, minute, reached};
use office::audit::Audit;
use office::db::{Statement, Write};
use office::params;
use std::path::Path;

/// The record as it is signed with this key, its checkpoints kept in this folder.
fn audit(folder: &Path, store: &str, key: &str) -> Audit {
    let mut variables = variables(folder, 1);
    variables.insert("RANCAK_AUDIT_STORE", folder.join(store).display().to_string());
    variables.insert("RANCAK_AUDIT_SIGNING_KEY", key.repeat(32));
    Audit::open(&parsed(&variables)).expect("a store of checkpoints")
}

#[tokio::test]
async fn under_another_signing_key_everything_is_signed_anew_and_what_the_former_signed_still_holds_the_record()
 {
    on_both(|b| async move {
        let folder = tempfile::tempdir().expect("folder");
        let former = audit(folder.path(), "former", "0c");
        let cases = cases(&b.db);
        let before = reached(&cases, OFFICE, 1, "rekomendasi").await;
        let signed = former.sign(&b.db, minute(60)).await.expect("signed").expect("a checkpoint");
        reached(&cases, OFFICE, 2, "lengkap").await;

        // In the same place the new key knows none of what lies there, and signs nothing on top of it.
        let mixed = audit(folder.path(), "former", "0d");
        assert!(mixed.sign(&b.db, minute(120)).await.is_err(), "{}", b.name);
        assert_eq!(former.kept.sizes().await.expect("sizes"), [signed.size], "{}", b.name);

        let new = audit(folder.path(), "new", "0d");
        let first = new.sign(&b.db, minute(120)).await.expect("signed").expect("a checkpoint");
        assert!(first.size > signed.size, "from the first event on");
        for (name, audit) in [("former", &former), ("new", &new)] {
            assert_eq!(audit.verify(&b.db).await.expect("verified").findings, [], "{}: {name}", b.name);
        }
        let sql =
            "UPDATE events SET body = ?4 WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3";
        let values = params![OFFICE, before.as_str(), 1_i64, vec![1_u8, 2, 3]];
        b.db.write(Write::one(Statement::new(sql, values).must_change())).await.expect("tampered");
        for (name, audit) in [("former", &former), ("new", &new)] {
            assert_ne!(audit.verify(&b.db).await.expect("verified").findings, [], "{}: {name}", b.name);
        }
    })
    .await;
}
