/** Rows in which no label is cut on a narrow phone: neighbours share one if all of them are short enough. */
export function buttonRows<B extends { readonly label: string }>(buttons: readonly B[]): readonly (readonly B[])[] {
	const widest = Math.max(0, ...buttons.map((button) => button.label.length));
	if (widest <= SCALE.label) return inRows(buttons, SCALE.columns);
	const rows: B[][] = [];
	for (const button of buttons) {
		const row = rows.at(-1);
		const fits = row?.length === 1 && [...row, button].every(({ label }) => label.length <= PAIR.label);
		if (fits) row.push(button);
		else rows.push([button]);
	}
	return rows;
}

/** A scale from 0 to 10 is a row of numbers, wrapped evenly. */
const SCALE = { label: 3, columns: 8 };
const PAIR = { label: 16 };

function inRows<B>(buttons: readonly B[], columns: number): readonly (readonly B[])[] {
	const rows = Math.ceil(buttons.length / columns);
	const width = Math.ceil(buttons.length / rows);
	return Array.from({ length: rows }, (_, row) => buttons.slice(row * width, (row + 1) * width));
}
