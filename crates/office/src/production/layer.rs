//! The personalisation layer as a page of PDF: black text and a photo on nothing. The blank bears artwork and
//! labels already; neither is ever drawn here.

use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str};
use procedure::{CardLayer, LayerPart, Nik};
use reader::{Kind, Picture};

/// An ID-1 card (ISO/IEC 7810) in points: 85.60 × 53.98 mm.
const WIDE: f32 = 242.65;
const TALL: f32 = 153.01;
/// Where the photo is: its left and lower edge, its width and height.
const PHOTO: (f32, f32, f32, f32) = (176.0, 40.0, 56.0, 75.0);
/// Where lines of text begin, the first one's height, and how much lower each next one is.
const LEFT: f32 = 62.0;
const FIRST: f32 = 104.0;
const STEP: f32 = 8.2;
/// The photo's longest side, in pixels: 300 to the inch and some.
const PIXELS: u32 = 480;
const FONT: Name<'_> = Name(b"F");
const FACE: Name<'_> = Name(b"P");

/// Which way up the page is: as the printer feeds cards, short side first, or as a person reads one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Fed,
    Read,
}

/// The page; none where the photo cannot be drawn.
pub fn pdf(nik: &Nik, layer: &CardLayer, photo: &[u8], way: Way) -> Option<Vec<u8>> {
    let photo = Picture::decode(photo, Kind::of(photo).ok()?).ok()?.within(PIXELS).ok()?;
    let jpeg = photo.jpeg().ok()?;
    let [catalog, pages, page_id, font, face, content_id] = [1, 2, 3, 4, 5, 6].map(Ref::new);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page_id]).count(1);
    let mut page = pdf.page(page_id);
    page.parent(pages).contents(content_id);
    page.media_box(match way {
        Way::Read => Rect::new(0.0, 0.0, WIDE, TALL),
        Way::Fed => Rect::new(0.0, 0.0, TALL, WIDE),
    });
    let mut resources = page.resources();
    resources.fonts().pair(FONT, font);
    resources.x_objects().pair(FACE, face);
    resources.finish();
    page.finish();
    pdf.type1_font(font).base_font(Name(b"Helvetica")).encoding_predefined(Name(b"WinAnsiEncoding"));
    let mut image = pdf.image_xobject(face, &jpeg);
    image.filter(Filter::DctDecode);
    image.width(photo.width().cast_signed()).height(photo.height().cast_signed());
    image.color_space().device_rgb();
    image.bits_per_component(8);
    image.finish();
    let mut content = Content::new();
    if way == Way::Fed {
        // A quarter turn: what is read from left to right runs up the fed card.
        content.transform([0.0, 1.0, -1.0, 0.0, TALL, 0.0]);
    }
    draw_photo(&mut content, &photo);
    for line in lines(nik, layer) {
        line.draw(&mut content);
    }
    pdf.stream(content_id, &content.finish());
    Some(pdf.finish())
}

/// As large as its place allows, in its middle.
fn draw_photo(content: &mut Content, photo: &Picture) {
    let (left, low, wide, tall) = PHOTO;
    #[allow(clippy::cast_precision_loss)]
    let (across, up) = (photo.width() as f32, photo.height() as f32);
    let scale = (wide / across).min(tall / up);
    let (across, up) = (across * scale, up * scale);
    content.save_state();
    content.transform([across, 0.0, 0.0, up, left + (wide - across) / 2.0, low + (tall - up) / 2.0]);
    content.x_object(FACE);
    content.restore_state();
}

struct Line {
    text: String,
    left: f32,
    height: f32,
    size: f32,
    /// What is longer is drawn narrower.
    room: f32,
}

fn lines(nik: &Nik, layer: &CardLayer) -> Vec<Line> {
    use LayerPart as P;
    let part = |p| layer.part(p).to_owned();
    let header = |text, height| Line { text, left: LEFT, height, size: 7.5, room: 120.0 };
    let mut all = vec![
        header(part(P::Province), 140.0),
        header(part(P::Regency), 131.0),
        Line { text: nik.as_str().to_owned(), left: LEFT, height: 118.0, size: 10.0, room: 170.0 },
    ];
    let body = [
        part(P::Name),
        format!("{}, {}", part(P::BirthPlace), part(P::BirthDate)),
        format!("{}    {}", part(P::Sex), part(P::BloodType)),
        part(P::Address),
        part(P::RtRw),
        part(P::Village),
        part(P::District),
        part(P::Religion),
        part(P::MaritalStatus),
        part(P::Occupation),
        part(P::Citizenship),
        part(P::ValidUntil),
    ];
    let mut height = FIRST;
    for text in body {
        all.push(Line { text, left: LEFT, height, size: 6.5, room: PHOTO.0 - LEFT - 4.0 });
        height -= STEP;
    }
    all
}

impl Line {
    fn draw(&self, content: &mut Content) {
        // Parts are of Latin-1 only, which WinAnsi has where letters are concerned.
        let bytes: Vec<u8> = self.text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        content.begin_text();
        content.set_font(FONT, self.size);
        content.set_horizontal_scaling(self.squeezed(bytes.len()));
        content.next_line(self.left, self.height);
        content.show(Str(&bytes));
        content.end_text();
    }

    /// In hundredths. Helvetica's capitals are two thirds of their height wide, one with another, and a little
    /// more to be sure.
    fn squeezed(&self, letters: usize) -> f32 {
        #[allow(clippy::cast_precision_loss)]
        let wide = letters as f32 * self.size * 0.7;
        (self.room / wide.max(1.0) * 100.0).min(100.0)
    }
}
