import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
		globalSetup: ["test/support/postgres.ts"],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		// What is waited for comes in a moment, or on a busy machine in a while: a second would tell of the machine.
		expect: { poll: { timeout: 30_000 } },
		pool: "forks",
		// Modules are loaded once a worker: no test keeps anything in a module, and loading cost a fifth of the whole run.
		isolate: false,
		// One more than the cores: the chaos tests mostly wait for processes to die and rise.
		maxWorkers: 3,
	},
});
