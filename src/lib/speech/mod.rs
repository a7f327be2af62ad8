//! A text read aloud, a sentence at a time.
//!
//! Browsers cut long texts short, and some cannot pause: so one sentence is spoken after the other, and a pause ends the
//! sentence, which is begun anew afterwards. A change of voice does the same.

mod browser;

pub use browser::{Reader, Voice, is_supported, on_voices, text_of_page, voices};

/// Longer sentences are divided where words are: some voices stop after a quarter of a minute.
const LONGEST: usize = 180;

/// How it stands.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing is read.
    #[default]
    Silent,
    /// A sentence is spoken.
    Reading,
    /// It goes on from here when asked to.
    Paused,
}

/// Everything that can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Read this from its beginning.
    Play(String),
    /// Be silent, and remember where.
    Pause,
    /// Go on from there.
    GoOn,
    /// Be silent for good.
    Stop,
    /// The voice has changed.
    Changed,
    /// The sentence of this number was spoken, or could not be.
    Ended(u32),
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Speak this, instead of anything else; [`Input::Ended`] with this number when it is over.
    Say(u32, String),
    /// Be silent.
    Hush,
}

/// Knows what is next.
#[derive(Debug, Default)]
pub struct Speech {
    sentences: Vec<String>,
    at: usize,
    state: State,
    /// Of the sentence that is spoken: one that is over late ends nothing.
    number: u32,
}

impl Speech {
    /// How it stands.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// Takes one input.
    #[must_use]
    pub fn handle(&mut self, input: Input) -> Vec<Output> {
        match (input, self.state) {
            (Input::Play(text), _) => {
                self.sentences = sentences(&text);
                self.at = 0;
                self.say()
            }
            (Input::Pause, State::Reading) => {
                self.state = State::Paused;
                vec![Output::Hush]
            }
            (Input::GoOn, State::Paused) | (Input::Changed, State::Reading) => self.say(),
            (Input::Stop, State::Reading | State::Paused) => {
                self.state = State::Silent;
                vec![Output::Hush]
            }
            (Input::Ended(number), State::Reading) if number == self.number => {
                self.at += 1;
                self.say()
            }
            (Input::Pause | Input::GoOn | Input::Stop | Input::Changed | Input::Ended(_), _) => Vec::new(),
        }
    }

    fn say(&mut self) -> Vec<Output> {
        let Some(sentence) = self.sentences.get(self.at) else {
            self.state = State::Silent;
            return vec![Output::Hush];
        };
        self.state = State::Reading;
        self.number = self.number.wrapping_add(1);
        vec![Output::Say(self.number, sentence.clone())]
    }
}

/// The lines of a text, divided at the ends of sentences, and long ones between words.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for line in text.lines() {
        let mut sentence = String::new();
        for word in line.split_whitespace() {
            if !sentence.is_empty() && sentence.len() + word.len() >= LONGEST {
                sentences.push(std::mem::take(&mut sentence));
            }
            if !sentence.is_empty() {
                sentence.push(' ');
            }
            sentence.push_str(word);
            if word.ends_with(['.', '!', '?', '…', ':', ';']) {
                sentences.push(std::mem::take(&mut sentence));
            }
        }
        if !sentence.is_empty() {
            sentences.push(sentence);
        }
    }
    sentences.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    sentences
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(number: u32, text: &str) -> Vec<Output> {
        vec![Output::Say(number, text.into())]
    }

    #[test]
    fn one_sentence_after_the_other() {
        let mut speech = Speech::default();
        assert_eq!(speech.handle(Input::Play("Title\n\nOne. Two!\n· ·\n".into())), said(1, "Title"));
        assert_eq!(speech.handle(Input::Ended(1)), said(2, "One."));
        assert_eq!(speech.handle(Input::Ended(1)), [], "that one is long over");
        assert_eq!(speech.handle(Input::Ended(2)), said(3, "Two!"));
        assert_eq!(speech.handle(Input::Ended(3)), [Output::Hush]);
        assert_eq!(speech.state(), State::Silent);
    }

    #[test]
    fn a_pause_begins_its_sentence_anew() {
        let mut speech = Speech::default();
        let _ = speech.handle(Input::Play("One. Two.".into()));
        let _ = speech.handle(Input::Ended(1));
        assert_eq!(speech.handle(Input::Pause), [Output::Hush]);
        assert_eq!(speech.state(), State::Paused);
        assert_eq!(speech.handle(Input::Ended(2)), [], "being hushed is no end");
        assert_eq!(speech.handle(Input::Changed), [], "another voice does not speak uninvited");
        assert_eq!(speech.handle(Input::GoOn), said(3, "Two."));
        assert_eq!(speech.handle(Input::Changed), said(4, "Two."));
        assert_eq!(speech.handle(Input::Stop), [Output::Hush]);
        assert_eq!(speech.handle(Input::GoOn), []);
    }

    #[test]
    fn nothing_to_read_is_silence() {
        let mut speech = Speech::default();
        assert_eq!(speech.handle(Input::Play(" \n·\n".into())), [Output::Hush]);
        assert_eq!(speech.state(), State::Silent);
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_no_sentence_too_long(text in "([a-zñ]{1,12}[ .\n]){0,80}") {
            let sentences = sentences(&text);
            let words = |text: &str| text.split([' ', '.', '\n']).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&sentences.join(" ")), words(&text));
            prop_assert!(sentences.iter().all(|sentence| sentence.len() <= LONGEST + 24));
        }
    }
}
