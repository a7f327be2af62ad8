//! Compresses a release build once, as well as can be, instead of on every request.
//!
//! Beside every text and wasm file it writes a `.br` and a `.gz`. Pictures and fonts are compressed in themselves
//! and stay as they are.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use brotli::enc::BrotliEncoderParams;
use brotli::enc::backward_references::BrotliEncoderMode;
use flate2::{Compression, GzBuilder};

/// Endings of files worth compressing.
const COMPRESSIBLE: [&str; 12] =
    ["css", "html", "ico", "js", "json", "map", "mjs", "svg", "txt", "wasm", "webmanifest", "xml"];

/// One file of the build and its size in bytes in each form; the same in all when it is not compressible.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weighed {
    /// Relative to the folder, with `/` on every system.
    pub path: String,
    /// As it is.
    pub raw: u64,
    /// Of its `.gz`.
    pub gzip: u64,
    /// Of its `.br`.
    pub brotli: u64,
}

/// One line, `path TAB raw TAB gzip TAB brotli`.
impl fmt::Display for Weighed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\t{}\t{}\t{}", self.path, self.raw, self.gzip, self.brotli)
    }
}

/// Compresses every file below `folder`, and reports them in the order of their names.
///
/// # Errors
/// When a file cannot be read or written.
pub fn compress_folder(folder: &Path) -> io::Result<Vec<Weighed>> {
    let mut files = Vec::new();
    visit(folder, "", &mut files)?;
    files.sort();
    Ok(files)
}

fn visit(folder: &Path, prefix: &str, files: &mut Vec<Weighed>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            visit(&entry.path(), &format!("{path}/"), files)?;
        } else if !path.ends_with(".br") && !path.ends_with(".gz") {
            files.push(compress_file(&entry.path(), path)?);
        }
    }
    Ok(())
}

fn compress_file(file: &Path, path: String) -> io::Result<Weighed> {
    let content = fs::read(file)?;
    let raw = size(&content);
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !COMPRESSIBLE.contains(&ending) {
        return Ok(Weighed { path, raw, gzip: raw, brotli: raw });
    }
    let (gzip, brotli) = (gzip(&content)?, brotli(&content, ending)?);
    fs::write(format!("{}.gz", file.display()), &gzip)?;
    fs::write(format!("{}.br", file.display()), &brotli)?;
    Ok(Weighed { path, raw, gzip: size(&gzip), brotli: size(&brotli) })
}

/// Without name and time in the header: the same content gives the same bytes.
fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().write(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

/// Brotli guesses a byte by the one before it: by its lower bits in text, which its generic mode assumes. In programs the
/// upper bits say more, and their mixture changes more often, so blocks are short: 2 KB less of 170.
fn brotli(content: &[u8], ending: &str) -> io::Result<Vec<u8>> {
    let mut parameters =
        BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    if ending == "wasm" {
        parameters.mode = BrotliEncoderMode::BROTLI_FORCE_MSB_PRIOR;
        parameters.lgblock = 16;
    }
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn size(bytes: &[u8]) -> u64 {
    bytes.len() as u64
}
