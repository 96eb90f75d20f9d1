import { Bot, InlineKeyboard, InputFile, Keyboard } from "grammy";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aPhone } from "./phone.ts";
import { startTelegramStandin, type TelegramStandin } from "./server.ts";

let standin: TelegramStandin;
let bot: Bot;

/** A little shop on the real grammY, polling the stand-in. */
beforeEach(async () => {
	standin = await startTelegramStandin({ limits: "off" });
	bot = new Bot("1:t", { client: { apiRoot: standin.root } });
	bot.command("start", (ctx) => ctx.reply(`Welcome, ${ctx.from?.first_name}! ${ctx.match}`.trim()));
	bot.command("menu", (ctx) =>
		ctx.reply("<b>Menu</b>", {
			parse_mode: "HTML",
			reply_markup: new InlineKeyboard().text("Tea", "tea").text("Salt", "salt"),
		}),
	);
	bot.command("number", (ctx) =>
		ctx.reply("Your number?", { reply_markup: new Keyboard().requestContact("My number").resized() }),
	);
	bot.command("picture", (ctx) => ctx.replyWithPhoto(new InputFile(png, "tea.png"), { caption: "Tea" }));
	bot.on("callback_query:data", async (ctx) => {
		await ctx.answerCallbackQuery("Good choice");
		await ctx.editMessageText(`You took ${ctx.callbackQuery.data}.`);
	});
	bot.on("message:contact", (ctx) => {
		const isOwn = ctx.message.contact.user_id === ctx.from.id;
		return ctx.reply(isOwn ? `Noted: ${ctx.message.contact.phone_number}` : "That is somebody else's.", {
			reply_markup: { remove_keyboard: true },
		});
	});
	bot.on("message:photo", async (ctx) => {
		const { file_path } = await ctx.getFile();
		const bytes = await (await fetch(`${standin.root}/file/bot1:t/${file_path}`)).arrayBuffer();
		await ctx.reply(`A picture of ${bytes.byteLength} bytes`);
	});
	const started = new Promise<void>((running) => {
		void bot.start({ onStart: () => running() });
	});
	await started;
});

afterEach(async () => {
	await bot.stop();
	expect(standin.violations()).toEqual([]);
	await standin.close();
});

const png = Buffer.from(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
	"base64",
);

test("Ada comes by a link, and is greeted", async () => {
	const ada = aPhone(standin, { name: "Ada Lovelace" });
	ada.start("spring");
	expect((await ada.sees("Welcome")).text).toBe("Welcome, Ada! spring");
	expect(ada.unread()).toEqual([]);
});

test("Ada presses a button, reads the answer, and sees the message change", async () => {
	const ada = aPhone(standin, { name: "Ada" });
	ada.write("/menu");
	const menu = await ada.sees("Menu");
	expect(menu).toMatchObject({ entities: [{ type: "bold", offset: 0, length: 4 }], buttons: [["Tea", "Salt"]] });
	await ada.press("Tea");
	expect(await ada.notices("answer")).toMatchObject({ text: "Good choice" });
	expect(await ada.sees(/took/)).toMatchObject({ kind: "edit", messageId: menu.messageId, text: "You took tea." });
	expect(ada.buttons()).toEqual([]);
	expect(ada.texts()).toEqual(["/menu", "You took tea."]);
});

test("Ada's own number is told from somebody else's", async () => {
	const ada = aPhone(standin, { name: "Ada", phone: "+79001234567" });
	ada.write("/number");
	await ada.press("My number");
	await ada.sees("Noted: +79001234567");
	expect(ada.buttons()).toEqual([]);
	ada.does({ do: "contact", of: { name: "Bob", phone: "+79007654321" } });
	await ada.sees("somebody else");
});

test("pictures go both ways through grammY", async () => {
	const ada = aPhone(standin, { name: "Ada" });
	ada.write("/picture");
	expect(await ada.sees("Tea")).toMatchObject({ media: "photo", message: { photo: [{ width: 1, height: 1 }] } });
	ada.sends({ kind: "photo", bytes: png }, "Do you have this?");
	await ada.sees(`A picture of ${png.length} bytes`);
});

test("two people at once each see their own", async () => {
	const [ada, bob] = ["Ada", "Bob"].map((name) => aPhone(standin, { name }));
	ada?.start();
	bob?.start();
	expect((await ada?.sees())?.text).toBe("Welcome, Ada!");
	expect((await bob?.sees())?.text).toBe("Welcome, Bob!");
});

test("whoever waits in vain is told what there was to see", async () => {
	const ada = aPhone(standin, { name: "Ada", patience: 300 });
	ada.write("/menu");
	await expect(ada.sees("Dessert")).rejects.toThrow(
		/Ada waited 300 ms for "Dessert" and saw:\n {2}new +message #\d+: "Menu" {2}\[Tea \| Salt\]/,
	);
	await expect(ada.press("Cake")).rejects.toThrow("There are: Tea, Salt");
});

test("grammY reads Telegram's errors as it would in earnest", async () => {
	const ada = aPhone(standin, { name: "Ada" });
	ada.start();
	await ada.sees();
	ada.does({ do: "block" });
	await expect(bot.api.sendMessage(ada.id, "Come back")).rejects.toMatchObject({
		error_code: 403,
		description: "Forbidden: bot was blocked by the user",
	});
});
