import { describe, expect, test } from "vitest";
import { parseHtml } from "./parse-html.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { findEntities } from "./read-text.ts";

describe("Telegram's HTML", () => {
	test.each([
		["<b>bold</b>", "bold", [{ type: "bold", offset: 0, length: 4 }]],
		["<strong>b</strong><em>i</em><ins>u</ins><del>s</del>", "bius", ["bold", "italic", "underline", "strikethrough"]],
		[
			"<b>one <i>two</i></b>",
			"one two",
			[
				{ type: "bold", offset: 0, length: 7 },
				{ type: "italic", offset: 4, length: 3 },
			],
		],
		["🍵 <b>tea</b>", "🍵 tea", [{ type: "bold", offset: 3, length: 3 }]],
		['<tg-spoiler>x</tg-spoiler><span class="tg-spoiler">y</span>', "xy", ["spoiler", "spoiler"]],
		["<code>a &lt; b &amp;&amp; c</code>", "a < b && c", [{ type: "code", offset: 0, length: 10 }]],
		[
			'<pre><code class="language-ts">let x</code></pre>',
			"let x",
			[{ type: "pre", offset: 0, length: 5, language: "ts" }],
		],
		["<pre>plain</pre>", "plain", [{ type: "pre", offset: 0, length: 5 }]],
		[
			'<a href="https://x.example/?a=1&amp;b=2">x</a>',
			"x",
			[{ type: "text_link", offset: 0, length: 1, url: "https://x.example/?a=1&b=2" }],
		],
		["<a href='nonsense'>x</a>", "x", []],
		["<blockquote expandable>q</blockquote>", "q", [{ type: "expandable_blockquote", offset: 0, length: 1 }]],
		["&#1071;&#x2764; &nbsp; & &copy;", "Я❤ &nbsp; & &copy;", []],
		["<b></b>nothing", "nothing", []],
		["<B>LOUD</B>", "LOUD", ["bold"]],
	])("%s", (source, text, entities) => {
		const parsed = parseHtml(source);
		expect(parsed.text).toBe(text);
		const isKinds = entities.every((entity) => typeof entity === "string");
		expect(isKinds ? parsed.entities.map(({ type }) => type) : parsed.entities).toEqual(entities);
	});

	test.each([
		["a <p>b</p>", 'Unsupported start tag "p" at byte offset 2'],
		["чай <br>", 'Unsupported start tag "br" at byte offset 7'],
		["1 < 2", 'Unsupported start tag "" at byte offset 2'],
		["<b>x", 'Can\'t find end tag corresponding to start tag "b"'],
		["<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
		["x</b>", "Unexpected end tag at byte offset 1"],
		["<b", "Unclosed start tag at byte offset 0"],
		["<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
	])("%s is refused", (source, words) => {
		expect(() => parseHtml(source)).toThrow(`Bad Request: can't parse entities: ${words}`);
	});
});

describe("MarkdownV2", () => {
	test.each([
		["*b* _i_ __u__ ~s~ ||x||", "b i u s x", ["bold", "italic", "underline", "strikethrough", "spoiler"]],
		["*one _two_*", "one two", ["bold", "italic"]],
		["`a\\`b`", "a`b", ["code"]],
		["```ts\nlet x```", "let x", ["pre"]],
		["[x](https://x.example/\\))", "x", ["text_link"]],
		["1\\.5 \\- 2", "1.5 - 2", []],
		[">quote\n>more\nplain", "quote\nmore\nplain", ["blockquote"]],
	])("%s", (source, text, kinds) => {
		const parsed = parseMarkdown(source);
		expect(parsed.text).toBe(text);
		expect(parsed.entities.map(({ type }) => type)).toEqual(kinds);
	});

	test.each([
		["1.5", "Character '.' is reserved and must be escaped with the preceding '\\'"],
		["*open", "Can't find end of Bold entity at byte offset 0"],
		["чай `x", "Can't find end of Code entity at byte offset 7"],
		["[x](y", "Can't find end of a URL at byte offset 3"],
	])("%s is refused", (source, words) => {
		expect(() => parseMarkdown(source)).toThrow(`Bad Request: can't parse entities: ${words}`);
	});
});

test("Telegram finds commands, addresses and numbers by itself", () => {
	const text = "/start me@shop.example https://shop.example/tea, #чай @ada_l +7 900 123-45-67 not/a_command";
	expect(findEntities(text).map(({ type, offset, length }) => [type, text.slice(offset, offset + length)])).toEqual([
		["bot_command", "/start"],
		["email", "me@shop.example"],
		["url", "https://shop.example/tea"],
		["hashtag", "#чай"],
		["mention", "@ada_l"],
		["phone_number", "+7 900 123-45-67"],
	]);
});

test("50,000 letters of anything are read in no time", () => {
	for (const piece of ["a", "@", "+1 ", "#", "/", "https://", "&", "a@", "."]) {
		const begun = performance.now();
		findEntities(piece.repeat(50_000 / piece.length));
		parseHtml(piece.repeat(50_000 / piece.length));
		expect(performance.now() - begun).toBeLessThan(5000);
	}
});
