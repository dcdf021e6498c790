//! The values of a procedure file that an office changes by itself: minutes, texts, documents, people, working time. They
//! are found and changed in the file's own text, so that everything else in it, remarks included, stays as it is. What is
//! sound is said by the loader, not here.

use procedure::{Procedure, Text};
use toml_edit::{Array, DocumentMut, InlineTable, Item, TableLike, Value};

/// What a value is, and so how it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Number,
    Line,
    /// A list, one a line.
    Lines,
    /// Some of these: id and name. Only the step's own people have no name.
    Words(Vec<(String, Option<Text>)>),
    /// A day, a name, and that it is collective leave: one a line.
    Holidays,
}

/// Where a value stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Minutes,
    Texts,
    Documents,
    People,
    Calendar,
    Identity,
}

impl Group {
    pub const ALL: [Self; 6] =
        [Self::Minutes, Self::Texts, Self::Documents, Self::People, Self::Calendar, Self::Identity];

    /// The key of its heading.
    pub fn key(self) -> &'static str {
        match self {
            Self::Minutes => "edit-group-minutes",
            Self::Texts => "edit-group-texts",
            Self::Documents => "edit-group-documents",
            Self::People => "edit-group-people",
            Self::Calendar => "edit-group-calendar",
            Self::Identity => "edit-group-identity",
        }
    }
}

/// A value that can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editable {
    /// Its place in the file, such as `step.penerimaan.minutes`.
    pub path: String,
    pub group: Group,
    pub kind: Kind,
    /// What it is: a message key.
    pub what: &'static str,
    /// Of what.
    pub of: Option<Text>,
    /// As it stands in the file.
    pub now: Vec<String>,
}

/// A value does not fit its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}")]
pub struct Unfit {
    pub path: String,
}

const HOURS: [(&str, &str); 7] = [
    ("monday", "edit-hours-monday"),
    ("tuesday", "edit-hours-tuesday"),
    ("wednesday", "edit-hours-wednesday"),
    ("thursday", "edit-hours-thursday"),
    ("friday", "edit-hours-friday"),
    ("saturday", "edit-hours-saturday"),
    ("sunday", "edit-hours-sunday"),
];
/// What marks a day of collective leave.
const LEAVE: &str = "cuti bersama:";

/// Every value of this file that can be changed, group by group. `p` is what the file says.
pub fn editable(text: &str, p: &Procedure) -> Vec<Editable> {
    let Ok(mut file) = text.parse::<DocumentMut>() else { return Vec::new() };
    let mut found = places(p);
    found.retain_mut(|place| match find(file.as_table_mut(), &place.path) {
        Some(item) => {
            place.now = read(item, &place.kind);
            true
        }
        None => false,
    });
    found
}

/// The file with these values in their places, and this version's name.
pub fn changed(text: &str, version: &str, values: &[(&Editable, Vec<String>)]) -> Result<String, Unfit> {
    let unfit = |path: &str| Unfit { path: path.to_owned() };
    let mut file = text.parse::<DocumentMut>().map_err(|_| unfit("version"))?;
    put(find(file.as_table_mut(), "version").ok_or_else(|| unfit("version"))?, version.into());
    for (place, typed) in values {
        let item = find(file.as_table_mut(), &place.path).ok_or_else(|| unfit(&place.path))?;
        put(item, written(&place.kind, typed).ok_or_else(|| unfit(&place.path))?);
    }
    Ok(file.to_string())
}

fn find<'a>(table: &'a mut dyn TableLike, path: &str) -> Option<&'a mut Item> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let item = table.get_mut(first)?;
    let Some(rest) = rest else { return Some(item) };
    if !item.is_array_of_tables() {
        return find(item.as_table_like_mut()?, rest);
    }
    let (which, rest) = rest.split_once('.')?;
    let is = |n: usize, t: &toml_edit::Table| match t.get("id").and_then(Item::as_str) {
        Some(id) => id == which,
        None => n.to_string() == which,
    };
    let mut tables = item.as_array_of_tables_mut()?.iter_mut().enumerate();
    find(tables.find(|(n, t)| is(*n, t))?.1, rest)
}

