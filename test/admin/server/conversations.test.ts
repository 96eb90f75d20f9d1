import { expect, test } from "vitest";
import { attachment, conversationPage, thread } from "#admin/contract/conversations.ts";
import { aCustomer } from "#test/support/goods.ts";
import { aChat, aLine } from "../support/a-line.ts";
import { anAdmin, HOST } from "../support/an-admin.ts";

test("the list goes page by page to its end, each conversation once, the latest first", async () => {
	const { shop, signedIn, pass } = await anAdmin();
	for (const firstName of ["Анна", "Борис", "Вера", "Глеб", "Дина"]) {
		await aLine(shop, { ...(await aCustomer(shop, { firstName })), text: `Это ${firstName}` });
		pass(60_000);
	}
	const owner = await signedIn();

	const seen: string[] = [];
	let after: string | null = "";
	while (after !== null) {
		const answer = await owner.get(`/api/conversations?limit=2${after && `&after=${after}`}`);
		const page = conversationPage.parse(answer.json());
		seen.push(...page.items.map(({ customer }) => customer.name));
		after = page.next;
	}

	expect(seen).toEqual(["Дина", "Глеб", "Вера", "Борис", "Анна"]);
});

test("a long thread is read backwards, and no line is lost or doubled", async () => {
	const { shop, signedIn } = await anAdmin();
	const customer = await aCustomer(shop);
	for (let n = 1; n <= 130; n += 1) await aLine(shop, { ...customer, text: `${n}` });
	const owner = await signedIn();

	const pages: string[][] = [];
	let before: string | null = "";
	while (before !== null) {
		const answer = await owner.get(`/api/conversations/${customer.conversationId}${before && `?before=${before}`}`);
		const { messages, earlier } = thread.parse(answer.json());
		pages.unshift(messages.map(({ text }) => text));
		before = earlier;
	}

	expect(pages.map((page) => page.length)).toEqual([10, 60, 60]);
	expect(pages.flat()).toEqual(Array.from({ length: 130 }, (_, n) => `${n + 1}`));
});

test("an operator reads what the customer saw: captions and plain words, never tokens or marks", async () => {
	const { shop, signedIn } = await anAdmin();
	const customer = await aCustomer(shop);
	await aLine(shop, {
		...customer,
		direction: "said",
		author: "bot",
		text: "Ваш *Медовик* готов, 3\\*4",
		content: {
			buttons: [
				{ label: "Забрать", token: "SECRET-TOKEN-1" },
				{ label: "Забрать", token: "SECRET-TOKEN-2" },
			],
			request: { kind: "phone", label: "Отправить телефон" },
		},
	});
	await aLine(shop, { ...customer, kind: "pressed", text: "Забрать" });

	const answer = await (await signedIn("operator")).get(`/api/conversations/${customer.conversationId}`);

	const { messages } = thread.parse(answer.json());
	expect(messages.map(({ text, kind, buttons }) => ({ text, kind, buttons }))).toEqual([
		{ text: "Ваш Медовик готов, 3*4", kind: "message", buttons: ["Забрать", "Забрать", "Отправить телефон"] },
		{ text: "Забрать", kind: "pressed", buttons: [] },
	]);
	expect(answer.body).not.toContain("SECRET");
});

test("old rows of another shape do not break the thread", async () => {
	const { shop, signedIn } = await anAdmin();
	const customer = await aCustomer(shop);
	const content = { buttons: "none", media: [7] };
	await aLine(shop, { ...customer, text: "Привет", content, media: { a: 1 }, versions: "x", reactions: [1] });

	const answer = await (await signedIn()).get(`/api/conversations/${customer.conversationId}`);

	expect(thread.parse(answer.json()).messages).toMatchObject([
		{ text: "Привет", buttons: [], media: [], versions: [] },
	]);
});

test("an operator's words go to the customer under the operator's name, once per press of the button", async () => {
	const { shop, signedIn, said } = await anAdmin();
	const { conversationId } = await aCustomer(shop);
	await aChat(shop, conversationId);
	const operator = await signedIn("operator");

	const answer = await operator.post(`/api/conversations/${conversationId}/replies`, {
		text: "  Здравствуйте!  ",
		key: "press-0001",
	});

	await operator.post(`/api/conversations/${conversationId}/replies`, { text: "Здравствуйте!", key: "press-0001" });

	expect(answer.status).toBe(204);
	expect(await said()).toEqual([`${operator.id}: Здравствуйте!`]);
});

