//! What the interpreter does not tell of a module: the order of its imports and exports, and its start function.

use wasmparser::{BinaryReaderError, ExternalKind, Parser, Payload, TypeRef};

const EXPORTS: u8 = 7;

/// A module's imports and exports in the order of the file, and its start function.
#[derive(Default)]
pub(super) struct Outline {
    pub(super) imports: Vec<ExternalKind>,
    pub(super) exports: Vec<(String, ExternalKind, u32)>,
    pub(super) start: Option<u32>,
}

/// Reads what `bytes` export and start. They were validated.
pub(super) fn outline(bytes: &[u8]) -> Result<Outline, BinaryReaderError> {
    let mut outline = Outline::default();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports {
                    outline.imports.push(match import?.ty {
                        TypeRef::Func(_) => ExternalKind::Func,
                        TypeRef::Table(_) => ExternalKind::Table,
                        TypeRef::Memory(_) => ExternalKind::Memory,
                        TypeRef::Global(_) => ExternalKind::Global,
                        TypeRef::Tag(_) => ExternalKind::Tag,
                    });
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    outline
                        .exports
                        .push((export.name.to_string(), export.kind, export.index));
                }
            }
            Payload::StartSection { func, .. } => outline.start = Some(func),
            _ => {}
        }
    }
    Ok(outline)
}

/// The module with its start function as an export named `name` instead: the interpreter would run it without a way to interrupt it, or
/// to call imports that are JavaScript's.
pub(super) fn export_start(
    bytes: &[u8],
    outline: &Outline,
    start: u32,
    name: &str,
) -> Result<Vec<u8>, BinaryReaderError> {
    let mut entry = Vec::new();
    write_length(&mut entry, name.len());
    entry.extend_from_slice(name.as_bytes());
    entry.push(0);
    write_length(&mut entry, start as usize);

    // Magic number and version.
    let mut out = bytes[..8].to_vec();
    let mut exported = false;
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        let Some((id, range)) = payload.as_section() else {
            continue;
        };
        let mut contents = bytes[range].to_vec();
        let mut place = id;
        match payload {
            Payload::ExportSection(exports) => {
                exported = true;
                let entries = exports.original_position() - exports.range().start;
                let mut longer = Vec::new();
                write_length(&mut longer, outline.exports.len() + 1);
                longer.extend_from_slice(&contents[entries..]);
                longer.extend_from_slice(&entry);
                contents = longer;
            }
            // It stands where a section of exports may stand.
            Payload::StartSection { .. } if !exported => {
                place = EXPORTS;
                contents = [&[1], &entry[..]].concat();
            }
            Payload::StartSection { .. } => continue,
            _ => {}
        }
        out.push(place);
        write_length(&mut out, contents.len());
        out.extend_from_slice(&contents);
    }
    Ok(out)
}

/// An unsigned LEB128 number.
fn write_length(out: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
