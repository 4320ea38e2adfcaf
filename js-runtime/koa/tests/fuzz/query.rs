//! Query strings and forms. (CTX-035, CTX-038, MW-032)

use coddle_koa::qs::{self, Options, QsValue};
use coddle_koa::query;

use crate::input::each;

const SEEDS: [&str; 5] = [
    "a=1&b=2&a=3",
    "a[]=1&a[0]=2&a[b][c]=3&a.b.c=4",
    "%E4%B8%AD=%F0%9F%98%80&x=%zz&y=%+",
    "a[[b]]=1&]=2&[=3&__proto__[x]=4&constructor[prototype]=5",
    "a%5B1000000000%5D=x&a[-1]=y&&&=z",
];
const MEANINGFUL: &str = "&=[].%+0123456789;";

#[test]
fn query_strings_read_back_what_they_are_written_from() {
    each(&SEEDS, MEANINGFUL, |text| {
        let pairs = query::parse(text, 0);
        let written = query::stringify(pairs.iter().map(|(name, value)| (&**name, &**value)));
        let again = query::parse(&written, 0);
        // A pair without name and value is written as `=`.
        assert_eq!(again, pairs);
        let members = query::query(text);
        assert!(
            members
                .iter()
                .all(|(name, _)| !name.is_empty() && name != "__proto__")
        );
        for (name, values) in query::queries(text) {
            assert!(!values.is_empty(), "{name}");
        }
    });
}

#[test]
fn forms_stay_within_their_limits() {
    let options = Options {
        depth: 3,
        array_limit: 20,
        parameter_limit: 50,
        ..Options::default()
    };
    each(&SEEDS, MEANINGFUL, |text| {
        let members = qs::parse(text, &options).expect("limits cut");
        assert!(members.len() <= options.parameter_limit);
        for (name, value) in &members {
            assert!(name != "__proto__" && name != "constructor", "{name}");
            // The keys that `depth` allows and one of what is left, each of which may hold a list.
            assert!(depth(value) <= 2 * (options.depth + 2), "{value:?}");
        }
    });
}

fn depth(value: &QsValue) -> usize {
    match value {
        QsValue::Text(_) => 0,
        QsValue::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        QsValue::Object(members) => {
            1 + members
                .iter()
                .map(|(_, value)| depth(value))
                .max()
                .unwrap_or(0)
        }
    }
}