test("a member mends words of their own: the thread has the former ones too, and says so where the customer still reads them", async () => {
	const { shop, signedIn } = await anAdmin();
	const { conversationId } = await aCustomer(shop);
	await aChat(shop, conversationId);
	const operator = await signedIn("operator");
	await operator.post(`/api/conversations/${conversationId}/replies`, { text: "До седми", key: "press-0001" });
	const { id } = await shop.db.message.findFirstOrThrow({ where: { author: `operator:${operator.id}` } });
	await shop.db.message.update({ where: { id }, data: { status: "sent", externalId: "5" } });
	await shop.db.outbox.updateMany({ data: { state: "sent", attempt: 1 } });
	const read = async () =>
		thread
			.parse((await operator.get(`/api/conversations/${conversationId}`)).json())
			.messages.find(({ id: line }) => line === String(id));

	const mended = await operator.put(`/api/messages/${id}/text`, { text: "До семи" });
	expect(mended.status).toBe(204);
	expect(await read()).toMatchObject({ text: "До семи", versions: [{ text: "До седми" }], editTrouble: null });
	await shop.db.outbox.updateMany({
		where: { state: "pending" },
		data: { state: "failed", reason: "no such message" },
	});
	expect(await read()).toMatchObject({ editTrouble: "no such message" });

	const others = await (await signedIn("lead")).put(`/api/messages/${id}/text`, { text: "До восьми" });
	expect(others.status).toBe(404);
	const observers = await (await signedIn("observer")).put(`/api/messages/${id}/text`, { text: "До восьми" });
	expect(observers.status).toBe(403);
});

test("what the shop refuses is told with its reason", async () => {
	const { shop, signedIn } = await anAdmin();
	const { conversationId } = await aCustomer(shop);

	const answer = await (await signedIn()).post(`/api/conversations/${conversationId}/hand-back`);

	expect([answer.status, answer.json()]).toEqual([
		409,
		{ code: "stale", message: "The bot is leading this conversation already." },
	]);
});

test("who may not call sees no phone anywhere: not as a name, not in the thread, not on the card", async () => {
	const { shop, signedIn } = await anAdmin();
	const phone = "+79001234567";
	const customer = await shop.db.customer.create({ data: { phone, conversation: { create: {} } } });
	const conversation = await shop.db.conversation.findUniqueOrThrow({ where: { customerId: customer.id } });
	const who = { id: customer.id, conversationId: conversation.id };
	await aLine(shop, { ...who, kind: "contact", text: `Пётр ${phone}` });
	await aLine(shop, { ...who, text: "звоните 8 (900) 123-45-67, заказ 1042" });
	await shop.db.identity.create({
		data: { customerId: who.id, channel: "whatsapp", account: "whatsapp:1", nativeId: "79001234567" },
	});

	const [marketer, operator] = [await signedIn("marketer"), await signedIn("operator")];
	const urls = ["customers", `customers/${who.id}`, "conversations", `conversations/${who.conversationId}`];

	for (const url of urls) {
		const masked = (await marketer.get(`/api/${url}`)).body;
		expect.soft(masked, url).not.toMatch(/9001234567|900\) 123/);
		expect.soft(masked, url).toContain("+7…67");
		expect.soft((await operator.get(`/api/${url}`)).body, url).toContain(phone);
	}
	const { body } = await marketer.get(`/api/conversations/${who.conversationId}`);
	expect(body).toContain("заказ 1042");
});

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

function aFile(bytes: Buffer, { name, type }: { name: string; type: string }) {
	const head = `--edge\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`;
	return {
		headers: { "content-type": "multipart/form-data; boundary=edge" },
		payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from("\r\n--edge--\r\n")]),
	};
}

