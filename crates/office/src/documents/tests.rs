//! Keeping and refusing files.

use super::*;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";

async fn store(max_bytes: u64) -> (Documents, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = vault::tests::in_folder(folder.path());
    (Documents { vault, max_bytes }, folder)
}

#[tokio::test]
async fn a_kept_file_is_read_back_and_gone_once_deleted() {
    let (documents, _folder) = store(1_000).await;
    let id = FileId::new("abcdef0123456789");
    let facts = documents.keep(id.clone(), PNG.to_vec()).await.expect("kept");
    assert_eq!((facts.media_type.as_str(), facts.bytes), ("image/png", 12));
    assert_eq!(documents.read(&id).await.expect("read").as_deref(), Some(PNG));
    documents.delete(std::slice::from_ref(&id)).await.expect("deleted");
    documents.delete(std::slice::from_ref(&id)).await.expect("deleting again is fine");
    assert_eq!(documents.read(&id).await.expect("read"), None);
}

#[tokio::test]
async fn empty_large_and_renamed_files_are_refused_each_with_its_reason() {
    let (documents, _folder) = store(12).await;
    let keep = |bytes: &[u8]| documents.keep(FileId::new("abcdef01"), bytes.to_vec());
    assert!(matches!(keep(b"").await, Err(DocumentFault::Empty)));
    assert!(matches!(keep(b"\x89PNG\r\n\x1a\nlonger").await, Err(DocumentFault::TooLarge { max: 12 })));
    assert!(matches!(keep(b"just text").await, Err(DocumentFault::NotADocument)));
    assert!(keep(b"%PDF-1.7").await.is_ok());
}

#[tokio::test]
async fn a_name_that_is_not_ours_never_reaches_the_disk() {
    let (documents, _folder) = store(1_000).await;
    for name in ["../../etc/passwd", "..", "", "a/../b", "abcdefg\0", "a b", "C:x"] {
        assert!(documents.keep(FileId::new(name), PNG.to_vec()).await.is_err(), "{name}");
        assert!(documents.read(&FileId::new(name)).await.is_err(), "{name}");
    }
}
