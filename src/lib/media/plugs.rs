//! What it means that devices were plugged or unplugged.

use super::{DeviceInfo, DeviceKind};

/// The browser's entry for whichever device the system prefers.
const DEFAULT: &str = "default";
/// Entries that stand for another one of the list.
const ALIASES: [&str; 2] = [DEFAULT, "communications"];

/// One kind of device, as a page uses it.
#[derive(Debug, Clone, Copy)]
pub struct Use<'a> {
    /// Which kind.
    pub kind: DeviceKind,
    /// The id that was chosen, if any was.
    pub chosen: Option<&'a str>,
    /// The one that is open, or was until a moment ago.
    pub open: Option<&'a DeviceInfo>,
}

/// What a new list means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The open device is gone.
    Gone {
        /// There is another one.
        others: bool,
    },
    /// The system prefers another device than the open one, which was open as the preferred one.
    DefaultMoved,
    /// The chosen device is there again, while another one is open or none.
    Back,
    /// There is one more.
    Came(DeviceInfo),
}

/// Compares two lists of devices. Without a list before, or one from before the permission, nothing has come.
#[must_use]
pub fn change(before: &[DeviceInfo], after: &[DeviceInfo], of: Use<'_>) -> Option<Change> {
    let now = || after.iter().filter(|device| device.kind == of.kind && !device.id.is_empty());
    if let Some(open) = of.open
        && !now().any(|device| is_same(device, open))
    {
        let elsewhere = !open.group.is_empty() && now().any(|device| device.group == open.group);
        return Some(match open.id == DEFAULT && elsewhere {
            true => Change::DefaultMoved,
            false => Change::Gone { others: now().next().is_some() },
        });
    }
    if before.is_empty() || before.iter().any(|device| device.kind == of.kind && device.id.is_empty()) {
        return None;
    }
    let is_new = |device: &&DeviceInfo| {
        let known = |other: &DeviceInfo| other.kind == of.kind && other.id == device.id;
        !before.iter().any(known) && of.open.is_none_or(|open| open.id != device.id)
    };
    let mut came = now().filter(is_new);
    if came.clone().any(|device| Some(device.id.as_str()) == of.chosen) {
        return Some(Change::Back);
    }
    let is_open = |device: &DeviceInfo| {
        of.open.is_some_and(|open| !open.group.is_empty() && open.group == device.group)
    };
    came.find(|device| !ALIASES.contains(&device.id.as_str()) && !is_open(device)).cloned().map(Change::Came)
}

/// An entry that stands for another one keeps its id and changes its group.
fn is_same(one: &DeviceInfo, other: &DeviceInfo) -> bool {
    one.id == other.id && one.group == other.group
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KIND: DeviceKind = DeviceKind::Microphone;

    /// `id@group`, or an id that is a group of its own.
    fn device(text: &str) -> DeviceInfo {
        let (id, group) = text.split_once('@').unwrap_or((text, text));
        DeviceInfo { id: id.into(), label: format!("The {id}"), group: group.into(), kind: KIND }
    }

    fn list(text: &str) -> Vec<DeviceInfo> {
        text.split_whitespace().map(device).collect()
    }

    fn changed(before: &str, after: &str, chosen: Option<&str>, open: &str) -> Option<Change> {
        let open = (!open.is_empty()).then(|| device(open));
        change(&list(before), &list(after), Use { kind: KIND, chosen, open: open.as_ref() })
    }

    #[test]
    fn an_open_device_that_is_missing_is_gone() {
        assert_eq!(changed("a b", "b", Some("a"), "a"), Some(Change::Gone { others: true }));
        assert_eq!(changed("a", "", None, "a"), Some(Change::Gone { others: false }));
        assert_eq!(changed("a b", "a", Some("a"), "a"), None, "another one is missing");
        assert_eq!(changed("a b", "b", Some("a"), ""), None, "it was not open");
    }

    #[test]
    fn the_default_is_another_device_before_or_after_its_own_went() {
        assert_eq!(
            changed("default@a a b", "default@b b", None, "default@a"),
            Some(Change::Gone { others: true })
        );
        assert_eq!(changed("default@a a b", "default@b a b", None, "default@a"), Some(Change::DefaultMoved));
        assert_eq!(changed("default@a a", "default@b a b", None, "default@a"), Some(Change::DefaultMoved));
        assert_eq!(changed("default@a a b", "default@b a b", Some("a"), "a"), None, "the chosen one stays");
    }

    #[test]
    fn a_chosen_device_comes_back_and_another_one_only_comes() {
        assert_eq!(changed("a", "a b", Some("b"), "a"), Some(Change::Back));
        assert_eq!(changed("a", "a b", Some("b"), ""), Some(Change::Back));
        assert_eq!(changed("a", "a b", None, "a"), Some(Change::Came(device("b"))));
        assert_eq!(
            changed("default@a a", "default@a a b", None, "default@a"),
            Some(Change::Came(device("b")))
        );
        assert_eq!(changed("a", "default@a a communications@a", None, "a"), None, "names of what is there");
    }

    #[test]
    fn what_a_permission_shows_has_not_come() {
        assert_eq!(changed("", "a b", None, ""), None);
        let unnamed = [DeviceInfo { id: String::new(), ..device("") }];
        assert_eq!(change(&unnamed, &list("a"), Use { kind: KIND, chosen: None, open: None }), None);
        let camera = [DeviceInfo { kind: DeviceKind::Camera, ..device("c") }];
        assert_eq!(change(&list("a"), &camera, Use { kind: KIND, chosen: None, open: None }), None);
    }

    proptest! {
        #[test]
        fn the_same_list_means_nothing_new(ids in proptest::collection::vec("[a-c]|default@[a-c]", 1..5), chosen in "[a-d]") {
            let devices: Vec<_> = ids.iter().map(|id| device(id)).collect();
            for open in devices.iter().map(Some).chain([None]) {
                let of = Use { kind: KIND, chosen: Some(&chosen), open };
                prop_assert_eq!(change(&devices, &devices, of), None);
            }
        }
    }
}
