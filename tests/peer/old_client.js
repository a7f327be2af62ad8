// A participant as the previous front-end was, for crates/e2e/tests/browsers/old_client.rs: the original Socket.IO client, offers
// from both sides and more than once, no rollback (an offer that comes while its own is out is dropped), candidates that
// come too early are lost, no data channel, no fields of ours. Where there is a second server it negotiates over that one
// alone, and says nothing of who it is: that was the server's part.
"use strict";

const { chat, webrtc, token, room, email } = Object.fromEntries(new URLSearchParams(location.search));
const peers = new Map();
let own;
let stream;

const connect = (url) => io(url, { auth: { token }, transports: ["websocket", "polling"], autoConnect: false });
const present = connect(chat);
const socket = webrtc ? connect(webrtc) : present;
const relay = (event, targetUserId, content) => socket.emit(event, { roomId: room, targetUserId, ...content });

const peer = (id) => {
  if (!peers.has(id)) {
    const pc = new RTCPeerConnection();
    stream.getTracks().forEach((track) => pc.addTrack(track, stream));
    pc.onicecandidate = ({ candidate }) => relay("webrtc_ice_candidate", id, { candidate });
    pc.ontrack = ({ streams: [remote] }) => {
      let video = document.getElementById(`video-${id}`);
      if (!video) {
        video = Object.assign(document.createElement("video"), { id: `video-${id}`, autoplay: true, muted: true });
        document.body.append(video);
      }
      video.srcObject = remote;
    };
    peers.set(id, pc);
  }
  return peers.get(id);
};

const offer = async (id) => {
  const pc = peer(id);
  if (pc.signalingState !== "stable" || pc.remoteDescription) return;
  await pc.setLocalDescription(await pc.createOffer());
  relay("webrtc_offer", id, { sdp: pc.localDescription });
};

present.on("connect", () => present.emit("join_room", room));
if (webrtc) socket.on("connect", () => socket.emit("join_room", { roomId: room, success: true }));
socket.on("usersOnline", (users) => {
  own = users.find((user) => user.email === email)?.userId;
  const others = new Set(users.map((user) => user.userId).filter((id) => id !== own));
  document.getElementById("people").textContent = `With ${others.size}`;
  for (const [id, pc] of peers) {
    if (!others.has(id)) {
      pc.close();
      peers.delete(id);
      document.getElementById(`video-${id}`)?.remove();
    }
  }
  others.forEach(offer);
});
socket.on("user_joined", (joined) => {
  const { id } = joined.user ?? joined;
  if (id !== own) offer(id);
});
socket.on("webrtc_offer", async ({ senderId, sdp }) => {
  const pc = peer(senderId);
  if (pc.signalingState !== "stable") return;
  await pc.setRemoteDescription(sdp);
  await pc.setLocalDescription(await pc.createAnswer());
  relay("webrtc_answer", senderId, { sdp: pc.localDescription });
});
socket.on("webrtc_answer", async ({ senderId, sdp }) => {
  const pc = peer(senderId);
  if (pc.signalingState === "have-local-offer") await pc.setRemoteDescription(sdp);
});
socket.on("webrtc_ice_candidate", ({ senderId, candidate }) => {
  const pc = peer(senderId);
  if (candidate && pc.remoteDescription) pc.addIceCandidate(candidate);
});

navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then((media) => {
  stream = media;
  present.connect();
  socket.connect();
});
