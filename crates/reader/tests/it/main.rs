//! What must hold of the reader, whatever it is given.

mod holds_nothing;
mod hostile;
