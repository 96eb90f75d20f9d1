const BEFORE = 3;
const AFTER = 9;

/** A line of a flow's file, with what stands around it. */
export function SourceLines({ source, line }: { source: string; line: number }) {
	const lines = source.split(/\r?\n/);
	const first = Math.max(1, line - BEFORE);
	return (
		<pre className="source">
			{lines.slice(first - 1, line + AFTER).map((text, at) => {
				const number = first + at;
				return (
					<span key={number} className={number === line ? "here" : undefined}>
						<i>{number}</i>
						{text}
						{"\n"}
					</span>
				);
			})}
		</pre>
	);
}
