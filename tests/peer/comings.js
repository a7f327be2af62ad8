// Somebody who comes, is connected, and leaves, over and over, for crates/e2e/tests/browsers/leaks.rs: the original Socket.IO
// client and one silent voice. `window.come(times)` does it so often; `window.come.done` counts.
"use strict";

const { chat, token, room, email } = Object.fromEntries(new URLSearchParams(location.search));
const silence = new AudioContext().createMediaStreamDestination().stream;
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));

const meet = (socket, targetUserId) =>
  new Promise((resolve) => {
    const pc = new RTCPeerConnection();
    const relay = (event, content) => socket.emit(event, { roomId: room, targetUserId, ...content });
    const early = [];
    silence.getTracks().forEach((track) => pc.addTrack(track, silence));
    pc.onicecandidate = ({ candidate }) => relay("webrtc_ice_candidate", { candidate });
    pc.onconnectionstatechange = () => pc.connectionState === "connected" && resolve(pc);
    socket.on("webrtc_answer", async ({ sdp }) => {
      await pc.setRemoteDescription(sdp);
      early.splice(0).forEach((candidate) => pc.addIceCandidate(candidate));
    });
    socket.on("webrtc_ice_candidate", ({ candidate }) => {
      if (!candidate) return;
      if (pc.remoteDescription) pc.addIceCandidate(candidate);
      else early.push(candidate);
    });
    pc.createOffer().then(async (offer) => {
      await pc.setLocalDescription(offer);
      relay("webrtc_offer", { sdp: offer });
    });
  });

window.come = async (times) => {
  for (let time = 0; time < times; time += 1) {
    const socket = io(chat, { auth: { token }, transports: ["websocket"], forceNew: true });
    const online = once(socket, "usersOnline");
    await once(socket, "connect");
    socket.emit("join_room", room);
    const other = (await online).find((user) => user.email !== email);
    const pc = await meet(socket, other.userId);
    pc.close();
    socket.disconnect();
    window.come.done += 1;
  }
};
window.come.done = 0;
