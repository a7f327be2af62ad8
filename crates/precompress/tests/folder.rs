//! What is written, and that it unpacks to what was there.

use charlaton_precompress::{Weighed, compress_folder};
use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;

/// A folder of this test's own, empty.
fn folder(name: &str) -> io::Result<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

#[test]
fn both_forms_unpack_to_the_original() {
    let folder = folder("unpack").unwrap();
    let text = "fn main() {}\n".repeat(500);
    fs::create_dir(folder.join("deep")).unwrap();
    fs::write(folder.join("deep/app.wasm"), &text).unwrap();
    compress_folder(&folder).unwrap();

    let mut unpacked = String::new();
    let gz = fs::File::open(folder.join("deep/app.wasm.gz")).unwrap();
    flate2::read::GzDecoder::new(gz).read_to_string(&mut unpacked).unwrap();
    assert_eq!(unpacked, text);

    let mut unpacked = Vec::new();
    let mut br = fs::File::open(folder.join("deep/app.wasm.br")).unwrap();
    brotli::BrotliDecompress(&mut br, &mut unpacked).unwrap();
    assert_eq!(unpacked, text.as_bytes());
}

#[test]
fn a_second_run_gives_the_same_report() {
    let folder = folder("twice").unwrap();
    fs::write(folder.join("index.html"), "<p>".repeat(100)).unwrap();
    fs::write(folder.join("font.woff2"), [7; 50]).unwrap();
    let first = compress_folder(&folder).unwrap();
    assert_eq!(compress_folder(&folder).unwrap(), first);

    let [font, page] = first.as_slice() else { panic!("{first:?}") };
    assert_eq!(font, &Weighed { path: "font.woff2".into(), raw: 50, gzip: 50, brotli: 50 });
    assert_eq!((page.path.as_str(), page.raw), ("index.html", 300));
    assert!(page.brotli < page.gzip && page.gzip < page.raw, "{page}");
    assert!(!folder.join("font.woff2.br").exists());
}

#[test]
fn a_missing_folder_is_an_error() {
    assert!(compress_folder(&folder("missing").unwrap().join("dist")).is_err());
}
