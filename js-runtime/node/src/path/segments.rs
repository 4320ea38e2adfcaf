//! POSIX paths as slices of code units.

/// What texts are made of: bytes of an ASCII one, UTF-16 of any other.
pub(super) trait Unit: Copy + Eq + From<u8> {}

impl<T: Copy + Eq + From<u8>> Unit for T {}

const SLASH: u8 = b'/';

fn is<U: Unit>(units: &[U], text: &[u8]) -> bool {
    units.len() == text.len()
        && units
            .iter()
            .zip(text)
            .all(|(&unit, &byte)| unit == byte.into())
}

pub(super) fn is_absolute<U: Unit>(path: &[U]) -> bool {
    path.first() == Some(&SLASH.into())
}

fn push<U: Unit>(out: &mut Vec<U>, text: &[u8]) {
    out.extend(text.iter().map(|&byte| U::from(byte)));
}

/// Adds a path to those before it.
pub(super) fn append<U: Unit>(out: &mut Vec<U>, path: &[U]) {
    if path.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push(SLASH.into());
    }
    out.extend_from_slice(path);
}

fn segments<U: Unit>(path: &[U]) -> impl Iterator<Item = &[U]> {
    path.split(|&unit| unit == SLASH.into())
        .filter(|segment| !segment.is_empty())
}

/// `path` without `.`, `..` and empty segments; `..` that lead out of it stay where it is not absolute. No slash at its end.
fn tidy<U: Unit>(path: &[U]) -> Vec<U> {
    let absolute = is_absolute(path);
    let mut out = Vec::with_capacity(path.len() + 1);
    push(&mut out, if absolute { b"/" } else { b"" });
    let root = out.len();
    for segment in segments(path).filter(|segment| !is(segment, b".")) {
        if is(segment, b"..") {
            let last = last_segment(&out).0.max(root);
            if last < out.len() && !is(&out[last..], b"..") {
                out.truncate(last.saturating_sub(1).max(root));
                continue;
            }
            if absolute {
                continue;
            }
        }
        if out.len() > root {
            out.push(SLASH.into());
        }
        out.extend_from_slice(segment);
    }
    out
}

/// `path.normalize` of what is not empty.
pub(super) fn normalize<U: Unit>(path: &[U]) -> Vec<U> {
    let mut out = tidy(path);
    if out.is_empty() {
        out.push(b'.'.into());
    }
    if path.last() == Some(&SLASH.into()) && out.last() != Some(&SLASH.into()) {
        out.push(SLASH.into());
    }
    out
}

/// `path.resolve` of what was joined to an absolute path.
pub(super) fn resolve<U: Unit>(joined: &[U]) -> Vec<U> {
    let mut out = tidy(joined);
    if out.is_empty() {
        out.push(b'.'.into());
    }
    out
}

/// `path.relative` of two resolved paths.
pub(super) fn relative<U: Unit>(from: &[U], to: &[U]) -> Vec<U> {
    let mut source = segments(from).peekable();
    let mut target = segments(to).peekable();
    while source.peek().is_some() && source.peek() == target.peek() {
        source.next();
        target.next();
    }
    let mut out = Vec::with_capacity(from.len() + to.len());
    for _ in source {
        if !out.is_empty() {
            out.push(SLASH.into());
        }
        push(&mut out, b"..");
    }
    for segment in target {
        append(&mut out, segment);
    }
    out
}

/// Where the last segment starts and ends, slashes at the end not counted.
fn last_segment<U: Unit>(path: &[U]) -> (usize, usize) {
    let is_slash = |&unit: &U| unit == SLASH.into();
    let end = path
        .iter()
        .rposition(|unit| !is_slash(unit))
        .map_or(0, |last| last + 1);
    let start = path[..end]
        .iter()
        .rposition(is_slash)
        .map_or(0, |slash| slash + 1);
    (start, end)
}

/// `path.dirname`, where that is not a part of the path.
pub(super) enum Folder<'p, U> {
    Here,
    Of(&'p [U]),
}

pub(super) fn dirname<U: Unit>(path: &[U]) -> Folder<'_, U> {
    let absolute = is_absolute(path);
    match last_segment(path).0 {
        0 if absolute => Folder::Of(&path[..1]),
        0 => Folder::Here,
        1 => Folder::Of(&path[..1]),
        // Two slashes at the front are a root of their own.
        2 if absolute => Folder::Of(&path[..2]),
        start => Folder::Of(&path[..start - 1]),
    }
}

/// `path.basename`; `suffix` is taken off unless nothing would be left.
pub(super) fn basename<'p, U: Unit>(path: &'p [U], suffix: Option<&[U]>) -> &'p [U] {
    let (start, end) = last_segment(path);
    let base = &path[start..end];
    let Some(suffix) = suffix else {
        return base;
    };
    if suffix == path {
        return &[];
    }
    // Only slashes: with a suffix to look for they stay.
    if base.is_empty() && !suffix.is_empty() && suffix.len() <= path.len() {
        return path;
    }
    match base.strip_suffix(suffix) {
        Some(name) if !name.is_empty() => name,
        _ => base,
    }
}

/// `path.extname` of a last segment, with its dot; a name that only begins with a dot has none.
pub(super) fn extension<U: Unit>(base: &[U]) -> &[U] {
    match base.iter().rposition(|&unit| unit == b'.'.into()) {
        Some(dot) if dot > 0 && !is(base, b"..") => &base[dot..],
        _ => &[],
    }
}

/// What `path.parse` finds.
pub(super) struct Parsed<'p, U> {
    pub(super) root: &'p [U],
    pub(super) dir: &'p [U],
    pub(super) base: &'p [U],
    pub(super) ext: &'p [U],
    pub(super) name: &'p [U],
}

pub(super) fn parse<U: Unit>(path: &[U]) -> Parsed<'_, U> {
    let root = &path[..usize::from(is_absolute(path))];
    let (start, end) = last_segment(path);
    let base = &path[start..end];
    let ext = extension(base);
    Parsed {
        root,
        dir: if start > root.len() {
            &path[..start - 1]
        } else {
            root
        },
        base,
        ext,
        name: &base[..base.len() - ext.len()],
    }
}
