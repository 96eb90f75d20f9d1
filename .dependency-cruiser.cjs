// Who may import whom: one rule a line, each with its reason. A fence in the way is a question to the architecture:
// change the rule with its reason, or move the file; do not silence it in place.
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** A library and the only places that may know it. */
const home = (library, places, comment) =>
	rule(`home-of-${library.replace(/\W+/g, "-")}`, comment, { pathNot: places }, { path: `^node_modules/${library}/` });

const LADDER = [
	["customers", "catalogue", "team"],
	["conversations", "orders", "offers", "loyalty"],
	["flows", "delivery"],
	["segments", "campaigns"],
	["rules"],
	["tips"],
	["insights", "webhooks"],
];

/** Contracts that a neighbour or a lower word may see, types only: what was heard, what is to be said. */
const CONTRACTS =
	"^core/(conversations/heard|delivery/(channel|content|parts|worth|markup[a-z-]*)|flows/(talk|program|hands))\\.ts$";

/** The ladder: a word of core sees its own files and the rungs below, never sideways or up. */
const ladder = LADDER.flatMap((rung, height) =>
	rung.map((word) => {
		const above = LADDER.slice(height)
			.flat()
			.filter((other) => other !== word);
		return rule(
			`ladder-${word}`,
			`${word} looks down, never sideways or up; dealings meet in reactions.ts`,
			{ path: `^core/${word}/`, pathNot: "-command\\.ts$|/command\\.ts$" },
			{ path: `^core/(${above.join("|")})/`, pathNot: CONTRACTS },
		);
	}),
);

module.exports = {
	forbidden: [
		rule(
			"no-circles",
			"a circle means that two files are one",
			{},
			{ circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
		),
		rule(
			"nothing-imports-test",
			"only demo.ts may, for the demo's stand-ins",
			{ pathNot: "^(test/|demo\\.ts$|vitest\\.config\\.ts$)" },
			{ path: "^test/" },
		),
		rule(
			"bots-see-core-only",
			"a channel knows the core's words and nothing else of ours",
			{ path: "^bots/" },
			{ path: "^(admin|prisma|flows|main)" },
		),
		rule(
			"channels-are-strangers",
			"one messenger's trouble stays its own; what stands in bots/ itself belongs to all of them",
			{ path: "^bots/([^/]+)/" },
			{ path: "^bots/[^/]+/", pathNot: "^bots/$1/" },
		),
		rule(
			"bots-not-platform",
			"what a channel needs is handed in",
			{ path: "^bots/", pathNot: "command\\.ts$" },
			{ path: "^core/platform/" },
		),
		rule(
			"server-not-bots",
			"the door to a channel is handed in by main.ts",
			{ path: "^admin/server/" },
			{ path: "^bots/" },
		),
		rule(
			"web-knows-the-contract",
			"the browser knows admin/contract and nothing else of ours",
			{ path: "^admin/web/" },
			{ path: "^(core|bots|prisma|admin/server)/" },
		),
		rule(
			"contract-is-alone",
			"both sides read it, so it reads neither",
			{ path: "^admin/contract/" },
			{ path: "^(core|bots|prisma|admin/(server|web))/" },
		),
		rule(
			"core-knows-no-face",
			"the business has no channel and no screen",
			{ path: "^core/" },
			{ path: "^(bots|admin)/" },
		),
		rule(
			"core-words-not-platform",
			"libraries and settings are handed in; a command is a composition root of its own",
			{ path: "^core/(?!platform/)", pathNot: "command\\.ts$" },
			{ path: "^core/platform/" },
		),
		rule(
			"prisma-types-only",
			"core/platform builds the client, all others read its types",
			{ path: "^core/(?!platform/)", pathNot: "command\\.ts$" },
			{ path: "^prisma/", dependencyTypesNot: ["type-only"] },
		),
		rule(
			"prisma-is-the-floor",
			"the models know nobody; the seeds tell the demo in core's words",
			{ path: "^prisma/", pathNot: "^prisma/seed/" },
			{ path: "^(core|bots|admin|flows)/" },
		),
		...ladder,
		home("grammy", "^bots/telegram/|^test/", "the customers' Telegram bot"),
		home("telegraf", "^bots/desk/|^test/", "the staff's Telegram bot"),
		home("whatsapp-web\\.js", "^bots/whatsapp/linked-|^test/", "its browser lives in the phone's own process"),
		home("uqr", "^bots/whatsapp/|^admin/web/|^test/", "codes for a phone's camera: in the terminal and on the screen"),
		home("bullmq", "^core/platform/queue|^test/", "the bell has one maker"),
		home("ioredis", "^core/platform/queue|^test/", "the bell has one maker"),
		home("sharp", "^core/platform/picture|^test/", "one place turns drawings into pictures"),
		home("undici", "^core/platform/post-outside|^bots/wire|^test/", "calls to the world leave by two doors"),
		home("openai", "^core/platform/model|^test/", "one place knows the model"),
		home("pg", "^core/platform/|^test/|^core/orders/import", "connections are opened in one place"),
		home("@prisma/adapter-pg", "^core/platform/|^test/", "connections are opened in one place"),
		home("pino", "^core/platform/log", "one logger, which redacts"),
		home("liquidjs", "^core/flows/|^test/", "texts have one factory"),
		home("@dagrejs/dagre", "^core/flows/diagram|^test/", "a picture is laid out in one place"),
		home("yaml", "^core/flows/|^core/orders/import|^test/", "flow files are read in one place"),
		home("fastify", "^admin/server/|^test/", "the web server's home"),
		home("better-auth", "^admin/server/|^admin/web/|^test/", "sign-in's home"),
		home("react", "^admin/web/|^test/|^node_modules/", "the screens' home"),
	],
	options: {
		doNotFollow: { path: "node_modules" },
		exclude: { path: "^(prisma/generated|dist)/" },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: "tsconfig.json" },
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			conditionNames: ["import", "types", "node", "default"],
			extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
		},
	},
};
