#!/usr/bin/env node
// Prepares a fresh clone, then does what was asked. Plain JavaScript without a dependency: it runs before anything is installed.
//
//   node setup.mjs                 installs packages, generates what is generated
//   node setup.mjs start           … builds the admin, runs the program
//   node setup.mjs test [words]    … installs what tests need beyond npm (where it may), runs all tests
//   node setup.mjs check           … types, lint, fences, dead code, flow files
//   node setup.mjs run FILE [words]
//
// What it does is told on stderr, so that stdout stays the program's own: its first line is where to go.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const stamps = join(root, "node_modules/.prilavok");
const [task = "setup", ...words] = process.argv.slice(2);

process.chdir(root);
refuseOldNode();
install();
generate();
if (task === "start") {
	build();
	await run("main.ts", []);
} else if (task === "run") await run(words[0], words.slice(1));
else if (task === "test") process.exit(test(words));
else if (task === "check") process.exit(check());
else if (task !== "setup") fail(`There is no task "${task}": start, test, check or run FILE.`);

function refuseOldNode() {
	const [major, minor] = process.versions.node.split(".").map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	fail(`Node ${process.versions.node} is too old: install Node 20.19 or newer (https://nodejs.org).`);
}

/** Install scripts stay off: two of them download what an offline machine cannot reach, and none is needed. */
function install() {
	const packages = {
		name: "packages",
		sources: ["package.json", "package-lock.json"],
		product: "node_modules",
		title: "Installing packages (about a minute the first time) …",
	};
	once(packages, () => command("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]));
}

/** `generate` never runs the schema engine, but Prisma downloads one unless it is given some executable. */
function generate() {
	const client = {
		name: "client",
		sources: ["prisma/models", "prisma.config.ts"],
		product: "prisma/generated",
		title: "Generating the database client …",
	};
	once(client, () =>
		command(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
			PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
			PRISMA_HIDE_UPDATE_MESSAGE: "1",
		}),
	);
}

function build() {
	const pages = {
		name: "web",
		sources: ["admin/web", "admin/contract", "admin/vite.config.ts", "package-lock.json"],
		product: "dist/web",
		title: "Building the admin …",
	};
	const vite = ["node_modules/vite/bin/vite.js", "build", "--config", "admin/vite.config.ts", "--logLevel", "warn"];
	once(pages, () => command(process.execPath, vite));
}

/** Runs TypeScript in this very process, so that a signal to npm reaches the program. */
async function run(file, args) {
	if (!file) fail("Which file? node setup.mjs run FILE");
	endWithNpm();
	// Prisma's adapter asks its next question before the last is answered; pg 8 queues it and warns, on every start.
	process.noDeprecation = true;
	const { register } = await import("tsx/esm/api");
	register();
	// What the environment says wins over the file.
	if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
	process.argv = [process.argv[0], join(root, file), ...args];
	await import(pathToFileURL(join(root, file)).href);
}

/** npm starts us through a shell that keeps signals to itself: when the shell is gone, the signal was meant for us. */
function endWithNpm() {
	if (!process.env.npm_lifecycle_event) return;
	const parent = process.ppid;
	setInterval(() => process.ppid !== parent && process.kill(process.pid, "SIGTERM"), 250).unref();
}

function test(args) {
	debianPackages({ chromium: "chromium", "redis-server": "redis-server" });
	build();
	const report = join(root, "node_modules/.prilavok/tests.json");
	rmSync(report, { force: true });
	const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
	const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...args], {
		stdio: "inherit",
		env: { ...process.env, BUILT_PAGES: join(root, "dist/web") },
	});
	if (existsSync(report)) tellTests(JSON.parse(readFileSync(report, "utf8")), status);
	return status ?? 1;
}

/** What failed once more, briefly, at the very end: a record that keeps only the last page of a run still says why. */
function tellTests({ numPassedTests, numFailedTests, testResults, success }, status) {
	for (const { name, message, assertionResults } of testResults) {
		const failed = assertionResults.filter(({ status }) => status === "failed");
		const broken = failed.length === 0 && message ? [{ fullName: "the file itself", failureMessages: [message] }] : [];
		for (const { fullName, failureMessages } of [...failed, ...broken])
			console.log(`FAILED ${relative(root, name)} › ${fullName}\n${failureMessages.join("\n").slice(0, 1500)}`);
	}
	if (success && status !== 0)
		console.log(`No test failed, but vitest ended with ${status}: an error that no test caught stands above.`);
	console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
}

/** All of them, also after a failure, so that one run tells everything. */
function check() {
	const steps = [
		["types", "node_modules/typescript/bin/tsc", ["--noEmit"]],
		["lint", "node_modules/@biomejs/biome/bin/biome", ["check", ".", "--error-on-warnings", "--max-diagnostics=none"]],
		[
			"fences",
			"node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
			["--config", ".dependency-cruiser.cjs", ...fenced()],
		],
		["dead code", "node_modules/knip/bin/knip.js", []],
		["flow files", "setup.mjs", ["run", "core/flows/command.ts", "check", "--strict"]],
		["flow schemas", "setup.mjs", ["run", "core/flows/command.ts", "schema", "--check"]],
	];
	const failed = steps.filter(([title, file, args]) => {
		say(`Checking ${title} …`);
		return spawnSync(process.execPath, [file, ...args], { stdio: "inherit" }).status !== 0;
	});
	console.log(
		failed.length === 0 ? "All checks passed." : `Not right yet: ${failed.map(([title]) => title).join(", ")}.`,
	);
	return failed.length === 0 ? 0 : 1;
}

function fenced() {
	return ["main.ts", "core", "bots", "admin", "prisma", "test"];
}

/** Programs that some tests need. Without the right to install, those tests fail and name the package. */
function debianPackages(wanted) {
	const missing = Object.entries(wanted).filter(([program]) => spawnSync("which", [program]).status !== 0);
	if (missing.length === 0) return;
	const names = missing.map(([, name]) => name);
	const mayInstall = process.getuid?.() === 0 && spawnSync("which", ["apt-get"]).status === 0;
	if (!mayInstall) {
		say(`Some tests need ${names.join(" and ")}: install with apt-get, or they fail saying so.`);
		return;
	}
	say(`Installing ${names.join(" and ")} with apt-get …`);
	const quiet = { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
	spawnSync("apt-get", ["update"], quiet);
	const { status } = spawnSync("apt-get", ["install", "-y", "--no-install-recommends", ...names], quiet);
	if (status !== 0) say(`apt-get could not install ${names.join(" and ")}; the tests that need them will say so.`);
}

/** Does a step only when what it was made from has changed since, or what it makes is gone. */
function once({ name, sources, product, title }, step) {
	const stamp = join(stamps, name);
	const now = fingerprint(sources);
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === now && existsSync(join(root, product))) return;
	say(title);
	step();
	mkdirSync(stamps, { recursive: true });
	writeFileSync(stamp, now);
}

function fingerprint(sources) {
	const hash = createHash("sha256");
	for (const file of sources.flatMap(filesOf)) hash.update(file).update(readFileSync(file));
	return hash.digest("hex");
}

function filesOf(path) {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((name) => filesOf(join(path, name)));
}

function command(program, args, environment = {}) {
	const { status, error } = spawnSync(program, args, {
		stdio: ["ignore", 2, 2],
		env: { ...process.env, ...environment },
	});
	if (status !== 0) fail(`\`${program} ${args.join(" ")}\` failed${error ? `: ${error.message}` : ""}.`);
}

function say(sentence) {
	process.stderr.write(`${sentence}\n`);
}

function fail(sentence) {
	say(sentence);
	process.exit(1);
}
