use super::super::texts::Stage;

pub(super) const STAGE: Stage = Stage {
    share: "Share screen",
    unshare: "Stop sharing",
    share_denied: "Your system does not let the browser show the screen. Allow it in the system’s privacy settings.",
    share_failed: "The screen could not be shared. Try again.",
    share_over: "You no longer share your screen",
    shares: |name| format!("{name} shares a screen"),
    shares_no_more: |name| format!("{name} no longer shares a screen"),
    screen_of: |name| format!("{name}’s screen"),
    own_screen: "Your screen",
    layout: "Layout",
    layouts: ["Automatic", "Grid", "Speaker"],
    own_picture: "Your picture",
    self_views: ["As a tile", "In the corner", "Hidden"],
    tile_menu: |name| format!("Options for {name}"),
    pin: "Pin",
    unpin: "Unpin",
    pinned: "pinned",
    volume: "Volume",
    bars: ["very bad connection", "weak connection", "fair connection", "good connection"],
};
