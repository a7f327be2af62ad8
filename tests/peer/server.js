// The original Socket.IO server, for tests/peer_web.rs to try our client on. `cargo xtask test` starts it:
//   NODE_PATH=target/tools/peer/node_modules node tests/peer/server.js PORT
"use strict";

const { createServer } = require("node:http");
const { Server } = require("socket.io");

// Whoever starts this waits until it answers.
const http = createServer((_request, response) => response.end("ok"));
const io = new Server(http, {
  cors: { origin: true, credentials: true },
  connectionStateRecovery: { maxDisconnectionDuration: 120_000, skipMiddlewares: false },
  // Often enough to be waited for.
  pingInterval: 300,
});

io.use((socket, next) => {
  const { token } = socket.handshake.auth;
  if (token !== "stale") return next();
  const refusal = new Error("token expired");
  refusal.data = { code: "expired", retry: true };
  next(refusal);
});

io.on("connection", (socket) => {
  socket.on("echo", (...args) => socket.emit("echoed", ...args));
  socket.on("reverse", (bytes, words, reply) => reply(Buffer.from(bytes).reverse(), words));
  socket.on("nobody answers this", () => {});

  // The answer to our question goes back as the answer to theirs.
  socket.on("ask me", async (reply) => {
    reply(await socket.timeout(10_000).emitWithAck("question", Buffer.from([1, 2, 3]), "¿qué?"));
  });
  socket.on("ask me in vain", (reply) => {
    socket.timeout(50).emit("question in vain", (error) => reply(error ? "timed out" : "answered"));
  });
  socket.on("three heartbeats", (reply) => {
    let left = 3;
    socket.conn.on("heartbeat", () => --left || reply("alive"));
  });

  socket.on("news", (number) => socket.emit("news", number));
  // The connection breaks; what is said next finds nobody.
  const cut = (number) => {
    socket.once("disconnect", () => io.to(socket.id).emit("news", number));
    socket.conn.close();
  };
  socket.on("cut", cut);
  socket.on("cut and forget", (number) => {
    socket.once("disconnect", () => io.of("/").adapter.sessions.clear());
    cut(number);
  });

  socket.on("kick me", () => socket.disconnect());
  socket.on("kick me out of everything", () => socket.disconnect(true));
});

const admin = io.of("/admin");
admin.use((socket, next) => next(socket.handshake.auth.token === "admin" ? undefined : new Error("not for you")));
admin.on("connection", (socket) => {
  socket.on("echo", (...args) => socket.emit("echoed", "admin", ...args));
  socket.on("kick me", () => socket.disconnect());
});

http.listen(Number(process.argv[2]), "127.0.0.1");
