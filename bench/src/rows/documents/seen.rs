//! One picture of the set: what was ordered, and what the reader made of it.

use anyhow::{Context, Result};
use reader::{Finding, Kind, Likeness, Picture, Thresholds};
use specimen::{Order, Specimen};

pub struct Seen {
    pub order: Order,
    /// What kind of page it shows, where it shows one.
    pub page: Option<&'static str>,
    pub findings: Vec<Finding>,
    pub likeness: Likeness,
    /// Bits by which the likeness of the same photo differs, made half as large and compressed again.
    pub again: u32,
}

impl Seen {
    pub fn look(order: Order) -> Result<Self> {
        let specimen = Specimen::draw(order);
        let examined = reader::examine(&specimen.bytes, &Thresholds::default())?;
        let page = examined.pages.into_iter().next().context("no page")?;
        let kept = Picture::decode(&page.jpeg, Kind::Jpeg)?;
        let smaller = kept.within(kept.width().max(kept.height()) / 2)?;
        let again = Likeness::of(&Picture::decode(&smaller.jpeg()?, Kind::Jpeg)?);
        Ok(Self {
            order,
            page: specimen.content.map(|c| c.kind.as_str()),
            findings: page.findings,
            likeness: page.likeness,
            again: page.likeness.distance(again),
        })
    }

    pub fn readable(&self) -> bool {
        self.findings.is_empty()
    }
}
