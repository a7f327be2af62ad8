//! The loudspeaker: nothing is opened, what plays is told which one to use.

use std::rc::Rc;

use yew::platform::spawn_local;

use super::LocalMedia;
use crate::{
    lib::media::{DeviceInfo, TestSound},
    pages::meeting::devices::{DeviceView, Kind, Notice, of_kind},
};

impl LocalMedia {
    /// The chosen one plays while it is there; when it goes, that is said, and the system's own choice plays.
    pub(super) fn find_speaker(&self) {
        let available = self.0.available.borrow();
        let found = of_kind(&available, Kind::Speaker);
        let lost = {
            let mut speaker = self.0.speaker.borrow_mut();
            let chosen = speaker.chosen.clone();
            let is_chosen = |device: &DeviceInfo| Some(&device.id) == chosen.as_ref();
            let now = found.iter().find(|device| is_chosen(device)).map(|&device| device.clone());
            let before = std::mem::replace(&mut speaker.used, now);
            // Another choice is no loss.
            before.filter(|before| speaker.used.is_none() && is_chosen(before))
        };
        if let Some(lost) = lost {
            let now = found.first().map(|device| device.label.clone()).unwrap_or_default();
            self.0.onnotice.emit(Notice { kind: Kind::Speaker, lost: Some(lost.label), now });
        }
    }

    pub(super) fn speaker_view(&self) -> DeviceView {
        DeviceView { chosen: self.speaker(), ..self.0.speaker.borrow().view() }
    }

    /// Plays a sound through it, and says when that cannot be.
    pub(in crate::pages::meeting) fn test_speaker(&self) {
        let (weak, device) = (Rc::downgrade(&self.0), self.speaker());
        spawn_local(async move {
            let (sound, error) = match TestSound::play(device.as_deref()).await {
                Ok(sound) => (Some(sound), None),
                Err(error) => (None, Some(error)),
            };
            if let Some(inner) = weak.upgrade() {
                inner.sound.replace(sound);
                inner.speaker.borrow_mut().error = error;
                Self(inner).changed();
            }
        });
    }

    fn speaker(&self) -> Option<String> {
        self.0.speaker.borrow().used.as_ref().map(|used| used.id.clone())
    }
}
