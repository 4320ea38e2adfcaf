//! What is given back when a start is over. The only test of its process: others would use the code meanwhile.

use std::fs;

use coddle_engine::image;
use coddle_engine::rquickjs::{Context, Runtime};

#[test]
fn the_process_has_less_of_its_code_resident_and_runs_on() {
    use_the_engine();
    let before = resident_code();
    image::release();
    let after = resident_code();
    assert!(after < before, "{after} kB of {before} kB");
    use_the_engine();
}

fn use_the_engine() {
    let runtime = Runtime::new().unwrap();
    let context = Context::full(&runtime).unwrap();
    let script =
        "JSON.stringify(Array.from({ length: 9 }, (_, i) => /[1-3]/.test(i)).filter(Boolean))";
    let text: String = context.with(|ctx| ctx.eval(script)).unwrap();
    assert_eq!(text, "[true,true,true]");
}

/// Kilobytes of this program's code that are mapped.
fn resident_code() -> usize {
    let program = fs::read_link("/proc/self/exe").unwrap();
    let program = program.to_string_lossy();
    let smaps = fs::read_to_string("/proc/self/smaps").unwrap();
    let code = smaps
        .lines()
        .skip_while(|line| !(line.contains(" r-xp ") && line.ends_with(&*program)));
    let resident = code
        .filter_map(|line| line.strip_prefix("Rss:"))
        .next()
        .unwrap();
    resident.trim().trim_end_matches(" kB").parse().unwrap()
}
