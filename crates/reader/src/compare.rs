//! The numbers that were typed, held against those that stand on the documents, and the documents against
//! each other. Shown to the people who decide; nothing here is a decision.

use crate::facts::{Facts, Number};
use procedure::{Nik, NomorKk};
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Nik,
    NomorKk,
}

/// One document of a case, whatever its caller calls it.
#[derive(Debug, Clone)]
pub struct Document<'a, D> {
    pub name: D,
    /// What stands on every document of this kind: both on a family card, the NIK on a KTP-el, neither for
    /// sure on a letter.
    pub bears: &'a [Kind],
    /// The facts of its pages; nothing for a page that was not read yet.
    pub pages: &'a [Option<Facts>],
}

/// How a typed number and a document stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The number stands on it.
    Agrees,
    /// Every number of this kind that was read is another, and none of them in doubt: these.
    Differs { read: Vec<String> },
    /// It should stand there, and could not be read without doubt.
    Unreadable,
    /// Nobody looked: reading is switched off, or has not come to it yet.
    NotRead,
}

/// How the documents stand to each other, whatever was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// One number stands on each of them.
    Agree,
    Differ,
    /// Fewer than two could be read without doubt.
    Unknown,
}

/// One typed number against all documents that bear, or turned out to bear, one of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<D> {
    pub kind: Kind,
    pub documents: Vec<(D, Standing)>,
    pub among: Among,
}

