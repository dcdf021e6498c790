//! The models: one finds lines, one reads a line, one tells a line from one on its head. Run on one thread.

use super::letters::{Letter, letters};
use super::lines::Heat;
use super::strip::{Strip, drawn};
use crate::Picture;
use crate::facts::{EyeFault, Models};
use crate::scale::scaled;
use fast_image_resize::FilterType;
use image::RgbImage;
use rten::{Model, ModelOptions, OpRegistry, RunOptions, ThreadPool, op_registry};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
use std::sync::Arc;

/// The height in which the reader and the turner see a line, and the width of what the turner sees.
const LINE: usize = 48;
const TURNER_WIDTH: usize = 192;
/// Sides of what the finder sees are multiples of this.
const STEP: u32 = 32;

/// Reads numbers from pages.
pub struct Eye {
    finder: Model,
    reader: Model,
    turner: Model,
    alphabet: Vec<char>,
    options: RunOptions,
}

impl std::fmt::Debug for Eye {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Eye")
    }
}

/// Keeps the models from starting threads: call it before anything else in a process that may have one only,
/// and where the system refuses further ones. The thread that calls it is the one that must read.
pub fn alone() {
    // Refused only where somebody was quicker, and then it is as they wish.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
}

impl Eye {
    pub fn load(models: Models) -> Result<Self, EyeFault> {
        let reader = model("reader", models.reader)?;
        let alphabet = alphabet(&reader)?;
        let pool = Arc::new(ThreadPool::with_num_threads(1));
        Ok(Self {
            finder: model("finder", models.finder)?,
            reader,
            turner: model("turner", models.turner)?,
            alphabet,
            options: RunOptions::default().with_thread_pool(Some(pool)),
        })
    }

    /// Where there is text, on a copy of the page with no side longer than `longest`.
    pub(super) fn heat(&self, picture: &Picture, longest: u32) -> Result<Heat, EyeFault> {
        let (width, height) = seen(picture, longest);
        let small = resized(picture.image(), width, height)?;
        let (width, height) = (width as usize, height as usize);
        let input = NdTensor::from_data([1, 3, height, width], planes(&small));
        let values = self.run("finder", &self.finder, input)?;
        if values.len() != width * height {
            return Err(fault("finder", "an answer of another size"));
        }
        Ok(Heat { width, height, values })
    }

    pub(super) fn read(&self, picture: &Picture, strip: &Strip) -> Result<Vec<Letter>, EyeFault> {
        let width = (strip.length / strip.height * LINE as f32).ceil() as usize;
        let width = width.clamp(LINE, LINE * 40);
        let input = drawn(picture.image(), strip, width, LINE);
        let guesses = self.run("reader", &self.reader, NdTensor::from_data([1, 3, LINE, width], input))?;
        Ok(letters(&guesses, &self.alphabet))
    }

    /// How likely it is that the line stands on its head.
    pub(super) fn upside_down(&self, picture: &Picture, strip: &Strip) -> Result<f32, EyeFault> {
        // The turner was taught on the beginnings of lines; the rest is grey.
        let length = strip.length.min(strip.height * 4.0);
        let beginning = strip.part(0.0, length / strip.length, 0.0, 1.0);
        let width = ((length / strip.height * LINE as f32).ceil() as usize).clamp(1, TURNER_WIDTH);
        let line = drawn(picture.image(), &beginning, width, LINE);
        let mut input = vec![0.0; 3 * LINE * TURNER_WIDTH];
        for (to, from) in input.chunks_exact_mut(TURNER_WIDTH).zip(line.chunks_exact(width)) {
            to[..width].copy_from_slice(from);
        }
        let input = NdTensor::from_data([1, 3, LINE, TURNER_WIDTH], input);
        let answer = self.run("turner", &self.turner, input)?;
        answer.get(1).copied().ok_or_else(|| fault("turner", "no answer"))
    }

    fn run(&self, name: &'static str, model: &Model, input: NdTensor<f32, 4>) -> Result<Vec<f32>, EyeFault> {
        let answer = model.run_one(input.view().into(), Some(self.options.clone()));
        let answer = answer.map_err(|e| fault(name, &e.to_string()))?;
        let answer = rten_tensor::Tensor::<f32>::try_from(answer);
        Ok(answer.map_err(|e| fault(name, &e.to_string()))?.into_data())
    }
}

fn fault(name: &'static str, why: &str) -> EyeFault {
    EyeFault::Model { name, why: why.to_owned() }
}

fn model(name: &'static str, bytes: Vec<u8>) -> Result<Model, EyeFault> {
    let model = ModelOptions::with_ops(operators()).load(bytes);
    model.map_err(|e| fault(name, &e.to_string()))
}

/// What the three models are made of, and nothing else: the rest stays out of the program.
fn operators() -> OpRegistry {
    op_registry!(
        Add,
        AveragePool,
        BatchNormalization,
        Cast,
        Clip,
        Concat,
        Conv,
        ConvTranspose,
        Div,
        Erf,
        GlobalAveragePool,
        HardSigmoid,
        Identity,
        MatMul,
        MaxPool,
        Mul,
        Pow,
        ReduceMean,
        Relu,
        Reshape,
        Resize,
        Shape,
        Sigmoid,
        Slice,
        Softmax,
        Sqrt,
        Squeeze,
        Sub,
        Transpose,
        Unsqueeze
    )
}

/// The letters that the reader knows, in its order, with the space at the end.
fn alphabet(reader: &Model) -> Result<Vec<char>, EyeFault> {
    let letters = reader.metadata().get("character").ok_or_else(|| fault("reader", "it has no alphabet"))?;
    Ok(letters.split('\n').filter_map(|l| l.chars().next()).chain([' ']).collect())
}

/// The size in which the finder sees a page.
fn seen(picture: &Picture, longest: u32) -> (u32, u32) {
    let long = picture.width().max(picture.height());
    let part = (f64::from(longest) / f64::from(long)).min(1.0);
    let side = |side: u32| ((f64::from(side) * part / f64::from(STEP)).round() as u32).max(1) * STEP;
    (side(picture.width()), side(picture.height()))
}

fn resized(image: &RgbImage, width: u32, height: u32) -> Result<Vec<u8>, EyeFault> {
    let small = scaled(image.as_raw(), 3, image.dimensions(), (width, height), FilterType::Bilinear);
    small.ok_or_else(|| fault("finder", "a picture of another size"))
}

/// Planes of blue, green and red, from -1 to 1.
fn planes(rgb: &[u8]) -> Vec<f32> {
    let channels = [2, 1, 0].into_iter();
    channels.flat_map(|c| rgb[c..].iter().step_by(3).map(|v| f32::from(*v) / 127.5 - 1.0)).collect()
}
