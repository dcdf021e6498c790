//! `rancak openapi FILE`: every address as an OpenAPI document, for programs that try what they can do with it. It says
//! what the table of permissions and its contract say; names of forms' fields stand on the pages alone.

use super::permissions::roles;
use super::{Failure, faults, name_of};
use crate::cases::word;
use crate::permissions::{Answer, Route, Takes};
use crate::texts::{of, text, text_with};
use ::procedure::loader::load;
use ::procedure::{Language, Procedure};
use serde_json::{Map, Value, json};
use std::path::Path;

pub fn show(language: Language, file: &Path) -> Result<Vec<String>, Failure> {
    let read = std::fs::read_to_string(file).map_err(|e| {
        let args = [("file", name_of(file)), ("why", e.to_string())];
        Failure::unready(text_with(language, "procedure-unreadable", &args))
    })?;
    let p = load(&read)
        .map_err(|problems| Failure { code: 1, lines: faults(language, &name_of(file), &problems) })?;
    Ok(vec![format!("{:#}", document(language, &p))])
}

fn document(language: Language, p: &Procedure) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in Route::ALL {
        let row = route.row();
        let path = row.path.replace("{*", "{");
        let method = row.verb.word().to_lowercase();
        let known = paths.entry(path).or_insert_with(|| json!({}));
        known[method] = operation(p, *route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": text_with(language, "openapi-title", &[("name", of(language, &p.name).to_owned())]),
            "description": text(language, "openapi-text"),
            "version": p.version,
        },
        "paths": paths,
    })
}

fn operation(p: &Procedure, route: Route) -> Value {
    let row = route.row();
    let held = |r: &&::procedure::RoleId| row.who.held_by(p, std::slice::from_ref(*r));
    let named: Vec<String> = roles(p).iter().filter(held).map(ToString::to_string).collect();
    let mut told = json!({
        "operationId": format!("{route:?}"),
        "x-right": word(&row.who),
        "responses": responses(&route.answers()),
    });
    if row.who.is_officers() {
        told["x-roles"] = json!(named);
    }
    if let Some(purpose) = row.purpose {
        told["x-purpose"] = json!(word(&purpose));
    }
    let parameters: Vec<Value> = named_in(row.path).chain(headers(route)).collect();
    if !parameters.is_empty() {
        told["parameters"] = json!(parameters);
    }
    if let Some(media) = route.takes().media_type() {
        told["requestBody"] = json!({ "content": { media: { "schema": body(route) } } });
    }
    told
}

/// What stands in braces in a path, each a word.
fn named_in(path: &str) -> impl Iterator<Item = Value> + '_ {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).map(|name| {
        json!({
            "name": name.trim_start_matches('*'),
            "in": "path",
            "required": true,
            "schema": { "type": "string", "minLength": 1 },
        })
    })
}

/// By which a program shows who it is.
fn headers(route: Route) -> impl Iterator<Item = Value> {
    let names: &[&str] = match route {
        Route::Webhook => &["x-hub-signature-256"],
        Route::StationReport => {
            use crate::stations::report::{SIGNATURE, STAMP, STATION};
            &[STATION, STAMP, SIGNATURE]
        }
        _ => &[],
    };
    names.iter().map(|name| json!({ "name": name, "in": "header", "schema": { "type": "string" } }))
}

fn body(route: Route) -> Value {
    match route.takes() {
        Takes::Raw => json!({ "type": "string", "format": "binary" }),
        Takes::Form | Takes::Files | Takes::Json | Takes::Nothing => json!({ "type": "object" }),
    }
}

/// One answer a status, of any of the kinds; where it may also come without a byte, no kind can be promised.
fn responses(answers: &[Answer]) -> Value {
    let mut all: Map<String, Value> = Map::new();
    for (status, kinds) in answers {
        let known = all
            .entry(status.to_string())
            .or_insert_with(|| json!({ "description": reason(*status), "content": {} }));
        for kind in *kinds {
            known["content"][*kind] = json!({});
        }
    }
    for (status, _) in answers.iter().filter(|(_, kinds)| kinds.is_empty()) {
        all[&status.to_string()]["content"] = json!({});
    }
    Value::Object(all)
}

fn reason(status: u16) -> &'static str {
    axum::http::StatusCode::from_u16(status).ok().and_then(|s| s.canonical_reason()).unwrap_or_default()
}
