//! Range headers. (MW-058, MW-059)

use coddle_koa::static_files::range::{ByteRange, Part};

use crate::input::each;

const SEEDS: [&str; 6] = [
    "bytes=0-4",
    "bytes=7-",
    "bytes=-3",
    "bytes=0-0,5-9,100-",
    "bytes=9007199254740991-9007199254740993",
    "bytes=1e3-0x10",
];

#[test]
fn a_part_lies_within_the_content() {
    each(&SEEDS, "-=,0123456789 exb", |header| {
        let Some(range) = ByteRange::parse(header) else {
            return;
        };
        assert!(range.end.is_none_or(|end| range.start <= end), "{range:?}");
        for length in [0, 1, 5, 1000, u64::MAX] {
            match range.of(length) {
                Part::Bytes(first, last) => assert!(first <= last && last < length, "{range:?}"),
                Part::Whole => assert_eq!((range.start, length), (0, 0)),
                Part::Beyond => assert!(range.start >= length),
            }
        }
    });
}
