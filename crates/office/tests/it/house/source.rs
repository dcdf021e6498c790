//! The repository as text: its files, and the string literals in them. Knows no rule.

use std::path::{Path, PathBuf};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

pub fn table(path: &str) -> toml::Table {
    toml::from_str(&read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// What stands in a folder, without what is hidden or built, in order.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut found: Vec<PathBuf> = found.map(|e| e.expect("an entry").path()).collect();
    found.sort();
    found
}

/// Every file below these folders with one of these endings, and its text.
pub fn files(folders: &[&str], endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut open: Vec<PathBuf> = folders.iter().map(|f| root().join(f)).collect();
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(entries(&path));
        } else if path.extension().is_some_and(|e| endings.iter().any(|wanted| e == *wanted)) {
            let text = std::fs::read_to_string(&path).expect("a text file");
            found.push((path, text));
        }
    }
    assert!(!found.is_empty(), "nothing found in {folders:?}");
    found.sort();
    found
}

/// The string literals of a Rust file that stand within one line, comments left out.
pub fn literals(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim_start).filter(|l| !l.starts_with("//"));
    lines.flat_map(|l| within_quotes(&l.replace("'\"'", ""))).collect()
}

/// The string literals in the expressions and blocks of a template; its HTML is left out.
pub fn template_literals(text: &str) -> Vec<String> {
    let code = |part: &str| {
        let end = part.find("}}").into_iter().chain(part.find("%}")).min().unwrap_or(part.len());
        within_quotes(&part[..end])
    };
    let parts = text.replace("{%", "{{");
    parts.split("{{").skip(1).flat_map(code).collect()
}

/// A variant of an enum, and the names of its fields.
pub struct Variant {
    pub name: String,
    pub fields: Vec<String>,
}

/// The variants of a public enum, as the formatter writes them.
pub fn variants(file: &str, name: &str) -> Vec<Variant> {
    let text = read(file);
    let (_, after) = text.split_once(&format!("pub enum {name} {{\n")).expect("the enum");
    let (body, _) = after.split_once("\n}").expect("its end");
    let mut found: Vec<Variant> = Vec::new();
    for line in body.lines() {
        let word = line.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        match line.len() - line.trim_start().len() {
            4 if word.starts_with(|c: char| c.is_ascii_uppercase()) => {
                // The fields of a short variant stand on its line.
                let fields = line.split_once('{').map_or("", |(_, f)| f).split(", ");
                let fields = fields.filter_map(|f| f.split_once(':')).map(|(f, _)| f.trim().to_owned());
                found.push(Variant { name: word.to_owned(), fields: fields.collect() });
            }
            8 if word.starts_with(|c: char| c.is_ascii_lowercase()) => {
                found.last_mut().expect("a variant before its fields").fields.push(word.to_owned());
            }
            _ => {}
        }
    }
    assert!(!found.is_empty(), "{name} has no variants");
    found
}

/// `HandedOver` as it is stored: `handed_over`.
pub fn snake(name: &str) -> String {
    let letter = |(i, c): (usize, char)| {
        let before = if c.is_ascii_uppercase() && i > 0 { "_" } else { "" };
        format!("{before}{}", c.to_ascii_lowercase())
    };
    name.chars().enumerate().map(letter).collect()
}

fn within_quotes(text: &str) -> Vec<String> {
    text.replace("\\\"", "").split('"').skip(1).step_by(2).map(str::to_owned).collect()
}
