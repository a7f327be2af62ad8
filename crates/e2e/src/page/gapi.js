// Stands in for https://apis.google.com/js/api.js: what Firebase's library in the page and the frame of the sign-in use
// of Google's "gapi" to talk to each other, as far as either calls it. Nothing in here knows what they say.
"use strict";
(() => {
  /** One end of the talk between a page and a frame in it. */
  class Iframe {
    #other;
    #origin;
    #handlers = new Map([["ping", () => true]]);
    /** Heard before anybody had registered for it. */
    #early = [];
    #asked = new Map();
    /** Said before the other end was there; null when it is. */
    #unsaid;

    constructor(other, origin, isThere) {
      [this.#other, this.#origin, this.#unsaid] = [other, origin, isThere ? null : []];
      addEventListener("message", (event) => {
        if (event.source === other && event.origin === origin && event.data?.gapi) this.#hear(event.data.gapi);
      });
      // The frame comes after the page.
      if (isThere) this.#post({ kind: "there" });
    }

    register(name, handler) {
      this.#handlers.set(name, handler);
      const early = this.#early.filter((call) => call.name === name);
      this.#early = this.#early.filter((call) => call.name !== name);
      for (const call of early) this.#hear(call);
    }

    send(name, data, told) {
      const id = crypto.randomUUID();
      this.#asked.set(id, told);
      const call = { kind: "call", id, name, data };
      if (this.#unsaid) this.#unsaid.push(call);
      else this.#post(call);
    }

    ping(told) {
      return new Promise((resolve) => {
        this.send("ping", null, (results) => {
          told?.(results);
          resolve(results);
        });
      });
    }

    restyle() {
      return Promise.resolve([]);
    }

    async #hear(said) {
      if (said.kind === "there") {
        for (const call of this.#unsaid ?? []) this.#post(call);
        this.#unsaid = null;
      } else if (said.kind === "call") {
        const handler = this.#handlers.get(said.name);
        if (!handler) this.#early.push(said);
        else this.#post({ kind: "answer", id: said.id, results: [await handler(said.data)] });
      } else {
        const told = this.#asked.get(said.id);
        this.#asked.delete(said.id);
        told?.(said.results);
      }
    }

    #post(said) {
      this.#other.postMessage({ gapi: said }, this.#origin);
    }
  }

  let parent = null;
  const context = {
    open({ where, url, attributes }, opened) {
      const frame = document.createElement("iframe");
      const { style, ...others } = attributes;
      Object.assign(frame.style, style);
      for (const [name, value] of Object.entries(others)) frame.setAttribute(name, value);
      const address = new URL(url);
      // It adds to the query as well.
      address.searchParams.set("usegapi", "1");
      address.hash = new URLSearchParams({ parent: location.origin }).toString();
      frame.src = address.href;
      where.append(frame);
      return Promise.resolve(opened(new Iframe(frame.contentWindow, address.origin, false)));
    },
    getParentIframe() {
      const origin = new URLSearchParams(location.hash.slice(1)).get("parent");
      parent ??= new Iframe(window.parent, origin, true);
      return parent;
    },
  };

  globalThis.gapi = {
    load(_name, { callback }) {
      gapi.iframes = { Iframe, CROSS_ORIGIN_IFRAMES_FILTER: () => true, getContext: () => context };
      queueMicrotask(callback);
    },
  };
  const { searchParams } = new URL(document.currentScript.src);
  globalThis[searchParams.get("onload") ?? "gapi_onload"]?.();
})();
