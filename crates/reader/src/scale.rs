//! Pictures made smaller. One pixel type a call, by name: the general call would compile every type there is,
//! which takes minutes.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8, U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

/// Width and height.
pub type Size = (u32, u32);

/// Rows of one, three or four bytes a pixel, brought to another size. None where the bytes are not as many as
/// the size says.
pub fn scaled(bytes: &[u8], channels: u8, from: Size, to: Size, filter: FilterType) -> Option<Vec<u8>> {
    let count = to.0 as usize * to.1 as usize * usize::from(channels);
    let mut out = vec![0; count];
    match channels {
        1 => typed::<U8>(bytes, from, &mut out, to, filter),
        3 => typed::<U8x3>(bytes, from, &mut out, to, filter),
        4 => typed::<U8x4>(bytes, from, &mut out, to, filter),
        _ => None,
    }?;
    Some(out)
}

fn typed<P: PixelTrait>(
    bytes: &[u8],
    from: Size,
    out: &mut [u8],
    to: Size,
    filter: FilterType,
) -> Option<()> {
    let source = TypedImageRef::<P>::from_buffer(from.0, from.1, bytes).ok()?;
    let mut small = TypedImage::<P>::from_buffer(to.0, to.1, out).ok()?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).use_alpha(false);
    Resizer::new().resize_typed(&source, &mut small, &options).ok()
}
