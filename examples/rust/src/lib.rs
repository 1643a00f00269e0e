//! Durations as people write them: "1h 30m".

mod parse;
mod print;

pub use parse::{parse, Error};
pub use print::print;
