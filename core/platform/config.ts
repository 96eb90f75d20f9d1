import { z } from "zod";
import { CONFIG_REMEDIES } from "./config-remedies.ts";

const flag = z
	.enum(["0", "1", "true", "false"])
	.transform((word) => word === "1" || word === "true")
	.optional();
const address = z.url({ protocol: /^https?$/ });
const currency = z.string().regex(/^[A-Z]{3}$/);
const zone = z.string().refine(isZone, "is no time zone of the IANA list");
const SERVICES = ["bots", "worker", "admin"] as const;
const services = z.string().transform((text, context) => {
	const names = text.split(",").map((name) => name.trim());
	const known = SERVICES.filter((name) => names.includes(name));
	if (known.length !== new Set(names).size) context.addIssue(`holds a name other than ${SERVICES.join(", ")}`);
	return known;
});

const settings = z.object({
	DATABASE_URL: z
		.string()
		.regex(/^postgres(ql)?:\/\//)
		.optional(),
	REDIS_URL: z
		.string()
		.regex(/^rediss?:\/\//)
		.optional(),
	DATA_DIR: z.string().min(1).default("./.data"),
	PORT: z.coerce.number().int().min(0).max(65535).default(3000),
	HOST: z.string().default("127.0.0.1"),
	PUBLIC_URL: address.optional(),
	SERVICES: services.prefault(SERVICES.join(",")),
	TELEGRAM_TOKEN: z
		.string()
		.regex(/^\d+:[\w-]+$/)
		.optional(),
	TELEGRAM_API_ROOT: address.default("https://api.telegram.org"),
	TELEGRAM_MODE: z.enum(["polling", "webhook"]).default("polling"),
	TELEGRAM_WEBHOOK_SECRET: z
		.string()
		.regex(/^[\w-]{16,256}$/)
		.optional(),
	TELEGRAM_PAYMENT_TOKEN: z.string().min(1).optional(),
	DESK_TELEGRAM_TOKEN: z
		.string()
		.regex(/^\d+:[\w-]+$/)
		.optional(),
	WHATSAPP_PROVIDER: z.enum(["cloud", "web"]).optional(),
	WHATSAPP_API_ROOT: address.default("https://graph.facebook.com/v23.0"),
	WHATSAPP_TOKEN: z.string().min(1).optional(),
	WHATSAPP_PHONE_ID: z
		.string()
		.regex(/^\d{5,32}$/)
		.optional(),
	WHATSAPP_BUSINESS_ID: z
		.string()
		.regex(/^\d{5,32}$/)
		.optional(),
	WHATSAPP_APP_SECRET: z.string().min(16).optional(),
	WHATSAPP_VERIFY_TOKEN: z.string().min(8).optional(),
	WHATSAPP_NUMBER: z
		.string()
		.transform((text) => text.replace(/[\s()+-]/g, ""))
		.pipe(z.string().regex(/^[1-9]\d{6,14}$/))
		.optional(),
	WHATSAPP_DAILY_CAP: z.coerce.number().int().min(1).max(1000).default(200),
	WHATSAPP_WEB_URL_HOST_RULES: z.string().min(1).optional(),
	CHROMIUM_PATH: z.string().min(1).default("/usr/bin/chromium"),
	OPENAI_API_KEY: z.string().min(1).optional(),
	OPENAI_BASE_URL: address.optional(),
	OPENAI_DRAFTS: flag,
	OPENAI_MODEL: z.string().min(1).default("gpt-4.1-mini"),
	FLOWS_DIR: z.string().min(1).default("./flows"),
	FLOWS_WATCH: flag,
	SHOP_TIMEZONE: zone.default("Europe/Moscow"),
	SHOP_CURRENCY: currency.default("RUB"),
	SHOP_COUNTRY: z
		.string()
		.regex(/^[A-Z]{2}$/)
		.default("RU"),
	AUDIT_DAYS: z.coerce.number().int().min(30).max(3650).default(365),
	WEBHOOKS_PRIVATE: flag,
	LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
	DEMO: flag,
	OWNER_EMAIL: z.email().optional(),
	OWNER_PASSWORD: z.string().min(10).optional(),
});

/** How the customers' Telegram bot is reached. A webhook without a secret or a public address cannot be said. */
export type TelegramSettings = {
	readonly token: string;
	readonly apiRoot: string;
	readonly paymentToken?: string;
} & ({ readonly mode: "polling" } | { readonly mode: "webhook"; readonly secret: string; readonly publicUrl: string });

/** How the staff's bot is reached: another one than the customers'. */
export type DeskSettings = { readonly token: string; readonly apiRoot: string };

/** How customers' WhatsApp is reached. Without the secret that signs, nothing of Meta's could be believed. */
export type CloudSettings = {
	/** With its version. */
	readonly apiRoot: string;
	readonly token: string;
	readonly phoneId: string;
	readonly appSecret: string;
	readonly verifyToken: string;
	/** The business account, which the list of templates belongs to. */
	readonly businessId?: string;
};

/** WhatsApp through a phone that is linked like a computer. */
export type LinkedPhoneSettings = {
	/** Digits; absent: whichever phone is linked. */
	readonly number?: string;
	readonly chromium: string;
	/** Messages a day that nobody asked for, at most. */
	readonly dailyCap: number;
	/** For the local page of tests and the demo only. */
	readonly hostRules?: string;
};

export type ServiceName = (typeof SERVICES)[number];

/** Everything that may differ between installations, parsed once at start. */
export type Config = {
	/** Absent: the embedded PostgreSQL below `dataDir`. */
	readonly databaseUrl?: string;
	/** Absent: jobs run on PostgreSQL. */
	readonly redisUrl?: string;
	readonly dataDir: string;
	readonly host: string;
	readonly port: number;
	readonly publicUrl?: string;
	readonly services: readonly ServiceName[];
	readonly telegram?: TelegramSettings;
	/** WhatsApp's official Cloud API. */
	readonly whatsapp?: CloudSettings;
	readonly linkedPhone?: LinkedPhoneSettings;
	/** The operators' desk in Telegram. */
	readonly desk?: DeskSettings;
	/** `drafts`: it may also propose replies and summaries to members. */
	readonly openai?: {
		readonly key: string;
		readonly baseUrl?: string;
		readonly model: string;
		readonly drafts: boolean;
	};
	readonly flowsDir: string;
	/** Files that change are taken in at once; otherwise `flows apply` does it. */
	readonly watchFlows: boolean;
	/** IANA zone of the shop. */
	readonly zone: string;
	/** ISO 4217. */
	readonly currency: string;
	/** ISO 3166, for phones written without a country code. */
	readonly country: string;
	/** How long it can be found who did what. */
	readonly auditDays: number;
	/** Webhooks may call this machine and its network. */
	readonly webhooksPrivate: boolean;
	readonly logLevel: string;
	/** Fill an empty database with the demo shop, and stand in for messengers that have no token. */
	readonly demo: boolean;
	/** Who gets the owner's account at first start; absent: a one-time link is printed. */
	readonly owner?: { readonly email: string; readonly password?: string };
};

/** A setting that cannot be used. The message names each one and what to do. */
export class ConfigFault extends Error {
	override readonly name = "ConfigFault";
}

/** Reads the environment; an empty value counts as absent. Throws ConfigFault. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
	const given = Object.fromEntries(
		Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
	);
	const parsed = settings.safeParse(given);
	if (!parsed.success) throw new ConfigFault(explain(parsed.error.issues));
	return shape(parsed.data);
}

/** Where the flows lie, for commands that need no other setting. */
export function readFlowsDir({ FLOWS_DIR }: Record<string, string | undefined> = process.env): string {
	return settings.shape.FLOWS_DIR.parse(FLOWS_DIR || undefined);
}

function shape(read: z.output<typeof settings>): Config {
	const messengers = messengerSettings(read);
	const desk = deskSettings(read);
	const openai = openaiSettings(read);
	const owner = ownerSettings(read);
	return {
		...(read.DATABASE_URL && { databaseUrl: read.DATABASE_URL }),
		...(read.REDIS_URL && { redisUrl: read.REDIS_URL }),
		dataDir: read.DATA_DIR,
		host: read.HOST,
		port: read.PORT,
		...(read.PUBLIC_URL && { publicUrl: read.PUBLIC_URL.replace(/\/$/, "") }),
		services: read.SERVICES,
		...messengers,
		...(desk && { desk }),
		...(openai && { openai }),
		flowsDir: read.FLOWS_DIR,
		watchFlows: read.FLOWS_WATCH ?? read.DEMO ?? !messengers.telegram,
		zone: read.SHOP_TIMEZONE,
		currency: read.SHOP_CURRENCY,
		country: read.SHOP_COUNTRY,
		auditDays: read.AUDIT_DAYS,
		webhooksPrivate: read.WEBHOOKS_PRIVATE ?? false,
		logLevel: read.LOG_LEVEL,
		demo: read.DEMO ?? Object.keys(messengers).length === 0,
		...(owner && { owner }),
	};
}

function messengerSettings(read: z.output<typeof settings>): Pick<Config, "telegram" | "whatsapp" | "linkedPhone"> {
	const telegram = telegramSettings(read);
	const whatsapp = cloudSettings(read);
	const linkedPhone = linkedPhoneSettings(read);
	return { ...(telegram && { telegram }), ...(whatsapp && { whatsapp }), ...(linkedPhone && { linkedPhone }) };
}

function openaiSettings(read: z.output<typeof settings>): Config["openai"] {
	const { OPENAI_API_KEY: key, OPENAI_MODEL: model, OPENAI_BASE_URL: baseUrl, OPENAI_DRAFTS: drafts = false } = read;
	return key ? { key, model, drafts, ...(baseUrl && { baseUrl }) } : undefined;
}

function ownerSettings({ OWNER_EMAIL: email, OWNER_PASSWORD: password }: z.output<typeof settings>): Config["owner"] {
	return email ? { email, ...(password && { password }) } : undefined;
}

function telegramSettings(read: z.output<typeof settings>): TelegramSettings | undefined {
	if (!read.TELEGRAM_TOKEN) return undefined;
	const common = {
		token: read.TELEGRAM_TOKEN,
		apiRoot: read.TELEGRAM_API_ROOT.replace(/\/$/, ""),
		...(read.TELEGRAM_PAYMENT_TOKEN && { paymentToken: read.TELEGRAM_PAYMENT_TOKEN }),
	};
	if (read.TELEGRAM_MODE === "polling") return { ...common, mode: "polling" };
	if (!read.PUBLIC_URL) throw new ConfigFault(`PUBLIC_URL is missing: ${CONFIG_REMEDIES.PUBLIC_URL}`);
	if (!read.TELEGRAM_WEBHOOK_SECRET)
		throw new ConfigFault(`TELEGRAM_WEBHOOK_SECRET is missing: ${CONFIG_REMEDIES.TELEGRAM_WEBHOOK_SECRET}`);
	return { ...common, mode: "webhook", secret: read.TELEGRAM_WEBHOOK_SECRET, publicUrl: read.PUBLIC_URL };
}

/** Two pollers of one bot would take each other's messages. */
function deskSettings(read: z.output<typeof settings>): DeskSettings | undefined {
	if (!read.DESK_TELEGRAM_TOKEN) return undefined;
	if (read.DESK_TELEGRAM_TOKEN === read.TELEGRAM_TOKEN)
		throw new ConfigFault(`DESK_TELEGRAM_TOKEN is the customers' bot: ${CONFIG_REMEDIES.DESK_TELEGRAM_TOKEN}`);
	return { token: read.DESK_TELEGRAM_TOKEN, apiRoot: read.TELEGRAM_API_ROOT.replace(/\/$/, "") };
}

/** Half a number is none: what is missing beside the token is asked for by name. */
function cloudSettings(read: z.output<typeof settings>): CloudSettings | undefined {
	if (read.WHATSAPP_PROVIDER === "web" || (!read.WHATSAPP_PROVIDER && !read.WHATSAPP_TOKEN)) return undefined;
	const needed = (name: "WHATSAPP_TOKEN" | "WHATSAPP_PHONE_ID" | "WHATSAPP_APP_SECRET" | "WHATSAPP_VERIFY_TOKEN") => {
		const value = read[name];
		if (!value) throw new ConfigFault(`${name} is missing: ${CONFIG_REMEDIES[name]}`);
		return value;
	};
	return {
		apiRoot: read.WHATSAPP_API_ROOT.replace(/\/$/, ""),
		token: needed("WHATSAPP_TOKEN"),
		phoneId: needed("WHATSAPP_PHONE_ID"),
		appSecret: needed("WHATSAPP_APP_SECRET"),
		verifyToken: needed("WHATSAPP_VERIFY_TOKEN"),
		...(read.WHATSAPP_BUSINESS_ID && { businessId: read.WHATSAPP_BUSINESS_ID }),
	};
}

function linkedPhoneSettings(read: z.output<typeof settings>): LinkedPhoneSettings | undefined {
	if (read.WHATSAPP_PROVIDER !== "web") return undefined;
	return {
		chromium: read.CHROMIUM_PATH,
		dailyCap: read.WHATSAPP_DAILY_CAP,
		...(read.WHATSAPP_NUMBER && { number: read.WHATSAPP_NUMBER }),
		...(read.WHATSAPP_WEB_URL_HOST_RULES && { hostRules: read.WHATSAPP_WEB_URL_HOST_RULES }),
	};
}

/** Values are never repeated: they may be secrets. */
function explain(issues: readonly z.core.$ZodIssue[]): string {
	const lines = issues.map((issue) => {
		const name = String(issue.path[0]);
		const remedy = CONFIG_REMEDIES[name];
		return `${name} cannot be used (${issue.message})${remedy ? `: ${remedy}` : ""}`;
	});
	return [...lines, "Every setting is described in .env.example."].join("\n");
}

function isZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat("en", { timeZone: name });
		return true;
	} catch {
		return false;
	}
}
