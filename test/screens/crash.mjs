// An error that nobody catches, at a moment that a test chooses: preloaded by `node --import`.
process.on("SIGUSR2", () => {
  throw new Error("broken on purpose");
});
