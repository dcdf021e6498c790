//! The pages of a PDF as pictures. What a PDF does beside showing pages (scripts, actions, files inside) no
//! document of an applicant needs: such a PDF is not drawn at all.

use crate::{Fault, MOST_PAGES, Picture};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::object::dict::Dict;
use hayro::hayro_syntax::object::{MaybeRef, Name, Object};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::RgbImage;

/// The longest side of a page in pixels: an A4 sheet at 200 dots an inch.
const LONGEST: f32 = 2_400.0;
/// Points of a PDF are 1/72 inch; ten pixels a point is more than any print has.
const MOST_SCALE: f32 = 10.0;
/// How deep one object may nest before it counts as hostile.
const DEEPEST: usize = 24;

/// Keys that make a PDF do something, or carry something, that is no page.
const ACTIVE_KEYS: [&str; 7] = ["JS", "JavaScript", "EmbeddedFiles", "EF", "XFA", "RichMediaContent", "AA"];
/// The same as the name of an action or of a type.
const ACTIVE_NAMES: [&str; 8] = [
    "JavaScript",
    "Launch",
    "ImportData",
    "SubmitForm",
    "EmbeddedFile",
    "FileAttachment",
    "RichMedia",
    "GoToE",
];

/// Every page, drawn.
pub fn pages(bytes: &[u8]) -> Result<Vec<Picture>, Fault> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|e| match e {
        LoadPdfError::Decryption(_) => Fault::Locked,
        LoadPdfError::Invalid => broken("not a PDF that can be read"),
    })?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(Fault::TooManyPages { pages: pages.len() });
    }
    if pages.is_empty() {
        return Err(broken("a PDF without pages"));
    }
    for object in pdf.objects() {
        if let Some(what) = active(&object, 0)? {
            return Err(Fault::Active { what });
        }
    }
    let cache = RenderCache::new();
    pages.iter().map(|page| drawn(page, &cache)).collect()
}

fn drawn<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>) -> Result<Picture, Fault> {
    let (width, height) = page.render_dimensions();
    let long = width.max(height);
    if !long.is_finite() || width.min(height) < 1.0 {
        return Err(broken("a page without size"));
    }
    let scale = (LONGEST / long).min(MOST_SCALE);
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = render(page, cache, &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let rgb = pixmap.data().iter().flat_map(|p| [p.r, p.g, p.b]).collect();
    RgbImage::from_raw(width, height, rgb).map(Picture::of).ok_or_else(|| broken("a page without size"))
}

/// What is active in an object, if anything is. References are not followed: every object is looked at.
fn active(object: &Object<'_>, depth: usize) -> Result<Option<String>, Fault> {
    if depth > DEEPEST {
        return Err(broken("nested too deeply"));
    }
    match object {
        Object::Dict(dict) => in_dict(dict, depth),
        Object::Stream(stream) => in_dict(stream.dict(), depth),
        Object::Array(array) => {
            for item in array.raw_iter() {
                if let Some(what) = direct(item, depth)? {
                    return Ok(Some(what));
                }
            }
            Ok(None)
        }
        _ => Ok(None),
    }
}

fn in_dict(dict: &Dict<'_>, depth: usize) -> Result<Option<String>, Fault> {
    if let Some(key) = ACTIVE_KEYS.iter().find(|k| dict.contains_key(k)) {
        return Ok(Some((*key).to_owned()));
    }
    let named = ["S", "Type", "Subtype"].iter().filter_map(|k| dict.get::<Name<'_>>(k));
    for name in named {
        if let Some(known) = ACTIVE_NAMES.iter().find(|n| name.as_ref() == n.as_bytes()) {
            return Ok(Some((*known).to_owned()));
        }
    }
    for (_, value) in dict.entries() {
        if let Some(what) = direct(value, depth)? {
            return Ok(Some(what));
        }
    }
    Ok(None)
}

fn direct(value: MaybeRef<Object<'_>>, depth: usize) -> Result<Option<String>, Fault> {
    match value {
        MaybeRef::NotRef(object) => active(&object, depth + 1),
        MaybeRef::Ref(_) => Ok(None),
    }
}

fn broken(why: &str) -> Fault {
    Fault::Broken { why: why.to_owned() }
}
