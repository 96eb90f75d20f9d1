/** A line of a trace with its moments as `spell` writes them: traces keep them as computers do, `2026-03-13T07:00:00.000Z`. */
export function spellMoments(text: string, spell: (at: Date) => string): string {
	return text.replace(MOMENT, (written) => spell(new Date(written)));
}

const MOMENT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
