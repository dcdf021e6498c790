//! Where a finding begins. Every figure can be set in the office's configuration; the defaults are calibrated
//! on synthetic pages (`docs/bench.md`).

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// Letters in lines that make a picture one of text. Below: `not_a_document`.
    pub letters: u32,
    /// Brightness of paper, 0 to 255, below which it is `too_dark`.
    pub dark_paper: f32,
    /// Width of letters' edges, in heights of a letter, above which it is `blurred`.
    pub soft_letters: f32,
    /// How much wider letters' edges are in one direction than in another, times the letters' paleness (0 ink, 1
    /// paper), above which a picture is `blurred` by a move.
    pub smeared: f32,
    /// Width of the sharpest edges, in pixels, above which a picture without letters is `blurred`.
    pub soft_edges: f32,
    /// Height of most letters, in pixels, below which they are `too_small`.
    pub small_print: f32,
    /// Letters there is room for in text without shape from which on it counts, as `too_small`.
    pub tiny_letters: u32,
    /// How much more neighbouring letters differ above than below, from -1 to 1, below which a page is upside
    /// down, hence `rotated`.
    pub heads: f32,
    /// Letters in lines across from which on that is believed.
    pub heads_letters: u32,
    /// Width of letters' edges, in heights of a letter, up to which that is believed.
    pub heads_soft: f32,
    /// Letters at one edge of the picture from which on it is `cut_off`.
    pub cut_letters: u32,
    /// Share of letters fading into white, of one, above which there is `glare`.
    pub glare_letters: f32,
    /// Share of the text's ground that is white while its paper is not, of one, above which there is `glare`.
    pub glare_white: f32,
    /// Share of letters fading into white, of one, that goes with that.
    pub glare_rim: f32,
    /// Height of a picture, in its widths, from which on it may be a `screenshot`.
    pub screen_tall: f32,
    /// Share of even patches, of one, in its top and bottom bars from which on it is a `screenshot`.
    pub screen_even: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            letters: 20,
            dark_paper: 52.0,
            soft_letters: 0.36,
            smeared: 0.9,
            soft_edges: 3.6,
            small_print: 7.0,
            tiny_letters: 15,
            heads: -0.06,
            heads_letters: 180,
            heads_soft: 0.19,
            cut_letters: 3,
            glare_letters: 0.01,
            glare_white: 0.045,
            glare_rim: 0.002,
            screen_tall: 1.6,
            screen_even: 0.6,
        }
    }
}
