use durations::{parse, print, Error};

#[test]
fn hours_and_minutes_are_read() {
    assert_eq!(parse("1h 30m"), Ok(5400));
}

#[test]
fn a_day_is_no_unit() {
    assert_eq!(parse("2d"), Err(Error::Unit));
}

#[test]
fn what_is_zero_is_not_written() {
    assert_eq!(print(3605), "1h 5s");
}
