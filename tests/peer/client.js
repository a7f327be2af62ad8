// The original Socket.IO client, for crates/e2e/tests/browsers/peer.rs to try our server on:
//   NODE_PATH=target/tools/peer/node_modules node tests/peer/client.js URL TOKEN ROOM
// Goes through a meeting over each transport and prints what it heard, one JSON object for each.
"use strict";

const { io } = require("socket.io-client");

const [url, token, room] = process.argv.slice(2);
const PATIENCE = 20_000;

// Fails when it takes too long, with what it was.
const within = (what, promise) => {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`waited in vain for ${what}`)), PATIENCE).unref());
  return Promise.race([promise, late]);
};
const once = (emitter, event) => within(event, new Promise((resolve) => emitter.once(event, resolve)));

const refusal = async (transports) => {
  const socket = io(url, { transports, forceNew: true, auth: { token: "wrong" } });
  const error = await once(socket, "connect_error");
  socket.close();
  return { message: error.message, active: socket.active };
};

const meeting = async (transports) => {
  const socket = io(url, { transports, forceNew: true, auth: { token } });
  // An upgrade may be done before the namespace is connected.
  const upgraded = once(socket.io, "open").then(() => transports.length > 1 && once(socket.io.engine, "upgrade"));
  await once(socket, "connect");
  await upgraded;

  const joined = once(socket, "join_room_success");
  const online = once(socket, "usersOnline");
  socket.emit("join_room", room);
  const { roomId } = await joined;
  const users = (await online).length;

  const echo = once(socket, "message_success");
  socket.emit("message", { msg: `¿Qué tal? ${transports}`, visibility: "public" });
  const { content } = await echo;

  // Binary and strange things are ignored, and nothing is acknowledged: the original gives up after its time-out.
  socket.emit("message", Buffer.from([1, 2, 3]));
  socket.emit("unheard of", { bytes: Buffer.alloc(10) });
  const answer = once(socket, "joins_users");
  const acknowledged = await within(
    "the end of a time-out",
    new Promise((resolve) => socket.timeout(100).emit("joins", (error) => resolve(error === null))),
  );
  const connected = (await answer).length;

  const transport = socket.io.engine.transport.name;
  const ended = once(socket, "disconnect");
  socket.disconnect();
  return { transport, roomId, users, content, acknowledged, connected, ended: await ended };
};

(async () => {
  for (const transports of [["websocket"], ["polling"], ["polling", "websocket"]]) {
    console.log(JSON.stringify({ ...(await meeting(transports)), refused: await refusal(transports) }));
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
