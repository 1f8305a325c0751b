// Offers under way: what was held back of them is said when they are answered, taken back, or old enough.
import type { Connection, Exchange, Told } from "./exchange.ts";

/** So many are remembered of each connection. */
export const OFFERS = 16;

/** An offer that is taken back: nobody applied it, so what was wrong with it hurt nobody. */
export function withdraw(exchange: Exchange, connection: Connection): void {
  for (const offer of connection.outstanding) {
    publishHeld(exchange, offer, "withdrawn");
    exchange.rollbacks++;
  }
  connection.withdrawn = [...connection.withdrawn, ...connection.outstanding].slice(-OFFERS);
  connection.outstanding = [];
}

/** Offers that nobody has, or has any more: no answer will come. */
export function forget(exchange: Exchange, connection: Connection): void {
  for (const offer of connection.outstanding) publishHeld(exchange, offer, "withdrawn");
  connection.outstanding = [];
}

/** A newer connection has completed, or its peer has left: this one may be over, but its answer may be under way. */
export function supersede(exchange: Exchange, connection: Connection): void {
  for (const offer of connection.outstanding) {
    publishHeld(exchange, offer, "withdrawn");
    offer.superseded = true;
  }
}

export function publishHeld(exchange: Exchange, offer: Told, how: "applied" | "withdrawn"): void {
  for (const problem of offer.held ?? []) {
    const strength = how === "withdrawn" ? "hint" : problem.strength;
    exchange.ledger.add(
      { ...problem, strength },
      { peer: offer.by.peer, signals: [offer.seq], time: offer.time },
    );
  }
  offer.held = null;
}
