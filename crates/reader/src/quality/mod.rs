//! Whether a person could read the page. Classical image analysis: what is looked at here is made once, and
//! each check is a file beside this one. Never a decision: what a finding leads to is the office's business.

mod blobs;
mod cut;
mod dark;
mod edges;
mod glare;
mod grey;
mod nothing;
mod screen;
mod small;
mod soft;
mod text;
mod turned;

use crate::{Finding, Picture, Thresholds};
use blobs::Blob;
use edges::Patch;
use serde::Serialize;
use text::Text;

pub(crate) use grey::Grey;

/// What the checks look at.
struct Study {
    /// As bright as it came.
    grey: Grey,
    /// Brightness of the lightest fiftieth.
    lightest: f32,
    text: Text,
    /// The height of most letters, in pixels; 0 where none were found.
    print: f32,
    /// Letters of the text's lines, each with what surrounds it.
    letters: Vec<(Blob, Patch)>,
}

/// Ink is darker than its surroundings by this share of them, and by so many deviations of the grain.
const INK: f32 = 0.1;
const GRAIN: f32 = 3.0;
/// Grain that is smoothed before letters are looked for, as a deviation.
const SMOOTH: f32 = 3.0;
/// Letters stand on something at least so light, beside the lightest there is: textures of tables do not.
const PAPER: f32 = 0.45;
/// Pixels below which a letter holds no shape.
const TINY: f32 = 7.0;
/// Letters that are measured; more would not say more.
const MEASURED: usize = 4_000;

impl Study {
    fn of(picture: &Picture) -> Self {
        let grey = picture.luma();
        let noise = grey.noise();
        let reach = (grey.width.max(grey.height) / 56).max(8);
        // Smoothing leaves a bit more than a third of the grain, and takes from the smallest letters as well.
        let ink = match noise > SMOOTH {
            true => grey.smoothed().ink(reach, INK, GRAIN * 0.375 * noise),
            false => grey.ink(reach, INK, (GRAIN * noise).max(2.5)),
        };
        let lightest = grey::quantile(&grey.histogram(), 0.98);
        let mut blobs = blobs::blobs(&ink);
        blobs.retain(|b| grey.beside(b) >= PAPER * lightest);
        let text = Text::find(&blobs);
        let step = (text.lines().iter().map(Vec::len).sum::<usize>() / MEASURED).max(1);
        let letters = text.lines().iter().flatten().step_by(step);
        let letters = letters.filter_map(|b| Patch::around(&grey, b).map(|p| (*b, p))).collect();
        let print = text.print();
        Self { grey, lightest, text, print, letters }
    }
}

/// What was measured of a picture; what it means, the thresholds say.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Measures {
    /// Letters in lines that run across.
    pub across: u32,
    /// Letters in lines that run down.
    pub down: u32,
    /// Letters there is room for in text so low that letters hold no shape, across less down.
    pub tiny: f32,
    /// The height of most letters, in pixels; 0 where there are none.
    pub print: f32,
    /// How much more neighbouring letters differ above than below, from -1 to 1.
    pub heads: f32,
    /// Brightness of the lightest fiftieth of the picture, 0 to 255.
    pub lightest: f32,
    /// Brightness of what surrounds letters, 0 to 255.
    pub paper: f32,
    /// Width of letters' edges, in heights of a letter.
    pub soft_letters: f32,
    /// How much wider letters' edges are in one direction than in another, times the letters' paleness.
    pub smeared: f32,
    /// Width of the sharpest edges there are, in pixels; 0 where nothing stands out.
    pub soft_edges: f32,
    /// The share of letters that fade into white, of one.
    pub faded: f32,
    /// The share of the text's ground that is white while its paper is not, of one.
    pub white: f32,
    /// Letters at one edge of the picture, at the one that has most.
    pub at_edge: u32,
    /// Height of the picture, in its widths.
    pub tall: f32,
    /// Share of even patches in its top and bottom bars, of one.
    pub even_bars: f32,
}

impl Measures {
    pub fn of(picture: &Picture) -> Self {
        let study = Study::of(picture);
        let (across, down) = study.text.letters();
        Self {
            across: across as u32,
            down: down as u32,
            tiny: study.text.tiny(TINY),
            print: study.print,
            heads: turned::heads(&study),
            lightest: study.lightest,
            paper: dark::paper(&study),
            soft_letters: soft::letters(&study),
            smeared: soft::smeared(&study),
            soft_edges: soft::sharpest(&study),
            faded: glare::faded(&study),
            white: glare::white(&study),
            at_edge: cut::at_the_edge(&study) as u32,
            tall: picture.height() as f32 / picture.width() as f32,
            even_bars: screen::even_bars(&study.grey),
        }
    }

    /// Enough letters that what they say of themselves counts.
    fn has_text(&self, thresholds: &Thresholds) -> bool {
        self.across.abs_diff(self.down) >= thresholds.letters && !self.is_tiny(thresholds)
    }

    /// Far more text without shape than with.
    fn is_tiny(&self, thresholds: &Thresholds) -> bool {
        let letters = self.across.abs_diff(self.down) as f32;
        self.tiny >= (thresholds.tiny_letters as f32).max(2.0 * letters)
    }

    /// What keeps a person from reading the page, worst first: the first is the one to tell.
    pub fn findings(&self, thresholds: &Thresholds) -> Vec<Finding> {
        type Check = fn(&Measures, &Thresholds) -> bool;
        // Where one of these holds, no other can be told.
        let alone: [(Finding, Check); 5] = [
            (Finding::TooDark, dark::too_dark),
            (Finding::Screenshot, screen::screenshot),
            (Finding::Blurred, soft::blurred),
            (Finding::TooSmall, small::too_small),
            (Finding::NotADocument, nothing::no_document),
        ];
        let beside: [(Finding, Check); 3] = [
            (Finding::Glare, glare::glare),
            (Finding::CutOff, cut::cut_off),
            (Finding::Rotated, turned::rotated),
        ];
        let holds = |(finding, check): &(Finding, Check)| check(self, thresholds).then_some(*finding);
        match alone.iter().find_map(holds) {
            Some(finding) => vec![finding],
            None => beside.iter().filter_map(holds).collect(),
        }
    }
}
