// Runs before every page, and only watches: what the page makes of RTCPeerConnection, WebSocket and getUserMedia is
// written down in window.__e2e. Besides, a test can have happen to a device what only happens to real ones. The product
// knows nothing of it.
(() => {
  if (window.__e2e) return;

  // A connection that is not closed is never collected; one that is closed must not live on because of us.
  const peers = [];
  const open = () => peers.map((peer) => peer.deref()).filter((peer) => peer && peer.signalingState !== "closed");
  const sockets = [];
  const tracks = [];
  const shared = [];
  const timeline = [];
  const now = () => performance.timeOrigin + performance.now();
  const note = (what, name = null) => timeline.push({ what, name, at: now() });
  const eventName = (frame) => (typeof frame === "string" && frame.match(/^42\d*\["([^"]+)"/)?.[1]) || null;

  const NativePeer = window.RTCPeerConnection;
  window.RTCPeerConnection = class RTCPeerConnection extends NativePeer {
    constructor(...configuration) {
      super(...configuration);
      peers.push(new WeakRef(this));
      note("peer");
      this.addEventListener("connectionstatechange", () => note("call", this.connectionState));
    }
    restartIce() {
      note("restart");
      super.restartIce();
    }
  };

  const NativeSocket = window.WebSocket;
  window.WebSocket = class WebSocket extends NativeSocket {
    constructor(...address) {
      super(...address);
      sockets.push(this);
      note("socket");
      this.addEventListener("message", ({ data }) => eventName(data) && note("in", eventName(data)));
    }
    send(data) {
      if (eventName(data)) note("out", eventName(data));
      super.send(data);
    }
  };

  const devices = window.MediaDevices?.prototype;
  if (devices) {
    const native = devices.getUserMedia;
    devices.getUserMedia = async function getUserMedia(...constraints) {
      const stream = await native.apply(this, constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
    const display = devices.getDisplayMedia;
    devices.getDisplayMedia = async function getDisplayMedia(...constraints) {
      const stream = await display.apply(this, constraints);
      shared.push(...stream.getTracks());
      return stream;
    };
  }

  const programs = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const native = WebAssembly[name];
    WebAssembly[name] = async (...program) => {
      const made = await native.apply(WebAssembly, program);
      programs.push(made.instance ?? made);
      return made;
    };
  }

  addEventListener("click", () => note("click"), { capture: true });

  // When the first picture of each <video> of a tile is shown, and when each heading and button first appears.
  const firstFrames = {};
  const firstSeen = {};
  const watched = new WeakSet();
  // Firefox does not count the pictures of a stream by itself. Elsewhere nobody is to be called for every picture: the
  // page would be laid out for each of them, which is more work than the call itself.
  const isCounted = !navigator.userAgent.includes("Firefox");
  const frames = new WeakMap();
  const count = (video) => {
    frames.set(video, (frames.get(video) ?? 0) + 1);
    video.requestVideoFrameCallback(() => count(video));
  };
  const look = () => {
    for (const video of document.querySelectorAll("article[data-user] video")) {
      if (watched.has(video)) continue;
      watched.add(video);
      const { user } = video.closest("article[data-user]").dataset;
      video.requestVideoFrameCallback(() => {
        firstFrames[user] ??= now();
        if (!isCounted) count(video);
      });
    }
    for (const element of document.querySelectorAll("h1, button")) {
      const name = element.getAttribute("aria-label") ?? element.textContent.trim();
      if (!(name in firstSeen)) firstSeen[name] = now();
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });

  // What no device of Chromium's does: to be taken by another program, and to be held by the system for a while.
  const device = (kind) => tracks.findLast((track) => track.kind === kind && track.readyState === "live");
  const end = (kind) => {
    const track = device(kind);
    track.stop();
    track.dispatchEvent(new Event("ended"));
  };
  // As the browser's own bar ends what is shared.
  const endShare = () =>
    shared
      .filter((track) => track.readyState === "live")
      .forEach((track) => {
        track.stop();
        track.dispatchEvent(new Event("ended"));
      });
  const silence = (kind, muted) => {
    const track = device(kind);
    Object.defineProperty(track, "muted", { value: muted, configurable: true });
    track.dispatchEvent(new Event(muted ? "mute" : "unmute"));
  };

  const sum = (reports, field) => reports.reduce((total, report) => total + (report[field] ?? 0), 0);

  // Senders that are told to send what they have.
  const isActive = (sender) => sender.getParameters().encodings.some(({ active }) => active !== false);

  const call = async (peer) => {
    const reports = [...(await peer.getStats()).values()];
    const of = (type, kind) => reports.filter((report) => report.type === type && report.kind === kind);
    const kinds = (type) => reports.filter((report) => report.type === type);
    const named = (id) => reports.find((report) => report.id === id);
    const chosen = kinds("transport").map((transport) => named(named(transport.selectedCandidatePairId)?.localCandidateId));
    return {
      state: peer.connectionState,
      audioPackets: sum(of("inbound-rtp", "audio"), "packetsReceived"),
      // What arrives twice or late makes it negative.
      audioLost: Math.max(0, sum(of("inbound-rtp", "audio"), "packetsLost")),
      audioEnergy: sum(of("inbound-rtp", "audio"), "totalAudioEnergy"),
      framesDecoded: sum(of("inbound-rtp", "video"), "framesDecoded"),
      framesSent: sum(of("outbound-rtp", "video"), "framesEncoded"),
      linesSent: Math.max(0, ...of("outbound-rtp", "video").map(({ frameHeight }) => frameHeight ?? 0)),
      localCandidates: kinds("local-candidate").length,
      remoteCandidates: kinds("remote-candidate").length,
      bytesReceived: sum(kinds("transport"), "bytesReceived"),
      bytesSent: sum(kinds("transport"), "bytesSent"),
      routes: chosen.filter(Boolean).map((local) => ({ kind: local.candidateType, attempt: `${local.usernameFragment} ${local.port}` })),
      turnUsers: peer.getConfiguration().iceServers.flatMap(({ username }) => username || []),
    };
  };

  const tile = (article) => {
    const video = article.querySelector("video");
    const { x, y, width, height } = article.getBoundingClientRect();
    return {
      user: article.dataset.user ?? article.dataset.screen,
      place: [x, y, width, height],
      label: article.getAttribute("aria-label") ?? "",
      text: article.innerText,
      width: video?.videoWidth ?? 0,
      frames: video?.getVideoPlaybackQuality().totalVideoFrames || (frames.get(video) ?? 0),
      playing: Boolean(video && !video.paused && !video.ended),
      muted: video?.muted ?? false,
    };
  };

  const sound = (audio) => ({
    user: audio.dataset.user ?? audio.dataset.screen,
    volume: audio.volume,
    playing: !audio.paused && !audio.ended && audio.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
    muted: audio.muted || audio.volume === 0,
    at: audio.currentTime,
    liveTracks: audio.srcObject?.getAudioTracks().filter((track) => track.readyState === "live").length ?? 0,
  });

  window.__e2e = {
    timeline,
    firstFrames,
    firstSeen,
    calls: () => Promise.all(open().map(call)),
    // What one look at all statistics takes, in milliseconds.
    look: async () => {
      const begun = performance.now();
      for (let look = 0; look < 20; look++) await Promise.all(open().map((peer) => peer.getStats()));
      return (performance.now() - begun) / 20;
    },
    peersMade: () => peers.length,
    programBytes: () => {
      // Names are shortened.
      const all = programs.flatMap(({ exports }) => Object.values(exports));
      const memories = new Set(all.filter((value) => value instanceof WebAssembly.Memory));
      return [...memories].reduce((total, { buffer }) => total + buffer.byteLength, 0);
    },
    sockets: () => sockets.map(({ url, readyState }) => ({ url, readyState })),
    captured: () =>
      tracks.map(({ kind, label, readyState, enabled }) => ({ kind, label, live: readyState === "live", enabled })),
    end,
    silence,
    // Asks the browser's own threads and waits for them, so this is nothing to be asked along with the statistics.
    pictureSenders: () =>
      open()
        .flatMap((peer) => peer.getSenders())
        .filter((sender) => sender.track?.kind === "video" && isActive(sender)).length,
    sending: (kind) =>
      open()
        .flatMap((peer) => peer.getSenders())
        .filter(({ track }) => track?.kind === kind && track.enabled && track.readyState === "live").length,
    shared: () => shared.map(({ kind, readyState }) => ({ kind, live: readyState === "live", enabled: true })),
    endShare,
    tiles: () => [...document.querySelectorAll("article[data-user]")].map(tile),
    screens: () => [...document.querySelectorAll("article[data-screen]")].map(tile),
    sounds: () => [...document.querySelectorAll("audio[data-user]")].map(sound),
    screenSounds: () => [...document.querySelectorAll("audio[data-screen]")].map(sound),
    restartIce: () => open().forEach((peer) => peer.restartIce()),
    people: () => [...document.querySelectorAll("ul.people > li[data-user]")].map((person) => person.dataset.user),
    messages: () => [...document.querySelectorAll("[role=log] li.message")].map((message) => message.innerText),
  };
})();
