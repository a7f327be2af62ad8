//! Microphone, camera and screen: what is wished for, what is live, and the devices behind it.
