import { useSpeech } from "../language.tsx";

/** Several of a closed list. */
export function Choices({
	legend,
	all,
	chosen,
	choose,
	titles = {},
}: {
	legend: string;
	all: readonly string[];
	chosen: readonly string[];
	choose: (chosen: readonly string[]) => void;
	/** What they are called; those without a title are shown by their names. */
	titles?: Readonly<Record<string, string>>;
}) {
	const { name } = useSpeech();
	return (
		<fieldset className="choices">
			<legend>{legend}</legend>
			{all.map((one) => (
				<label key={one} className="choice">
					<input
						type="checkbox"
						checked={chosen.includes(one)}
						onChange={({ target }) =>
							choose(target.checked ? [...chosen, one] : chosen.filter((other) => other !== one))
						}
					/>
					<span>{titles[one] ?? name(one)}</span>
				</label>
			))}
		</fieldset>
	);
}
