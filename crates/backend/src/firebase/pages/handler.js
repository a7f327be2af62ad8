// Has an account chosen and tells the result to whoever asked for it. Three ways, by the query:
// - authType=…ViaPopup: to the iframe of the same app in the window that opened this one;
// - authType=…ViaRedirect, redirectUrl: through this origin's session storage, where the iframe finds it;
// - continueUri (from accounts:createAuthUri): in the address one goes back to.
"use strict";

const query = new URLSearchParams(location.search);
const asked = (name) => query.get(name) ?? "";
const at = (id) => document.getElementById(id);
const storageKey = `${asked("apiKey")}:${asked("appName")}`;

function say(problem) {
  at("problem").textContent = problem;
}

/** Only pages of the web: `javascript:` would be a script of this page. */
function goTo(address) {
  const url = new URL(address);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new Error(`No page: ${url.protocol}`);
  location.assign(url);
}

/** The id the provider knows the person by: the same for the same address, so that signing in again is that. */
async function idOf(email) {
  const text = new TextEncoder().encode(`${asked("providerId")}:${email.toLowerCase()}`);
  if (!globalThis.crypto?.subtle) return Array.from(text, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const digest = new DataView(await crypto.subtle.digest("SHA-256", text));
  return digest.getBigUint64(0).toString().padStart(20, "0");
}

function choose(claims) {
  const idToken = JSON.stringify({ iss: "", aud: "", exp: 0, iat: 0, email_verified: true, ...claims });
  const result = new URLSearchParams({ providerId: asked("providerId"), id_token: idToken });
  if (query.has("continueUri")) {
    const back = new URL(asked("continueUri"));
    for (const [name, value] of result) back.searchParams.set(name, value);
    return goTo(back);
  }
  const authEvent = {
    type: asked("authType"),
    eventId: query.get("eventId"),
    urlResponse: `${location.origin}${location.pathname}?${result}`,
    sessionId: "not used by the emulator",
    postBody: "",
    tenantId: null,
    error: null,
  };
  if (/popup/i.test(asked("authType"))) return tellOpener(authEvent);
  sessionStorage.setItem(`firebase:redirectEvent:${storageKey}`, JSON.stringify(authEvent));
  goTo(asked("redirectUrl"));
}

function tellOpener(authEvent) {
  const message = {
    eventType: "sendAuthEvent",
    eventId: String(Math.random()).slice(2),
    data: { authEvent, storageKey },
  };
  const frames = Array.from({ length: window.opener?.length ?? 0 }, (_, n) => window.opener[n]);
  const listening = frames.filter(isOurs);
  if (!listening.length) return say("The page that opened this window is not waiting for it any more.");
  for (const frame of listening) frame.postMessage(message, location.origin);
}

/** The iframe of the app that opened this window. A frame of another origin cannot be asked, and is not. */
function isOurs(frame) {
  try {
    const its = new URLSearchParams(frame.location.search);
    return its.get("apiKey") === query.get("apiKey") && its.get("appName") === query.get("appName");
  } catch {
    return false;
  }
}

async function list() {
  const reply = await fetch(`links?${new URLSearchParams({ providerId: asked("providerId") })}`);
  const { links = [] } = await reply.json();
  at("known").hidden = links.length === 0;
  for (const link of links) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = [link.displayName, link.email].filter(Boolean).join(", ") || link.rawId;
    const { rawId: sub, email, displayName: name, screenName: screen_name, photoUrl: picture } = link;
    button.addEventListener("click", () => attempt(() => choose({ sub, email, name, screen_name, picture })));
    const item = document.createElement("li");
    item.append(button);
    at("links").append(item);
  }
}

async function submit() {
  const email = at("email").value.trim();
  const missing = at("email").checkValidity() ? "" : "Type an e-mail address, like ana@example.com.";
  at("email-problem").textContent = missing;
  at("email").setAttribute("aria-invalid", String(missing !== ""));
  if (missing) return at("email").focus();
  const name = at("name").value.trim();
  choose({ sub: await idOf(email), email, email_verified: at("verified").checked, ...(name && { name }) });
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    say(error.message);
  }
}

at("provider").textContent = asked("providerId") || "a provider";
at("new").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(submit);
});
if (asked("providerId")) attempt(list);
else say("The address of this page names no providerId.");
