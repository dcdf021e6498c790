//! A line of text in a picture: a rectangle with any slant, and what stands in it, drawn straight.

use image::RgbImage;

/// A rectangle around a line, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strip {
    pub centre: (f32, f32),
    /// The direction of writing, of length 1.
    pub along: (f32, f32),
    pub length: f32,
    pub height: f32,
}

impl Strip {
    /// The point at `u` of the way along and `v` of the way down, both from 0 to 1.
    pub fn point(&self, u: f32, v: f32) -> (f32, f32) {
        let (along, down) = ((u - 0.5) * self.length, (v - 0.5) * self.height);
        let (x, y) = self.along;
        (self.centre.0 + along * x - down * y, self.centre.1 + along * y + down * x)
    }

    /// The same place in a picture that is so many times as large.
    pub fn scaled(&self, by: (f32, f32)) -> Self {
        let side = |x: f32, y: f32| {
            let (x, y) = (x * by.0, y * by.1);
            ((x * x + y * y).sqrt(), x, y)
        };
        let (length, x, y) = side(self.along.0, self.along.1);
        let (down, ..) = side(-self.along.1, self.along.0);
        Self {
            centre: (self.centre.0 * by.0, self.centre.1 * by.1),
            along: (x / length, y / length),
            length: self.length * length,
            height: self.height * down,
        }
    }

    /// Read from the other end.
    pub fn upside_down(&self) -> Self {
        Self { along: (-self.along.0, -self.along.1), ..*self }
    }

    /// The part from `from` to `to` of the way along, with `margin` heights more at both ends, and so many
    /// times as high.
    pub fn part(&self, from: f32, to: f32, margin: f32, higher: f32) -> Self {
        let length = (to - from) * self.length + 2.0 * margin * self.height;
        let centre = self.point((from + to) / 2.0, 0.5);
        Self { centre, along: self.along, length, height: self.height * higher }
    }

    /// The line is written from top to bottom or from bottom to top.
    pub fn is_steep(&self) -> bool {
        self.along.1.abs() > self.along.0.abs()
    }
}

/// The strip drawn straight, `width` by `height`, as the models were taught: planes of blue, green and red,
/// from -1 to 1.
pub fn drawn(picture: &RgbImage, strip: &Strip, width: usize, height: usize) -> Vec<f32> {
    let plane = width * height;
    let mut planes = vec![0.0; plane * 3];
    // Where the strip is larger than its drawing, several points make one, so that no stroke falls between.
    let times = (strip.height / height as f32).ceil().clamp(1.0, 4.0) as usize;
    let share = 1.0 / (times * times) as f32;
    for y in 0..height {
        for x in 0..width {
            let mut sum = [0.0; 3];
            for (i, j) in (0..times).flat_map(|j| (0..times).map(move |i| (i, j))) {
                let within = |at: usize, part: usize, of: usize| {
                    (at as f32 + (part as f32 + 0.5) / times as f32) / of as f32
                };
                let point = strip.point(within(x, i, width), within(y, j, height));
                let colour = between(picture, point);
                sum = [sum[0] + colour[0], sum[1] + colour[1], sum[2] + colour[2]];
            }
            for (channel, value) in sum.iter().rev().enumerate() {
                planes[channel * plane + y * width + x] = value * share / 127.5 - 1.0;
            }
        }
    }
    planes
}

/// The colour between the four pixels around a point; outside the picture that of its edge.
fn between(picture: &RgbImage, (x, y): (f32, f32)) -> [f32; 3] {
    let (right, bottom) = (picture.width() - 1, picture.height() - 1);
    let (x, y) = ((x - 0.5).clamp(0.0, right as f32), (y - 0.5).clamp(0.0, bottom as f32));
    let (left, top) = (x as u32, y as u32);
    let (dx, dy) = (x - left as f32, y - top as f32);
    let pixel = |x: u32, y: u32| picture.get_pixel(x.min(right), y.min(bottom)).0;
    let (a, b) = (pixel(left, top), pixel(left + 1, top));
    let (c, d) = (pixel(left, top + 1), pixel(left + 1, top + 1));
    std::array::from_fn(|i| {
        let row = |from: u8, to: u8| f32::from(from) + (f32::from(to) - f32::from(from)) * dx;
        let (upper, lower) = (row(a[i], b[i]), row(c[i], d[i]));
        upper + (lower - upper) * dy
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    const LEVEL: Strip = Strip { centre: (50.0, 20.0), along: (1.0, 0.0), length: 60.0, height: 10.0 };

    #[test]
    fn a_strips_corners_are_where_its_centre_and_slant_put_them() {
        assert_eq!(LEVEL.point(0.0, 0.0), (20.0, 15.0));
        assert_eq!(LEVEL.point(1.0, 1.0), (80.0, 25.0));
        assert_eq!(LEVEL.upside_down().point(0.0, 0.0), (80.0, 25.0));
        let steep = Strip { along: (0.0, 1.0), ..LEVEL };
        assert!(steep.is_steep() && !LEVEL.is_steep());
        assert_eq!(steep.point(0.0, 0.0), (55.0, -10.0));
    }

    #[test]
    fn a_part_lies_on_its_strip() {
        let part = LEVEL.part(0.5, 1.0, 0.5, 1.0);
        assert_eq!((part.point(0.0, 0.5), part.point(1.0, 0.5)), ((45.0, 20.0), (85.0, 20.0)));
    }

    #[test]
    fn a_strip_in_a_larger_picture_covers_the_same_letters() {
        let doubled = LEVEL.scaled((2.0, 2.0));
        assert_eq!((doubled.centre, doubled.length, doubled.height), ((100.0, 40.0), 120.0, 20.0));
    }

    #[test]
    fn a_strip_is_drawn_as_blue_green_and_red_and_outside_is_the_edges_colour() {
        let picture =
            RgbImage::from_fn(100, 40, |x, _| if x < 50 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) });
        let planes = drawn(&picture, &Strip { length: 140.0, ..LEVEL }, 14, 1);
        let (blue, red) = (&planes[..14], &planes[28..]);
        assert_eq!((blue[0], red[0]), (-1.0, 1.0));
        assert_eq!((blue[13], red[13]), (1.0, -1.0));
    }
}
