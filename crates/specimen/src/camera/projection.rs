//! Where a flat page lands in a picture: a plane seen by a pinhole camera.

pub type Point = (f32, f32);

/// A map of a plane onto a plane that keeps lines straight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection([f64; 9]);

impl Projection {
    /// A rectangle from 0, 0 to `width`, `height` onto four corners, from the upper left clockwise
    /// (Heckbert 1989, square to quadrilateral).
    pub fn onto((width, height): (f32, f32), corners: [Point; 4]) -> Self {
        let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = corners.map(|(x, y)| (f64::from(x), f64::from(y)));
        let (sx, sy) = (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3);
        let (dx1, dx2, dy1, dy2) = (x1 - x2, x3 - x2, y1 - y2, y3 - y2);
        let whole = dx1 * dy2 - dx2 * dy1;
        let (g, h) = ((sx * dy2 - dx2 * sy) / whole, (dx1 * sy - sx * dy1) / whole);
        let (w, t) = (f64::from(width), f64::from(height));
        Self([
            (x1 - x0 + g * x1) / w,
            (x3 - x0 + h * x3) / t,
            x0,
            (y1 - y0 + g * y1) / w,
            (y3 - y0 + h * y3) / t,
            y0,
            g / w,
            h / t,
            1.0,
        ])
    }

    /// The way back.
    pub fn inverse(&self) -> Self {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        Self([
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ])
    }

    pub fn at(&self, (x, y): Point) -> Point {
        let (x, y) = (f64::from(x), f64::from(y));
        let m = &self.0;
        let w = m[6] * x + m[7] * y + m[8];
        (((m[0] * x + m[1] * y + m[2]) / w) as f32, ((m[3] * x + m[4] * y + m[5]) / w) as f32)
    }
}

/// How the page lies before the camera.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placing {
    /// 1: the page just fits into the picture.
    pub fill: f32,
    /// Off the middle, in widths and heights of the picture.
    pub shift: Point,
    /// Turned on the table, clockwise, in radians.
    pub turn: f32,
    /// How far the camera leans, sideways and forwards, in radians.
    pub tilt: Point,
}

impl Placing {
    /// The page's corners in the picture, from the page's own upper left clockwise.
    pub fn corners(&self, page: (f32, f32), picture: (u32, u32)) -> [Point; 4] {
        let pixels = self.pixels_a_unit(page, picture);
        let (w, h) = (page.0 / 2.0, page.1 / 2.0);
        let far = 1.8 * page.0.hypot(page.1);
        [(-w, -h), (w, -h), (w, h), (-w, h)].map(|(x, y)| {
            let (sin, cos) = self.turn.sin_cos();
            let (x, y) = (x * cos - y * sin, x * sin + y * cos);
            let deep = x * self.tilt.0.sin() + y * self.tilt.1.sin();
            let near = far / (far + deep) * pixels;
            let middle = |side: u32, shift: f32| side as f32 * (0.5 + shift);
            (
                middle(picture.0, self.shift.0) + x * self.tilt.0.cos() * near,
                middle(picture.1, self.shift.1) + y * self.tilt.1.cos() * near,
            )
        })
    }

    /// Pixels of the picture a unit of the page, in its middle.
    pub fn pixels_a_unit(&self, page: (f32, f32), picture: (u32, u32)) -> f32 {
        let (sin, cos) = (self.turn.sin().abs(), self.turn.cos().abs());
        let wide = page.0 * cos + page.1 * sin;
        let tall = page.0 * sin + page.1 * cos;
        self.fill * (picture.0 as f32 / wide).min(picture.1 as f32 / tall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_land_where_they_were_put_and_come_back() {
        let corners = [(10.0, 20.0), (410.0, 35.0), (390.0, 300.0), (25.0, 280.0)];
        let there = Projection::onto((297.0, 210.0), corners);
        let page = [(0.0, 0.0), (297.0, 0.0), (297.0, 210.0), (0.0, 210.0)];
        for (from, to) in page.into_iter().zip(corners) {
            let (x, y) = there.at(from);
            assert!((x - to.0).abs() < 0.01 && (y - to.1).abs() < 0.01, "{x}, {y}");
            let (x, y) = there.inverse().at(to);
            assert!((x - from.0).abs() < 0.01 && (y - from.1).abs() < 0.01, "{x}, {y}");
        }
    }

    #[test]
    fn a_page_placed_straight_fills_the_picture_as_asked() {
        let placing = Placing { fill: 0.5, shift: (0.0, 0.0), turn: 0.0, tilt: (0.0, 0.0) };
        let corners = placing.corners((200.0, 100.0), (1_000, 500));
        assert_eq!(corners, [(250.0, 125.0), (750.0, 125.0), (750.0, 375.0), (250.0, 375.0)]);
    }
}
