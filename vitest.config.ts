// The test runner's settings: every suite in parallel files, no retries.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    retry: 0,
    // Two cores, and suites that start servers and browsers of their own.
    maxWorkers: 2,
  },
});
