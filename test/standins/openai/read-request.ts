import { z } from "zod";

/** What was asked, as far as a stand-in needs it. */
export type Asked = {
	readonly model: string;
	readonly messages: readonly { readonly role: string; readonly content: string }[];
	readonly tools: readonly { readonly name: string; readonly parameters: unknown }[];
	readonly stream: boolean;
};

/** What the real service would refuse, in its manner. */
export class RequestFault extends Error {
	readonly status: number;
	readonly type: string;

	constructor(status: number, message: string, type = "invalid_request_error") {
		super(message);
		this.status = status;
		this.type = type;
	}
}

const toolName = z.string().regex(/^[\w-]{1,64}$/);

const requests = z.object({
	model: z.string().min(1),
	messages: z
		.array(z.object({ role: z.enum(["system", "developer", "user", "assistant", "tool"]), content: z.string() }))
		.min(1),
	tools: z
		.array(
			z.object({
				type: z.literal("function"),
				function: z.object({
					name: toolName,
					description: z.string().optional(),
					parameters: z.object({ type: z.literal("object") }).loose(),
				}),
			}),
		)
		.min(1)
		.optional(),
	tool_choice: z
		.union([
			z.enum(["none", "auto", "required"]),
			z.object({ type: z.literal("function"), function: z.object({ name: toolName }) }),
		])
		.optional(),
	stream: z.boolean().optional(),
});

/** Reads a request as strictly as the service does. */
export function readRequest(
	authorization: string | undefined,
	body: string | undefined,
	keys: readonly string[],
): Asked {
	const key = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
	if (key === undefined || !keys.includes(key)) throw new RequestFault(401, "Incorrect API key provided.");
	const parsed = requests.safeParse(jsonIn(body));
	if (!parsed.success) throw new RequestFault(400, z.prettifyError(parsed.error));
	const { model, messages, tools = [], tool_choice: choice, stream = false } = parsed.data;
	const named = typeof choice === "object" ? choice.function.name : undefined;
	if (named !== undefined && !tools.some((tool) => tool.function.name === named))
		throw new RequestFault(400, `Tool choice '${named}' not found in 'tools' parameter.`);
	if (choice !== undefined && tools.length === 0)
		throw new RequestFault(400, "'tool_choice' is only allowed when 'tools' are specified.");
	return {
		model,
		messages,
		stream,
		tools: tools.map(({ function: { name, parameters } }) => ({ name, parameters })),
	};
}

function jsonIn(body: string | undefined): unknown {
	try {
		return JSON.parse(body ?? "");
	} catch {
		throw new RequestFault(400, "We could not parse the JSON body of your request.");
	}
}
