// Runs in a browser: WebRTC peers that talk over a recorded wire, written right or wrong as asked, in one page or in two.
import { serveFar } from "./far.js";
import { Peer } from "./peer.js";
import { negotiateRightly } from "./right.js";
import { negotiateWrongly, WrongPeer } from "./wrong.js";
import { wrongs } from "./wrongs.js";

Object.assign(globalThis, {
  negotiateRightly,
  negotiateWrongly,
  wrongNames: Object.keys(wrongs),
  /** Has the peers of another page's negotiations, until that page closes the socket. */
  serveFar: (url) =>
    serveFar(url, {
      right: (...given) => new Peer(...given),
      wrong: (wire, name, other, polite, options, page) =>
        new WrongPeer(wire, name, other, polite, options, wrongs[page]),
    }),
});
