// What a run asks a worker that shares the server's network namespace: figures, and the control.
import { Control } from "./control.ts";
import { TOKEN } from "./server.ts";

let control: Control;

export const inside = {
  async stats({ url }: { url: string }) {
    const response = await fetch(`${url}/stats`, { headers: { authorization: `Bearer ${TOKEN}` } });
    return await response.json();
  },
  async startControl({ url }: { url: string }) {
    control = await Control.start(url);
  },
  stopControl: () => control.stop(),
};
