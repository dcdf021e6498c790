//! The SOP's qualifications: recorded with what shows them, marked where one is missing, and never a wall.

use crate::support::databases::on_both;
use crate::support::server::{ADMINISTRATOR, OPERATOR, Server};
use crate::support::story;
use office::accounts::{Accounts, By, Change, NewQualification, NewUser};

#[tokio::test]
async fn whoever_lacks_a_qualification_is_marked_and_works_all_the_same() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let operator = server.bearer(OPERATOR).await;
    assert_eq!(operator.get("/meja/loket").await.status, 200);
    assert!(admin.get("/meja/pengguna").await.has("4 kualifikasi belum tercatat"));
    let path = format!("/meja/pengguna/{}", operator.officer().user);
    assert!(admin.get(&path).await.has("Pendidikan Minimal SLTA"), "in the SOP's own words");
    for nth in ["0", "1", "2", "3"] {
        let fields = [("skill", nth), ("evidence", "Ijazah 17/2011"), ("skill_day", "2011-06-30")];
        let answer = admin.post(&format!("{path}/kualifikasi"), &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
    assert!(!admin.get("/meja/pengguna").await.has("kualifikasi belum tercatat"));
    let page = admin.get(&path).await;
    assert!(page.has("Ijazah 17/2011 · 30 Jun 2011 · dicatat Orang administrator"), "{}", page.body);
    let id = server.app.accounts.qualifications().await.expect("read")[0].id.clone();
    assert_eq!(admin.post(&format!("{path}/kualifikasi/{id}/akhiri"), &[]).await.status, 303);
    assert!(admin.get("/meja/pengguna").await.has("1 kualifikasi belum tercatat"));
}

#[tokio::test]
async fn a_qualification_needs_evidence_a_day_and_another_administrator() {
    let server = Server::start().await;
    let admin = server.bearer(ADMINISTRATOR).await;
    let operator = server.bearer(OPERATOR).await;
    let faults = [
        ([("skill", "9"), ("evidence", "Ijazah"), ("skill_day", "2011-06-30")], "skill-error"),
        ([("skill", "1"), ("evidence", " "), ("skill_day", "2011-06-30")], "evidence-error"),
        ([("skill", "1"), ("evidence", "Ijazah"), ("skill_day", "")], "skill_day-error"),
    ];
    for (fields, place) in faults {
        let page =
            admin.post(&format!("/meja/pengguna/{}/kualifikasi", operator.officer().user), &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.has(&format!("id=\"{place}\"")), "{fields:?} {}", page.body);
    }
    let right = [("skill", "1"), ("evidence", "Ijazah"), ("skill_day", "2011-06-30")];
    let own = format!("/meja/pengguna/{}/kualifikasi", admin.officer().user);
    assert_eq!(admin.post(&own, &right).await.status, 422);
    assert!(server.app.accounts.qualifications().await.expect("read").is_empty());
}

#[tokio::test]
async fn a_qualification_is_kept_and_taken_back_on_both_databases() {
    on_both(|b| async move {
        let accounts = Accounts::new(b.db.clone(), story::OFFICE, story::offset());
        let (by, at, roles) = (By::terminal(), story::minute(0), ["kasi".into()]);
        let new = NewUser { login: "hendra", name: "Hendra Umpama", roles: &roles };
        let user = accounts.add(&new, &by, at).await.expect("added");
        let (kind, evidence, day) = ("Bisa mengoperasikan komputer", "Sertifikat 3", accounts.day(at));
        let new = NewQualification { kind: kind.to_owned(), evidence: evidence.to_owned(), day };
        accounts.qualify(&user, &new, &[kind.to_owned()], &by, at).await.expect("recorded");
        let kept = accounts.qualifications().await.expect("read");
        assert_eq!((kept[0].evidence.as_str(), kept[0].day), (evidence, day), "{}", b.name);
        assert!(accounts.end_qualification(&user, &kept[0].id, &by, at).await.expect("ended"), "{}", b.name);
        assert!(!accounts.end_qualification(&user, &kept[0].id, &by, at).await.expect("ended"), "{}", b.name);
        assert!(accounts.qualifications().await.expect("read").is_empty(), "{}", b.name);
        let told = accounts.account_log(office::events::Log::Account, None, 9).await.expect("read");
        assert!(matches!(told[1].entry.change, Change::Qualified { .. }), "{}: {told:?}", b.name);
    })
    .await;
}
