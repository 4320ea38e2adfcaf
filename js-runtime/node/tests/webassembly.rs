//! What ends wasm that goes too far, and that the world goes on behind it.

use std::time::Duration;

use coddle_engine::rquickjs::Value;
use coddle_engine::{Limits, World, builtin, errors};

/// A world of 32 MB and turns of half a second, in which scripts have `assemble`, `run` and `op` of support/wasm.js.
fn in_world(test: impl FnOnce(&World)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(Default::default())
        .expect("an event loop");
    runtime.block_on(async {
        let limits = Limits {
            heap: 32 << 20,
            turn: Duration::from_millis(500),
            ..Limits::default()
        };
        let world = World::new(limits, coddle_node::modules()).expect("a world");
        world.turn(|ctx| builtin::require(ctx, "internal/bootstrap").map(drop).expect("the globals"));
        let tools = include_str!("support/wasm.js");
        eval(&world, &format!("(module => {{ {tools} }})({{ set exports(all) {{ Object.assign(globalThis, all); }} }})"));
        test(&world);
    });
}

/// What `source` throws, or gives; and whether the turn limit stopped it.
fn eval(world: &World, source: &str) -> (String, bool) {
    world.turn(|ctx| match ctx.eval::<Value<'_>, _>(source) {
        Ok(value) => (errors::describe(&value), false),
        Err(error) => {
            let error = errors::caught(ctx, error);
            let text = errors::describe(&error);
            (text, World::take_interrupted(ctx))
        }
    })
}

const LOOP: &str = "run({ types: [[[], []]], functions: [{ type: 0, code: [op.loop, op.br(0), op.end] }], exports: [['f', 'function', 0]] }).f()";

const CALLING_LOOP: &str = "run({ types: [[[], []]], imports: [['m', 'f', 'function', 0]], functions: [{ type: 0, code: [op.loop, op.call(0), op.br(0), op.end] }],
    exports: [['f', 'function', 1]] }, { m: { f: Math.random } }).f()";

const START_LOOP: &str = "run({ types: [[[], []]], functions: [{ type: 0, code: [op.loop, op.br(0), op.end] }], start: 0 })";

#[test]
fn an_endless_loop_is_stopped_and_no_catch_sees_it() {
    in_world(|world| {
        for source in [LOOP, CALLING_LOOP, START_LOOP] {
            let script = format!(
                "try {{ {source} }} catch {{ 'caught' }} finally {{ globalThis.after = 1; }}"
            );
            let (text, stopped) = eval(world, &script);
            assert!(stopped, "{text}");
            assert_eq!(
                eval(world, "typeof after"),
                ("undefined".to_string(), false)
            );
        }
    });
}

#[test]
fn memories_have_no_more_than_the_heap_limit_together() {
    in_world(|world| {
        let held = "(() => { const held = []; for (;;) held.push(new WebAssembly.Memory({ initial: 64 }).buffer); })()";
        let (text, _) = eval(world, held);
        assert!(
            text.starts_with("RangeError: WebAssembly.Memory(): could not allocate memory"),
            "{text}"
        );
        // They are garbage now, which is found before another one is refused.
        assert_eq!(
            eval(
                world,
                "new WebAssembly.Memory({ initial: 256 }).buffer.byteLength"
            )
            .0,
            "16777216"
        );
        let instances = "(() => { const held = []; for (;;) held.push(run({ memories: [{ initial: 127 }], exports: [['m', 'memory', 0]] })); })()";
        let (text, _) = eval(world, instances);
        assert!(
            text.starts_with("RangeError: WebAssembly.Instance(): Out of memory"),
            "{text}"
        );
        let grown = "(() => { const memory = new WebAssembly.Memory({ initial: 1 }); try { for (;;) memory.grow(10); } catch (error) { return error.message; } })()";
        assert_eq!(
            eval(world, grown).0,
            "WebAssembly.Memory.grow(): Unable to grow instance memory"
        );
    });
}

#[test]
fn what_is_not_built_says_so() {
    in_world(|world| {
        let shared = "new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true })";
        assert!(
            eval(world, shared)
                .0
                .contains("Threads of wasm cannot run here")
        );
        let threads = "const bytes = assemble({ memories: [{ initial: 1, maximum: 2 }] }); bytes[11] = 3; new WebAssembly.Module(bytes)";
        let (text, _) = eval(world, threads);
        assert!(
            text.contains("CompileError") && text.contains("threads must be enabled"),
            "{text}"
        );
        let apart = "const one = run({ memories: [{ initial: 1 }], exports: [['m', 'memory', 0]] });
            const two = run({ tables: [{ element: 'funcref', initial: 1 }], exports: [['t', 'table', 0]] });
            run({ imports: [['m', 'm', 'memory', { initial: 1 }], ['m', 't', 'table', { element: 'funcref', initial: 1 }]] }, { m: { m: one.m, t: two.t } })";
        let (text, _) = eval(world, &format!("(() => {{ {apart} }})()"));
        assert!(
            text.contains("LinkError")
                && text.contains("Coddle cannot link instances that were made apart"),
            "{text}"
        );
    });
}

#[test]
fn a_buffer_that_was_transferred_keeps_its_bytes_where_they_are() {
    in_world(|world| {
        let moved = "(() => { const memory = new WebAssembly.Memory({ initial: 1 }); const moved = new Uint8Array(memory.buffer.transfer());
            let refused; try { memory.grow(1); } catch (error) { refused = error.name; }
            moved[5] = 7; return [refused, moved.length, new Uint8Array(memory.buffer)[5]].join(); })()";
        assert_eq!(eval(world, moved).0, "RangeError,65536,7");
        let longer = "new WebAssembly.Memory({ initial: 1 }).buffer.transfer(70000)";
        assert!(eval(world, longer).0.contains("out of memory"));
    });
}
