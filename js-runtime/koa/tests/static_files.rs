//! Static files without a server: which bytes of which file a request gets.

mod common;

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use coddle_koa::static_files::folder::{Folder, Options};
use coddle_koa::static_files::plan::{Asked, Content, Plan};
use coddle_koa::static_files::range::{ByteRange, Part};
use coddle_koa::static_files::{Answer, StaticFiles};
use common::{Numbers, list, text};
use http::HeaderValue;
use serde_json::Value;
use tempfile::TempDir;

const LARGE: usize = 200_000;

fn options(dir: &Path) -> Options {
    Options {
        prefix: "/public/".into(),
        dir: dir.to_str().unwrap().into(),
        alias: HashMap::new(),
        dynamic: true,
        max_files: Some(1000),
        buffer: false,
        gzip: false,
        use_precompiled_gzip: false,
        cache_control: HeaderValue::from_static("public, max-age=0"),
    }
}

fn files(options: Options) -> StaticFiles {
    StaticFiles::new(vec!["/public/".into()], vec![Folder::new(options)])
}

/// A folder `public` with a file of ten bytes, one of [`LARGE`], and a secret beside it.
fn folder() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let public = root.path().join("public");
    fs::create_dir_all(public.join("sub")).unwrap();
    fs::create_dir(root.path().join("public-too")).unwrap();
    fs::write(public.join("ten.txt"), "0123456789").unwrap();
    fs::write(public.join("sub/in.txt"), "inside").unwrap();
    fs::write(public.join("large.txt"), vec![b'l'; LARGE]).unwrap();
    for secret in ["secret.txt", "public-too/secret.txt"] {
        fs::write(root.path().join(secret), "SECRET").unwrap();
    }
    root
}

/// The answer, with all work done in between.
fn ask(files: &StaticFiles, path: &str, asked: Asked<'_>) -> Option<Plan> {
    loop {
        match files.answer(path, &asked).unwrap() {
            Answer::Nothing => return None,
            Answer::Plan(plan, meanwhile) => {
                if let Some(work) = meanwhile {
                    files.finish(work.run()).unwrap();
                }
                return Some(plan);
            }
            Answer::Work(work) => files.finish(work.run()).unwrap(),
        }
    }
}

fn header<'p>(plan: &'p Plan, name: &str) -> Option<&'p str> {
    plan.headers
        .iter()
        .find(|(known, _)| known == name)
        .and_then(|(_, value)| value.to_str().ok())
}

fn bytes(plan: &Plan) -> &[u8] {
    match &plan.content {
        Content::Kept(bytes) | Content::Read(bytes) => bytes,
        other => panic!("{other:?} is not in memory"),
    }
}

fn range(text: &str) -> Asked<'_> {
    Asked {
        range: ByteRange::parse(text),
        ..Asked::default()
    }
}

// MW-058, MW-059
#[test]
fn range_headers_are_read_as_koa_range_reads_them() {
    let golden: Value = serde_json::from_str(include_str!("golden/ranges.json")).unwrap();
    for vector in list(&golden, "vectors") {
        let input = text(vector, "input");
        let ours = ByteRange::parse(input).map_or(Part::Beyond, |range| range.of(1000));
        let Some(theirs) = vector["range"].as_str() else {
            assert_eq!(ours, Part::Beyond, "{input:?}");
            continue;
        };
        let ends = theirs
            .strip_prefix("bytes ")
            .and_then(|rest| rest.strip_suffix("/1000"))
            .unwrap();
        let (start, end) = ends.split_once('-').unwrap();
        let expected = match start.parse::<u64>().ok().zip(end.parse::<u64>().ok()) {
            Some((start, end)) if start < 1000 => Part::Bytes(start, end.min(999)),
            // docs/compat-gaps.md: koa-range promises bytes that are not there.
            _ => Part::Beyond,
        };
        assert_eq!(ours, expected, "{input:?}");
    }
}

#[test]
fn no_range_leads_out_of_the_content() {
    let alphabet: Vec<char> = "0123456789-,=bytes +.exIn\u{a0}é\0".chars().collect();
    let mut numbers = Numbers(0x5eed);
    let mut parts = 0;
    for _ in 0..50_000 {
        let start = numbers.below(20);
        let header = match numbers.below(3) {
            0 => numbers.text(&alphabet, 24),
            1 => format!("bytes={}", numbers.text(&alphabet, 12)),
            _ => format!("bytes={start}-{}", numbers.below(40)),
        };
        let length = numbers.below(30) as u64;
        if let Some(Part::Bytes(first, last)) =
            ByteRange::parse(&header).map(|range| range.of(length))
        {
            assert!(first <= last && last < length, "{header:?} of {length}");
            parts += 1;
        }
    }
    assert!(parts > 1000, "only {parts} headers were ranges");
}