/// The typed NIK, then the typed No KK where there is one.
pub fn compare<D: Clone>(
    nik: &Nik,
    nomor_kk: Option<&NomorKk>,
    documents: &[Document<'_, D>],
) -> Vec<Comparison<D>> {
    let typed = [(Kind::Nik, Some(nik.as_str())), (Kind::NomorKk, nomor_kk.map(NomorKk::as_str))];
    let typed = typed.into_iter().filter_map(|(kind, typed)| typed.map(|typed| (kind, typed)));
    let one = |(kind, typed)| {
        let stands = |d: &Document<'_, D>| Some((d.name.clone(), standing(kind, typed, d)?));
        Comparison {
            kind,
            documents: documents.iter().filter_map(stands).collect(),
            among: among(kind, documents),
        }
    };
    typed.map(one).collect()
}

fn standing<D>(kind: Kind, typed: &str, document: &Document<'_, D>) -> Option<Standing> {
    let borne = borne(kind, document);
    if borne.iter().any(|n| n.value == typed) {
        return Some(Standing::Agrees);
    }
    let unread = document.pages.iter().any(|p| p.as_ref().is_none_or(|f| !f.read));
    if unread || document.pages.is_empty() {
        return document.bears.contains(&kind).then_some(Standing::NotRead);
    }
    if borne.is_empty() {
        return document.bears.contains(&kind).then_some(Standing::Unreadable);
    }
    let read = || borne.iter().map(|n| n.value.clone()).collect();
    let certain = borne.iter().all(|n| n.certain);
    Some(if certain { Standing::Differs { read: read() } } else { Standing::Unreadable })
}

/// The numbers of one kind on a document. What the page does not tell counts where one must be there.
fn borne<'a, D>(kind: Kind, document: &'a Document<'_, D>) -> Vec<&'a Number> {
    let pages = || document.pages.iter().flatten();
    let mut told: Vec<&Number> = match kind {
        Kind::Nik => pages().flat_map(|f| &f.niks).collect(),
        Kind::NomorKk => pages().filter_map(|f| f.nomor_kk.as_ref()).collect(),
    };
    let may_be_untold = kind == Kind::Nik || told.is_empty();
    if document.bears.contains(&kind) && may_be_untold {
        told.extend(pages().flat_map(|f| &f.others));
    }
    told
}

fn among<D>(kind: Kind, documents: &[Document<'_, D>]) -> Among {
    let certain = |numbers: &Vec<&Number>| !numbers.is_empty() && numbers.iter().all(|n| n.certain);
    let sets: Vec<BTreeSet<&str>> = documents
        .iter()
        .map(|d| borne(kind, d))
        .filter(certain)
        .map(|numbers| numbers.into_iter().map(|n| n.value.as_str()).collect())
        .collect();
    let [first, rest @ ..] = sets.as_slice() else { return Among::Unknown };
    match rest {
        [] => Among::Unknown,
        _ if first.iter().any(|n| rest.iter().all(|other| other.contains(n))) => Among::Agree,
        _ => Among::Differ,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINE: &str = "1301050101900001";
    const OTHER: &str = "1301054101900002";
    const CARD: &str = "1301050203200007";
    const BOTH: &[Kind] = &[Kind::Nik, Kind::NomorKk];

    fn number(value: &str, certain: bool) -> Number {
        Number { value: value.to_owned(), certain }
    }

    fn card(niks: &[(&str, bool)]) -> Vec<Option<Facts>> {
        let niks = niks.iter().map(|(v, c)| number(v, *c)).collect();
        vec![Some(Facts { read: true, nomor_kk: Some(number(CARD, true)), niks, ..Facts::default() })]
    }

    fn ktp(nik: Option<(&str, bool)>) -> Vec<Option<Facts>> {
        let niks = nik.into_iter().map(|(v, c)| number(v, c)).collect();
        vec![Some(Facts { read: true, niks, ..Facts::default() })]
    }

    fn of(pages: &[Option<Facts>], bears: &[Kind]) -> Vec<Comparison<&'static str>> {
        let documents = [Document { name: "it", bears, pages }];
        compare(&Nik::parse(MINE).expect("a NIK"), NomorKk::parse(CARD).ok().as_ref(), &documents)
    }

    fn nik(pages: &[Option<Facts>], bears: &[Kind]) -> Option<Standing> {
        of(pages, bears)[0].documents.first().map(|(_, s)| s.clone())
    }

    #[test]
    fn a_number_that_stands_on_the_page_agrees_even_where_reading_was_in_doubt() {
        assert_eq!(nik(&card(&[(OTHER, true), (MINE, true)]), BOTH), Some(Standing::Agrees));
        assert_eq!(nik(&ktp(Some((MINE, false))), &[Kind::Nik]), Some(Standing::Agrees));
        assert_eq!(of(&card(&[]), BOTH)[1].documents[0].1, Standing::Agrees);
    }

    #[test]
    fn another_number_read_without_doubt_differs() {
        let differs = Some(Standing::Differs { read: vec![OTHER.to_owned()] });
        assert_eq!(nik(&ktp(Some((OTHER, true))), &[Kind::Nik]), differs);
        assert_eq!(nik(&card(&[(OTHER, true)]), BOTH), differs);
    }

    #[test]
    fn a_doubtful_number_or_none_is_unreadable_and_never_different() {
        assert_eq!(nik(&ktp(Some((OTHER, false))), &[Kind::Nik]), Some(Standing::Unreadable));
        assert_eq!(nik(&ktp(None), &[Kind::Nik]), Some(Standing::Unreadable));
        assert_eq!(
            nik(&card(&[(OTHER, true), ("1301050101900009", false)]), BOTH),
            Some(Standing::Unreadable)
        );
    }

    #[test]
    fn a_family_cards_own_number_typed_as_a_nik_does_not_agree() {
        let documents = [Document { name: "kk", bears: BOTH, pages: &card(&[(OTHER, true)]) }];
        let compared = compare(&Nik::parse(CARD).expect("a NIK"), None, &documents);
        assert_eq!(compared.len(), 1);
        assert_eq!(compared[0].documents[0].1, Standing::Differs { read: vec![OTHER.to_owned()] });
    }

    #[test]
    fn what_nobody_looked_at_is_not_read() {
        assert_eq!(nik(&[None], BOTH), Some(Standing::NotRead));
        assert_eq!(nik(&[Some(Facts::default())], BOTH), Some(Standing::NotRead));
        assert_eq!(nik(&[], BOTH), Some(Standing::NotRead));
    }

    #[test]
    fn a_letter_is_compared_only_where_it_names_a_number() {
        assert_eq!(nik(&ktp(None), &[]), None);
        assert_eq!(nik(&ktp(Some((MINE, true))), &[]), Some(Standing::Agrees));
        let untold = [Some(Facts { read: true, others: vec![number(OTHER, true)], ..Facts::default() })];
        assert_eq!(nik(&untold, &[]), None);
        assert_eq!(nik(&untold, &[Kind::Nik]), Some(Standing::Differs { read: vec![OTHER.to_owned()] }));
    }

    #[test]
    fn documents_are_held_against_each_other_whatever_was_typed() {
        let family = card(&[(MINE, true), (OTHER, true)]);
        let stands = |own: &[Option<Facts>]| {
            let card = Document { name: "kk", bears: BOTH, pages: &family };
            among(Kind::Nik, &[card, Document { name: "ktp", bears: &[Kind::Nik], pages: own }])
        };
        assert_eq!(stands(&ktp(Some((OTHER, true)))), Among::Agree);
        assert_eq!(stands(&ktp(Some(("1301050101900009", true)))), Among::Differ);
        assert_eq!(stands(&ktp(Some(("1301050101900009", false)))), Among::Unknown);
    }
}
