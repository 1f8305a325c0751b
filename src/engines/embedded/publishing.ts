// A publication on its way through a room's line.
import type { Published } from "../../core/engine.ts";
import type { MessageBody } from "../../protocol/codec.ts";
import type { RtError } from "../../protocol/errors.ts";
import type { PeerId } from "../../protocol/ids.ts";
import type { Position } from "../../protocol/shapes.ts";

export interface Sent {
  body: MessageBody;
  keep: boolean;
  key: string | undefined;
  only: PeerId[] | null;
  skip: PeerId | null;
}

type State =
  | { is: "passing" }
  | { is: "saving"; position: Position | null }
  | { is: "saved"; position: Position }
  | { is: "failed"; error: RtError }
  /** Its key was used before: the first one's outcome is the answer, and nothing is sent. */
  | { is: "repeated"; first: Promise<Published> };

export class Publishing {
  readonly sent: Sent;
  readonly published: Promise<Published>;
  state: State = { is: "passing" };
  #resolve!: (published: Published | Promise<Published>) => void;
  #reject!: (error: RtError) => void;

  constructor(sent: Sent) {
    this.sent = sent;
    this.published = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get ready(): boolean {
    return this.state.is !== "saving";
  }

  /** Called at its turn, after it was announced where there was something to announce. */
  settle(): void {
    const { state } = this;
    if (state.is === "failed") this.#reject(state.error);
    else if (state.is === "repeated")
      this.#resolve(state.first.then((first) => ({ ...first, duplicate: true })));
    else this.#resolve({ position: state.is === "saved" ? state.position : null, duplicate: false });
  }
}
