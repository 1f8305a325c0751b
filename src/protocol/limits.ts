// Every size and count that the protocol allows; the server sends the ones a client needs in its welcome.

export const limits = {
  /** Bytes of one WebSocket message. */
  frameBytes: 64 * 1024,
  /** Fragments of one message; pieces off the wire of which one frame is put together; pings whose pongs are not out yet. */
  fragments: 64,
  chunks: 1024,
  pongs: 16,
  /** Bytes of a chat message's text, in UTF-8. */
  textBytes: 4 * 1024,
  /** Bytes of a member's `data` as JSON. */
  memberDataBytes: 2 * 1024,
  /** Bytes of a room's `data` as JSON. */
  roomDataBytes: 16 * 1024,
  /** Bytes of a session description / of a candidate as JSON. */
  descriptionBytes: 32 * 1024,
  candidateBytes: 2 * 1024,
  /** Characters of a display name as a reader counts them, and its bytes in UTF-8. */
  nameLength: 32,
  nameBytes: 64,
  /** Nesting of a JSON message; the message itself is level 1. */
  depth: 16,
  /** Seats of a room that names no capacity, and the most that it may name. */
  capacity: 64,
  maxCapacity: 10_000,
  roomsPerPeer: 32,
  rooms: 10_000,
  connections: 10_000,
  /** Requests of one peer under way before its socket is no longer read. */
  pending: 64,
  /** Recent messages in a join's reply; messages of one history page; rooms of one listing page. */
  recentMessages: 20,
  historyPage: 100,
  roomsPage: 100,
  /** What one room's history keeps. */
  historyMessages: 1_000,
  historyMs: 7 * 24 * 3_600_000,
  topicsPerPeer: 128,
  /** What recovery hands out of one stream; beyond it there is the present state only. */
  recoveryMessages: 300,
  recoveryBytes: 256 * 1024,
  /** The same over all rooms of one resume; beyond it a room starts anew. */
  resumeBytes: 512 * 1024,
  /** Signals that wait for one lost member of a room. */
  queuedSignals: 64,
  queuedSignalBytes: 256 * 1024,
  /** The longest `hold`, in ms. */
  maxHold: 10 * 60_000,
  /** What one topic keeps, no longer than a room's history but for the newest: that one, and what recovery hands out. */
  topicMessages: 301,
  /** Bytes waiting for who watches signals with their data, before it misses what comes. */
  watchBytes: 256 * 1024,
  /** Bytes waiting for a slow peer before it is closed with 4003. */
  sendQueueBytes: 1024 * 1024,
  /** The same over all peers; beyond it the largest go first. */
  sendQueuesBytes: 256 * 1024 * 1024,
  /** Bans that a room remembers: the oldest make way for new ones. */
  bans: 256,
  /** Fields of one set of conditions of a match, values of one `in`, characters of a text to compare with. */
  conditions: 16,
  conditionValues: 64,
  conditionLength: 256,
  /** Seats of a match that names no capacity. */
  matchCapacity: 2,
  /** Characters of a room's password. */
  passwordLength: 128,
  /** Wrong passwords and codes of one session within a minute, before it has to wait. */
  guesses: 10,
  /** Bytes of a token. */
  tokenBytes: 4096,
  /** Addressees of one publication with `to`. */
  addressees: 64,
} as const;

/** Milliseconds. */
export const times = {
  /** Until the first frame, where a token is needed. */
  hello: 5_000,
  /** And where none is: a person may be typing it. */
  helloOpen: 60_000,
  ping: 25_000,
  pong: 10_000,
  /** How long a peer may take nothing of what waits for it. */
  undrained: 10_000,
  emptyNeverJoined: 60_000,
  emptyAfterLeave: 20_000,
  /** How long a lost peer may come back as itself, and its seats are kept. */
  grace: 30_000,
  hold: 30_000,
  /** The longest that a room may ask for instead of both. */
  emptyMost: 24 * 3_600_000,
  /** How long a wrong password or code counts against a session. */
  guesses: 60_000,
  /** How long a publication's `key` makes a retry harmless. */
  idempotency: 5 * 60_000,
  /** Changes of one room are told to those who watch the lobby no more often than this. */
  lobbyBeat: 250,
  /** How long before its end a token is told to run out, at most; how often that is looked at. */
  expiring: 60_000,
  expiryLook: 3_600_000,
  /** How far the clock of who signs a token may be from ours. */
  tokenSkew: 30_000,
  /** How long before it ends a token that names no time is good. */
  token: 3_600_000,
  /** How long a match waits: unless it says otherwise, at least, at most. */
  match: 60_000,
  matchLeast: 1_000,
  matchMost: 10 * 60_000,
  /** How long a seat is kept for who was sent to it, and a room shut while it is merged with another. */
  reserved: 2_000,
  frozen: 2_000,
  /** How often a queue looks for rooms that fit together. */
  matchTick: 1_000,
} as const;
