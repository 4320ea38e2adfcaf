//! ArrayBuffers over the memories of wasm: the same bytes, whatever grows, moves or goes first.

use coddle_engine::rquickjs::{Ctx, Value};
use coddle_engine::wasm::Store;
use coddle_engine::{Limits, World};
use wasmi::{AsContext, Engine, Memory, MemoryType};

const PAGE: usize = 65536;

fn world() -> World {
    World::new(Limits::default(), []).expect("a world")
}

/// A store with a memory of one page, three at most, whose ArrayBuffer is the global `buffer`.
fn store(ctx: &Ctx<'_>) -> (Store, Memory) {
    let store = Store::new(ctx, &Engine::default());
    let memory = store.enter(ctx, |store| Memory::new(store, MemoryType::new(1, Some(3))));
    let memory = memory.expect("a memory");
    let buffer = store.buffer(ctx, memory).expect("a buffer");
    ctx.globals().set("buffer", buffer).expect("a global");
    (store, memory)
}

fn number(ctx: &Ctx<'_>, source: &str) -> Option<i32> {
    ctx.eval::<Value<'_>, _>(source).expect("it runs").as_int()
}

fn byte(ctx: &Ctx<'_>, store: &Store, memory: Memory, at: usize) -> u8 {
    store.enter(ctx, move |store| memory.data(store.as_context())[at])
}

#[test]
fn both_sides_see_what_either_writes() {
    world().enter(|ctx| {
        let (store, memory) = store(ctx);
        assert_eq!(number(ctx, "new Uint8Array(buffer)[5] = 7"), Some(7));
        assert_eq!(byte(ctx, &store, memory, 5), 7);
        store
            .enter(ctx, move |store| memory.write(store, 6, &[8]))
            .expect("in bounds");
        assert_eq!(number(ctx, "new Uint8Array(buffer)[6]"), Some(8));
        let again = store.buffer(ctx, memory).expect("a buffer");
        ctx.globals().set("again", again).expect("a global");
        assert_eq!(number(ctx, "+(again === buffer)"), Some(1));
    });
}

#[test]
fn a_memory_that_grows_detaches_its_buffer() {
    world().enter(|ctx| {
        let (store, memory) = store(ctx);
        assert_eq!(
            number(ctx, "globalThis.view = new Uint8Array(buffer); view[9] = 4"),
            Some(4)
        );
        store
            .enter(ctx, move |store| memory.grow(store, 2))
            .expect("there is room");
        assert_eq!(number(ctx, "buffer.byteLength + view.length"), Some(0));
        let buffer = store.buffer(ctx, memory).expect("a buffer");
        ctx.globals().set("buffer", buffer).expect("a global");
        assert_eq!(number(ctx, "buffer.byteLength"), Some(3 * PAGE as i32));
        assert_eq!(number(ctx, "new Uint8Array(buffer)[9]"), Some(4));
        // Growing too far changes nothing.
        assert!(
            store
                .enter(ctx, move |store| memory.grow(store, 1))
                .is_err()
        );
        assert_eq!(number(ctx, "buffer.byteLength"), Some(3 * PAGE as i32));
    });
}

#[test]
fn a_buffer_outlives_its_store() {
    let world = world();
    world.enter(|ctx| drop(store(ctx)));
    world.collect_garbage();
    world.enter(|ctx| {
        assert_eq!(
            number(ctx, "new Uint8Array(buffer).fill(3)[65535]"),
            Some(3)
        );
    });
}

#[test]
fn a_memory_whose_buffer_was_transferred_stays_where_it_is() {
    let world = world();
    world.enter(|ctx| {
        let (store, memory) = store(ctx);
        assert_eq!(
            number(
                ctx,
                "globalThis.moved = buffer.transfer(); buffer.byteLength"
            ),
            Some(0)
        );
        assert!(
            store
                .enter(ctx, move |store| memory.grow(store, 1))
                .is_err()
        );
        assert_eq!(number(ctx, "new Uint8Array(moved)[1] = 6"), Some(6));
        assert_eq!(byte(ctx, &store, memory, 1), 6);
        // Once that buffer has gone it may grow again.
        assert_eq!(number(ctx, "moved = null; 1"), Some(1));
        assert!(store.enter(ctx, move |store| memory.grow(store, 1)).is_ok());
        // One of another length is refused: the bytes are not the engine's to move.
        let buffer = store.buffer(ctx, memory).expect("a buffer");
        ctx.globals().set("buffer", buffer).expect("a global");
        let refused =
            "(() => { try { buffer.transfer(1); } catch { return buffer.byteLength; } })()";
        assert_eq!(number(ctx, refused), Some(2 * PAGE as i32));
    });
}
