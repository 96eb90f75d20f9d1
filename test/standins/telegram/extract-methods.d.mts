/** The compact table of one full description of the Bot API. */
export function extractMethods(api: unknown): unknown;
