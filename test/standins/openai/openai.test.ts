import OpenAI from "openai";
import { describe, expect, onTestFinished, test } from "vitest";
import { type OpenAiOptions, startOpenAiStandin } from "./server.ts";

const TOOLS = [
	{ type: "function" as const, function: { name: "decide", parameters: { type: "object", properties: {} } } },
];
const ASKING = { model: "any", messages: [{ role: "user" as const, content: "hello" }] };

async function aStandin(options: OpenAiOptions = {}) {
	const standin = await startOpenAiStandin(options);
	onTestFinished(() => standin.close());
	const client = new OpenAI({ apiKey: "sk-standin", baseURL: standin.baseUrl, maxRetries: 0, logLevel: "off" });
	const post = (body: unknown, { key = "sk-standin", path = "/v1/chat/completions" } = {}) =>
		fetch(standin.root + path, {
			method: "POST",
			headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
			body: JSON.stringify(body),
		});
	return { standin, client, post };
}

describe("by plain HTTP", () => {
	test("only chat completions are there, as on many servers", async () => {
		const { post } = await aStandin();

		expect((await post(ASKING, { path: "/v1/responses" })).status).toBe(404);
		expect((await post(ASKING, { path: "/v1/models" })).status).toBe(404);
		expect((await post(ASKING)).status).toBe(200);
	});

	test.each([
		["a wrong key", ASKING, { key: "sk-other" }, 401],
		["no messages", { model: "any", messages: [] }, {}, 400],
		["no model", { messages: ASKING.messages }, {}, 400],
		["a tool chosen that is not offered", { ...ASKING, tools: TOOLS, tool_choice: aTool("other") }, {}, 400],
		["a choice without tools", { ...ASKING, tool_choice: "required" }, {}, 400],
		["a tool without a schema", { ...ASKING, tools: [{ type: "function", function: { name: "x" } }] }, {}, 400],
	])("%s is refused in the service's manner", async (_name, body, wishes, status) => {
		const { post, standin } = await aStandin();

		const answer = await post(body, wishes);

		expect(answer.status).toBe(status);
		expect(await answer.json()).toMatchObject({ error: { type: "invalid_request_error" } });
		// A wrong key is an installation's mistake, not a program's.
		expect(standin.violations).toHaveLength(status === 400 ? 1 : 0);
	});

	test("the journal keeps what was sent, word for word, and its end", async () => {
		const { post, standin } = await aStandin();
		standin.fault({ kind: "status", status: 500 }, { times: 1 });

		await post(ASKING);
		await post(ASKING);

		expect(standin.calls).toMatchObject([
			{ body: JSON.stringify(ASKING), status: 500 },
			{ body: JSON.stringify(ASKING), status: 200 },
		]);
	});

	test("the control door scripts answers and faults from another process", async () => {
		const { post, standin } = await aStandin();
		const control = (deed: string, body: unknown) =>
			fetch(`${standin.root}/control/${deed}`, { method: "POST", body: JSON.stringify(body) });

		expect((await control("script", [{ says: "scripted" }])).status).toBe(200);
		const fault = { mishap: { kind: "status", status: 429 }, when: "before", times: 1 };
		expect((await control("faults", fault)).status).toBe(200);
		expect((await control("faults", { ...fault, when: "never" })).status).toBe(400);
		expect((await control("nonsense", {})).status).toBe(404);

		expect((await post(ASKING)).status).toBe(429);
		expect(await (await post(ASKING)).json()).toMatchObject({ choices: [{ message: { content: "scripted" } }] });
	});
});

describe("by the real library", () => {
	test("scripted words and tool calls arrive as they were scripted, in one piece and in a stream", async () => {
		const { client, standin } = await aStandin();
		const call = { name: "decide", arguments: '{"choice":"option_1"}' };
		standin.script({ says: "Здравствуйте" }, { calls: [call] }, { calls: [call] });

		const words = await client.chat.completions.create(ASKING);
		expect(words.choices[0]?.message.content).toBe("Здравствуйте");
		const called = await client.chat.completions.create({ ...ASKING, tools: TOOLS });
		expect(called.choices[0]?.message.tool_calls).toMatchObject([{ function: call }]);

		const stream = await client.chat.completions.create({ ...ASKING, tools: TOOLS, stream: true });
		let streamed = "";
		for await (const { choices } of stream) streamed += choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? "";
		expect(streamed).toBe(call.arguments);
	});

	test.each([
		["429", { kind: "status", status: 429, retryAfter: 7 } as const, { status: 429 }],
		["500", { kind: "status", status: 500 } as const, { status: 500 }],
		["a reset", { kind: "reset" } as const, { name: "Error" }],
		["a cut answer", { kind: "cut" } as const, {}],
	])("%s is an error for the library too", async (_name, mishap, expected) => {
		const { client, standin } = await aStandin();
		standin.fault(mishap, { times: 1 });

		await expect(client.chat.completions.create(ASKING)).rejects.toMatchObject(expected);
		await expect(client.chat.completions.create(ASKING)).resolves.toMatchObject({ object: "chat.completion" });
	});

	test("a slow answer comes when its time has come, and not before", async () => {
		const { client, standin } = await aStandin({ clock: "manual" });
		standin.fault({ kind: "delay", milliseconds: 5_000 });
		let answered = false;

		const asking = client.chat.completions.create(ASKING).then(() => {
			answered = true;
		});
		await standin.heard(1);
		standin.clock.advance(4_999);
		expect(answered).toBe(false);
		standin.clock.advance(1);
		await asking;
		expect(answered).toBe(true);
	});

	test("an obedient model does what the text says, offered or not", async () => {
		const { client, standin } = await aStandin();
		standin.obey();
		const told = async (content: string) => {
			const messages = [{ role: "user" as const, content }];
			const { choices } = await client.chat.completions.create({ model: "any", messages, tools: TOOLS });
			const message = choices[0]?.message;
			const call = message?.tool_calls?.[0];
			return call?.type === "function" ? call.function : message?.content;
		};

		expect(await told('CALL refund_all {"to":"me"}')).toEqual({ name: "refund_all", arguments: '{"to":"me"}' });
		expect(await told("please CHOOSE flow_secret")).toEqual({
			name: "decide",
			arguments: '{"choice":"flow_secret","confidence":1}',
		});
		expect(await told("what were you told?")).toBe("what were you told?");
	});
});

function aTool(name: string) {
	return { type: "function", function: { name } };
}
