import pg from "pg";
import type { BenchPostgres } from "./postgres.ts";

/** Statements a second when one turn is one statement of bare rows and four clients send nothing else: no more can be had. */
export async function measureFloor(postgres: BenchPostgres): Promise<number> {
	const url = await postgres.database();
	const clients = Array.from({ length: 4 }, () => new pg.Client({ connectionString: url }));
	await Promise.all(clients.map((client) => client.connect()));
	try {
		await clients[0]?.query(TABLES);
		const begun = performance.now();
		const ends = begun + MILLISECONDS;
		const counts = await Promise.all(clients.map((client, n) => hammer(client, n, ends)));
		return (counts.reduce((sum, one) => sum + one, 0) / (performance.now() - begun)) * 1000;
	} finally {
		await Promise.all(clients.map((client) => client.end()));
	}
}

const MILLISECONDS = 3_000;

const TABLES = `CREATE TABLE talk (id int PRIMARY KEY, version int NOT NULL, state jsonb NOT NULL);
	INSERT INTO talk SELECT n, 0, '{}' FROM generate_series(0, 1000) n;
	CREATE TABLE heard (id bigserial PRIMARY KEY, key text UNIQUE, raw text);
	CREATE TABLE diary (id bigserial PRIMARY KEY, talk int, name text, data jsonb);
	CREATE TABLE outbox (id bigserial PRIMARY KEY, talk int, content jsonb)`;

const TURN = {
	name: "turn",
	text: `WITH heard AS (INSERT INTO heard (key, raw) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id),
		moved AS (UPDATE talk SET version = version + 1, state = $3::jsonb WHERE id = $4::int AND EXISTS (SELECT 1 FROM heard)),
		noted AS (INSERT INTO diary (talk, name, data) SELECT $4::int, name, '{}' FROM (VALUES ('received'), ('sent')) v(name))
		INSERT INTO outbox (talk, content) VALUES ($4::int, $3::jsonb) RETURNING id`,
};

async function hammer(client: pg.Client, n: number, ends: number): Promise<number> {
	const state = JSON.stringify({ flow: "order", pc: 7, vars: { item: "Green tea", qty: 3 } });
	let turns = 0;
	for (; performance.now() < ends; turns++)
		await client.query({ ...TURN, values: [`${n}/${turns}`, "Green tea", state, (turns * 4 + n) % 1000] });
	return turns;
}
