import type { Preview, PreviewMessage } from "./preview.ts";
import { messageLines } from "./show-message.ts";

/** A preview as a person reads it in a terminal: step by step, what looks alike shown once with all who see it so. */
export function previewLines(previews: readonly Preview[]): string[] {
	const lines: string[] = [];
	const every = previews.map(whoOf);
	for (const [head, seen] of byStep(previews)) {
		lines.push(head);
		for (const [look, who] of seen) {
			lines.push(`  ${describe(who, every)}`, ...look.split("\n").map((line) => `    │ ${line}`));
		}
		lines.push("");
	}
	if (previews.some(({ messages }) => messages.some(({ uninvited }) => uninvited))) lines.push(...UNINVITED);
	return lines;
}

const UNINVITED = [
	"uninvited: may go out though the customer has not just written, so quiet hours and caps hold. WhatsApp asks for a",
	"template only where that may be more than 24 hours after their last word: check says so (F062).",
];

type Who = Pick<Preview, "customer" | "channel" | "language">;

/** Head of a step's part → how it looks → who sees it so. */
function byStep(previews: readonly Preview[]): Map<string, Map<string, Who[]>> {
	const steps = new Map<string, Map<string, Who[]>>();
	for (const preview of previews) {
		for (const message of preview.messages) {
			const head = headOf(message);
			const looks = steps.get(head) ?? new Map<string, Who[]>();
			const look = lookOf(message);
			steps.set(head, looks.set(look, [...(looks.get(look) ?? []), whoOf(preview)]));
		}
	}
	return steps;
}

function whoOf({ customer, channel, language }: Preview): Who {
	return { customer, channel, language };
}

/** `flows/order.flow.yaml:108  more, question, tone = care` */
function headOf({ file, line, step, part, where, when, uninvited }: PreviewMessage): string {
	const values = Object.entries(where).map(([name, value]) => `${name} = ${value}`);
	const about = [part, ...values, ...(when ? [`when ${when.formula}`] : []), ...(uninvited ? ["uninvited"] : [])];
	return `${file}:${line}  ${step} (${about.join(", ")})`;
}

function lookOf({ shown, silent, failure, when }: PreviewMessage): string {
	if (failure !== undefined) return `✗ ${failure}`;
	if (when && !when.holds) return "— not for this customer";
	if (shown.length === 0) return `— ${silent}`;
	return shown
		.flatMap(({ content, template }) => [
			...messageLines(content),
			...(template ? [`(template ${template.name}: ${template.params.join(" · ")})`] : []),
		])
		.join("\n");
}

/** Who sees a message so, in as few words as it takes: `everybody`, `ru telegram, whatsapp: no-name`. */
function describe(who: readonly Who[], every: readonly Who[]): string {
	if (who.length === every.length) return "everybody";
	const lines = new Map<string, string[]>();
	for (const language of distinct(who.map((one) => one.language))) {
		const speaking = who.filter((one) => one.language === language);
		for (const channel of distinct(speaking.map((one) => one.channel))) {
			const customers = speaking.filter((one) => one.channel === channel).map(({ customer }) => customer);
			const all = every.filter((one) => one.language === language && one.channel === channel).length;
			const whom = customers.length === all ? "everybody" : distinct(customers).join(", ");
			const key = `${language}\t${whom}`;
			lines.set(key, [...(lines.get(key) ?? []), channel]);
		}
	}
	return [...lines]
		.map(([key, channels]) => {
			const [language, whom] = key.split("\t");
			return `${language} ${channels.join(", ")}: ${whom}`;
		})
		.join("; ");
}

function distinct<T>(items: readonly T[]): T[] {
	return [...new Set(items)];
}
