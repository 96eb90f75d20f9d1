import type { Checking } from "./checking.ts";
import type { OnWhatsapp, Step } from "./flow-file.ts";
import { didYouMean, nearest } from "./nearest.ts";
import type { TemplateSpec } from "./vocabulary.ts";

/** Templates must be among the approved ones, and get as many values as they have places. Only where a mirror is at hand. */
export function checkApproved(check: Checking): void {
	const { templates } = check.vocabulary;
	if (!templates) return;
	for (const { step } of check.file.steps) {
		const words = onWhatsapp(step);
		if (typeof words?.template === "string") checkTemplate(check, words, words.template, templates);
	}
}

function onWhatsapp(step: Step): OnWhatsapp | undefined {
	if (step.verb === "say") return step.say.whatsapp;
	return step.verb === "ask" || step.verb === "choose" ? step.whatsapp : undefined;
}

function checkTemplate(check: Checking, words: OnWhatsapp, name: string, templates: readonly TemplateSpec[]): void {
	const { places } = check.file;
	const meant = templates.filter((template) => standsFor(name).test(template.name));
	if (meant.length === 0) {
		const suggestion = nearest(
			name,
			templates.map((template) => template.name),
		);
		const told = `WhatsApp has approved no template "${name}"${didYouMean(suggestion)}`;
		check.error("F045", places.valueOf(words, "template"), told, suggestion);
		return;
	}
	const given = words.params?.length ?? 0;
	const wrong = meant.find((template) => template.places !== given);
	if (wrong) {
		const at = places.valueOf(words, words.params ? "params" : "template");
		check.error("F041", at, `the template ${wrong.name} takes ${wrong.places} values, and this gives ${given}`);
	}
}

/** A name that is put together (`cart_{{ tone }}`) stands for several. */
function standsFor(name: string): RegExp {
	const pieces = name.split(/\{\{.*?\}\}/s).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
	return new RegExp(`^${pieces.join(".+")}$`);
}
