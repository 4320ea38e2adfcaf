//! A world that ends takes its descriptors with it, whatever was under way. The only test of this file: it counts the
//! descriptors of the whole process.

use std::fs;
use std::io::Write as _;

use coddle_engine::{Limits, World};

const SCRIPT: &str = r"
const fs = require('fs');
for (let i = 0; i < 10; i++) fs.openSync(__filename, 'r');
for (let i = 0; i < 10; i++) fs.open(__filename, 'r', () => {});
fs.promises.open(__filename).then((handle) => handle.read());
fs.createReadStream(__filename).on('data', () => {});
fs.createWriteStream(__filename + '.out').write('x');
process.on('SIGUSR1', () => {});
process.stdin.on('data', () => {});
setInterval(() => {}, 1000);
setTimeout(() => process.exit(0), 20);
";

fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").expect("procfs").count()
}

fn run(path: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(Default::default())
        .expect("an event loop");
    runtime.block_on(async {
        let world = World::new(Limits::default(), coddle_node::modules()).expect("a world");
        assert_eq!(coddle_node::script::run(&world, path, &[]).await, 0);
    });
}

#[test]
fn a_world_that_ends_leaves_no_descriptor_open() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("script.js");
    fs::File::create(&path)
        .and_then(|mut file| file.write_all(SCRIPT.as_bytes()))
        .expect("a script");
    let path = path.to_string_lossy();
    // The first run opens what the process keeps: the signal pipe, for one.
    run(&path);
    let before = descriptors();
    for _ in 0..3 {
        run(&path);
    }
    assert_eq!(descriptors(), before);
}
