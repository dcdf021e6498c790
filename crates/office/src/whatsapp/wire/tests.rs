//! Bodies after Meta's public examples, with invented people.

use super::*;
use serde_json::json;

fn webhook(value: Value) -> Value {
    json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]})
}

fn one(message: Value) -> Content {
    let contacts = json!([{"profile": {"name": "Sari"}, "wa_id": "628120000001", "user_id": "ID.1"}]);
    let parsed = parse(&webhook(json!({"contacts": contacts, "messages": [message]})));
    assert!(parsed.strange.is_empty());
    match parsed.updates.as_slice() {
        [Update::Message(m)] => m.content.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_text_names_its_sender_by_number_and_by_user_id() {
    let contacts = json!([{"profile": {"name": "Sari"}, "wa_id": "628120000001", "user_id": "ID.1"}]);
    let message = json!({"from": "628120000001", "id": "wamid.1", "timestamp": "1760000000", "type": "text", "text": {"body": "halo"}});
    let parsed = parse(&webhook(json!({"contacts": contacts, "messages": [message]})));
    let expected = Inbound {
        id: "wamid.1".into(),
        from: Peer { user_id: Some("ID.1".into()), phone: Some("628120000001".into()) },
        profile: Some("Sari".into()),
        at: Timestamp::from_second(1_760_000_000).expect("an instant"),
        content: Content::Text { body: "halo".into() },
    };
    assert_eq!(parsed.updates, [Update::Message(expected)]);
}

#[test]
fn buttons_rows_and_template_replies_are_one_kind_of_choice() {
    let chosen = Content::Choice { id: "7:ya".into(), title: "Ya".into() };
    let base = |kind: &str, inner: Value| json!({"from": "628120000001", "id": "w", "timestamp": "1", "type": kind, kind: inner});
    let reply = json!({"type": "button_reply", "button_reply": {"id": "7:ya", "title": "Ya"}});
    assert_eq!(one(base("interactive", reply)), chosen);
    let row = json!({"type": "list_reply", "list_reply": {"id": "7:ya", "title": "Ya"}});
    assert_eq!(one(base("interactive", row)), chosen);
    assert_eq!(one(base("button", json!({"payload": "7:ya", "text": "Ya"}))), chosen);
}

#[test]
fn an_interactive_without_a_body_and_kinds_nobody_knows_are_kept_as_other() {
    let bare = json!({"from": "628120000001", "id": "w", "timestamp": "1", "type": "interactive"});
    assert_eq!(one(bare), Content::Other { kind: "interactive".into() });
    let new =
        json!({"from": "628120000001", "id": "w", "timestamp": "1", "type": "hologram", "hologram": {}});
    assert_eq!(one(new), Content::Other { kind: "hologram".into() });
}

#[test]
fn a_changed_number_is_read_in_both_spellings_and_without_contacts() {
    for field in ["wa_id", "new_wa_id"] {
        let message = json!({"from": "628120000001", "id": "w", "timestamp": "1", "type": "system",
            "system": {"type": "user_changed_number", field: "628120000002"}});
        let parsed = parse(&webhook(json!({"messages": [message]})));
        let [Update::Message(m)] = parsed.updates.as_slice() else { panic!("one message") };
        assert_eq!(m.content, Content::NewNumber { phone: Some("628120000002".into()) });
    }
}

#[test]
fn a_status_carries_our_id_and_the_error_code() {
    let status = json!({"id": "wamid.9", "status": "failed", "timestamp": "5", "biz_opaque_callback_data": "o1", "errors": [{"code": 131047}]});
    let parsed = parse(&webhook(json!({"statuses": [status]})));
    let [Update::Status(s)] = parsed.updates.as_slice() else { panic!("one status") };
    assert_eq!((s.ours.as_deref(), s.code, s.status.as_str()), (Some("o1"), Some(131_047), "failed"));
}

#[test]
fn what_cannot_be_understood_is_kept_and_takes_nothing_else_with_it() {
    for (body, count) in [
        (json!({}), 1),
        (json!([]), 1),
        (json!({"object": "page", "entry": []}), 1),
        (webhook(json!({})), 1),
        (webhook(json!({"messages": [{"type": "text"}], "statuses": [{}]})), 2),
        (webhook(json!({"messages": "no", "statuses": 7})), 1),
    ] {
        let parsed = parse(&body);
        assert_eq!((parsed.updates.len(), parsed.strange.len()), (0, count), "{body}");
    }
}
