// Kept by the client's library in its page. Takes the result from the window where an account was chosen (or from
// session storage, after a redirect) and hands it to the library through gapi's frames.
"use strict";

const query = new URLSearchParams(location.search);
const storageKey = `${query.get("apiKey")}:${query.get("appName")}`;
const stored = `firebase:redirectEvent:${storageKey}`;
const NOTHING = { type: "unknown", error: { code: "auth/no-auth-event" } };
let library = null;

function hand(authEvent) {
  const told = (replies) => {
    if (replies?.[replies.length - 1]?.status !== "ACK") console.error("The library did not take the result of the sign-in.");
  };
  library.send("authEvent", { type: "authEvent", authEvent }, told, gapi.iframes.CROSS_ORIGIN_IFRAMES_FILTER);
}

addEventListener("message", ({ origin, data: message }) => {
  if (origin !== location.origin || message?.eventType !== "sendAuthEvent") return;
  if (message.data?.storageKey !== storageKey) return;
  // Before the library is there the result waits, as after a redirect.
  if (library) hand(message.data.authEvent);
  else sessionStorage.setItem(stored, JSON.stringify(message.data.authEvent));
});

function open() {
  library = gapi.iframes.getContext().getParentIframe();
  // The library goes on only after this answer.
  const support = () => ({ status: "ACK", webStorageSupport: true });
  library.register("webStorageSupport", support, gapi.iframes.CROSS_ORIGIN_IFRAMES_FILTER);
  const waiting = sessionStorage.getItem(stored);
  sessionStorage.removeItem(stored);
  hand(waiting ? JSON.parse(waiting) : NOTHING);
}

// The script of gapi calls this when it is there.
globalThis.gapi_onload = () => {
  const ontimeout = () => console.error("gapi.iframes could not be loaded: is there a connection to the Internet?");
  gapi.load("gapi.iframes", { callback: open, timeout: 10_000, ontimeout });
};
