import { z } from "zod";
import { type FlowPreviewView, flowPreview, previewQuery } from "#admin/contract/flow-preview.ts";
import { flowName } from "#admin/contract/flows.ts";
import { languagesOf, type PreviewMessage, previewFlow } from "#core/flows/preview.ts";
import { SAMPLE_CHANNELS, SAMPLE_CUSTOMERS } from "#core/flows/preview-samples.ts";
import { Refusal } from "#core/refusal.ts";
import type { Server, ServerParts } from "./server.ts";
import { showOnPhone } from "./show-on-phone.ts";

/** Every message of a flow for one typical customer, on one channel, in one language. */
export function flowPreviewRoutes(server: Server, { flowFiles }: ServerParts): void {
	server.get(
		"/api/flows/:flow/preview",
		{
			config: { act: "read-flows" },
			schema: {
				params: z.strictObject({ flow: flowName }),
				querystring: previewQuery,
				response: { 200: flowPreview },
			},
		},
		(request): FlowPreviewView => {
			const open = flowFiles.open();
			const languages = languagesOf(open);
			const customer = chosen(SAMPLE_CUSTOMERS, request.query.customer);
			const channel = chosen(SAMPLE_CHANNELS, request.query.channel);
			const language = chosen(languages, request.query.language);
			const choice = { customers: [customer], channels: [channel], languages: [language] };
			const ground = { open, vocabulary: flowFiles.vocabulary };
			const [preview] = previewFlow(ground, request.params.flow, choice);
			if (!preview) throw new Refusal("not-found", `There is no flow "${request.params.flow}" in use.`);
			return {
				...{ customer, channel, language, languages },
				customers: [...SAMPLE_CUSTOMERS],
				channels: [...SAMPLE_CHANNELS],
				messages: preview.messages.map((message) => presentMessage(message, channel)),
			};
		},
	);
}

/** What was asked for, if it is one of them; the first if nothing was. */
function chosen<Choice extends string>(choices: readonly Choice[], asked: string | undefined): Choice {
	const found = asked === undefined ? choices[0] : choices.find((one) => one === asked);
	if (found === undefined) throw new Refusal("invalid", `"${asked}" is none of ${choices.join(", ")}.`);
	return found;
}

function presentMessage(message: PreviewMessage, channel: (typeof SAMPLE_CHANNELS)[number]) {
	const { step, line, part, where, when, uninvited, shown, silent, failure } = message;
	return {
		...{ step, line, part, uninvited },
		where: Object.entries(where).map(([name, value]) => `${name} = ${value}`),
		when: when ?? null,
		shown: shown.flatMap(({ content }) => showOnPhone(content, channel)),
		templates: shown.flatMap(({ template }) =>
			template ? [{ name: template.name, params: [...template.params] }] : [],
		),
		silent: silent ?? null,
		failure: failure ?? null,
	};
}
