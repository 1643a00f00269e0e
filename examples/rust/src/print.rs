//! From seconds to text.

/// Write seconds as hours, minutes and seconds, without the ones that are zero.
pub fn print(seconds: u64) -> String {
    if seconds == 0 {
        return String::from("0s");
    }
    let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")];
    let words: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect();
    words.join(" ")
}
