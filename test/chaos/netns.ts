// Two network namespaces with a wire between them, which can be cut without a word to either end.
import { execFileSync } from "node:child_process";

const run = (command: string, ...args: string[]): void => {
  execFileSync(command, args, { stdio: ["ignore", "ignore", "pipe"] });
};

export class Wire {
  /** The namespace with the server, and the one with the clients. */
  readonly near: string;
  readonly far: string;
  readonly nearAddress = "10.213.7.1";
  readonly farAddress = "10.213.7.2";

  constructor() {
    this.near = `rtr-near-${process.pid}`;
    this.far = `rtr-far-${process.pid}`;
    try {
      for (const name of [this.near, this.far]) {
        run("ip", "netns", "add", name);
        run("ip", "-n", name, "link", "set", "lo", "up");
      }
      run(
        "ip",
        "-n",
        this.near,
        "link",
        "add",
        "wire",
        "type",
        "veth",
        "peer",
        "name",
        "wire",
        "netns",
        this.far,
      );
      run("ip", "-n", this.near, "address", "add", `${this.nearAddress}/30`, "dev", "wire");
      run("ip", "-n", this.far, "address", "add", `${this.farAddress}/30`, "dev", "wire");
      run("ip", "-n", this.near, "link", "set", "wire", "up");
      run("ip", "-n", this.far, "link", "set", "wire", "up");
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** Near sockets take little off the server, as those of a peer far away: what waits, waits in the server. */
  narrow(): void {
    for (const name of ["tcp_rmem", "tcp_wmem"]) {
      run("ip", "netns", "exec", this.near, "sysctl", "-qw", `net.ipv4.${name}=4096 65536 65536`);
    }
  }

  /** From now on nothing goes through, and nobody is told. */
  cut(): void {
    for (const name of [this.near, this.far]) {
      const nft = (...rule: string[]) => run("ip", "netns", "exec", name, "nft", ...rule);
      nft("add", "table", "inet", "hole");
      nft("add", "chain", "inet", "hole", "in", "{ type filter hook input priority 0; }");
      nft("add", "rule", "inet", "hole", "in", "iifname", "wire", "drop");
    }
  }

  mend(): void {
    for (const name of [this.near, this.far]) {
      run("ip", "netns", "exec", name, "nft", "delete", "table", "inet", "hole");
    }
  }

  remove(): void {
    for (const name of [this.near, this.far]) {
      try {
        run("ip", "netns", "delete", name);
      } catch {
        // It was not made.
      }
    }
  }
}
