//! From text to seconds.

/// Why a text is not a duration.
#[derive(Debug, PartialEq, Eq)]
pub enum Error {
    Number,
    Unit,
}

/// Read a text such as "1h 30m", in seconds.
pub fn parse(text: &str) -> Result<u64, Error> {
    let mut seconds = 0;
    for word in text.split_whitespace() {
        let (number, unit) = word.split_at(word.len() - 1);
        let number: u64 = match number.parse() {
            Ok(number) => number,
            Err(_) => return Err(Error::Number),
        };
        seconds += number * seconds_of(unit)?;
    }
    Ok(seconds)
}

fn seconds_of(unit: &str) -> Result<u64, Error> {
    match unit {
        "h" => Ok(3600),
        "m" => Ok(60),
        "s" => Ok(1),
        _ => Err(Error::Unit),
    }
}
