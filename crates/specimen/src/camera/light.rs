//! How bright each spot is: exposure, a slope from one side to the other, the shadow of whoever photographs,
//! and reflections of a lamp.

use super::projection::Point;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shadow {
    /// A point on its edge, in widths and heights of the picture, and where its dark side lies, in radians.
    pub edge: Point,
    pub towards: f32,
    /// How much light it takes away, of one.
    pub depth: f32,
    /// How wide its edge is, in longer sides of the picture.
    pub soft: f32,
}

/// A lamp's reflection: an ellipse, in longer sides of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glare {
    /// In pixels.
    pub middle: Point,
    /// In pixels.
    pub radius: Point,
    /// 1 whitens black ink altogether.
    pub strength: f32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Light {
    /// 1 shows white paper as white.
    pub exposure: f32,
    /// How much brighter one end is than the middle.
    pub slope: f32,
    pub slope_towards: f32,
    pub shadow: Option<Shadow>,
    pub glare: Vec<Glare>,
    /// Red, green and blue of the lamp.
    pub colour: [f32; 3],
}

impl Light {
    /// What paper gets at this pixel, and what a reflection adds to it, 1 being white.
    pub fn at(&self, (x, y): Point, size: (u32, u32)) -> (f32, f32) {
        let long = size.0.max(size.1) as f32;
        let (u, v) = (x / long - 0.5, y / long - 0.5);
        let (sin, cos) = self.slope_towards.sin_cos();
        let sloped = 1.0 + self.slope * 2.0 * (u * cos + v * sin);
        let corner = 1.0 - 0.22 * (u * u + v * v);
        let light = self.exposure * sloped.max(0.15) * corner * self.shade((x, y), size);
        let added: f32 = self.glare.iter().map(|g| g.at((x, y))).sum();
        (light, added * self.exposure.min(1.0))
    }

    fn shade(&self, (x, y): Point, size: (u32, u32)) -> f32 {
        let Some(shadow) = self.shadow else { return 1.0 };
        let long = size.0.max(size.1) as f32;
        let from = |at: f32, edge: f32, side: u32| (at - edge * side as f32) / long;
        let (sin, cos) = shadow.towards.sin_cos();
        let inside = from(x, shadow.edge.0, size.0) * cos + from(y, shadow.edge.1, size.1) * sin;
        let share = 1.0 / (1.0 + (-inside / shadow.soft.max(0.001) * 4.0).exp());
        1.0 - shadow.depth * share
    }
}

impl Glare {
    /// A flat middle with a soft edge, and a haze around it.
    pub fn at(&self, (x, y): Point) -> f32 {
        let (u, v) = ((x - self.middle.0) / self.radius.0, (y - self.middle.1) / self.radius.1);
        let far = u * u + v * v;
        self.strength * ((-far * far).exp() + 0.18 * (-far * 0.25).exp())
    }
}
