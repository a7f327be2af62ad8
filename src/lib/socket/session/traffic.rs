//! Packets in and out: the part of the session that runs while a connection is open.

use std::time::Duration;

use charlaton_json::Value;

use super::{AckError, Delivery, Emission, Incoming, Link, Output, Session, State};
use crate::lib::socket::engine;
use crate::lib::socket::engine_packet::Frame;
use crate::lib::socket::namespace::{Namespace, Phase, event_id};
use crate::lib::socket::packet::{Body, DecodeError, Decoded, Packet, Payload};

impl Session {
    pub(super) fn emit(&mut self, now: Duration, emission: Emission, out: &mut Vec<Output>) {
        let Emission { namespace, event, payload, delivery, ack } = emission;
        let Some(namespace) = self.namespaces.iter_mut().find(|each| each.name == namespace) else {
            // Whoever emits into a namespace that was forgotten still gets an answer.
            out.extend(ack.map(|ack| Output::Ack { token: ack.token, result: Err(AckError::Disconnected) }));
            return;
        };
        match (&namespace.phase, delivery) {
            (Phase::Joined, _) => {
                let packet = namespace.event(now, event, payload, ack);
                self.write(now, packet, out);
            }
            (_, Delivery::Buffered) => {
                let packet = namespace.event(now, event, payload, ack);
                namespace.keep(packet);
            }
            (_, Delivery::Volatile) => {
                out.extend(
                    ack.map(|ack| Output::Ack { token: ack.token, result: Err(AckError::Disconnected) }),
                );
            }
        }
    }

    pub(super) fn reply(
        &mut self,
        now: Duration,
        name: &str,
        id: u64,
        payload: Payload,
        out: &mut Vec<Output>,
    ) {
        let namespace = self.namespaces.iter().find(|each| each.name == name);
        if let Some(namespace) = namespace.filter(|each| matches!(each.phase, Phase::Joined)) {
            let packet = namespace.packet(Body::Ack { id, payload });
            self.write(now, packet, out);
        }
    }

    pub(super) fn on_auth(&mut self, now: Duration, answered: u32, value: Value, out: &mut Vec<Output>) {
        let asking = |each: &&mut Namespace| matches!(each.phase, Phase::Authorizing { ticket, .. } if ticket == answered);
        if let Some(namespace) = self.namespaces.iter_mut().find(asking) {
            let until = now.saturating_add(self.settings.connect_timeout);
            namespace.phase = Phase::Joining { until, early: Vec::new() };
            let packet = namespace.connect_packet(value);
            self.write(now, packet, out);
        }
    }

    pub(super) fn leave(&mut self, now: Duration, name: &str, out: &mut Vec<Output>) {
        let Some(namespace) = self.namespaces.iter_mut().find(|each| each.name == name) else { return };
        let goodbye = match namespace.phase {
            Phase::Joining { .. } | Phase::Joined => Some(namespace.packet(Body::Disconnect)),
            Phase::Waiting | Phase::Authorizing { .. } | Phase::Out => None,
        };
        namespace.clear(out);
        let unused = !self.namespaces.iter().any(Namespace::is_active);
        match goodbye {
            Some(packet) if unused => self.close(now, packet.into_frames(), out),
            Some(packet) => self.write(now, packet, out),
            None => self.close_if_unused(now, out),
        }
    }

    pub(super) fn on_message(&mut self, now: Duration, frame: Frame, out: &mut Vec<Output>) {
        match self.assemble(frame) {
            Ok(Some(packet)) => self.on_packet(now, packet, out),
            Ok(None) => {}
            // Whatever speaks at the other end, it is not the Socket.IO connection that was opened.
            Err(_) => self.drive(now, engine::Input::Lose, out),
        }
    }

    fn assemble(&mut self, frame: Frame) -> Result<Option<Packet>, DecodeError> {
        let Link::Open { partial, .. } = &mut self.link else { return Ok(None) };
        let decoded = match (frame, partial.take()) {
            (Frame::Text(text), None) => Packet::decode(&text, self.settings.limits)?,
            (Frame::Binary(bytes), Some(started)) => started.push(bytes)?,
            (Frame::Text(_), Some(_)) | (Frame::Binary(_), None) => return Err(DecodeError::Malformed),
        };
        match decoded {
            Decoded::Complete(packet) => Ok(Some(packet)),
            Decoded::Unreadable => Ok(None),
            Decoded::Partial(started) => {
                *partial = Some(started);
                Ok(None)
            }
        }
    }

    fn on_packet(&mut self, now: Duration, packet: Packet, out: &mut Vec<Output>) {
        let Some(namespace) = self.namespaces.iter_mut().find(|each| each.name == packet.namespace) else {
            return;
        };
        match packet.body {
            Body::Connect(data) => {
                if matches!(namespace.phase, Phase::Joining { .. }) {
                    let kept = namespace.take_kept();
                    namespace.join(&data, out);
                    self.backoff.reset();
                    for packet in kept {
                        self.write(now, packet, out);
                    }
                }
            }
            Body::Event { name, id, payload } => namespace.on_event(Incoming { name, payload, id }, out),
            Body::Ack { id, payload } => namespace.on_ack(id, payload, out),
            Body::ConnectError { message, data } => {
                if matches!(namespace.phase, Phase::Joining { .. }) {
                    namespace.phase = Phase::Out;
                    namespace.report(State::Refused { message, data }, out);
                    self.close_if_unused(now, out);
                }
            }
            Body::Disconnect => {
                if matches!(namespace.phase, Phase::Joining { .. } | Phase::Joined) {
                    namespace.on_kick(out);
                    self.close_if_unused(now, out);
                }
            }
        }
    }

    fn write(&mut self, now: Duration, packet: Packet, out: &mut Vec<Output>) {
        let Link::Open { engine, .. } = &mut self.link else { return };
        let (name, id, event) = (packet.namespace.clone(), event_id(&packet), event_name(&packet));
        let frames = packet.into_frames();
        if engine.accepts(&frames) {
            return self.drive(now, engine::Input::Send(frames), out);
        }
        if let Some((namespace, id)) = self.namespaces.iter_mut().find(|each| each.name == name).zip(id) {
            namespace.refuse(id, AckError::TooLarge, out);
        }
        out.push(Output::Oversize { event });
    }

    fn close_if_unused(&mut self, now: Duration, out: &mut Vec<Output>) {
        if !self.namespaces.iter().any(Namespace::is_active) {
            self.close(now, Vec::new(), out);
        }
    }

    fn close(&mut self, now: Duration, last: Vec<Frame>, out: &mut Vec<Output>) {
        self.backoff.reset();
        match self.link {
            Link::Opening { .. } | Link::Open { .. } => self.drive(now, engine::Input::Close(last), out),
            Link::Waiting { .. } => self.link = Link::Idle,
            Link::Idle => {}
        }
    }
}

fn event_name(packet: &Packet) -> String {
    match &packet.body {
        Body::Event { name, .. } => name.clone(),
        Body::Connect(_) | Body::Disconnect | Body::Ack { .. } | Body::ConnectError { .. } => String::new(),
    }
}
