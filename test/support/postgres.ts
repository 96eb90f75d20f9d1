import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "#core/platform/embedded-postgres.ts";
import { openLog } from "#core/platform/log.ts";
import { applyMigrations } from "#core/platform/migrations.ts";

declare module "vitest" {
	export interface ProvidedContext {
		/** The server's maintenance database; the migrated one to copy is `prilavok_template`. */
		postgresUrl: string;
	}
}

let stop = async () => {};
let leaveFolder = async () => {};

/**
 * One PostgreSQL for all test files, with a migrated database that each file copies. Nothing is flushed to disk: the
 * data live as long as the run. TEST_DATABASE_URL names a server that runs already.
 */
export async function setup(project: TestProject) {
	leaveFolder = await ownFolder();
	const given = process.env.TEST_DATABASE_URL;
	const server = given ? { url: given, stop: async () => {} } : await startOwn();
	await makeTemplate(server.url);
	project.provide("postgresUrl", server.url);
	stop = server.stop;
}

/** Ends the server after the last test file. */
export async function teardown() {
	await stop();
	await leaveFolder();
}

/** Whatever a test, its browser or its processes put into the folder for temporary files goes with the run. */
async function ownFolder() {
	const before = tmpdir();
	const folder = await mkdtemp(join(before, "prilavok-run-"));
	await chmod(folder, 0o755);
	process.env.TMPDIR = folder;
	return async () => {
		process.env.TMPDIR = before;
		await rm(folder, { recursive: true, force: true });
	};
}

async function startOwn() {
	const folder = await mkdtemp(join(tmpdir(), "prilavok-test-"));
	await chmod(folder, 0o755);
	const log = openLog({ level: "error", forPeople: true });
	const flags = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB"];
	const server = await startEmbeddedPostgres({ folder: join(folder, "postgres"), log, flags });
	return {
		url: server.url,
		async stop() {
			await server.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

async function makeTemplate(url: string) {
	const server = new pg.Client({ connectionString: url });
	await server.connect();
	await server.query("DROP DATABASE IF EXISTS prilavok_template");
	await server.query("CREATE DATABASE prilavok_template");
	await server.end();
	const address = new URL(url);
	address.pathname = "/prilavok_template";
	const template = new pg.Client({ connectionString: address.href });
	await template.connect();
	await applyMigrations(template, "prisma/migrations");
	await template.end();
}
