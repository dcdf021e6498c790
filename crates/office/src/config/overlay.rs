//! Lays the office's file over the defaults, and the environment over both; each unknown key and wrong type is named.

use super::{ConfigProblem, Env, variable};
use toml::{Table, Value};

pub(super) fn overlay(table: &mut Table, given: &Table, problems: &mut Vec<ConfigProblem>) {
    for (section, values) in given {
        let Some(Value::Table(known)) = table.get_mut(section) else {
            let known = table.keys().cloned().collect::<Vec<_>>().join(", ");
            problems.push(ConfigProblem::UnknownKey { setting: section.clone(), known });
            continue;
        };
        for (key, value) in values.as_table().into_iter().flatten() {
            let setting = format!("{section}.{key}");
            match known.get(key) {
                None => {
                    let known = known.keys().cloned().collect::<Vec<_>>().join(", ");
                    problems.push(ConfigProblem::UnknownKey { setting, known });
                }
                Some(default) if !default.same_type(value) => {
                    problems.push(ConfigProblem::WrongType { setting, expected: default.type_str() });
                }
                Some(_) => {
                    known.insert(key.clone(), value.clone());
                }
            }
        }
    }
}

pub(super) fn overlay_env(table: &mut Table, env: Env<'_>, problems: &mut Vec<ConfigProblem>) {
    for (section, values) in table.iter_mut() {
        for (key, value) in values.as_table_mut().into_iter().flatten() {
            let setting = format!("{section}.{key}");
            let Some(given) = env(&variable(&setting)) else { continue };
            let read = match value {
                Value::Integer(_) => given.parse().ok().map(Value::Integer),
                Value::Boolean(_) => given.parse().ok().map(Value::Boolean),
                Value::Float(_) => given.parse().ok().map(Value::Float),
                Value::Array(_) => Some(list(&given)),
                _ => Some(Value::String(given)),
            };
            match read {
                Some(read) => *value = read,
                None => problems.push(ConfigProblem::WrongType { setting, expected: value.type_str() }),
            }
        }
    }
}

fn list(given: &str) -> Value {
    let parts = given.split(',').map(str::trim).filter(|p| !p.is_empty());
    Value::Array(parts.map(|p| Value::String(p.to_owned())).collect())
}
