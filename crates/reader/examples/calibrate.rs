//! Measures specimens and prints a line each, with what is true of them: the thresholds' defaults are chosen
//! by this. `calibrate SEED COUNT`: so many fair ones, and a quarter as many of each defect.

use reader::{Kind, Measures, Picture, Thresholds};
use specimen::{Defect, Order, Specimen};

fn main() {
    let mut asked = std::env::args().skip(1).filter_map(|a| a.parse().ok());
    let (first, count): (u64, u64) = (asked.next().unwrap_or(1), asked.next().unwrap_or(40));
    let fair = (first..first + count).map(Order::fair);
    let bad = Defect::ALL.into_iter().flat_map(|d| (first..first + count / 4).map(move |s| Order::bad(d, s)));
    let orders: Vec<Order> = fair.chain(bad).collect();
    let (one, other) = orders.split_at(orders.len() / 2);
    std::thread::scope(|scope| {
        for half in [one, other] {
            scope.spawn(move || half.iter().for_each(|order| line(*order)));
        }
    });
}

fn line(order: Order) {
    let specimen = Specimen::draw(order);
    if let Ok(folder) = std::env::var("CALIBRATE_KEEP") {
        let name = order.defect.map_or("fair", Defect::as_str);
        let _ = std::fs::write(format!("{folder}/{name}-{}.jpg", order.seed), &specimen.bytes);
    }
    let kind = Kind::of(&specimen.bytes).unwrap_or(Kind::Jpeg);
    let Ok(picture) = Picture::decode(&specimen.bytes, kind) else {
        return println!("cannot decode {order:?}");
    };
    let measures = Measures::of(&picture);
    let findings: Vec<_> = measures.findings(&Thresholds::default()).iter().map(|f| f.as_str()).collect();
    let truth = order.defect.map_or("fair", Defect::as_str);
    let page = specimen.content.as_ref().map_or("-", |c| c.kind.as_str());
    let (w, h) = specimen.size;
    println!(
        "{truth}\t{}\t{page}\t{w}x{h}\t{}\t{measures:?}\t{:?}",
        order.seed,
        findings.join(","),
        specimen.measured
    );
}
