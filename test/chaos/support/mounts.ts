// File systems that a run makes, breaks and takes away again: a small one in memory, and ext4 on a file.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MIB = 1024 ** 2;

export const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: "utf8", env: { ...process.env, PATH: PATH() } });

/** Where Debian has mkfs and losetup, also for users. */
const PATH = (): string => `${process.env.PATH}:/usr/sbin:/sbin`;

export interface Mount {
  /** Where it is mounted. */
  path: string;
  /** Whatever state it is in. */
  remove(): void;
}

/** Full after so many MiB. */
export interface Memory extends Mount {
  resize(mib: number): void;
}

export function mountMemory(path: string, mib: number): Memory {
  mkdirSync(path);
  run("mount", "-t", "tmpfs", "-o", `size=${mib}m`, "rtrooms-chaos", path);
  return {
    path,
    resize: (size) => void run("mount", "-o", `remount,size=${size}m`, path),
    remove: () => unmount(path),
  };
}

export interface Ext4 extends Mount {
  /** As a power cut: what the journal has not written is gone, and nothing more reaches the disk. */
  cut(): void;
  /** After a cut, or a fault, when nobody uses it any more. */
  again(): void;
}

export function mountExt4(folder: string, name: string, mib: number): Ext4 {
  const image = join(folder, `${name}.img`);
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(image, "");
  truncateSync(image, mib * MIB);
  run("mkfs.ext4", "-q", "-F", image);
  const mount = (): void => void run("mount", "-o", "loop", image, path);
  mount();
  return {
    path,
    cut: () => void run("perl", "-e", SHUTDOWN, path),
    again() {
      unmount(path);
      // Exit 1: something was repaired, as is to be expected.
      try {
        run("e2fsck", "-p", image);
      } catch (error) {
        if ((error as { status?: number }).status !== 1) throw error;
      }
      mount();
    },
    remove() {
      unmount(path);
      rmSync(image, { force: true });
    },
  };
}

/** EXT4_IOC_SHUTDOWN without flushing the log; Node can't make the call. */
const SHUTDOWN = `
  open(my $dir, "<", $ARGV[0]) or die $!;
  my $how = pack("L", 2);
  ioctl($dir, 0x8004587d, $how) or die $!;
`;

/** Its loop device goes with it. One that is still in use goes when its last user does. */
function unmount(path: string): void {
  for (const options of [[path], ["-l", path]]) {
    try {
      run("umount", ...options);
      return;
    } catch (error) {
      if (String((error as { stderr?: string }).stderr).includes("not mounted")) return;
    }
  }
}