// MW-053; CVE-2017-14849 (Node) and its kin: paths that were normalised wrongly, or before they were decoded.
#[test]
fn no_path_leads_out_of_the_folder() {
    let root = folder();
    let mut options = options(&root.path().join("public"));
    options.alias = HashMap::from([("/public/out".to_owned(), "/public/../secret.txt".to_owned())]);
    let files = files(options);
    let pieces = [
        "..",
        ".",
        "/",
        "//",
        "%2e",
        "%2E",
        "%2f",
        "%5c",
        "\\",
        "%00",
        "%252e",
        "%c0%ae",
        "sub",
        "public",
        "public-too",
        "secret.txt",
        "ten.txt",
        "in.txt",
        "out",
        "...",
        "%ff",
        ";",
        "~",
        "é",
    ];
    let mut numbers = Numbers(0xf11e);
    let mut found = 0;
    for _ in 0..50_000 {
        let mut path = "/public/".to_owned();
        for _ in 0..numbers.below(8) {
            path.push_str(pieces[numbers.below(pieces.len())]);
            if numbers.below(2) == 0 {
                path.push('/');
            }
        }
        if let Some(plan) = ask(&files, &path, Asked::default()) {
            assert_ne!(bytes(&plan), b"SECRET", "{path}");
            found += 1;
        }
    }
    assert!(found > 100, "only {found} paths were files");
}

// MW-058: against egg, see docs/compat-gaps.md.
#[test]
fn a_range_past_the_end_is_cut_and_one_behind_it_refused() {
    let root = folder();
    let files = files(options(&root.path().join("public")));
    let plan = ask(&files, "/public/ten.txt", range("bytes=7-100")).unwrap();
    assert_eq!((plan.status, bytes(&plan)), (206, &b"789"[..]));
    assert_eq!(header(&plan, "content-range"), Some("bytes 7-9/10"));
    let plan = ask(&files, "/public/ten.txt", range("bytes=10-")).unwrap();
    assert_eq!(plan.status, 416);
}

#[test]
fn a_part_of_another_state_of_the_file_is_not_continued() {
    let root = folder();
    let files = files(options(&root.path().join("public")));
    for (condition, status) in [
        ("\"eB5eJF1ptWaXm4bijSPyxw==\"", 206),
        ("W/\"eB5eJF1ptWaXm4bijSPyxw==\"", 200),
        ("\"other\"", 200),
        ("Mon, 03 Feb 2020 04:05:06 GMT", 200),
    ] {
        let asked = Asked {
            if_range: Some(condition),
            ..range("bytes=2-4")
        };
        let plan = ask(&files, "/public/ten.txt", asked).unwrap();
        assert_eq!(plan.status, status, "{condition}");
    }
}

// MW-057
#[test]
fn a_changed_file_has_no_hash_until_it_was_read_again() {
    let root = folder();
    let path = root.path().join("public/large.txt");
    let files = files(options(&root.path().join("public")));
    let first = ask(&files, "/public/large.txt", Asked::default()).unwrap();
    assert!(
        matches!(first.content, Content::Part { start: 0, length, .. } if length == LARGE as u64)
    );
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_len(LARGE as u64 + 1).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(5))
        .unwrap();

    let changed = ask(&files, "/public/large.txt", Asked::default()).unwrap();
    assert_eq!(changed.length, Some(LARGE as u64 + 1));
    assert_eq!(header(&changed, "etag"), None);
    let again = ask(&files, "/public/large.txt", Asked::default()).unwrap();
    assert!(header(&again, "etag").is_some());
    assert_ne!(header(&again, "etag"), header(&first, "etag"));
}

// MW-057: against egg, see docs/compat-gaps.md.
#[test]
fn large_files_are_not_kept_in_memory() {
    let root = folder();
    let path = root.path().join("public/huge.bin");
    fs::write(&path, vec![7; (1 << 20) + 1]).unwrap();
    let mut options = options(&root.path().join("public"));
    options.buffer = true;
    let files = files(options);
    let huge = ask(&files, "/public/huge.bin", Asked::default()).unwrap();
    assert!(matches!(huge.content, Content::Part { .. }));
    let large = ask(&files, "/public/large.txt", Asked::default()).unwrap();
    assert_eq!(bytes(&large).len(), LARGE);
}

// MW-060
#[test]
fn large_content_is_compressed_once() {
    let root = folder();
    let mut options = options(&root.path().join("public"));
    (options.buffer, options.gzip) = (true, true);
    let files = files(options);
    let asked = Asked {
        accept_encoding: Some("gzip"),
        ..Asked::default()
    };
    assert!(matches!(
        files.answer("/public/large.txt", &asked),
        Ok(Answer::Work(_))
    ));
    let packed = ask(&files, "/public/large.txt", asked).unwrap();
    assert!(bytes(&packed).len() < 2000);
    assert!(matches!(
        files.answer("/public/large.txt", &asked),
        Ok(Answer::Plan(_, None))
    ));
    // A part is of the file as it is, whatever is accepted.
    let part = ask(
        &files,
        "/public/large.txt",
        Asked {
            range: ByteRange::parse("bytes=0-1"),
            ..asked
        },
    )
    .unwrap();
    assert_eq!(
        (bytes(&part), header(&part, "content-encoding")),
        (&b"ll"[..], None)
    );
}

// MW-048
#[test]
fn no_more_files_are_known_than_configured() {
    let root = folder();
    let public = root.path().join("public");
    for number in 0..20 {
        fs::write(public.join(format!("{number}.txt")), "was here").unwrap();
    }
    let mut options = options(&public);
    (options.buffer, options.max_files) = (true, Some(4));
    let files = files(options);
    for number in 0..20 {
        ask(&files, &format!("/public/{number}.txt"), Asked::default()).unwrap();
    }
    for number in 0..20 {
        fs::remove_file(public.join(format!("{number}.txt"))).unwrap();
    }
    let known = (0..20)
        .filter(|number| ask(&files, &format!("/public/{number}.txt"), Asked::default()).is_some())
        .count();
    assert!((1..=8).contains(&known), "{known} files are in memory");
}
