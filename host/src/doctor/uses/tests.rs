use super::of_node;

/// `line module.member`, in order.
fn uses(source: &str) -> Vec<String> {
    of_node(source)
        .into_iter()
        .map(|one| match one.member {
            Some(member) => format!("{} {}.{member}", one.line, one.module),
            None => format!("{} {}", one.line, one.module),
        })
        .collect()
}

#[test]
fn members_are_found_by_every_way_of_requiring() {
    assert_eq!(
        uses("const fs = require('fs');\nfs.watch('x');\nrequire('node:dgram').createSocket();"),
        ["1 fs", "2 fs.watch", "3 dgram", "3 dgram.createSocket"]
    );
    assert_eq!(
        uses("const { watch, promises: p = 1 } = require('fs')"),
        ["1 fs", "1 fs.promises", "1 fs.watch"]
    );
    assert_eq!(
        uses("const fs_1 = __importDefault(require(\"fs\"));\nfs_1.default.watchFile()"),
        ["1 fs", "2 fs.watchFile"]
    );
}

#[test]
fn members_are_found_by_every_way_of_importing() {
    assert_eq!(
        uses("import fs, { watch as w } from 'fs'\nfs.watchFile()"),
        ["1 fs", "1 fs.watch", "2 fs.watchFile"]
    );
    assert_eq!(
        uses("import * as v8 from 'node:v8';\nv8?.getHeapSnapshot()"),
        ["1 v8", "2 v8.getHeapSnapshot"]
    );
    assert_eq!(uses("import 'dgram'"), ["1 dgram"]);
}

#[test]
fn process_needs_no_require() {
    assert_eq!(
        uses("\n\nprocess.binding('x'); a.process.dlopen()"),
        ["3 process.binding"]
    );
}

#[test]
fn what_only_looks_like_code_is_no_use() {
    assert_eq!(
        uses("// require('fs')\n/* require('fs')\n*/ 'require(\"fs\")'"),
        [""; 0]
    );
    assert_eq!(
        uses("const re = /require('fs')[/]/g; `require('fs')`"),
        [""; 0]
    );
    assert_eq!(
        uses("my.require('fs'); require(name); require('./fs')"),
        [""; 0]
    );
}

#[test]
fn code_inside_a_template_and_after_a_division_counts() {
    assert_eq!(
        uses("`a ${ `b ${require('fs')}` } \n`; require('os')"),
        ["1 fs", "2 os"]
    );
    assert_eq!(uses("a = b / c; require('os') / 2"), ["1 os"]);
}

#[test]
fn names_that_node_does_not_have_are_no_use() {
    assert_eq!(
        uses("const fs = require('fs'); fs.myOwn(); require('left-pad').x"),
        ["1 fs"]
    );
}
