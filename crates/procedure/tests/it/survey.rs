//! The satisfaction index of Permenpan RB 14/2017: known numbers at the borders, and how many answers are enough.

use procedure::survey::{Answers, ELEMENTS, Grade, index, sample_size};

#[test]
fn a_mark_is_one_of_four() {
    assert!(Answers::new([1, 2, 3, 4, 1, 2, 3, 4, 4]).is_some());
    assert!(Answers::new([0; ELEMENTS]).is_none());
    assert!(Answers::new([4, 4, 4, 4, 4, 4, 4, 4, 5]).is_none());
}

#[test]
fn the_best_marks_are_a_hundred_and_the_worst_are_twenty_five() {
    let all = |mark: u64| index([mark * 10; ELEMENTS], 10).expect("an index");
    assert!((all(4).value - 100.0).abs() < 1e-9 && all(4).grade == Grade::A);
    assert!((all(1).value - 25.0).abs() < 1e-9 && all(1).grade == Grade::D);
    assert!((all(3).value - 75.0).abs() < 1e-9 && all(3).grade == Grade::C);
    assert_eq!(index([0; ELEMENTS], 0), None);
}

#[test]
fn every_element_weighs_a_ninth_and_not_eleven_hundredths() {
    let found = index([31, 32, 33, 34, 35, 36, 37, 38, 39], 10).expect("an index");
    assert!((found.means[0] - 3.1).abs() < 1e-9 && (found.means[8] - 3.9).abs() < 1e-9);
    assert!((found.value - 87.5).abs() < 1e-9, "{}", found.value);
    assert_eq!(found.grade, Grade::B);
}

#[test]
fn the_letters_change_at_the_published_borders() {
    let borders = [
        (100.0, "A"),
        (88.31, "A"),
        (88.30, "B"),
        (76.61, "B"),
        (76.60, "C"),
        (65.0, "C"),
        (64.99, "D"),
        (25.0, "D"),
    ];
    for (index, letter) in borders {
        assert_eq!(Grade::of(index).letter(), letter, "{index}");
    }
    // As it is published: with two decimals.
    assert_eq!(Grade::of(88.305_1).letter(), "A");
    assert_eq!(Grade::of(88.304_9).letter(), "B");
}

#[test]
fn how_many_answers_are_enough_follows_krejcie_and_morgan() {
    for (population, wanted) in
        [(0, 0), (1, 1), (10, 10), (100, 80), (1_000, 278), (10_000, 370), (1_000_000, 384)]
    {
        assert_eq!(sample_size(population), wanted, "{population}");
    }
}
