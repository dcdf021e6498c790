//! Cards through the office's own printers, as officers see them: what is printed on one, and how the printers are.
//! An order, its cancelling and its result are acts of the case page.

mod layer;
pub mod panel;
mod printers;

use crate::permissions::Doors;

pub fn doors() -> Doors {
    Doors::new().merge(layer::doors()).merge(printers::doors())
}
