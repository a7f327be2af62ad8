//! Two people and a room to try things with (`--seed-demo`). Seeding twice is seeding once.

use crate::{
    App, Error, clock,
    db::{
        rooms::{self, Room},
        users::{self, User},
    },
};

const PEOPLE: [(&str, &str); 2] = [("ana", "Ana"), ("luis", "Luis")];
const PASSWORD: &str = "charlaton";
const ROOM: &str = "demo-room";

pub(crate) async fn demo(app: &App) -> Result<(), Error> {
    let hash = app.passwords.hash(PASSWORD.into()).await?;
    let now = clock::now_ms();
    let people = PEOPLE.map(|(id, nickname)| User {
        id: format!("demo-{id}"),
        uid: None,
        email: format!("{id}@example.com"),
        nickname: Some(nickname.into()),
        name: None,
        age: Some(30),
        role: "user".into(),
        password_hash: hash.clone(),
        created_at: now,
        updated_at: now,
    });
    let room = Room {
        id: ROOM.into(),
        name: "Sala de demostración".into(),
        creator_id: people[0].id.clone(),
        password: None,
        password_hash: None,
        parent_room_id: None,
        private: false,
        join_muted: false,
        schedule_at: None,
        created_at: now,
        ended_at: None,
        deleted_at: None,
        admins: Vec::new(),
    };
    app.db
        .call(move |db| {
            for person in &people {
                // Taken means that an earlier run, or the person, made it.
                let _already = users::insert(db, person)?;
            }
            if rooms::by_id(db, ROOM)?.is_none() {
                rooms::insert(db, room)?;
            }
            Ok(())
        })
        .await?;
    tracing::info!("demo: ana@example.com and luis@example.com, password `{PASSWORD}`, room {ROOM}");
    Ok(())
}
