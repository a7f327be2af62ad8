//! How fast the Socket.IO codec is. The largest message of an ordinary meeting is an offer of some ten kilobytes.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops when its input is wrong")]

use charlaton::lib::socket::packet::{Body, Limits, Packet};
use charlaton_json::json;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn codec(criterion: &mut Criterion) {
    let message = json!({ "msg": "¿Qué tal? Nos vemos a las 10 😀", "visibility": "public", "target": null });
    let offer = json!({ "roomId": "abc-xyz", "targetUserId": "u1", "sdp": { "type": "offer", "sdp": "a=rtpmap:96 VP8/90000\r\n".repeat(400) } });
    for (name, event, payload) in [("message", "message", message), ("offer", "webrtc_offer", offer)] {
        let text = format!("2{}", json!([event, payload.clone()]));
        let mut group = criterion.benchmark_group(format!("codec/{name}"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("decode", |bencher| {
            bencher.iter(|| Packet::decode(&text, Limits::default()).unwrap());
        });
        let packet = Packet {
            namespace: "/".to_owned(),
            body: Body::Event { name: event.to_owned(), id: None, payload: vec![payload].into() },
        };
        group.bench_function("encode", |bencher| bencher.iter(|| packet.clone().into_frames()));
        group.finish();
    }
}

criterion_group!(benches, codec);
criterion_main!(benches);
