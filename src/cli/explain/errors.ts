// Words for the error codes, which are also those of HTTP's problem+json.
import type { Table } from "./words.ts";

const NOT_AS_IT_IS = "No: the same request is answered the same.";
const LATER = "Yes, after `retryAfterMs` if there is one, else with growing waits.";

export const errorWords: Table = {
  bad_request: {
    why: "A field is missing, has the wrong type or is out of its bounds, or the text is no JSON.",
    advice:
      "Read `details`: each names a field by its path and says what is wrong with it. The schemas are at /asyncapi.json and /openapi.json.",
    retry: "No. Ten of them within a minute end the connection with 4500.",
    example:
      '{"type":"error","id":1,"code":"bad_request","details":[{"path":"/room","message":"must match pattern"}]}',
  },
  unknown_type: {
    why: "`type` names no request of this version, perhaps by a slip, perhaps of a newer client.",
    advice: "Look at the list in the message, or in docs/protocol.md.",
    retry: NOT_AS_IT_IS,
    example: '{"type":"jion","id":1,"room":"lobby"}',
  },
  payload_too_large: {
    why: "A text, data, a description or a body has more bytes than the namespace allows.",
    advice: "Send less, or in parts; `welcome.limits` says how much. Large files go peer to peer.",
    retry: NOT_AS_IT_IS,
    example: 'A chat text of 5 000 bytes where "textBytes" is 4096.',
  },
  unauthorized: {
    why: "There is no token, or it is wrong, expired, or for another namespace.",
    advice:
      "Give the right one: --token-file FILE or RTROOMS_TOKEN for commands, `hello.token` for clients, Authorization: Bearer over HTTP.",
    retry: "With another token.",
    example: "npx rtrooms rooms close lobby --token-file admin.token",
  },
  forbidden: {
    why: "The peer is known and may not do this: it lacks a right or is not the room's host, or the page's origin is not allowed.",
    advice: "The message names what is missing: a right of the token, the host's role, or --allow-origin.",
    retry: NOT_AS_IT_IS,
    example: "A `kick` from a member that is not host.",
  },
  not_found: {
    why: "There is no such room, code, namespace or address, or it is private and not for this peer: the two look alike on purpose.",
    advice: "See what is there: npx rtrooms rooms. A join makes a room unless `create` is false.",
    retry: "Once somebody has made it.",
    example: "npx rtrooms rooms get no-such-room",
  },
  room_full: {
    why: "All seats of the room are taken; held seats count.",
    advice: "Wait for a seat, raise the capacity as its host, or take another room.",
    retry: "Yes: a seat may become free.",
    example: "npx rtrooms rooms wait duel --until available=1",
  },
  banned: {
    why: "A host, a moderator or an admin has banned this peer from the room.",
    advice: "Ask who did it to take it back: npx rtrooms rooms unban ROOM PEER.",
    retry: "No, as long as the ban stands.",
    example: "npx rtrooms rooms ban lobby 5f0c9e3ab1d24c7788a0b1c2",
  },
  room_locked: {
    why: "The host has locked the room, or it is being merged with another one, which takes two seconds at most.",
    advice: "Ask the host to unlock it: npx rtrooms rooms unlock ROOM.",
    retry: "Once it is unlocked.",
    example: "npx rtrooms rooms lock lobby",
  },
  room_closed: {
    why: "The room is finished or was closed.",
    advice: "Open another one.",
    retry: NOT_AS_IT_IS,
    example: "npx rtrooms rooms create NAME",
  },
  wrong_password: {
    why: "The room has a password, and another one was said, or none.",
    advice: "Say it: --password TEXT, RTROOMS_PASSWORD, or `password` in the join.",
    retry: "With the right one; ten wrong ones within a minute are `rate_limited`.",
    example: "RTROOMS_PASSWORD=swordfish npx rtrooms chat vault",
  },
  already_exists: {
    why: "A room of this name, or another one with this code, is there already.",
    advice: "Join it, or choose another name.",
    retry: "Once it is gone.",
    example: "npx rtrooms rooms create lobby",
  },
  not_joined: {
    why: "The request is about a room in which this peer has no seat, perhaps not any more.",
    advice: "Join first. After a lost connection the client of this package does so by itself.",
    retry: "After a join.",
    example: '{"type":"publish","id":1,"room":"lobby","data":{}} before a join',
  },
  rate_limited: {
    why: "This peer or its address asks more often than is allowed, or has guessed wrong too often.",
    advice: "Slow down to what the message says. If many honest peers share the address, raise its limits.",
    retry: "Yes, after `retryAfterMs`. Who goes on as before is closed.",
    example: '{"type":"error","id":1,"code":"rate_limited","retryable":true,"retryAfterMs":4200}',
  },
  too_many_rooms: {
    why: "The peer is in as many rooms as it may be, or the namespace or server has as many as it may.",
    advice:
      "Leave rooms that aren't needed; remove empty ones with POST /rooms/cleanup; or raise limits.rooms, limits.roomsPerPeer.",
    retry: LATER,
    example: "The 33rd room of a peer.",
  },
  too_many_topics: {
    why: "The peer follows as many topics as it may.",
    advice: "Unsubscribe from some, put several values into one topic, or raise limits.topicsPerPeer.",
    retry: "After an `unsubscribe`.",
    example: "The 129th topic of a peer.",
  },
  no_such_peer: {
    why: "The peer that the request names has no seat in the room.",
    advice: "See who is there: npx rtrooms rooms get ROOM.",
    retry: NOT_AS_IT_IS,
    example: "npx rtrooms rooms kick lobby somebody-who-left",
  },
  unavailable: {
    why: "The server stops, its disk takes nothing, it has too much to do, or the connection was lost before the answer.",
    advice:
      "Look at /readyz and the server's log. A publication without an answer may or may not be stored: say it again with the same `key`.",
    retry: LATER,
    example: 'curl -s http://127.0.0.1:7420/readyz   {"status":"draining"}',
  },
  internal: {
    why: "A mistake in the server: it is in its log as `fault`.",
    advice: "Look there, and report it with that line.",
    retry: "It may work; the mistake stays.",
    example: '{"level":50,"msg":"fault","err":{…}}',
  },
};
