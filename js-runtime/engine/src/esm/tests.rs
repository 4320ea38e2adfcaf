//! What the modules of a world are to Rust: found lazily, failing without harm, gone with the world.

use std::fs;
use std::path::Path;

use crate::{Limits, World, errors};

/// Runs `code` in a world without built-in modules, as if it stood in `folder`, and gives what `globalThis.seen` holds then.
fn seen(folder: &Path, code: &str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build_local(Default::default())
        .expect("a runtime");
    runtime.block_on(async {
        let world = World::new(Limits::default(), []).expect("a world");
        let file = folder.join("main.js");
        world.turn(|ctx| {
            crate::raw::eval_script(ctx, code.to_string(), &file.to_string_lossy(), 1)
                .map(drop)
                .map_err(|error| errors::describe(&errors::caught(ctx, error)))
                .expect("the script runs");
        });
        world.enter(|ctx| {
            ctx.globals()
                .get("seen")
                .expect("a text in globalThis.seen")
        })
    })
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

#[test]
fn a_world_that_imports_nothing_has_no_javascript_side() {
    let world = World::new(Limits::default(), []).expect("a world");
    assert!(world.state().modules.borrow().surface.is_none());
    assert!(world.state().modules.borrow().nodes.is_empty());
}

#[test]
fn a_graph_with_a_missing_module_may_be_asked_for_from_any_side() {
    // Each of the three points to the others; the engine alone would free one of them under the others' feet.
    let folder = folder(&[
        (
            "a.mjs",
            "import './b.mjs'; import './c.mjs'; import './missing.mjs';",
        ),
        ("b.mjs", "import './a.mjs'; export const b = 1;"),
        ("c.mjs", "import { b } from './b.mjs'; import './a.mjs';"),
    ]);
    let seen = seen(
        folder.path(),
        "(async () => { globalThis.seen = '';
            for (const name of ['a', 'b', 'c', 'a', 'c']) {
                await import(`./${name}.mjs`).catch((error) => { seen += error.code === 'ERR_MODULE_NOT_FOUND' ? name : `${error}`; });
            } })()",
    );
    assert_eq!(seen, "abcac");
}

#[test]
fn a_graph_that_cannot_be_linked_is_not_linked_again() {
    // Linking binds a's imports one by one; a second time would count what was bound twice, and the world could not end.
    let folder = folder(&[
        (
            "a.mjs",
            "import { x } from './x.mjs'; import { b, y } from './b.mjs'; export const a = 1;",
        ),
        ("b.mjs", "import { a } from './a.mjs'; export const b = 1;"),
        ("x.mjs", "export const x = 1;"),
    ]);
    let seen = seen(
        folder.path(),
        "(async () => { globalThis.seen = '';
            for (const name of ['a', 'b', 'a', 'x']) {
                await import(`./${name}.mjs`).then(() => { seen += name; }, (error) => { seen += `${error.name} `; });
            } })()",
    );
    assert_eq!(seen, "SyntaxError SyntaxError SyntaxError x");
}

#[test]
fn a_source_with_a_nul_and_a_mark_in_front_is_read_whole() {
    let folder = folder(&[(
        "nul.mjs",
        "\u{feff}export default 'a\0b'.length + import.meta.url.length;",
    )]);
    let url_length = super::resolve::file_url(
        &fs::canonicalize(folder.path())
            .expect("the folder")
            .join("nul.mjs"),
    )
    .as_str()
    .len();
    let seen = seen(
        folder.path(),
        "import('./nul.mjs').then((module) => { globalThis.seen = `${module.default}`; })",
    );
    assert_eq!(seen, (3 + url_length).to_string());
}
