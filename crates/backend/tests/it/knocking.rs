//! Waiting before a private room: every host hears of it, whenever they come, and everybody hears when it is over.

use serde_json::{Value, json};

use crate::common::{Backend, Person, Sock};

/// A private room of Ana's that Luis runs too, and Eva who wants to get in.
async fn private_room(backend: &Backend) -> ([Person; 3], String) {
    let mut ana = backend.person("ana").await;
    let (luis, eva) = (backend.person("luis").await, backend.person("eva").await);
    let room = ana.room(json!({ "private": true, "adminsId": [luis.id] })).await;
    ([ana, luis, eva], room)
}

async fn knocks(person: &Person, room: &str) -> Sock {
    let mut socket = person.socket().await;
    socket.emit("send_access", json!(room)).await;
    socket.drain().await;
    socket
}

fn named<'a>(events: &'a [(String, Value)], name: &str) -> Vec<&'a Value> {
    events.iter().filter(|(event, _)| event == name).map(|(_, payload)| payload).collect()
}

#[tokio::test]
async fn a_host_who_comes_later_hears_who_waits() {
    let backend = Backend::start().await;
    let ([ana, luis, eva], room) = private_room(&backend).await;
    let _tab = knocks(&eva, &room).await;
    let _other_tab = knocks(&eva, &room).await;
    let _elsewhere = knocks(&eva, "zzz-zzz").await;

    let mut host = ana.joined(&room).await;
    let heard = host.drain().await;
    let requests = named(&heard, "send_access");
    let [request] = requests[..] else { panic!("{requests:?}") };
    assert_eq!((&request["userId"], &request["roomId"]), (&json!(eva.id), &json!(room)));
    assert_eq!((&request["waits"], &request["user"]["nickname"]), (&json!(true), &json!("eva")));
    let mut admin = luis.joined(&room).await;
    assert_eq!(admin.expect("send_access").await, *request);

    let pedro = backend.person("pedro").await;
    let_in(&mut host, &pedro, &room).await;
    let mut inside = pedro.joined(&room).await;
    assert_eq!(named(&inside.drain().await, "send_access"), Vec::<&Value>::new(), "only hosts are asked");
}

async fn let_in(host: &mut Sock, guest: &Person, room: &str) {
    host.emit("grant_access", json!({ "roomId": room, "targetUserId": guest.id })).await;
    host.expect("grant_access_success").await;
}

#[tokio::test]
async fn what_one_host_answers_is_settled_for_the_others() {
    let backend = Backend::start().await;
    let ([mut ana, luis, eva], room) = private_room(&backend).await;
    let mut host = ana.joined(&room).await;
    let mut admin = luis.joined(&room).await;
    let settled = json!({ "roomId": room, "userId": eva.id });

    let mut guest = knocks(&eva, &room).await;
    for told in [&mut host, &mut admin] {
        told.expect("send_access").await;
    }
    admin.emit("grant_access", json!({ "roomId": room, "targetUserId": eva.id })).await;
    guest.expect("access_granted").await;
    for told in [&mut host, &mut admin] {
        assert_eq!(told.expect("access_settled").await, settled);
    }

    let grant = json!({ "userId": eva.id, "roomId": room });
    assert_eq!(ana.client.delete("/api/access", grant.clone()).await.status, 200);
    let mut guest = knocks(&eva, &room).await;
    assert_eq!(ana.client.post("/api/access", grant).await.status, 201);
    guest.expect("access_granted").await;
    assert_eq!(admin.expect("access_settled").await, settled, "over REST as well");
}

#[tokio::test]
async fn who_is_not_let_in_is_told_and_not_heard_for_a_while() {
    let backend = Backend::start().await;
    let ([ana, luis, eva], room) = private_room(&backend).await;
    let mut host = ana.joined(&room).await;
    let mut admin = luis.joined(&room).await;
    let mut tabs = [knocks(&eva, &room).await, knocks(&eva, &room).await];
    admin.emit("deny_access", json!({ "roomId": room, "targetUserId": eva.id })).await;
    let denied = json!({ "roomId": room, "message": "El anfitrión no te dejó entrar" });
    for tab in &mut tabs {
        assert_eq!(tab.expect("access_denied").await, denied);
    }
    assert_eq!(host.expect("access_settled").await, json!({ "roomId": room, "userId": eva.id }));

    host.drain().await;
    let [mut tab, _] = tabs;
    tab.emit("send_access", json!(room)).await;
    assert_eq!(tab.expect("access_denied").await, denied);
    assert_eq!(host.names().await, Vec::<String>::new(), "the hosts are left alone");

    // A host may think better of it.
    let_in(&mut host, &eva, &room).await;
    tab.emit("join_room", json!(room)).await;
    tab.expect("join_room_success").await;
}

#[tokio::test]
async fn who_gives_up_is_settled_with_the_last_tab() {
    let backend = Backend::start().await;
    let ([ana, _, eva], room) = private_room(&backend).await;
    let mut host = ana.joined(&room).await;
    let (first, second) = (knocks(&eva, &room).await, knocks(&eva, &room).await);
    host.drain().await;
    first.close().await;
    second.close().await;
    assert_eq!(host.expect("access_settled").await, json!({ "roomId": room, "userId": eva.id }));
    assert_eq!(host.names().await, Vec::<String>::new(), "once");
}

#[tokio::test]
async fn only_hosts_inside_turn_people_away() {
    let backend = Backend::start().await;
    let ([ana, luis, eva], room) = private_room(&backend).await;
    let mut host = ana.joined(&room).await;
    let pedro = backend.person("pedro").await;
    let_in(&mut host, &pedro, &room).await;
    let mut inside = pedro.joined(&room).await;
    let mut outside = luis.socket().await;
    let mut guest = knocks(&eva, &room).await;
    let body = json!({ "roomId": room, "targetUserId": eva.id });
    for socket in [&mut inside, &mut outside] {
        socket.emit("deny_access", body.clone()).await;
        socket.drain().await;
    }
    host.emit("deny_access", json!({ "roomId": room, "targetUserId": "nobody" })).await;
    host.drain().await;
    assert_eq!(guest.names().await, Vec::<String>::new());
    host.emit("deny_access", json!({ "targetUserId": eva.id })).await;
    guest.expect("access_denied").await;
}