/// Keeps the remark behind the old value.
fn put(item: &mut Item, mut value: Value) {
    if let Some(old) = item.as_value() {
        *value.decor_mut() = old.decor().clone();
    }
    *item = Item::Value(value);
}

fn read(item: &Item, kind: &Kind) -> Vec<String> {
    let texts = |array: &Array| array.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    match kind {
        Kind::Number => item.as_integer().map(|n| n.to_string()).into_iter().collect(),
        Kind::Line => item.as_str().map(str::to_owned).into_iter().collect(),
        Kind::Lines | Kind::Words(_) => item.as_array().map(texts).unwrap_or_default(),
        Kind::Holidays => item.as_array().into_iter().flatten().filter_map(holiday).collect(),
    }
}

fn holiday(value: &Value) -> Option<String> {
    let table = value.as_inline_table()?;
    let (day, name) = (table.get("day")?.as_str()?, table.get("name")?.as_str()?);
    let leave = table.get("collective_leave").and_then(Value::as_bool).unwrap_or_default();
    Some(if leave { format!("{day} {LEAVE} {name}") } else { format!("{day} {name}") })
}

fn written(kind: &Kind, typed: &[String]) -> Option<Value> {
    let one = || typed.first().map(|t| t.trim()).unwrap_or_default();
    Some(match kind {
        Kind::Number => one().parse::<i64>().ok()?.into(),
        Kind::Line => one().into(),
        Kind::Lines => typed.iter().map(String::as_str).collect::<Array>().into(),
        Kind::Words(known) => {
            let is_known = |word: &&String| known.iter().any(|(id, _)| id == *word);
            typed.iter().filter(is_known).map(String::as_str).collect::<Array>().into()
        }
        Kind::Holidays => {
            let mut days = Array::new();
            for line in typed {
                let mut day = Value::InlineTable(day_of(line));
                day.decor_mut().set_prefix("\n    ");
                days.push_formatted(day);
            }
            days.set_trailing("\n");
            days.set_trailing_comma(true);
            days.into()
        }
    })
}

/// Whatever stands before the first space is the day; whether it is one is for the loader to say.
fn day_of(line: &str) -> InlineTable {
    let (day, name) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
    let name = name.trim();
    let lower = name.to_lowercase();
    let leave = lower.starts_with(LEAVE);
    let name = if leave { name.get(LEAVE.len()..).unwrap_or_default().trim() } else { name };
    let mut table = InlineTable::new();
    table.insert("day", day.into());
    table.insert("name", name.into());
    if leave {
        table.insert("collective_leave", true.into());
    }
    table
}

