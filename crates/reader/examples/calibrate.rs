//! Measures specimens and prints a line each, with what is true of them: the thresholds' defaults are chosen
//! by this. `calibrate FOLDER SEED COUNT`: so many fair ones, and a quarter as many of each defect. Pictures
//! are kept in the folder, and drawn once.

use reader::{Kind, Likeness, Measures, Picture, Thresholds};
use specimen::{Defect, Order, Specimen};
use std::path::Path;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let [folder, first, count] = &asked[..] else { return println!("calibrate FOLDER SEED COUNT") };
    let (Ok(first), Ok(count)) = (first.parse::<u64>(), count.parse::<u64>()) else { return };
    let fair = (first..first + count).map(Order::fair);
    let bad = Defect::ALL.into_iter().flat_map(|d| (first..first + count / 4).map(move |s| Order::bad(d, s)));
    let orders: Vec<Order> = fair.chain(bad).collect();
    let folder = Path::new(folder);
    std::thread::scope(|scope| {
        for half in orders.chunks(orders.len().div_ceil(2)) {
            scope.spawn(move || half.iter().for_each(|order| line(folder, *order)));
        }
    });
}

fn line(folder: &Path, order: Order) {
    let truth = order.defect.map_or("fair", Defect::as_str);
    let file = folder.join(format!("{truth}-{}.jpg", order.seed));
    let about = file.with_extension("txt");
    if !about.exists() {
        let specimen = Specimen::draw(order);
        let page = specimen.content.as_ref().map_or("-", |c| c.kind.as_str());
        let said = format!("{page}\t{:?}\t{:?}", specimen.size, specimen.measured);
        let _ = std::fs::write(&file, &specimen.bytes);
        let _ = std::fs::write(&about, said);
    }
    let bytes = std::fs::read(&file).unwrap_or_default();
    let kind = Kind::of(&bytes).unwrap_or(Kind::Jpeg);
    let Ok(picture) = Picture::decode(&bytes, kind) else { return println!("cannot decode {order:?}") };
    let measures = Measures::of(&picture);
    let findings: Vec<_> = measures.findings(&Thresholds::default()).iter().map(|f| f.as_str()).collect();
    let about = std::fs::read_to_string(about).unwrap_or_default();
    let likeness = Likeness::of(&picture);
    println!("{truth}\t{}\t{}\t{measures:?}\t{about}\t{likeness}", order.seed, findings.join(","));
}
