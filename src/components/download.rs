//! Files that are made in the page.

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// A file that was handed to the browser. Its address lives as long as this.
#[derive(Debug)]
pub struct Download(String);

impl Download {
    /// Saves `text` under `name`, as the browser saves files. `None` where it does not.
    #[must_use]
    pub fn of(text: &str, kind: &str, name: &str) -> Option<Self> {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options).ok()?;
        let file = Self(Url::create_object_url_with_blob(&blob).ok()?);
        let document = web_sys::window()?.document()?;
        let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
        link.set_href(&file.0);
        link.set_download(name);
        link.click();
        Some(file)
    }
}

impl Drop for Download {
    fn drop(&mut self) {
        // It fails for what is no address of ours only.
        let _ = Url::revoke_object_url(&self.0);
    }
}
