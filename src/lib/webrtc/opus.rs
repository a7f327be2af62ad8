//! Two wishes of the receiver of a voice, which only its description can say: silence is not sent (`usedtx`), and lost
//! packets are mended from the next (`useinbandfec`).

/// `sdp` as if who wrote it had wished both. It is what our encoder goes by; what travels is not touched.
#[must_use]
pub fn sparing(sdp: &str) -> String {
    let payloads: Vec<&str> = sdp.lines().filter_map(opus_payload).collect();
    let mut text = String::with_capacity(sdp.len() + 64);
    for line in sdp.split_inclusive('\n') {
        let (content, end) = line.split_at(line.trim_end_matches(['\r', '\n']).len());
        text.push_str(content);
        let parameters = content.strip_prefix("a=fmtp:").and_then(|rest| rest.split_once(' '));
        if let Some((_, parameters)) = parameters.filter(|(payload, _)| payloads.contains(payload)) {
            for (name, wish) in [("usedtx=", ";usedtx=1"), ("useinbandfec=", ";useinbandfec=1")] {
                if !parameters.contains(name) {
                    text.push_str(wish);
                }
            }
        }
        text.push_str(end);
    }
    text
}

/// The payload type of `a=rtpmap:111 opus/48000/2`.
fn opus_payload(line: &str) -> Option<&str> {
    let (payload, codec) = line.strip_prefix("a=rtpmap:")?.split_once(' ')?;
    codec.get(..5).filter(|name| name.eq_ignore_ascii_case("opus/")).map(|_| payload)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_opus_is_spoken_to() {
        let sdp = "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:96 VP8/90000\r\na=fmtp:96 x=1\r\n";
        let sparing_one = "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\na=rtpmap:96 VP8/90000\r\na=fmtp:96 x=1\r\n";
        assert_eq!(sparing(sdp), sparing_one);
        assert_eq!(sparing(sparing_one), sparing_one);
    }

    #[test]
    fn what_somebody_wishes_themselves_stands() {
        let sdp = "a=rtpmap:8 OPUS/48000\na=fmtp:8 usedtx=0;useinbandfec=0";
        assert_eq!(sparing(sdp), sdp);
    }

    proptest! {
        #[test]
        fn what_has_no_opus_is_as_it_was(text in "[^o]{0,200}") {
            prop_assert_eq!(sparing(&text), text);
        }
    }
}