/// Every place where such a value may stand, be it in this file or not.
fn places(p: &Procedure) -> Vec<Editable> {
    let mut list = Places(Vec::new());
    let roles: Vec<_> = p.roles.iter().map(|r| (r.id.to_string(), Some(r.name.clone()))).collect();
    let documents: Vec<_> = p.documents.iter().map(|d| (d.id.to_string(), Some(d.name.clone()))).collect();
    for step in &p.steps {
        list.add(
            Group::Minutes,
            format!("step.{}.minutes", step.id),
            Kind::Number,
            "edit-minutes",
            Some(&step.title),
        );
    }
    list.add(Group::Minutes, "clock.minutes".to_owned(), Kind::Number, "edit-case-minutes", None);
    list.add(Group::Minutes, "clock.at_risk_percent".to_owned(), Kind::Number, "edit-at-risk", None);
    for (path, what) in
        [("handover.pass_days", "edit-pass-days"), ("appointments.safe_days", "edit-safe-days")]
    {
        list.add(Group::Minutes, path.to_owned(), Kind::Number, what, None);
    }
    list.both("name", "edit-name", None);
    list.both("fee", "edit-fee", None);
    for step in &p.steps {
        list.both(&format!("step.{}.title", step.id), "edit-title", Some(&step.title));
        for outcome in &step.outcomes {
            let path = format!("step.{}.outcome.{}.label", step.id, outcome.id);
            list.both(&path, "edit-label", Some(&outcome.label));
        }
    }
    for document in &p.documents {
        list.both(&format!("document.{}.name", document.id), "edit-document-name", Some(&document.name));
        list.both(&format!("document.{}.hint", document.id), "edit-hint", Some(&document.name));
    }
    for reason in &p.reasons {
        let path = format!("reason.{}.documents", reason.id);
        list.add(
            Group::Documents,
            path,
            Kind::Words(documents.clone()),
            "edit-documents",
            Some(&reason.name),
        );
    }
    for element in &p.elements {
        let path = format!("element.{}.documents", element.id);
        list.add(Group::Documents, path, Kind::Words(documents.clone()), "edit-basis", Some(&element.name));
    }
    list.people(p, &roles);
    for (day, what) in HOURS {
        list.add(Group::Calendar, format!("calendar.hours.{day}"), Kind::Lines, what, None);
    }
    for (n, season) in p.calendar.seasons.iter().enumerate() {
        for (end, what) in [("from", "edit-season-from"), ("to", "edit-season-to")] {
            list.add(
                Group::Calendar,
                format!("calendar.season.{n}.{end}"),
                Kind::Line,
                what,
                Some(&season.name),
            );
        }
    }
    list.add(Group::Calendar, "calendar.holidays".to_owned(), Kind::Holidays, "edit-holidays", None);
    for (field, what) in [
        ("number", "edit-number"),
        ("created", "edit-created"),
        ("revised", "edit-revised"),
        ("effective", "edit-effective"),
    ] {
        list.add(Group::Identity, format!("identity.{field}"), Kind::Line, what, None);
    }
    for (field, what) in [
        ("legal_bases", "edit-legal-bases"),
        ("qualifications", "edit-qualifications"),
        ("related", "edit-related"),
        ("equipment", "edit-equipment"),
        ("records", "edit-records"),
    ] {
        list.add(Group::Identity, format!("identity.{field}"), Kind::Lines, what, None);
    }
    list.add(Group::Identity, "identity.warning".to_owned(), Kind::Line, "edit-warning", None);
    list.0
}

struct Places(Vec<Editable>);

impl Places {
    fn add(&mut self, group: Group, path: String, kind: Kind, what: &'static str, of: Option<&Text>) {
        self.0.push(Editable { path, group, kind, what, of: of.cloned(), now: Vec::new() });
    }

    /// A text in both languages.
    fn both(&mut self, path: &str, what: &'static str, of: Option<&Text>) {
        for language in ["id", "en"] {
            self.add(Group::Texts, format!("{path}.{language}"), Kind::Line, what, of);
        }
    }

    fn people(&mut self, p: &Procedure, roles: &[(String, Option<Text>)]) {
        for (field, what) in
            [("office", "edit-approver-office"), ("name", "edit-approver"), ("nip", "edit-approver-nip")]
        {
            self.add(Group::People, format!("identity.approved_by.{field}"), Kind::Line, what, None);
        }
        for rule in &p.clocks.escalations {
            let told = std::iter::once(("step".to_owned(), None)).chain(roles.iter().cloned()).collect();
            // The name that its author gave it, read as words.
            let words = rule.id.as_str().replace('_', " ");
            let of = Text { id: words.clone(), en: words };
            self.add(
                Group::People,
                format!("escalation.{}.tell", rule.id),
                Kind::Words(told),
                "edit-tell",
                Some(&of),
            );
            let path = format!("escalation.{}.by_minutes", rule.id);
            self.add(Group::Minutes, path, Kind::Number, "edit-by-minutes", Some(&of));
        }
        for (power, what) in [
            ("intake", "edit-power-intake"),
            ("reassign", "edit-power-reassign"),
            ("reopen", "edit-power-reopen"),
            ("stock", "edit-power-stock"),
            ("countersign", "edit-power-countersign"),
            ("jump", "edit-power-jump"),
            ("appointments", "edit-power-appointments"),
            ("protocol", "edit-power-protocol"),
            ("chips", "edit-power-chips"),
            ("propose", "edit-power-propose"),
            ("adopt", "edit-power-adopt"),
        ] {
            self.add(Group::People, format!("powers.{power}"), Kind::Words(roles.to_vec()), what, None);
        }
    }
}