test("an operator attaches a picture and quotes the question: the customer gets both, the thread shows both", async () => {
	const { shop, signedIn, server } = await anAdmin();
	const customer = await aCustomer(shop);
	const chatId = await aChat(shop, customer.conversationId);
	const asked = await aLine(shop, { ...customer, text: "Какой он в разрезе?", chatId, externalId: "41" });
	const operator = await signedIn("operator");
	const headers = { host: HOST, origin: `http://${HOST}`, cookie: operator.cookie };

	const picture = aFile(PNG, { name: "разрез.png", type: "image/png" });
	const kept = await server.inject({
		...{ method: "POST", url: "/api/attachments", payload: picture.payload },
		headers: { ...headers, ...picture.headers },
	});
	const file = attachment.parse(kept.json());
	const said = { text: "Вот такой", key: "press-0001", files: [file.id], quotes: String(asked) };
	for (let twice = 0; twice < 2; twice += 1)
		await operator.post(`/api/conversations/${customer.conversationId}/replies`, said);

	const rows = await shop.db.outbox.findMany({ orderBy: { id: "asc" } });
	expect(rows.map(({ content }) => content)).toEqual([
		{ text: "", media: [{ kind: "photo", source: expect.stringMatching(/\.png$/), name: "разрез.png" }] },
		{ text: "Вот такой", replyTo: "41" },
	]);
	const { messages } = thread.parse((await operator.get(`/api/conversations/${customer.conversationId}`)).json());
	const [shown, words] = messages.slice(-2);
	expect(shown?.media).toEqual([{ kind: "photo", name: "разрез.png", url: expect.stringContaining("/api/media/") }]);
	expect((await operator.get(shown?.media[0]?.url ?? "")).status).toBe(200);
	expect(words?.quote).toEqual({ id: String(asked), author: "customer", text: "Какой он в разрезе?" });
});

test("a file that shows nothing known of itself is not taken", async () => {
	const { signedIn, server, shop } = await anAdmin();
	const { cookie } = await signedIn("operator");
	const page = aFile(Buffer.from("<script>alert(1)</script>"), { name: "page.html", type: "text/html" });

	const answer = await server.inject({
		...{ method: "POST", url: "/api/attachments", payload: page.payload },
		headers: { host: HOST, origin: `http://${HOST}`, cookie, ...page.headers },
	});

	expect([answer.statusCode, await shop.db.media.count()]).toEqual([400, 0]);
});

test("the filters offer the tags in use, each once", async () => {
	const { shop, signedIn } = await anAdmin();
	for (const tags of [["опт", "vip"], ["vip"], []]) {
		const { id } = await aCustomer(shop);
		await shop.db.customerTag.createMany({ data: tags.map((tag) => ({ customerId: id, tag, actor: "operator" })) });
	}

	expect((await (await signedIn()).get("/api/tags")).json()).toEqual({ items: ["vip", "опт"] });
});

test("the next step tells what was promised only to whom the conversation is open; a proposal is asked for where the shop has one, and noted", async () => {
	const asked: string[] = [];
	const scribe = {
		async write({ wish }: { wish: string }) {
			asked.push(wish);
			return "Готово к семи.";
		},
	};
	const { shop, signedIn } = await anAdmin({ scribe });
	const { conversationId, id: customerId } = await aCustomer(shop);
	await shop.db.conversation.update({ where: { id: conversationId }, data: { team: "kitchen" } });
	const dueAt = new Date(shop.now().getTime() + 3_600_000);
	await shop.db.customerPromise.create({
		data: { conversationId, customerId, text: "Позвонить", dueAt, madeBy: "bot", createdAt: shop.now() },
	});
	await aLine(shop, { conversationId, text: "Готово?" });
	const ours = await signedIn("operator");
	const theirs = await signedIn("operator");
	await shop.db.member.update({ where: { id: theirs.id }, data: { teams: ["delivery"] } });

	const step = `/api/customers/${customerId}/next-step`;
	expect((await ours.get(step)).json()).toMatchObject({ step: { is: "promise", text: "Позвонить" } });
	expect((await theirs.get(step)).json()).toEqual({ step: null });

	const proposal = `/api/conversations/${conversationId}/proposal`;
	expect((await theirs.post(proposal, { wish: "reply" })).status).toBe(403);
	expect((await ours.post(proposal, { wish: "reply" })).json()).toEqual({ text: "Готово к семи." });
	expect(asked).toEqual(["reply"]);
	expect(await shop.db.audit.findMany({ where: { act: "assistant.ask" } })).toMatchObject([
		{ actor: `operator:${ours.id}`, after: { wish: "reply" } },
	]);
	const without = await anAdmin();
	const elsewhere = await aCustomer(without.shop);
	const answer = await (await without.signedIn("operator")).post(
		`/api/conversations/${elsewhere.conversationId}/proposal`,
		{ wish: "reply" },
	);
	expect(answer.status).toBe(404);
});
