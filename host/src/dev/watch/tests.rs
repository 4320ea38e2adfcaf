use std::path::Path;

use super::{Depth, Development, Patterns, Watch};

fn concerned(config: &Development, paths: &[&str]) -> Vec<bool> {
    let watch = Watch::new(Path::new("/blog"), config).unwrap();
    paths
        .iter()
        .map(|path| watch.concerns(&Path::new("/blog").join(path)))
        .collect()
}

// MW-171
#[test]
fn folders_of_egg_development_are_watched_without_views_and_assets() {
    let seen = concerned(
        &Development::default(),
        &[
            "app/router.js",
            "config/config.default.js",
            "app.js",
            "mocks/a.js",
            "app/view/a.html",
            "app/views/a.html",
            "app/public/a.js",
            "lib/a.js",
            "logs/a.log",
        ],
    );
    assert_eq!(
        seen,
        [true, true, true, true, false, false, false, false, false]
    );
}

#[test]
fn the_agent_and_the_packages_file_are_watched_too() {
    assert_eq!(
        concerned(&Development::default(), &["agent.js", "package.json"]),
        [true, true]
    );
}

// MW-171
#[test]
fn the_configuration_adds_to_what_is_watched_and_ignored_or_replaces_it() {
    let mut config = Development {
        watch_dirs: vec!["lib".to_string()],
        ignore_dirs: vec!["app/generated".to_string()],
        ..Development::default()
    };
    let paths = ["lib/a.js", "app/a.js", "app/generated/a.js", "app/web/a.js"];
    assert_eq!(concerned(&config, &paths), [true, true, false, false]);
    config.override_default = true;
    config.override_ignore = true;
    assert_eq!(concerned(&config, &paths), [true, false, false, false]);
    config.override_default = false;
    assert_eq!(concerned(&config, &paths), [true, true, false, true]);
}

#[test]
fn a_pattern_chooses_and_its_exclamation_mark_takes_back() {
    let config = Development {
        reload_pattern: Some(Patterns::Several(vec![
            "**".to_string(),
            "!**/*.md".to_string(),
        ])),
        ..Development::default()
    };
    assert_eq!(concerned(&config, &["app/a.js", "app/a.md"]), [true, false]);
    let broken = Development {
        reload_pattern: Some(Patterns::One("[".to_string())),
        ..Development::default()
    };
    let error = Watch::new(Path::new("/blog"), &broken).unwrap_err();
    assert!(error.contains("reloadPattern '['"), "{error}");
}

#[test]
fn nothing_counts_when_reloading_is_off() {
    let config = Development {
        reload_on_debug: false,
        ..Development::default()
    };
    assert_eq!(concerned(&config, &["app/router.js"]), [false]);
}

#[test]
fn what_editors_and_packages_write_does_not_count() {
    let seen = concerned(
        &Development::default(),
        &[
            "app/.router.js.swp",
            "app/router.js~",
            "app/node_modules/a.js",
        ],
    );
    assert_eq!(seen, [false, false, false]);
}

#[test]
fn folders_that_are_not_there_yet_are_waited_for_in_the_root() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("app")).unwrap();
    let watch = Watch::new(root.path(), &Development::default()).unwrap();
    assert_eq!(
        watch.folders(),
        [
            (root.path().to_path_buf(), Depth::Itself),
            (root.path().join("app"), Depth::Everything),
        ]
    );
    assert!(watch.is_root(&root.path().join("mocks")));
}
