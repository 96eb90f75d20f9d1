type PickOneParts = {
	readonly label: string;
	/** What stands there while nothing is picked. */
	readonly none: string;
	readonly value: string;
	readonly options: readonly { readonly id: string; readonly title: string }[];
	readonly onPick: (id: string) => void;
};

/** One of several, or none: the empty word. */
export function PickOne({ label, none, value, options, onPick }: PickOneParts) {
	return (
		<label>
			{label}
			<select value={value} onChange={(event) => onPick(event.target.value)}>
				<option value="">{none}</option>
				{options.map(({ id, title }) => (
					<option key={id} value={id}>
						{title}
					</option>
				))}
			</select>
		</label>
	);
}
